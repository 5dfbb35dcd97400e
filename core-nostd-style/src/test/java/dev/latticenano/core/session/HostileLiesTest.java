package dev.latticenano.core.session;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Event;
import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.bytes.Varint;
import dev.latticenano.core.frame.Message;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Peers that say in good order what is not so, of floors, fingerprints, digests and acks. Each lie
 * is refused by its rule, or ends with sets that differ and both ends at rest; nothing is lost, and
 * others are served.
 */
class HostileLiesTest {
  private static final int INTENTIONS = 30;
  private static final byte[] NONE = {};
  // Nothing differs; the whole of an empty set; a fingerprint of nothing anybody has.
  private static final byte[] SAME = {0x61};
  private static final byte[] EMPTY = Hex.decode("61" + "00000200");
  private static final byte[] OTHER = Hex.decode("61" + "000001" + "5a".repeat(16));

  private final HostileMeeting meeting;
  private final byte[] before;

  HostileLiesTest() throws Exception {
    meeting = new HostileMeeting(INTENTIONS);
    before = meeting.digest();
  }

  /** Whatever was said, the node has what it had, and an honest peer gets all of it. */
  @AfterEach
  void nothingIsLostAndOthersAreServed() throws Exception {
    assertArrayEquals(before, meeting.digest());
    meeting.assertServesTheHonest();
    assertTrue(meeting.peer().sessionsAtRest(), () -> meeting.peer().toString());
  }

  private static byte[] last(List<byte[]> said, int message) {
    byte[] found = null;
    for (byte[] each : said) {
      found = HostileMeeting.number(each) == message ? each : found;
    }
    return found;
  }

  private static byte[] reconcile(long turn, long number, long floors, byte[] message) {
    Frames frame = new Frames().start(Message.RECONCILE).number(1, 0).number(2, turn);
    return frame.number(3, number).bytes(4, message).number(5, floors).finish();
  }

  /** Answers all that the node asks with {@code message}; how often it asked. */
  private int answerAll(List<byte[]> first, long floors, byte[] message) throws Exception {
    List<byte[]> said = first;
    int asked = 0;
    for (byte[] ask = last(said, Message.RECONCILE); ask != null; ) {
      asked++;
      long turn = HostileMeeting.value(ask, 2);
      meeting.give(reconcile(turn, HostileMeeting.value(ask, 3), floors, message));
      said = meeting.answers();
      ask = last(said, Message.RECONCILE);
    }
    byte[] batch = last(said, Message.INTENTIONS);
    if (batch != null) {
      meeting.give(Frames.ack(0, 1, (int) HostileMeeting.value(batch, 3), 0));
      meeting.answers();
    }
    return asked;
  }

  private byte[] floors(Object... entries) {
    byte[] body = new byte[entries.length / 2 * (8 + Varint.BYTES_MAX)];
    int at = 0;
    for (int i = 0; i < entries.length; i += 2) {
      System.arraycopy((byte[]) entries[i], 0, body, at, 8);
      at += 8 + Varint.write(body, at + 8, ((Number) entries[i + 1]).longValue());
    }
    byte[] all = Arrays.copyOf(body, at);
    return new Frames().start(Message.FLOORS).number(1, 0).bytes(2, all).finish();
  }

  private byte[] author() {
    return meeting.node.key.id().toBytes();
  }

  private int sent() {
    return meeting.peer().progress(meeting.store).sent();
  }

  @Test
  void floorsAboveAllThatIsHereLeaveNothingToCompare() throws Exception {
    List<byte[]> said = meeting.differ(true);
    int given = sent();
    assertEquals(Verdict.OK, meeting.give(floors(author(), 1 << 30)));
    said.addAll(meeting.answers());
    answerAll(said, 1 << 30, EMPTY);
    assertEquals(given, sent(), "it says that it dropped all of that");
    assertEquals(Verdict.SETS_DIFFER, meeting.peer().trouble());
  }

