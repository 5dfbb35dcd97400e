package dev.latticenano.host;

import java.util.SplittableRandom;

/**
 * How long to wait before somebody is called again: a short while at first, twice as long each
 * time, up to a longest; between half and the whole of that, drawn from a seed, so that the peers
 * of a node that comes back do not all call at once.
 */
public final class Backoff {
  private final long firstMs;
  private final long mostMs;
  private final SplittableRandom random;
  private long wholeMs;

  /** Waits from about {@code firstMs} to about {@code mostMs}. */
  public Backoff(long firstMs, long mostMs, long seed) {
    this.firstMs = firstMs;
    this.mostMs = mostMs;
    this.random = new SplittableRandom(seed);
    this.wholeMs = firstMs;
  }

  /** The next wait, in ms. */
  public long nextMs() {
    long ms = wholeMs / 2 + random.nextLong(wholeMs / 2 + 1);
    wholeMs = Math.min(2 * wholeMs, mostMs);
    return ms;
  }

  /** It went well: the next wait is a short one. */
  public void reset() {
    wholeMs = firstMs;
  }
}
