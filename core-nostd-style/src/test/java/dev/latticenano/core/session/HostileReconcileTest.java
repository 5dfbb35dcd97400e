package dev.latticenano.core.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.bytes.Cursor;
import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.frame.FrameView;
import dev.latticenano.core.frame.Message;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.reconcile.Caps;
import dev.latticenano.core.state.KvState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Peers that reconcile in bad faith: each comes to an end within the limits, and is told why. */
class HostileReconcileTest {
  private static final int LINK = 77;
  private static final byte[] FINGERPRINT = Hex.decode("61000001" + "00".repeat(16));
  private static final byte[] UNKNOWN_ID = Hex.decode("6100000201" + "77".repeat(32));

  private final Mesh mesh = new Mesh(new Random(4));
  private final MeshNode node = mesh.node();
  private Stranger stranger;
  private StoreId store;
  private final int session = 0;
  private List<byte[]> said = new ArrayList<>();

  /** Meets the node, which holds some intentions, shows another set and takes all it gives. */
  private void differ(boolean nodeInitiates) throws Exception {
    store = node.createOpen(KvState.TYPE, 1);
    for (int i = 0; i < 50; i++) {
      node.put(store, "key " + i, 10);
    }
    boolean found = false;
    while (!found) {
      stranger = new Stranger(mesh, node.node, LINK, Mesh.FAST, 90);
      byte[] own = bytes(stranger.answers().get(1), 1);
      byte[] peers = Frames.name(stranger.binding(), store);
      found = Arrays.compareUnsigned(own, peers) < 0 == nodeInitiates;
      if (!found) {
        node.node.unlink(LINK);
      }
    }
    give(Frames.hello());
    give(Frames.offer(stranger.binding(), store));
    give(Frames.frontier(session, 1, new byte[32], new byte[0]));
    give(Frames.ack(session, 1, 1, 0));
    give(Frames.batch(session, 1, 1, true));
  }

  private Verdict give(byte[] frame) throws Exception {
    Verdict verdict = stranger.give(frame);
    said = stranger.answers();
    return verdict;
  }

  private Verdict trouble() {
    return node.node.peer(LINK).trouble();
  }

  private static int number(byte[] frame) {
    FrameView view = new FrameView().wrap(frame, 0, frame.length);
    assertEquals(Verdict.OK, view.check());
    return view.number();
  }

  private static Cursor field(byte[] frame, int wanted) {
    FrameView view = new FrameView().wrap(frame, 0, frame.length);
    assertEquals(Verdict.OK, view.check());
    Cursor fields = new Cursor().wrap(frame, view.bodyOffset(), view.bodyLength());
    while (fields.nextField()) {
      if (fields.fieldNumber() == wanted) {
        return fields;
      }
    }
    throw new AssertionError("no field " + wanted);
  }

  private static byte[] bytes(byte[] frame, int wanted) {
    Cursor field = field(frame, wanted);
    return Arrays.copyOfRange(frame, field.dataOffset(), field.dataOffset() + field.dataLength());
  }

  private byte[] last(int message) {
    byte[] found = null;
    for (byte[] frame : said) {
      found = number(frame) == message ? frame : found;
    }
    return found;
  }

  private byte[] reconcile(int turn, int number, byte[] message) {
    Frames frame = new Frames().start(Message.RECONCILE).number(1, session);
    frame.number(2, turn).number(3, number);
    return message.length == 0 ? frame.finish() : frame.bytes(4, message).finish();
  }

  /** What the node asks, answered with {@code message}. */
  private Verdict answer(byte[] message) throws Exception {
    byte[] asked = last(Message.RECONCILE);
    int turn = (int) field(asked, 2).value();
    return give(reconcile(turn, (int) field(asked, 3).value(), message));
  }

  private void assertOver() throws Exception {
    assertEquals(null, last(Message.RECONCILE));
    assertEquals(null, last(Message.FETCH));
    mesh.nowMs += 100_000;
    node.node.tick(mesh.nowMs);
    said = stranger.answers();
    assertEquals(null, last(Message.RECONCILE));
    assertTrue(trouble() != Verdict.OK, () -> node.node.peer(LINK).toString());
    assertTrue(node.node.nextDeadlineMs() > mesh.nowMs);
  }

