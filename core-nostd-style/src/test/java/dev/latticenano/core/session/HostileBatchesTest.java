package dev.latticenano.core.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.frame.Message;
import dev.latticenano.core.intention.Hash;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Peers that send batches, acknowledgements and bases that are wrong, useless or endless. */
class HostileBatchesTest {
  // A record whose author and predecessor are looked up: a head, reference 1, the prefix.
  private static final byte[] NOWHERE = {0x0B, 1, 9, 9, 9, 9, 9, 9, 9, 9};

  private static Frames batch(int number, boolean last) {
    Frames frame = new Frames().start(Message.INTENTIONS).number(1, 0).number(2, 1);
    return frame.number(3, number).number(4, last ? 1 : 0);
  }

  private static byte[] wrong(int number, int intentions) {
    Frames frame = batch(number, false);
    for (int i = 0; i < intentions; i++) {
      frame.bytes(5, new byte[] {1});
    }
    return frame.finish();
  }

  @Test
  void batchesWithoutEndAreAcknowledgedAndLeaveNothing() throws Exception {
    HostileMeeting meeting = new HostileMeeting(5).met(Mesh.FAST);
    byte[] before = meeting.digest();
    for (int i = 1; i <= 5000; i++) {
      assertEquals(Verdict.OK, meeting.give(batch(i, false).finish()));
      meeting.answers();
    }
    // An empty batch is about as long as what is said of it.
    assertTrue(meeting.heard <= 2 * meeting.given, meeting.heard + " for " + meeting.given);
    assertEquals(Hash.of(before, 0), Hash.of(meeting.digest(), 0));
    meeting.assertServesTheHonest();
  }

  @Test
  void theSameIntentionsAgainAndAgainAreKeptOnce() throws Exception {
    HostileMeeting meeting = new HostileMeeting(5).met(Mesh.FAST);
    long end = meeting.node.logs.get(meeting.store).end();
    for (int i = 1; i <= 500; i++) {
      byte[] frame =
          batch(i, false).bytes(5, meeting.signed(0)).bytes(5, meeting.signed(1)).finish();
      assertEquals(Verdict.OK, meeting.give(frame));
      meeting.answers();
    }
    assertEquals(1000, meeting.peer().progress(meeting.store).repeated());
    assertEquals(end, meeting.node.logs.get(meeting.store).end());
    assertTrue(meeting.heard < meeting.given);
    meeting.assertServesTheHonest();
  }

  @Test
  void nothingMoreIsTakenOfWhoSendsWhatNoSoundNodeKeeps() throws Exception {
    HostileMeeting meeting = new HostileMeeting(5).met(Mesh.FAST);
    int most = Limits.INTENTIONS_WRONG_MAX;
    assertEquals(Verdict.SIGNED_MALFORMED, meeting.give(wrong(1, most)));
    assertEquals(Verdict.OK, meeting.peer().trouble());
    assertEquals(Verdict.INTENTIONS_WRONG, meeting.give(wrong(2, 5000)));
    assertEquals(Verdict.INTENTIONS_WRONG, meeting.peer().trouble());
    // The first beyond the limit was the last that was looked at.
    assertEquals(most + 1, meeting.peer().progress(meeting.store).refused());
    for (int i = 3; i < 100; i++) {
      assertEquals(Verdict.OK, meeting.give(wrong(i, 100)));
    }
    assertEquals(most + 1, meeting.peer().progress(meeting.store).refused());
    // It is still given to.
    meeting.give(Frames.frontier(0, 1, new byte[32], new byte[0]));
    assertEquals(1, meeting.answers(Message.INTENTIONS).size());
    meeting.assertServesTheHonest();
  }

  @Test
  void forgedSignaturesCountAsWrong() throws Exception {
    HostileMeeting meeting = new HostileMeeting(5).met(Mesh.FAST);
    byte[] forged = meeting.signed(3);
    int[] verdicts = new int[2];
    for (int i = 1; i <= 80; i++) {
      byte[] each = forged.clone();
      each[each.length - 1 - i % 32] ^= (byte) (1 + i / 32);
      // Other ops, too: what is here already is not looked at again.
      each[each.length - 67] ^= (byte) i;
      Verdict verdict = meeting.give(batch(i, false).bytes(5, each).finish());
      verdicts[0] += verdict == Verdict.SIGNATURE_WRONG ? 1 : 0;
      verdicts[1] += verdict == Verdict.INTENTIONS_WRONG ? 1 : 0;
    }
    assertEquals(Limits.INTENTIONS_WRONG_MAX, verdicts[0]);
    assertEquals(1, verdicts[1]);
    meeting.assertServesTheHonest();
  }

