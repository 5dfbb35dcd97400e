package dev.latticenano.core.noise;

import dev.latticenano.core.Limits;

/** How many more handshakes one end of a link answers for now: a bucket that fills with time. */
final class Answers {
  private int left = Limits.NOISE_BURST;
  private long sinceMs = Long.MAX_VALUE;

  /** Takes one answer; false if there is none. */
  boolean take(long nowMs) {
    if (sinceMs > nowMs) {
      sinceMs = nowMs;
    }
    long more = Math.min((nowMs - sinceMs) / Limits.NOISE_REFILL_MS, Limits.NOISE_BURST);
    left = (int) Math.min(left + more, Limits.NOISE_BURST);
    sinceMs = left == Limits.NOISE_BURST ? nowMs : sinceMs + more * Limits.NOISE_REFILL_MS;
    if (left == 0) {
      return false;
    }
    left--;
    return true;
  }
}
