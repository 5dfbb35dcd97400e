package dev.latticenano.core.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Event;
import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Varint;
import dev.latticenano.core.frame.Message;
import dev.latticenano.core.intention.Hash;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Peers whose frontiers lie, change for ever or are followed by nothing. */
class HostileRoundsTest {
  private static final byte[] NONE = {};

  private static byte[] frontier(int round, byte[] digest) {
    return Frames.frontier(0, round, digest, NONE);
  }

  @Test
  void aDigestThatChangesForEverIsAnsweredAFewTimes() throws Exception {
    HostileMeeting meeting = new HostileMeeting(5).met(Mesh.FAST);
    int refused = 0;
    for (int i = 1; i <= 1000; i++) {
      Verdict verdict = meeting.give(frontier(i, HostileMeeting.digest(i)));
      refused += verdict == Verdict.ROUNDS_TOO_MANY ? 1 : 0;
      meeting.answers();
    }
    int answered = Limits.ROUNDS_FULL_BURST;
    assertEquals(1000 - answered, refused);
    // The whole store each time it is answered, and then less than was said.
    assertTrue(meeting.heard <= answered * (meeting.storeBytes() + 100) + meeting.given);
    assertEquals(Verdict.ROUNDS_TOO_MANY, meeting.peer().trouble());
    assertTrue(meeting.peer().sessionsAtRest());
    assertEquals(refused, meeting.events().stream().filter(HostileRoundsTest::isOver).count());
    meeting.assertServesTheHonest();
  }

  private static boolean isOver(Event event) {
    return event instanceof Event.Refused refused && refused.verdict() == Verdict.ROUNDS_TOO_MANY;
  }

  @Test
  void oneMoreRoundIsAnsweredWithTimeAndAfterNews() throws Exception {
    HostileMeeting meeting = new HostileMeeting(5).met(Mesh.FAST);
    int round = 0;
    while (meeting.give(frontier(++round, HostileMeeting.digest(round))) == Verdict.OK) {}
    meeting.mesh.nowMs += Limits.ROUND_FULL_REFILL_MS - 1;
    assertEquals(Verdict.ROUNDS_TOO_MANY, meeting.give(frontier(++round, new byte[32])));
    meeting.mesh.nowMs += 1;
    assertEquals(Verdict.OK, meeting.give(frontier(++round, new byte[32])));
    assertEquals(Verdict.ROUNDS_TOO_MANY, meeting.give(frontier(++round, new byte[32])));
    meeting.node.file(meeting.store, "news", 10);
    assertEquals(Verdict.OK, meeting.give(frontier(++round, new byte[32])));
    assertEquals(Verdict.OK, meeting.peer().trouble());
  }

  @Test
  void ofSeveralRoundsInOneFrameTheFirstAloneCounts() throws Exception {
    HostileMeeting meeting = new HostileMeeting(5).met(Mesh.FAST);
    byte[][] many = new byte[Limits.FRAME_MESSAGES_MAX][];
    for (int i = 0; i < many.length; i++) {
      many[i] = frontier(i + 1, HostileMeeting.digest(i));
    }
    assertEquals(Verdict.ROUNDS_TOO_MANY, meeting.give(Frames.together(many)));
    assertEquals(1, meeting.answers(Message.INTENTIONS).size());
    int all = meeting.node.node.dag(meeting.store).sequence();
    assertEquals(all, meeting.peer().progress(meeting.store).sent());
  }

  @Test
  void whoAcknowledgesAllAndAsksAgainGetsItAFewTimes() throws Exception {
    HostileMeeting meeting = new HostileMeeting(20).met(Mesh.FAST);
    for (int i = 1; i <= 500; i++) {
      meeting.give(frontier(i, HostileMeeting.digest(i)));
      meeting.answers();
      meeting.give(Frames.ack(0, i, 1, 0));
    }
    int all = meeting.node.node.dag(meeting.store).sequence();
    int sent = meeting.peer().progress(meeting.store).sent();
    assertEquals(Limits.ROUNDS_FULL_BURST * all, sent);
    meeting.assertServesTheHonest();
  }

  @Test
  void whoClaimsToHaveTheVerySetIsSentNothingAndHoldsUpNobody() throws Exception {
    HostileMeeting meeting = new HostileMeeting(5).met(Mesh.FAST);
    assertEquals(Verdict.OK, meeting.give(frontier(1, meeting.digest())));
    assertTrue(meeting.answers(Message.INTENTIONS).isEmpty());
    assertEquals(Verdict.OK, meeting.peer().trouble());
    assertTrue(meeting.peer().sessionsAtRest());
    meeting.assertServesTheHonest();
  }

  @Test
  void heightsThatNobodyHasChangeNothing() throws Exception {
    HostileMeeting meeting = new HostileMeeting(5).met(Mesh.FAST);
    byte[] own = meeting.node.key.id().toBytes();
    byte[] hash = new byte[Hash.BYTES];
    meeting.node.node.dag(meeting.store).copyHash(2, hash, 0);
    byte[] tips = new byte[16 + Varint.BYTES_MAX];
    System.arraycopy(own, 0, tips, 0, 8);
    System.arraycopy(hash, 0, tips, 8, 8);
    int end = 16 + Varint.write(tips, 16, -1);
    byte[] lie = Arrays.copyOf(tips, end);
    assertEquals(Verdict.OK, meeting.give(Frames.frontier(0, 1, new byte[32], lie)));
    meeting.answers();
    // All above the third: what the tip says, not the number beside it.
    int all = meeting.node.node.dag(meeting.store).sequence();
    assertEquals(all - 3, meeting.peer().progress(meeting.store).sent());
  }

