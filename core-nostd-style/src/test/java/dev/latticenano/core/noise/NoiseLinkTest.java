package dev.latticenano.core.noise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two ends of a link: strangers, acquaintances, and somebody between them. */
class NoiseLinkTest {
  private static final byte[] WORD = "a word between us".getBytes(StandardCharsets.US_ASCII);
  private static final long NOW = 1_763_000_000_000L;

  private final NoiseLink ada = Ends.link(1, true, null, Ends.counting(1));
  private final NoiseLink bo = Ends.link(2, false, null, Ends.counting(60));

  private static void assertTalk(NoiseLink a, NoiseLink b) {
    assertArrayEquals(WORD, Ends.open(b, Ends.seal(a, WORD, NOW), NOW));
    assertArrayEquals(WORD, Ends.open(a, Ends.seal(b, WORD, NOW), NOW));
    assertArrayEquals(a.binding(), b.binding());
    assertTrue(a.isProven() && b.isProven());
  }

  @Test
  void strangersLearnWhoTheOtherIs() {
    Ends.shake(ada, bo, NOW);
    assertArrayEquals(Ends.authorKey(2), ada.peerKey());
    assertArrayEquals(Ends.authorKey(1), bo.peerKey());
    assertArrayEquals(Ends.publicKey(Ends.key(2)), ada.peerTransportKey());
    assertTalk(ada, bo);
  }

  @Test
  void whoHasMetBeforeSpeaksAfterOneRoundTrip() {
    NoiseLink again = Ends.link(1, true, Ends.publicKey(Ends.key(2)), Ends.counting(1));
    byte[] resume = Ends.said(again, NOW).get(0);
    assertEquals(Verdict.OK, Ends.hear(bo, resume, NOW));
    byte[] resumed = Ends.said(bo, NOW).get(0);
    // The answerer may speak at once, and is read; but it knows only then that the caller lives.
    byte[] word = Ends.seal(bo, WORD, NOW);
    assertFalse(bo.isProven());
    assertEquals(Verdict.OK, Ends.hear(again, resumed, NOW));
    assertArrayEquals(WORD, Ends.open(again, word, NOW));
    assertTalk(again, bo);
    assertEquals(193 + 145, resume.length + resumed.length);
  }

  @Test
  void whoHasANewTransportKeySaysSoAndIsMetAsAStranger() {
    NoiseLink again = Ends.link(1, true, Ends.publicKey(Ends.key(3)), Ends.counting(1));
    Ends.shake(again, bo, NOW);
    assertArrayEquals(Ends.authorKey(2), again.peerKey());
    assertTalk(again, bo);
  }

  @Test
  void bothMayBeginAtOnce() {
    for (byte[] remembered : new byte[][] {null, Ends.publicKey(Ends.key(2))}) {
      NoiseLink a = Ends.link(1, true, remembered, Ends.counting(7));
      NoiseLink b = Ends.link(2, true, null, Ends.counting(8));
      byte[] ofA = Ends.said(a, NOW).get(0);
      byte[] ofB = Ends.said(b, NOW).get(0);
      assertEquals(Verdict.OK, Ends.hear(a, ofB, NOW));
      assertEquals(Verdict.OK, Ends.hear(b, ofA, NOW));
      Ends.shake(a, b, NOW);
      assertTalk(a, b);
    }
  }

  @Test
  void aStrangerInTheMiddleReadsAndChangesNothing() {
    Ends.shake(ada, bo, NOW);
    byte[] sealed = Ends.seal(ada, WORD, NOW);
    assertEquals(-1, indexOf(sealed, WORD));
    for (int bit = 0; bit < sealed.length * 8; bit++) {
      byte[] changed = sealed.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      assertNotEquals(Verdict.OK, Ends.hear(bo, changed, NOW), "bit " + bit);
    }
    assertArrayEquals(WORD, Ends.open(bo, sealed, NOW));
  }

  private static int indexOf(byte[] in, byte[] what) {
    for (int i = 0; i + what.length <= in.length; i++) {
      if (Arrays.equals(in, i, i + what.length, what, 0, what.length)) {
        return i;
      }
    }
    return -1;
  }

  @Test
  void nothingOfWhoSpeaksStandsOnTheWire() {
    NoiseLink a = Ends.link(1, true, Ends.publicKey(Ends.key(2)), Ends.counting(1));
    for (NoiseLink caller : List.of(ada, a)) {
      NoiseLink answerer = Ends.link(2, false, null, Ends.counting(60));
      for (int turn = 0; turn < 3; turn++) {
        for (NoiseLink end : List.of(caller, answerer)) {
          for (byte[] frame : Ends.said(end, NOW)) {
            for (int who = 1; who <= 2; who++) {
              assertEquals(-1, indexOf(frame, Ends.authorKey(who)));
              assertEquals(-1, indexOf(frame, Ends.publicKey(Ends.key(who))));
            }
            Ends.hear(end == caller ? answerer : caller, frame, NOW);
          }
        }
      }
      assertTalk(caller, answerer);
    }
  }

