package dev.latticenano.core.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Event;
import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Nodes and links on one virtual clock and one seed. Everything a node may do is driven from here
 * as its contract says: drain after every call, sleep until the next deadline or frame.
 */
final class Mesh {
  static final LinkProfile FAST = new LinkProfile(131_072, 0);
  static final LinkProfile SMALL = new LinkProfile(512, 0);
  static final LinkProfile LOSSY = new LinkProfile(4096, 200);

  final Random random;
  final List<MeshNode> nodes = new ArrayList<>();
  final List<MeshWire> wires = new ArrayList<>();
  private final byte[] out = new byte[Limits.FRAME_BYTES_MAX + 3];
  long nowMs = 1_800_000_000_000L;
  int nextLink = 1;
  long order;

  Mesh(Random random) {
    this.random = random;
  }

  MeshNode node() {
    return node(nodes.size() + 1);
  }

  /** A node with the identity of number {@code key}. */
  MeshNode node(int key) {
    MeshNode node = new MeshNode(this, nodes.size() + 1, key);
    nodes.add(node);
    return node;
  }

  MeshWire link(MeshNode left, MeshNode right, LinkProfile profile, MeshWire.Weather weather)
      throws StoreException {
    MeshWire wire = new MeshWire(this, left, right, profile, weather);
    wires.add(wire);
    drain(left);
    drain(right);
    return wire;
  }

  MeshWire link(MeshNode left, MeshNode right) throws StoreException {
    return link(left, right, FAST, MeshWire.Weather.FAIR);
  }

  /** Both have what the other has of the stores they share, and part again. */
  void meet(MeshNode left, MeshNode right) throws StoreException {
    MeshWire wire = link(left, right);
    rest(20_000);
    wire.cut();
  }

  /** Takes all events and as many frames as the node's links have room for. */
  void drain(MeshNode node) throws StoreException {
    for (Map.Entry<Integer, MeshWire> end : List.copyOf(node.wires.entrySet())) {
      while (end.getValue().hasRoom()) {
        int length = node.node.transmit(end.getKey(), out, 3, nowMs);
        if (length == 0) {
          break;
        }
        assertTrue(length <= Limits.FRAME_BYTES_MAX, "frame of " + length);
        end.getValue().send(node, Arrays.copyOfRange(out, 3, 3 + length));
      }
    }
    for (Event event = node.node.pollEvent(); event != null; event = node.node.pollEvent()) {
      node.events.add(event);
    }
  }

  /** The next frame arrives, or the next deadline passes; false if nothing will ever happen. */
  boolean step() throws StoreException {
    MeshWire next = null;
    for (MeshWire wire : wires) {
      boolean sooner =
          !wire.isEmpty() && (next == null || wire.first().atMs() < next.first().atMs());
      next = sooner ? wire : next;
    }
    long deadline = Long.MAX_VALUE;
    for (MeshNode node : nodes) {
      deadline = Math.min(deadline, node.node.nextDeadlineMs());
    }
    if (next == null && deadline == Long.MAX_VALUE) {
      return false;
    }
    if (next != null && next.first().atMs() <= deadline) {
      deliver(next);
    } else {
      nowMs = Math.max(nowMs, deadline);
      for (MeshNode node : nodes) {
        if (node.node.nextDeadlineMs() <= nowMs) {
          tick(node);
        }
        drain(node);
      }
    }
    return true;
  }

  private void tick(MeshNode node) throws StoreException {
    try {
      node.node.tick(nowMs);
    } catch (StoreException powerGone) {
      node.crash();
    }
  }

  private void deliver(MeshWire wire) throws StoreException {
    MeshWire.Flight flight = wire.take();
    nowMs = Math.max(nowMs, flight.atMs());
    byte[] frame = flight.frame();
    try {
      flight.to().node.receive(flight.link(), frame, 0, frame.length, nowMs);
    } catch (StoreException powerGone) {
      flight.to().crash();
      return;
    }
    drain(flight.to());
    // Taking a frame off the wire made room for the other end.
    drain(flight.to() == wire.left ? wire.right : wire.left);
    check(wire);
  }

  // When both ends say that all is done and nothing is on the way, all is done.
  private void check(MeshWire wire) throws StoreException {
    Peer left = wire.left.node.peer(wire.leftLink);
    Peer right = wire.right.node.peer(wire.rightLink);
    if (left == null || right == null || !wire.isEmpty()) {
      return;
    }
    boolean sound = left.trouble() == Verdict.OK && right.trouble() == Verdict.OK;
    if (left.isComplete() && right.isComplete() && sound) {
      for (StoreId store : left.stores()) {
        assertEquals(wire.left.set(store), wire.right.set(store), "complete, yet different");
        if (wire.left.reads(store) && wire.right.reads(store)) {
          assertEquals(wire.left.picture(store), wire.right.picture(store));
        }
      }
      assertEquals(left.stores().size(), right.stores().size());
    }
  }

  /** Runs until nothing happens any more; returns the steps. */
  int rest(int stepsMax) throws StoreException {
    for (int steps = 0; steps < stepsMax; steps++) {
      if (!step()) {
        assertSilent();
        return steps;
      }
    }
    throw new AssertionError("not at rest after " + stepsMax + " steps");
  }

  /** Runs until {@code untilMs} on the virtual clock. */
  void runUntil(long untilMs) throws StoreException {
    while (nextMs() <= untilMs) {
      step();
    }
    nowMs = Math.max(nowMs, untilMs);
  }

  private long nextMs() {
    long next = Long.MAX_VALUE;
    for (MeshWire wire : wires) {
      next = wire.isEmpty() ? next : Math.min(next, wire.first().atMs());
    }
    for (MeshNode node : nodes) {
      next = Math.min(next, node.node.nextDeadlineMs());
    }
    return next;
  }

  /** Runs a bounded number of steps. */
  void run(int steps) throws StoreException {
    for (int i = 0; i < steps && step(); i++) {}
  }

  // An hour later nobody has anything to say, and both ends of every link know that all is done.
  private void assertSilent() throws StoreException {
    nowMs += 3_600_000;
    for (MeshNode node : nodes) {
      node.node.tick(nowMs);
      drain(node);
    }
    for (MeshWire wire : wires) {
      assertTrue(wire.isEmpty(), "says something an hour later");
      assertComplete(wire, wire.left, wire.leftLink);
      assertComplete(wire, wire.right, wire.rightLink);
    }
  }

  private static void assertComplete(MeshWire wire, MeshNode node, int link) {
    String ends =
        wire.left.node.peer(wire.leftLink) + "\n" + wire.right.node.peer(wire.rightLink) + "\n";
    assertTrue(node.node.peer(link).isComplete(), () -> "silent, yet not complete:\n" + ends);
    assertTrue(
        node.completions().stream().anyMatch(event -> event.link() == link), "no event of it");
  }

  /** The same sets, tips, state and chunks on all nodes given. */
  void assertSame(StoreId store, MeshNode... all) throws StoreException {
    for (MeshNode each : all) {
      assertEquals(all[0].picture(store), each.picture(store));
      assertEquals(0, each.node.chunksWanted(), () -> "chunks still wanted by " + each);
    }
  }
}
