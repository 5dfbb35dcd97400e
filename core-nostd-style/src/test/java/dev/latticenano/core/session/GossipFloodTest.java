package dev.latticenano.core.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.state.KvState;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Many writes among many nodes: what goes over the links grows with both, and never faster. */
class GossipFloodTest {
  private static final int BODY_BYTES = 300;

  private final Mesh mesh = new Mesh(new Random(3));
  private MeshNode[] nodes;
  private StoreId store;
  private long frames;
  private long bytes;
  private long sent;

  private void nodes(int count) throws Exception {
    nodes = new MeshNode[count];
    for (int i = 0; i < count; i++) {
      nodes[i] = mesh.node();
    }
    store = nodes[0].create(KvState.TYPE, 1);
    for (int i = 1; i < count; i++) {
      nodes[i].open(store);
    }
  }

  private void hub() throws Exception {
    for (int i = 1; i < nodes.length; i++) {
      mesh.link(nodes[0], nodes[i]);
    }
  }

  private void line(boolean closed) throws Exception {
    for (int i = closed ? 0 : 1; i < nodes.length; i++) {
      mesh.link(nodes[(i + nodes.length - 1) % nodes.length], nodes[i]);
    }
  }

  private void clique() throws Exception {
    for (int i = 0; i < nodes.length; i++) {
      for (int j = 0; j < i; j++) {
        mesh.link(nodes[j], nodes[i]);
      }
    }
  }

  /** Everyone, or one alone, writes in turn, some milliseconds apart; then all is quiet. */
  private void write(int writes, boolean all, int everyMs) throws Exception {
    mesh.rest(1_000_000);
    mesh.assertSame(store, nodes);
    frames = -frames();
    bytes = -bytes();
    sent = -sent();
    for (int i = 0; i < writes; i++) {
      nodes[all ? i % nodes.length : nodes.length - 1].put(store, "key " + i, BODY_BYTES);
      mesh.runUntil(mesh.nowMs + everyMs);
    }
    mesh.rest(1_000_000);
    mesh.assertSame(store, nodes);
    frames += frames();
    bytes += bytes();
    sent += sent();
  }

  private long frames() {
    return mesh.wires.stream().mapToLong(wire -> wire.frames).sum();
  }

  private long bytes() {
    return mesh.wires.stream().mapToLong(wire -> wire.bytes).sum();
  }

  private long sent() {
    long all = 0;
    for (MeshNode node : nodes) {
      for (int link : node.wires.keySet()) {
        all += node.node.peer(link).progress(store).sent();
      }
    }
    return all;
  }

  private String figures() {
    return sent + " bodies, " + frames + " frames, " + bytes + " bytes";
  }

  @Test
  void throughAHubNobodyGetsABodyTwice() throws Exception {
    for (int clients : new int[] {5, 10, 20}) {
      for (int writes : new int[] {10, 50}) {
        GossipFloodTest flood = new GossipFloodTest();
        flood.nodes(clients + 1);
        flood.hub();
        flood.write(writes, false, 10);
        int least = writes * clients;
        assertEquals(least, flood.sent, flood::figures);
        assertTrue(flood.frames <= 4L * least, flood::figures);
        assertTrue(flood.bytes <= least * (BODY_BYTES + 350L), flood::figures);
      }
    }
  }

  @Test
  void throughALineNobodyGetsABodyTwiceWhoeverWrites() throws Exception {
    nodes(8);
    line(false);
    write(24, true, 10);
    assertEquals(24 * 7, sent, this::figures);
  }

  @Test
  void inAFloodManyWritesShareAFrame() throws Exception {
    nodes(6);
    hub();
    write(50, false, 1);
    assertTrue(frames <= 3L * 50 * 5, this::figures);
  }

  @Test
  void inARingAndACliqueFewGetABodyTwice() throws Exception {
    nodes(8);
    clique();
    write(40, true, 10);
    assertTrue(sent <= 1.5 * 40 * 7, this::figures);
    GossipFloodTest ring = new GossipFloodTest();
    ring.nodes(8);
    ring.line(true);
    ring.write(40, true, 10);
    assertTrue(ring.sent <= 1.5 * 40 * 7, ring::figures);
  }
}