  @Test
  void aFrameCountsOnce() {
    Ends.shake(ada, bo, NOW);
    byte[] sealed = Ends.seal(ada, WORD, NOW);
    assertEquals(Verdict.OK, Ends.hear(bo, sealed, NOW));
    assertEquals(Verdict.NOISE_REPEATED, Ends.hear(bo, sealed, NOW));
    assertEquals(0, bo.openedLength());
  }

  @Test
  void framesMayChangePlacesWithinTheWindow() {
    Ends.shake(ada, bo, NOW);
    byte[][] sealed = new byte[66][];
    for (int i = 0; i < sealed.length; i++) {
      sealed[i] = Ends.seal(ada, WORD, NOW);
    }
    for (int i = sealed.length - 1; i >= 2; i--) {
      assertEquals(Verdict.OK, Ends.hear(bo, sealed[i], NOW), "frame " + i);
    }
    assertEquals(Verdict.NOISE_REPEATED, Ends.hear(bo, sealed[1], NOW));
    assertEquals(Verdict.NOISE_REPEATED, Ends.hear(bo, sealed[40], NOW));
  }

  @Test
  void keysChangeWithTimeAndWithFrames() {
    Ends.shake(ada, bo, NOW);
    byte[] early = Ends.seal(ada, WORD, NOW);
    long later = NOW + Limits.NOISE_GENERATION_MS;
    byte[] late = Ends.seal(ada, WORD, later);
    assertEquals(1 << LinkKey.BITS, counter(late));
    assertArrayEquals(WORD, Ends.open(bo, late, later));
    assertEquals(Verdict.NOISE_REPEATED, Ends.hear(bo, early, later));
    byte[] last = late;
    for (int i = 0; i < 1 << LinkKey.BITS; i++) {
      last = Ends.seal(ada, WORD, later);
    }
    assertEquals(2 << LinkKey.BITS, counter(last));
    assertArrayEquals(WORD, Ends.open(bo, last, later));
  }

  private static int counter(byte[] sealed) {
    int counter = 0;
    for (int i = 1, shift = 0; ; i++, shift += 7) {
      counter |= (sealed[i] & 0x7F) << shift;
      if (sealed[i] >= 0) {
        return counter;
      }
    }
  }

  @Test
  void aFrameOfTheGenerationBeforeIsStillRead() {
    Ends.shake(ada, bo, NOW);
    byte[] word = Ends.seal(ada, WORD, NOW);
    for (int i = 1; i < (1 << LinkKey.BITS) - 1; i++) {
      word = Ends.seal(ada, WORD, NOW);
    }
    byte[] lastOfItsGeneration = Ends.seal(ada, WORD, NOW);
    byte[] firstOfTheNext = Ends.seal(ada, WORD, NOW);
    assertArrayEquals(WORD, Ends.open(bo, firstOfTheNext, NOW));
    assertArrayEquals(WORD, Ends.open(bo, lastOfItsGeneration, NOW));
    assertArrayEquals(WORD, Ends.open(bo, word, NOW));
  }

  @Test
  void aForgedFrameFarAheadChangesNothing() {
    Ends.shake(ada, bo, NOW);
    byte[] sealed = Ends.seal(ada, WORD, NOW);
    byte[] forged = new byte[sealed.length + 2];
    forged[0] = Sealing.KIND;
    // Counter 2^20: generation 16.
    forged[1] = (byte) 0x80;
    forged[2] = (byte) 0x80;
    forged[3] = 0x40;
    assertEquals(Verdict.NOISE_SEAL_WRONG, Ends.hear(bo, forged, NOW));
    forged[3] = 0x44;
    assertEquals(Verdict.NOISE_COUNTER_WRONG, Ends.hear(bo, forged, NOW));
    assertArrayEquals(WORD, Ends.open(bo, sealed, NOW));
  }

  @Test
  void whoStartsAgainIsMetAnewAndTheOldKeysHoldUntilThen() {
    Ends.shake(ada, bo, NOW);
    assertTalk(ada, bo);
    NoiseLink fresh = Ends.link(1, true, Ends.publicKey(Ends.key(2)), Ends.counting(50));
    byte[] resume = Ends.said(fresh, NOW).get(0);
    assertEquals(Verdict.OK, Ends.hear(bo, resume, NOW));
    byte[] resumed = Ends.said(bo, NOW).get(0);
    assertEquals(1, bo.conversation());
    assertTalk(ada, bo);
    assertEquals(Verdict.OK, Ends.hear(fresh, resumed, NOW));
    assertArrayEquals(WORD, Ends.open(bo, Ends.seal(fresh, WORD, NOW), NOW));
    assertEquals(2, bo.conversation());
    assertNull(Ends.open(bo, Ends.seal(ada, WORD, NOW), NOW));
    assertTalk(fresh, bo);
  }