  @Test
  void runsThatLookUpForNothingAreAskedForAloneAndTakeNothing() throws Exception {
    HostileMeeting meeting = new HostileMeeting(5).met(Mesh.FAST);
    for (int i = 0; i < 1000; i++) {
      assertEquals(Verdict.OK, meeting.give(batch(1, true).bytes(6, NOWHERE).finish()));
      assertEquals(1, meeting.answers(Message.ACK).size());
    }
    assertTrue(meeting.heard <= 2 * meeting.given, meeting.heard + " for " + meeting.given);
    assertEquals(0, meeting.peer().progress(meeting.store).received());
    meeting.assertServesTheHonest();
  }

  @Test
  void aBatchThatIsAskedForAloneComesAgainOnce() throws Exception {
    HostileMeeting meeting = new HostileMeeting(5).met(Mesh.FAST);
    meeting.give(Frames.frontier(0, 1, new byte[32], new byte[0]));
    assertEquals(1, meeting.answers(Message.INTENTIONS).size());
    Frames alone = new Frames().start(Message.ACK).number(1, 0).number(9, 1).number(10, 1);
    byte[] ask = alone.finish();
    int again = 0;
    for (int i = 0; i < 1000; i++) {
      assertEquals(Verdict.OK, meeting.give(ask));
      again += meeting.answers(Message.INTENTIONS).size();
    }
    assertEquals(1, again);
    meeting.assertServesTheHonest();
  }

  @Test
  void acknowledgementsOfWhatWasNotSentCountForNothing() throws Exception {
    HostileMeeting meeting = new HostileMeeting(5).met(Mesh.FAST);
    for (int i = 1; i < 1000; i++) {
      assertEquals(Verdict.ACK_MALFORMED, meeting.give(Frames.ack(0, i, i, 0)));
    }
    assertEquals(0, meeting.peer().progress(meeting.store).acknowledged());
    assertTrue(meeting.answers().size() <= 2, "one refusal for all of them");
    meeting.assertServesTheHonest();
  }

  @Test
  void aBaseWithoutEndIsDroppedAtItsLimit() throws Exception {
    HostileMeeting meeting = new HostileMeeting(5).met(Mesh.FAST);
    byte[] body = new byte[100_000];
    Verdict verdict = Verdict.OK;
    int parts = 0;
    while (verdict == Verdict.OK && parts < 1000) {
      parts++;
      Frames part = new Frames().start(Message.BASE).number(1, 0).number(2, 1).number(3, parts);
      verdict = meeting.give(part.bytes(5, body).finish());
    }
    assertEquals(Verdict.BASE_MALFORMED, verdict);
    assertEquals(2 * Limits.BASE_HOLES_BYTES_MAX / body.length + 1, parts);
    assertTrue(meeting.heard == 0 && meeting.answers().size() <= 2);
    meeting.assertServesTheHonest();
  }

  @Test
  void basesWithoutEndAreEachRefused() throws Exception {
    HostileMeeting meeting = new HostileMeeting(5).met(Mesh.FAST);
    for (int i = 1; i < 200; i++) {
      Frames base = new Frames().start(Message.BASE).number(1, 0).number(2, i).number(3, 1);
      byte[] frame = base.number(4, 1).bytes(5, meeting.signed(0)).bytes(6, new byte[9]).finish();
      assertEquals(Verdict.BASE_PROOF_WRONG, meeting.give(frame));
      meeting.answers();
    }
    assertTrue(meeting.heard < meeting.given);
    meeting.assertServesTheHonest();
  }

  @Test
  void answersThatNobodyAskedForArePassedOver() throws Exception {
    HostileMeeting meeting = new HostileMeeting(5).met(Mesh.FAST);
    byte[] names = new byte[64 * 68];
    Arrays.fill(names, (byte) 7);
    for (int i = 1; i < 200; i++) {
      byte[] named =
          new Frames().start(Message.NAMED).number(1, 0).number(2, i).bytes(3, names).finish();
      assertEquals(Verdict.OK, meeting.give(named));
      byte[] cids = Arrays.copyOf(names, 64 * 32);
      Frames needed = new Frames().start(Message.NEEDED).number(1, 0).number(2, i);
      byte[] more = needed.bytes(3, cids).number(4, 1).bytes(5, new byte[32]).finish();
      assertEquals(Verdict.OK, meeting.give(more));
      byte[] mended = Frames.mended(0, i, false, meeting.signed(1));
      assertEquals(Verdict.OK, meeting.give(mended));
    }
    assertTrue(meeting.answers().size() <= 2);
    assertEquals(0, meeting.node.node.chunksWanted());
    meeting.assertServesTheHonest();
  }
}