  @Test
  void whoOwesAnAnswerForTooLongIsWaitedForNoLonger() throws Exception {
    HostileMeeting meeting = new HostileMeeting(5).met(Mesh.FAST);
    meeting.give(frontier(1, HostileMeeting.digest(1)));
    meeting.answers();
    long silentAt = meeting.mesh.nowMs + Limits.SILENCE_MS;
    meeting.mesh.runUntil(silentAt - 1);
    assertEquals(Verdict.OK, meeting.peer().trouble());
    assertFalse(meeting.peer().isComplete());
    meeting.mesh.runUntil(silentAt + 1);
    assertEquals(Verdict.PEER_SILENT, meeting.peer().trouble());
    List<Event.Complete> told = meeting.node.completions();
    assertEquals(
        new Event.Complete(HostileMeeting.LINK, Verdict.PEER_SILENT), told.get(told.size() - 1));
    assertEquals(Long.MAX_VALUE, meeting.peer().nextDeadlineMs());
    meeting.assertServesTheHonest();
  }

  @Test
  void whoSpeaksAgainIsWaitedForAgain() throws Exception {
    HostileMeeting meeting = new HostileMeeting(5).met(Mesh.FAST);
    meeting.give(frontier(1, HostileMeeting.digest(1)));
    meeting.answers();
    meeting.mesh.runUntil(meeting.mesh.nowMs + Limits.SILENCE_MS + 1);
    assertEquals(Verdict.OK, meeting.give(Frames.ack(0, 1, 1, 0)));
    assertEquals(Verdict.OK, meeting.peer().trouble());
    assertFalse(meeting.peer().isComplete());
  }

  @Test
  void wordsThatGiveNothingDoNotEndTheWaiting() throws Exception {
    HostileMeeting meeting = new HostileMeeting(5).met(Mesh.FAST);
    meeting.give(frontier(1, HostileMeeting.digest(1)));
    meeting.answers();
    for (int i = 1; i <= 13; i++) {
      meeting.mesh.runUntil(meeting.mesh.nowMs + 10_000);
      meeting.give(new Frames().start(Message.REST).number(2, i).finish());
      meeting.give(Frames.hello());
      meeting.answers();
    }
    assertEquals(Verdict.PEER_SILENT, meeting.peer().trouble());
  }

  @Test
  void aClockThatIsSetMakesNobodySilent() throws Exception {
    HostileMeeting meeting = new HostileMeeting(5).met(Mesh.FAST);
    meeting.give(frontier(1, HostileMeeting.digest(1)));
    meeting.answers();
    for (long set : new long[] {3_600_000, -7_200_000, 3_600_000}) {
      meeting.mesh.nowMs += set;
      meeting.node.node.tick(meeting.mesh.nowMs);
      assertEquals(Verdict.OK, meeting.peer().trouble());
    }
  }

  @Test
  void conversationAfterConversationIsFollowedAFewTimes() throws Exception {
    HostileMeeting meeting = new HostileMeeting(5).met(Mesh.FAST);
    int refused = 0;
    for (int i = 1; i <= 1000; i++) {
      Verdict verdict = meeting.give(Frames.in(i, Frames.hello()));
      refused += verdict == Verdict.CONVERSATIONS_TOO_MANY ? 1 : 0;
      meeting.answers();
    }
    assertEquals(1000 - Limits.CONVERSATIONS_BURST, refused);
    assertEquals(Limits.CONVERSATIONS_BURST, meeting.peer().conversation());
    assertTrue(meeting.heard <= 4 * meeting.given, meeting.heard + " for " + meeting.given);
    meeting.mesh.nowMs += Limits.CONVERSATION_REFILL_MS;
    assertEquals(Verdict.OK, meeting.give(Frames.in(2000, Frames.hello())));
    meeting.assertServesTheHonest();
  }

  @Test
  void offersWithoutEndAreAnsweredOnceEach() throws Exception {
    HostileMeeting meeting = new HostileMeeting(5).met(Mesh.FAST);
    byte[] names = new byte[Offers.STORES_MAX * StoreKey.OFFER_BYTES];
    for (int i = 0; i < 100; i++) {
      Arrays.fill(names, (byte) i);
      byte[] offer = new Frames().start(Message.OFFER).bytes(1, names).number(3, i).finish();
      assertEquals(Verdict.OK, meeting.give(offer));
      assertEquals(1, meeting.answers(Message.OFFER).size());
    }
    assertEquals(List.of(meeting.store), meeting.peer().stores());
    assertTrue(meeting.heard < meeting.given / 100);
    meeting.assertServesTheHonest();
  }

  // The same set, which a frontier of no kind says.
  private static byte[] equal(int round, byte[] digest) {
    byte[] most = Arrays.copyOf(digest, Mark.DIGEST_BYTES);
    return new Frames().start(Message.FRONTIER).number(2, round).bytes(3, most).finish();
  }

  @Test
  void roundsThatTellNoSetAreTakenSoOftenAtOnceAndOneMoreWithTime() throws Exception {
    HostileMeeting meeting = new HostileMeeting(5).met(Mesh.FAST);
    int round = 0;
    while (round < Limits.ROUNDS_BURST) {
      assertEquals(Verdict.OK, meeting.give(equal(++round, meeting.digest())));
    }
    assertEquals(Verdict.ROUNDS_TOO_MANY, meeting.give(equal(++round, meeting.digest())));
    meeting.mesh.nowMs += Limits.ROUND_REFILL_MS - 1;
    assertEquals(Verdict.ROUNDS_TOO_MANY, meeting.give(equal(++round, meeting.digest())));
    meeting.mesh.nowMs += 1;
    assertEquals(Verdict.OK, meeting.give(equal(++round, meeting.digest())));
    assertEquals(Verdict.ROUNDS_TOO_MANY, meeting.give(equal(++round, meeting.digest())));
    meeting.assertServesTheHonest();
  }
}
