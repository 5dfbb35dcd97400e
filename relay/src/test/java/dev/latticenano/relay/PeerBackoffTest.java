package dev.latticenano.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Limits;
import dev.latticenano.core.bytes.Seeds;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How soon another relay is called again. */
class PeerBackoffTest {
  private static final long FIRST_MS = Limits.RELAY_PEER_WAIT_MS;
  private static final long MOST_MS = Limits.RELAY_PEER_WAIT_MS_MAX;

  private static void within(long fromMs, long toMs, long ms) {
    assertTrue(ms >= fromMs && ms <= toMs, ms + " is not " + fromMs + " to " + toMs);
  }

  @Test
  void waitsTwiceAsLongEachTimeAndFiveMinutesAtMost() {
    Seeds.run(
        PeerBackoffTest.class,
        random -> {
          PeerBackoff backoff = new PeerBackoff(random.nextLong());
          for (long ms = FIRST_MS; ms < MOST_MS; ms *= 2) {
            within(ms / 2, ms, backoff.afterFailureMs());
          }
          within(MOST_MS / 2, MOST_MS, backoff.afterFailureMs());
          within(MOST_MS / 2, MOST_MS, backoff.afterFailureMs());
        });
  }

  @Test
  void callsSoonWhereALinkStoodButNotAgainAndAgain() {
    Seeds.run(
        PeerBackoffTest.class,
        random -> {
          PeerBackoff backoff = new PeerBackoff(random.nextLong());
          within(0, FIRST_MS - 1, backoff.afterLinkMs(1));
          within(FIRST_MS / 2, FIRST_MS, backoff.afterLinkMs(1));
          within(FIRST_MS, 2 * FIRST_MS, backoff.afterLinkMs(MOST_MS - 1));
          within(0, FIRST_MS - 1, backoff.afterLinkMs(MOST_MS));
          within(FIRST_MS / 2, FIRST_MS, backoff.afterFailureMs());
        });
  }

  @Test
  void twoSeedsDoNotCallInStepAndOneAlwaysDoes() {
    assertEquals(waits(1), waits(1));
    assertFalse(waits(1).equals(waits(2)));
  }

  private static List<Long> waits(long seed) {
    PeerBackoff backoff = new PeerBackoff(seed);
    List<Long> waits = new ArrayList<>();
    waits.add(backoff.afterLinkMs(1));
    for (int i = 0; i < 9; i++) {
      waits.add(backoff.afterFailureMs());
    }
    return waits;
  }
}