  @Test
  void floorsInTheMiddleAreBelievedAndTheRestIsGiven() throws Exception {
    List<byte[]> said = meeting.differ(true);
    int given = sent();
    assertEquals(Verdict.OK, meeting.give(floors(author(), 10)));
    said.addAll(meeting.answers());
    answerAll(said, 10, EMPTY);
    assertEquals(given + meeting.node.node.dag(meeting.store).sequence() - 10, sent());
    assertEquals(Verdict.SETS_DIFFER, meeting.peer().trouble());
  }

  @Test
  void floorsOfAuthorsThatNobodyKnowsHideNothing() throws Exception {
    List<byte[]> said = meeting.differ(true);
    int given = sent();
    byte[] nobody = Hex.decode("7777777777777777");
    assertEquals(Verdict.OK, meeting.give(floors(nobody, 1 << 30)));
    said.addAll(meeting.answers());
    answerAll(said, 1 << 30, EMPTY);
    assertEquals(given + meeting.node.node.dag(meeting.store).sequence(), sent());
    assertEquals(Verdict.SETS_DIFFER, meeting.peer().trouble());
  }

  @Test
  void floorsThatRiseAndFallAndGoAreFollowedToAnEnd() throws Exception {
    List<byte[]> said = meeting.differ(true);
    for (int height : new int[] {20, 5, 30}) {
      assertEquals(Verdict.OK, meeting.give(floors(author(), height)));
      said.addAll(meeting.answers());
    }
    assertEquals(Verdict.OK, meeting.give(floors()));
    said.addAll(meeting.answers());
    // Another count beside the answer than that of the floors.
    answerAll(said, 12345, EMPTY);
    assertEquals(Verdict.SETS_DIFFER, meeting.peer().trouble());
  }

  @Test
  void floorsOutOfOrderOrReasonAreRefused() throws Exception {
    List<byte[]> said = meeting.differ(true);
    byte[] low = new byte[8];
    byte[] high = Hex.decode("ffffffffffffffff");
    byte[][] wrong = {
      floors(author(), 0),
      floors(author(), 1L << 31),
      floors(author(), -1L),
      floors(high, 1, low, 1),
      floors(low, Integer.MAX_VALUE, high, 1)
    };
    for (byte[] each : wrong) {
      assertEquals(Verdict.FLOORS_MALFORMED, meeting.give(each));
    }
    Event.Refused told =
        new Event.Refused(HostileMeeting.LINK, meeting.store, Verdict.FLOORS_MALFORMED);
    assertEquals(wrong.length, meeting.events().stream().filter(each -> each.equals(told)).count());
    meeting.answers();
    answerAll(said, 0, EMPTY);
    assertEquals(Verdict.SETS_DIFFER, meeting.peer().trouble());
  }

  @Test
  void fingerprintsThatAlwaysDifferAreLookedIntoOnlySoFar() throws Exception {
    int asked = answerAll(meeting.differ(true), 0, OTHER);
    assertEquals(Limits.RECONCILE_MESSAGES_MAX + 1, asked);
    assertEquals(Verdict.SETS_DIFFER, meeting.peer().trouble());
  }

  @Test
  void whoSaysThatNothingDiffersIsNotBelievedWhileTheDigestsDo() throws Exception {
    assertEquals(1, answerAll(meeting.differ(true), 0, SAME));
    assertFalse(meeting.peer().agrees(meeting.store));
    assertEquals(Verdict.SETS_DIFFER, meeting.peer().trouble());
  }

  @Test
  void whoClaimsToHaveEachThatIsHereGetsNothingMore() throws Exception {
    List<byte[]> said = meeting.differ(true);
    int given = sent();
    byte[] ask = last(said, Message.RECONCILE);
    // The node's own words come back: each of its ranges, as the peer's.
    byte[] own = HostileMeeting.data(ask, 4);
    answerAll(said, 0, own);
    assertEquals(given, sent());
    assertEquals(Verdict.SETS_DIFFER, meeting.peer().trouble());
  }

  @Test
  void anInitiatorWithFalseFingerprintsIsAnsweredAndGetsWhatItAsksFor() throws Exception {
    meeting.differ(false);
    for (int i = 1; i <= 3; i++) {
      assertEquals(Verdict.OK, meeting.give(reconcile(1, i, 0, OTHER)));
      byte[] answer = last(meeting.answers(), Message.RECONCILE);
      assertTrue(HostileMeeting.data(answer, 4).length > 1, "says what is here");
    }
    assertFalse(meeting.peer().agrees(meeting.store));
    assertEquals(Verdict.SETS_DIFFER, meeting.peer().trouble());
  }

