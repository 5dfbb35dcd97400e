package dev.latticenano.core.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Event;
import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Cursor;
import dev.latticenano.core.bytes.Seeds;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.frame.FrameView;
import dev.latticenano.core.frame.Message;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.state.KvState;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Records that rot on one node come back from another, though the sets are equal. */
class MendTest {
  private static final int LINK = 77;
  private static final int PUTS = 12;

  private final byte[] out = new byte[Limits.FRAME_BYTES_MAX];
  private Mesh mesh;
  private MeshNode a;
  private MeshNode b;
  private StoreId store;
  private Stranger stranger;

  private void meet(Random random) throws Exception {
    mesh = new Mesh(random);
    a = mesh.node();
    b = mesh.node();
    store = a.createOpen(KvState.TYPE, 1);
    b.open(store);
    MeshWire wire = mesh.link(a, b);
    mesh.rest(200);
    for (int i = 0; i < PUTS; i++) {
      (i % 2 == 0 ? a : b).put(store, "key" + i % 5, 40);
      mesh.rest(200);
    }
    wire.cut();
    mesh.assertSame(store, a, b);
  }

  /** Goes down and comes up again with records that cannot be read; which ones, by number. */
  private void rot(MeshNode node, int... indexes) throws StoreException {
    Dag dag = node.node.dag(store);
    dag.checkpoint();
    for (int index : indexes) {
      node.logs.get(store).rot(index);
    }
    node.crash();
    // A start reads nothing again; whoever reads all of it finds what is damaged.
    node.node.projection(store).rebuild();
    while (!node.node.projection(store).isWhole()) {
      node.node.tick(mesh.nowMs);
    }
    mesh.drain(node);
  }

  private static int lost(MeshNode node, StoreId store) {
    return node.node.dag(store).lostCount();
  }

  private Verdict lastTrouble(MeshNode node) {
    List<Event.Complete> all = node.completions();
    return all.get(all.size() - 1).trouble();
  }

  @Test
  void aPeerWithAnEqualSetGivesWhatIsDamaged() throws Exception {
    meet(new Random(1));
    rot(a, 1, 2, 7);
    assertTrue(a.events.contains(new Event.Lost(store, 3)));
    assertEquals(3, lost(a, store));
    mesh.link(a, b);
    mesh.rest(100);
    assertEquals(0, lost(a, store));
    assertEquals(Verdict.OK, lastTrouble(a));
    mesh.assertSame(store, a, b);
    a.crash();
    assertEquals(0, lost(a, store));
    mesh.assertSame(store, a, b);
  }

  @Test
  void whatThePeerCannotGiveIsToldAndNotAskedForAgain() throws Exception {
    meet(new Random(2));
    rot(a, 1, 2);
    rot(b, 2);
    MeshWire wire = mesh.link(a, b);
    mesh.rest(100);
    assertEquals(1, lost(a, store));
    assertEquals(1, lost(b, store));
    assertEquals(Verdict.DAMAGE_REMAINS, lastTrouble(a));
    long frames = wire.frames;
    a.put(store, "more", 10);
    mesh.rest(100);
    assertTrue(wire.frames - frames <= 20, "asked on and on");
    assertEquals(Verdict.DAMAGE_REMAINS, lastTrouble(a));
  }

  @Test
  void manyDamagedOnesComeInSeveralRequests() throws Exception {
    meet(new Random(3));
    for (int i = 0; i < 150; i++) {
      a.put(store, "many" + i % 20, 2000);
    }
    mesh.link(a, b);
    mesh.rest(1000);
    for (MeshWire wire : new ArrayList<>(a.wires.values())) {
      wire.cut();
    }
    int[] all = new int[140];
    Arrays.setAll(all, i -> i + 5);
    rot(a, all);
    assertEquals(140, lost(a, store));
    mesh.link(a, b, Mesh.SMALL, MeshWire.Weather.FAIR);
    mesh.rest(2000);
    assertEquals(0, lost(a, store));
    mesh.assertSame(store, a, b);
  }

