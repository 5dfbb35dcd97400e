package dev.latticenano.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** How soon another relay is called again. */
class PeerBackoffTest {
  @Test
  void waitsTwiceAsLongEachTimeAndFiveMinutesAtMost() {
    PeerBackoff backoff = new PeerBackoff();
    for (long ms = 1000; ms < PeerBackoff.MOST_MS; ms *= 2) {
      assertEquals(ms, backoff.afterFailureMs());
    }
    assertEquals(300_000, backoff.afterFailureMs());
    assertEquals(300_000, backoff.afterFailureMs());
  }

  @Test
  void callsAtOnceWhereALinkStoodButNotAgainAndAgain() {
    PeerBackoff backoff = new PeerBackoff();
    assertEquals(0, backoff.afterLinkMs(1));
    assertEquals(1000, backoff.afterLinkMs(1));
    assertEquals(2000, backoff.afterLinkMs(PeerBackoff.MOST_MS - 1));
    assertEquals(0, backoff.afterLinkMs(PeerBackoff.MOST_MS));
    assertEquals(1000, backoff.afterFailureMs());
  }
}