  @Test
  void aResponderWithoutEndIsLeft() throws Exception {
    store = node.createOpen(KvState.TYPE, 1);
    for (int i = 0; i < 50; i++) {
      node.put(store, "key " + i, 10);
    }
    Held held = new Held(store, node.node.dag(store), node.logs.get(store));
    PeerFloors floors = new PeerFloors(held.dag(), 0);
    Answer answer = new Answer(held, Mesh.FAST, 0, new Progress());
    Caps caps = Reconciliation.caps(Mesh.FAST);
    Reconciling initiator = new Reconciling(held, Mesh.FAST, caps, 0, floors, answer);
    assertTrue(initiator.begin(new byte[32], new byte[1], 0));
    for (int number = 1; number <= Limits.RECONCILE_MESSAGES_MAX; number++) {
      assertEquals(Verdict.OK, hear(initiator, reconcile(1, number, FINGERPRINT)));
      assertFalse(initiator.step(1, true, 1, 0));
    }
    int next = Limits.RECONCILE_MESSAGES_MAX + 1;
    assertEquals(
        Verdict.RECONCILE_ROUNDS_TOO_MANY, hear(initiator, reconcile(1, next, FINGERPRINT)));
    assertTrue(initiator.step(1, true, 1, 0), "at its end");
    assertFalse(initiator.begin(new byte[32], new byte[1], 0), "the same again");
  }

  private static Verdict hear(Reconciling initiator, byte[] frame) throws Exception {
    FrameView view = new FrameView().wrap(frame, 0, frame.length);
    view.check();
    return initiator.reconcile(frame, view.bodyOffset(), view.bodyLength(), 0);
  }

  @Test
  void whatAResponderNamesAndDoesNotGiveIsAskedForOnce() throws Exception {
    differ(true);
    answer(UNKNOWN_ID);
    while (last(Message.RECONCILE) != null) {
      answer(UNKNOWN_ID);
    }
    byte[] asked = last(Message.FETCH);
    assertEquals(32, bytes(asked, 4).length);
    assertEquals(
        2, field(last(Message.INTENTIONS), 3).value(), "all that is here, behind the rest");
    give(Frames.ack(session, 1, 2, 0));
    give(Frames.batch(session, (int) field(asked, 3).value(), 2, true));
    assertOver();
    assertEquals(Verdict.SETS_DIFFER, trouble());
  }

  @Test
  void aResponderWithoutASetEndsIt() throws Exception {
    differ(true);
    assertEquals(Verdict.OK, answer(new byte[0]));
    assertOver();
    assertEquals(Verdict.SETS_DIFFER, trouble());
  }

  @Test
  void boundsThatFallEndIt() throws Exception {
    differ(true);
    assertEquals(Verdict.RECONCILE_DISORDERED, answer(Hex.decode("61" + "020000" + "010000")));
    assertOver();
  }

  @Test
  void anAnswerToAnotherMessageIsPassedOver() throws Exception {
    differ(true);
    byte[] asked = last(Message.RECONCILE);
    assertEquals(Verdict.OK, give(reconcile(1, 2, FINGERPRINT)));
    assertEquals(Verdict.OK, give(reconcile(2, 1, FINGERPRINT)));
    assertEquals(Verdict.OK, trouble(), "still waits");
    said = List.of(asked);
    answer(new byte[0]);
    assertOver();
  }

  @Test
  void floorsThatAreNeverTheSameEndIt() throws Exception {
    differ(true);
    int turns = 0;
    while (last(Message.RECONCILE) != null) {
      turns++;
      byte[] entry = Hex.decode("5555555555555555" + "00");
      entry[8] = (byte) turns;
      give(new Frames().start(Message.FLOORS).number(1, session).bytes(2, entry).finish());
    }
    assertEquals(Limits.RECONCILE_TURNS_MAX, turns);
    assertOver();
    assertEquals(Verdict.SETS_DIFFER, trouble());
  }

  @Test
  void aPeerThatKnowsNothingOfItIsLeftAlone() throws Exception {
    differ(true);
    Frames refusal = new Frames().start(Message.REFUSAL);
    give(refusal.number(1, Verdict.MESSAGE_UNKNOWN.code()).number(2, Message.RECONCILE).finish());
    assertOver();
  }

  @Test
  void anInitiatorIsAnsweredWhatItMayAsk() throws Exception {
    differ(false);
    assertEquals(Verdict.SETS_DIFFER, trouble(), "it is the other end's turn");
    assertEquals(Verdict.OK, give(reconcile(1, 1, FINGERPRINT)));
    assertTrue(bytes(last(Message.RECONCILE), 4).length > 16 * 16);
    assertEquals(Verdict.RECONCILE_CUT, give(reconcile(1, 2, Hex.decode("6100000205"))));
    assertEquals(null, last(Message.RECONCILE));
    assertEquals(Verdict.RECONCILE_MALFORMED, give(reconcile(1, 2, new byte[0])));
    byte[] large = new byte[Limits.RECONCILE_MESSAGE_BYTES_MAX + 1];
    assertEquals(Verdict.RECONCILE_TOO_LONG, give(reconcile(1, 2, large)));
    byte[] many = ranges(Limits.RECONCILE_MESSAGE_RANGES_MAX / 2 + 1);
    assertTrue(many.length <= Limits.RECONCILE_MESSAGE_BYTES_MAX);
    assertEquals(Verdict.OK, give(reconcile(1, 2, many)));
    assertEquals(Verdict.OK, give(reconcile(1, 2, FINGERPRINT)));
    assertTrue(last(Message.RECONCILE) != null);
  }

