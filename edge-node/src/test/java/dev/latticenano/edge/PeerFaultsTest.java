package dev.latticenano.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Event;
import dev.latticenano.core.Verdict;
import org.junit.jupiter.api.Test;

/** A peer is counted for all it does, and written about only so often. */
class PeerFaultsTest {
  private static final Event.Refused FAULT = new Event.Refused(3, null, Verdict.SESSION_UNKNOWN);

  private final PeerFaults faults = new PeerFaults();

  /** How many of so many refusals on a link, one after {@code everyMs}, are written. */
  private int written(Event.Refused fault, int times, long fromMs, long everyMs) {
    int written = 0;
    for (int i = 0; i < times; i++) {
      written += faults.refused(fault, fromMs + i * everyMs) >= 0 ? 1 : 0;
    }
    return written;
  }

  @Test
  void countsEveryRefusalByItsVerdict() {
    written(FAULT, 1000, 0, 0);
    written(new Event.Refused(4, null, Verdict.ACK_MALFORMED), 7, 0, 0);
    faults.count(Verdict.SETS_DIFFER);
    faults.count(Verdict.OK);
    assertEquals(1000, faults.counts().get(Verdict.SESSION_UNKNOWN));
    assertEquals(7, faults.counts().get(Verdict.ACK_MALFORMED));
    assertEquals(1, faults.counts().get(Verdict.SETS_DIFFER));
    assertTrue(!faults.counts().containsKey(Verdict.OK));
  }

  @Test
  void writesABurstAndThenALineInTenSecondsWhateverAFloodBrings() {
    assertEquals(PeerFaults.BURST, written(FAULT, 100_000, 0, 0));
    long hourMs = 3_600_000;
    int perHour = (int) (hourMs / PeerFaults.REFILL_MS);
    assertEquals(perHour, written(FAULT, (int) (hourMs / 10), 10, 10));
  }

  @Test
  void writesAllOfAPeerThatErrsSeldom() {
    assertEquals(1000, written(FAULT, 1000, 0, PeerFaults.REFILL_MS));
  }

  @Test
  void tellsHowManyWentUnwritten() {
    written(FAULT, PeerFaults.BURST, 0, 0);
    assertEquals(-1, faults.refused(FAULT, 0));
    assertEquals(-1, faults.refused(FAULT, PeerFaults.REFILL_MS - 1));
    assertEquals(2, faults.refused(FAULT, PeerFaults.REFILL_MS));
    assertEquals(-1, faults.refused(FAULT, PeerFaults.REFILL_MS));
    assertEquals(1, faults.forget(3));
    assertEquals(0, faults.forget(3));
  }

  @Test
  void aLoudPeerSilencesNobodyElse() {
    written(FAULT, 1000, 0, 0);
    assertEquals(0, faults.refused(new Event.Refused(4, null, Verdict.FRAME_MALFORMED), 0));
  }
}