  @Test
  void anyDamageOnBothSidesIsMendedOverBadLinks() {
    Seeds.run(
        MendTest.class,
        random -> {
          for (int i = 0; i < 8; i++) {
            meet(random);
            int[] left = random.ints(3, 0, PUTS).map(each -> each & ~1).toArray();
            int[] right = random.ints(3, 0, PUTS).map(each -> each | 1).toArray();
            rot(a, left);
            rot(b, right);
            mesh.link(a, b, Mesh.LOSSY, new MeshWire.Weather(20, 10, 20, 5, 8));
            mesh.rest(20_000);
            assertEquals(0, lost(a, store) + lost(b, store));
            mesh.assertSame(store, a, b);
          }
        });
  }

  /** Greets the damaged node as a peer that shares the store; what the node asks for. */
  private byte[] asked() throws Exception {
    stranger = new Stranger(mesh, a.node, LINK, Mesh.FAST, 90);
    said(Message.HELLO);
    give(Frames.hello());
    give(Frames.offer(stranger.binding(), store));
    return said(Message.MEND);
  }

  private Verdict give(byte[] frame) throws StoreException {
    return stranger.give(frame);
  }

  private byte[] said(int message) throws StoreException {
    byte[] found = null;
    for (byte[] frame : stranger.answers()) {
      FrameView view = new FrameView().wrap(frame, 0, frame.length);
      assertEquals(Verdict.OK, view.check());
      found = view.number() == message ? frame : found;
    }
    return found;
  }

  private static byte[] data(byte[] frame, int field) {
    FrameView view = new FrameView().wrap(frame, 0, frame.length);
    view.check();
    Cursor fields = new Cursor().wrap(frame, view.bodyOffset(), view.bodyLength());
    while (fields.nextField() && fields.fieldNumber() != field) {}
    return Arrays.copyOfRange(
        frame, fields.dataOffset(), fields.dataOffset() + fields.dataLength());
  }

  private byte[] intention(MeshNode node, int row) throws StoreException {
    return Arrays.copyOf(out, node.node.dag(store).read(row, out, 0));
  }

  @Test
  void aPeerThatLiesMendsNothing() throws Exception {
    meet(new Random(5));
    byte[] sound = intention(b, 3);
    byte[] other = intention(b, 4);
    rot(a, 3);
    byte[] request = asked();
    assertEquals(32, data(request, 3).length);
    int session = 0;
    byte[] forged = sound.clone();
    forged[forged.length - 1] ^= 1;
    byte[] changed = sound.clone();
    changed[80] ^= 1;
    assertEquals(Verdict.SIGNATURE_WRONG, give(Frames.mended(session, 1, false, forged)));
    // Of another hash, so nobody asked for it.
    assertEquals(Verdict.OK, give(Frames.mended(session, 1, false, changed)));
    assertEquals(Verdict.OK, give(Frames.mended(session, 1, false, other)));
    assertEquals(Verdict.OK, give(Frames.mended(session, 2, false, sound)));
    assertEquals(1, lost(a, store));
    assertEquals(Verdict.OK, give(Frames.mended(session, 1, true, sound)));
    assertEquals(0, lost(a, store));
    assertEquals(Verdict.OK, give(Frames.mended(session, 1, true, sound)));
  }

  @Test
  void aPeerThatDoesNotKnowTheQuestionIsNotWaitedFor() throws Exception {
    meet(new Random(6));
    rot(a, 3);
    asked();
    assertEquals(Verdict.OK, a.node.peer(LINK).trouble());
    give(
        new Frames()
            .start(Message.REFUSAL)
            .number(1, Verdict.MESSAGE_UNKNOWN.code())
            .number(2, Message.MEND)
            .finish());
    assertEquals(Verdict.DAMAGE_REMAINS, a.node.peer(LINK).trouble());
    assertEquals(null, said(Message.MEND));
  }
}
