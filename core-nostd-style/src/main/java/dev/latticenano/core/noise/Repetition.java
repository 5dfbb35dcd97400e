package dev.latticenano.core.noise;

import dev.latticenano.core.Limits;

/** When what had no answer is said again: at first after the retry time, then ever more seldom. */
final class Repetition {
  private static final int COUNT_MAX = 8;

  private final long retryMs;
  private long waitMs;
  private long atMs = Long.MAX_VALUE;
  private int count;

  /** Nothing is to be said; {@code retryMs} is the first wait, 0 the usual one. */
  Repetition(long retryMs) {
    this.retryMs = retryMs > 0 ? retryMs : Limits.NOISE_RETRY_MS;
  }

  /** Something was said for the first time. */
  void start(long nowMs) {
    count = 0;
    waitMs = retryMs;
    atMs = nowMs + waitMs;
  }

  /** It is said, or has failed, once more. */
  void again(long nowMs) {
    count++;
    waitMs = Math.min(2 * waitMs, Limits.NOISE_RETRY_MS_MAX);
    atMs = nowMs + waitMs;
  }

  /** Nothing is to be said again. */
  void stop() {
    atMs = Long.MAX_VALUE;
  }

  boolean isDue(long nowMs) {
    return nowMs >= atMs;
  }

  /** True if it was said so often that nobody is to be expected to hear it. */
  boolean isSpent() {
    return count > COUNT_MAX;
  }

  /** When it is due; Long.MAX_VALUE for never. */
  long atMs() {
    return atMs;
  }
}
