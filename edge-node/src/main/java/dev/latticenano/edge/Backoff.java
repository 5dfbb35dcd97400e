package dev.latticenano.edge;

import java.util.SplittableRandom;

/**
 * How long to wait before calling again: about a second at first, twice as long each time, up to
 * about a minute; between half and the whole of that, drawn from a seed, so that the peers of a
 * node that comes back do not all call at once.
 */
final class Backoff {
  static final long FIRST_MS = 1000;
  static final long MOST_MS = 64_000;

  private final SplittableRandom random;
  private long wholeMs = FIRST_MS;

  Backoff(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** The next wait, in ms. */
  long nextMs() {
    long ms = wholeMs / 2 + random.nextLong(wholeMs / 2 + 1);
    wholeMs = Math.min(2 * wholeMs, MOST_MS);
    return ms;
  }

  /** It went well: the next wait is a short one. */
  void reset() {
    wholeMs = FIRST_MS;
  }
}