  // Each range ends a millisecond behind the one before, and is skipped.
  private static byte[] ranges(int count) {
    byte[] message = new byte[1 + 3 * count];
    message[0] = 0x61;
    for (int i = 0; i < count; i++) {
      message[1 + 3 * i] = 2;
    }
    return message;
  }

  @Test
  void anInitiatorThatAsksForWhatIsNotHereGetsAnEmptyBatch() throws Exception {
    differ(false);
    byte[] hashes = new byte[64];
    Frames fetch = new Frames().start(Message.FETCH).number(1, session);
    byte[] frame = fetch.number(2, 1).number(3, 1).bytes(4, hashes).finish();
    assertEquals(Verdict.OK, give(frame));
    assertEquals(1, field(last(Message.INTENTIONS), 4).value());
    assertEquals(Verdict.OK, give(frame));
    assertEquals(null, last(Message.INTENTIONS), "asked again before it was acknowledged");
    give(Frames.ack(session, 1, 2, 0));
    assertEquals(Verdict.OK, give(frame));
    assertEquals(null, last(Message.INTENTIONS), "repeated");
  }

  @Test
  void anInitiatorWithoutEndIsRefused() throws Exception {
    store = node.createOpen(KvState.TYPE, 1);
    Held held = new Held(store, node.node.dag(store), node.logs.get(store));
    LinkProfile profile = Mesh.FAST;
    Answer answer = new Answer(held, profile, 0, new Progress());
    PeerFloors floors = new PeerFloors(held.dag(), 0);
    ReconcileAnswer responder = new ReconcileAnswer(held, Caps.ofFrames(4096), 0, floors, answer);
    byte[] frame = reconcile(1, 1, new byte[] {0x61});
    FrameView view = new FrameView().wrap(frame, 0, frame.length);
    view.check();
    for (int i = 0; i < Limits.RECONCILE_ROUNDS_MAX; i++) {
      assertEquals(Verdict.OK, responder.reconcile(frame, view.bodyOffset(), view.bodyLength()));
      assertFalse(responder.isBusy());
    }
    assertEquals(
        Verdict.RECONCILE_ROUNDS_TOO_MANY,
        responder.reconcile(frame, view.bodyOffset(), view.bodyLength()));
    responder.agreed();
    assertEquals(Verdict.OK, responder.reconcile(frame, view.bodyOffset(), view.bodyLength()));
  }

  // 1000 names in a range where nothing is here, and a rest that is never the same.
  private static byte[] naming(int first) {
    byte[] message = Hex.decode("610200028768" + "77".repeat(32_000) + "000001" + "00".repeat(16));
    for (int i = 0; i < 1000; i++) {
      BigEndian.putInt(message, 6 + 32 * i, first + i);
    }
    return message;
  }

  @Test
  void soManyUnknownOnesAreNotedAndAskedForAndNoMore() throws Exception {
    differ(true);
    int named = 0;
    while (last(Message.RECONCILE) != null) {
      assertEquals(Verdict.OK, answer(naming(named)));
      named += 1000;
    }
    assertEquals(9000, named);
    int asked = 0;
    int batch = 1;
    byte[] fetch = last(Message.FETCH);
    give(Frames.ack(session, 1, 2, 0));
    for (; fetch != null; fetch = last(Message.FETCH)) {
      int hashes = bytes(fetch, 4).length / 32;
      assertTrue(hashes <= Limits.RECONCILE_FETCH_MAX);
      asked += hashes;
      give(Frames.batch(session, (int) field(fetch, 3).value(), ++batch, true));
    }
    assertEquals(Limits.RECONCILE_NEEDS_MAX, asked);
  }

  @Test
  void soManyThatAPeerSaysItLacksAreNotedAndNoMore() throws Exception {
    differ(true);
    int all = node.node.dag(store).sequence();
    // Of a range with all that is here nothing, and a rest that is never the same.
    byte[] lacking = Hex.decode("61818080808080800000" + "0200" + "000001" + "00".repeat(16));
    int answers = 0;
    while (last(Message.RECONCILE) != null) {
      assertEquals(Verdict.OK, answer(lacking));
      answers++;
    }
    assertEquals((Limits.RECONCILE_HAVES_MAX + all - 1) / all, answers);
  }
}
