package dev.latticenano.relay;

import dev.latticenano.core.Limits;
import dev.latticenano.host.Backoff;
import java.util.SplittableRandom;

/**
 * How long to wait before another relay is called again: about a second at first, twice as long
 * each time, about five minutes at most. Where a link stood it is called within a second, but only
 * once until a link has stood for as long as the longest wait: who hangs up again and again is
 * called seldom. Each wait is drawn from a seed, so that those who call one relay do not come back
 * all at once. Source: docs/relay.md §8.
 */
final class PeerBackoff {
  private final SplittableRandom random;
  private final Backoff waits;
  private boolean hurried;

  /** The waits that follow from a seed. */
  PeerBackoff(long seed) {
    random = new SplittableRandom(seed);
    waits =
        new Backoff(Limits.RELAY_PEER_WAIT_MS, Limits.RELAY_PEER_WAIT_MS_MAX, random.nextLong());
  }

  /** The wait after a call that came to nothing, in ms. */
  long afterFailureMs() {
    return waits.nextMs();
  }

  /** The wait after a link that stood for so long, in ms. */
  long afterLinkMs(long stoodMs) {
    if (stoodMs >= Limits.RELAY_PEER_WAIT_MS_MAX) {
      waits.reset();
      hurried = false;
    }
    if (hurried) {
      return afterFailureMs();
    }
    hurried = true;
    return random.nextLong(Limits.RELAY_PEER_WAIT_MS);
  }
}