  @Test
  void aHandshakeRepeatedByAStrangerEndsNothing() {
    NoiseLink a = Ends.link(1, true, Ends.publicKey(Ends.key(2)), Ends.counting(1));
    byte[] resume = Ends.said(a, NOW).get(0);
    assertEquals(Verdict.OK, Ends.hear(bo, resume, NOW));
    assertEquals(Verdict.OK, Ends.hear(a, Ends.said(bo, NOW).get(0), NOW));
    assertTalk(a, bo);
    assertEquals(Verdict.OK, Ends.hear(bo, resume, NOW + 60_000));
    assertEquals(1, bo.conversation());
    assertTalk(a, bo);
    NoiseLink other = Ends.link(2, false, null, Ends.counting(30));
    Ends.hear(other, resume, NOW);
    assertFalse(other.isProven());
  }

  @Test
  void newKeysOnDemandAreANewConversation() {
    Ends.shake(ada, bo, NOW);
    assertTalk(ada, bo);
    byte[] before = ada.binding();
    ada.call(NOW);
    Ends.shake(ada, bo, NOW);
    assertTalk(ada, bo);
    assertEquals(2, ada.conversation());
    assertEquals(2, bo.conversation());
    assertFalse(Arrays.equals(before, ada.binding()));
  }

  @Test
  void whatIsLostIsSaidAgain() {
    Ends.said(ada, NOW);
    assertEquals(NOW + Limits.NOISE_RETRY_MS, ada.nextDeadlineMs());
    ada.tick(ada.nextDeadlineMs());
    byte[] begin = Ends.said(ada, NOW).get(0);
    Ends.hear(bo, begin, NOW);
    byte[] lost = Ends.said(bo, NOW).get(0);
    // The answer is lost; the caller repeats, and gets the same one.
    Ends.hear(bo, begin, NOW);
    byte[] answer = Ends.said(bo, NOW).get(0);
    assertArrayEquals(lost, answer);
    Ends.hear(ada, answer, NOW);
    byte[] proof = Ends.said(ada, NOW).get(0);
    // The proof is lost; the answerer repeats, and gets the same one.
    bo.tick(bo.nextDeadlineMs());
    Ends.hear(ada, Ends.said(bo, NOW).get(0), NOW);
    assertArrayEquals(proof, Ends.said(ada, NOW).get(0));
    Ends.hear(bo, proof, NOW);
    assertTalk(ada, bo);
    assertEquals(Long.MAX_VALUE, ada.nextDeadlineMs());
    assertEquals(Long.MAX_VALUE, bo.nextDeadlineMs());
  }

  @Test
  void whatIsNeverAnsweredIsSaidEverMoreSeldomUpToALimit() {
    byte[] begin = Ends.said(ada, NOW).get(0);
    long nowMs = NOW;
    long waitMs = Limits.NOISE_RETRY_MS;
    for (int i = 0; i < 12; i++) {
      assertEquals(nowMs + waitMs, ada.nextDeadlineMs());
      nowMs += waitMs;
      ada.tick(nowMs - 1);
      assertEquals(List.of(), Ends.said(ada, nowMs - 1));
      ada.tick(nowMs);
      assertArrayEquals(begin, Ends.said(ada, nowMs).get(0));
      waitMs = Math.min(2 * waitMs, Limits.NOISE_RETRY_MS_MAX);
    }
    assertEquals(Limits.NOISE_RETRY_MS_MAX, waitMs);
  }

  @Test
  void onesOwnEchoIsNotAPeer() {
    byte[] begin = Ends.said(ada, NOW).get(0);
    assertEquals(Verdict.NOISE_REFLECTED, Ends.hear(ada, begin, NOW));
    NoiseLink self = Ends.link(1, false, null, Ends.counting(70));
    Ends.shake(ada, self, NOW);
    assertFalse(ada.isOpen());
  }

  @Test
  void whoBeginsWithoutEndIsNotAnswered() {
    for (int i = 0; i < Limits.NOISE_BURST; i++) {
      NoiseLink caller = Ends.link(1, true, null, Ends.counting(10 + i));
      assertEquals(Verdict.OK, Ends.hear(bo, Ends.said(caller, NOW).get(0), NOW));
    }
    assertEquals(Verdict.NOISE_FLOOD, Ends.hear(bo, Ends.said(ada, NOW).get(0), NOW));
    long later = NOW + Limits.NOISE_REFILL_MS;
    ada.tick(later);
    assertEquals(Verdict.OK, Ends.hear(bo, Ends.said(ada, later).get(0), later));
  }

  @Test
  void nobodyAnswersForAKeyThatItsAuthorDidNotSign() {
    TransportKey stolen = new TransportKey(secret(9), Ends.author(4));
    stolen.voucher()[40] ^= 1;
    NoiseLink caller = Ends.link(stolen, true, null, Ends.counting(1));
    Ends.hear(bo, Ends.said(caller, NOW).get(0), NOW);
    Ends.hear(caller, Ends.said(bo, NOW).get(0), NOW);
    assertEquals(Verdict.VOUCHER_WRONG, Ends.hear(bo, Ends.said(caller, NOW).get(0), NOW));
    assertFalse(bo.isOpen());
  }

  private static byte[] secret(int number) {
    byte[] secret = new byte[TransportKey.BYTES];
    Arrays.fill(secret, (byte) number);
    return secret;
  }
}