  @Test
  void whoSaidItHadAllIsGivenAllOverTheNextLinkWhenItSaysSo() throws Exception {
    meeting.met(Mesh.FAST);
    int all = meeting.node.node.dag(meeting.store).sequence();
    meeting.give(Frames.frontier(0, 1, meeting.digest(), NONE));
    meeting.answers();
    assertTrue(meeting.peer().agrees(meeting.store));
    assertEquals(0, sent());
    meeting.node.node.unlink(HostileMeeting.LINK);
    meeting.met(Mesh.FAST);
    meeting.give(Frames.frontier(0, 1, new byte[32], NONE));
    assertEquals(1, meeting.answers(Message.INTENTIONS).size());
    assertEquals(all, sent());
    answerTheRest();
  }

  @Test
  void aDigestThatIsTakenBackIsOnlyAnotherRound() throws Exception {
    meeting.met(Mesh.FAST);
    meeting.give(Frames.frontier(0, 1, meeting.digest(), NONE));
    meeting.answers();
    assertTrue(meeting.peer().agrees(meeting.store));
    meeting.give(Frames.frontier(0, 2, HostileMeeting.digest(9), NONE));
    assertFalse(meeting.peer().agrees(meeting.store), "never because a message said so");
    assertEquals(1, meeting.answers(Message.INTENTIONS).size());
    meeting.give(Frames.frontier(0, 3, meeting.digest(), NONE));
    meeting.answers();
    assertTrue(meeting.peer().agrees(meeting.store));
  }

  // The peer acknowledges all, gives nothing and knows of no reconciling.
  private void answerTheRest() throws Exception {
    meeting.give(Frames.ack(0, 1, 1, 0));
    List<byte[]> said = meeting.answers();
    meeting.give(Frames.batch(0, 1, 1, true));
    said.addAll(meeting.answers());
    byte[] shown = last(said, Message.FRONTIER);
    if (shown != null) {
      meeting.give(Frames.batch(0, (int) HostileMeeting.value(shown, 2), 1, true));
      said.addAll(meeting.answers());
    }
    answerAll(said, 0, SAME);
  }

  @Test
  void acksThatLieInEveryNumberBesideTheBatchEndNothing() throws Exception {
    meeting.met(Mesh.FAST);
    meeting.give(Frames.frontier(0, 1, new byte[32], NONE));
    assertEquals(1, meeting.answers(Message.INTENTIONS).size());
    for (int field = 4; field <= 10; field++) {
      if (field != 6) {
        for (long lie : new long[] {1, 1000, Integer.MAX_VALUE}) {
          Frames ack = new Frames().start(Message.ACK).number(1, 0);
          meeting.give(ack.number(field, lie).finish());
          meeting.answers();
        }
      }
    }
    assertEquals(0, meeting.peer().progress(meeting.store).acknowledged());
    meeting.give(new Frames().start(Message.ACK).number(1, 0).number(2, 1).number(3, 1).finish());
    answerTheRest();
    assertFalse(meeting.peer().agrees(meeting.store));
  }

  @Test
  void whoAcknowledgesWhatItThrewAwayGetsItAgainOverTheNextLink() throws Exception {
    meeting.met(Mesh.FAST);
    int all = meeting.node.node.dag(meeting.store).sequence();
    for (int link = 0; link < 3; link++) {
      meeting.give(Frames.frontier(0, 1, new byte[32], NONE));
      meeting.answers();
      assertEquals(Verdict.ACK_MALFORMED, meeting.give(Frames.ack(0, 1, 2, 0)));
      assertEquals(Verdict.OK, meeting.give(Frames.ack(0, 1, 1, 0)));
      assertEquals(all, meeting.peer().progress(meeting.store).acknowledged());
      meeting.node.node.unlink(HostileMeeting.LINK);
      meeting.met(Mesh.FAST);
    }
    meeting.give(Frames.frontier(0, 1, meeting.digest(), NONE));
    meeting.answers();
  }
}
