package dev.latticenano.core;

/**
 * When an ack is due: a while after the last news, so that a burst is acked once, but not later
 * than {@link #PATIENCE} such whiles after the first.
 */
final class AckTimer {
  /** Whiles until a burst that does not end is acked all the same. */
  static final int PATIENCE = 6;

  private static final long NEVER = Long.MAX_VALUE;

  private long firstMs;
  private long dueAtMs = NEVER;

  /** There is news at {@code nowMs}; {@code delayMs} is the while. */
  void news(long delayMs, long nowMs) {
    // A clock that was set back makes nobody wait longer.
    if (dueAtMs == NEVER || nowMs < firstMs) {
      firstMs = nowMs;
    }
    dueAtMs = Math.min(nowMs + delayMs, firstMs + PATIENCE * delayMs);
  }

  /** It cannot be written now: it is due after {@code waitMs}. */
  void hold(long waitMs, long nowMs) {
    firstMs = nowMs;
    dueAtMs = nowMs + waitMs;
  }

  /** True if an ack is to be written now. */
  boolean isDue(long nowMs) {
    return dueAtMs != NEVER && (nowMs >= dueAtMs || nowMs < firstMs);
  }

  /** The ack is written, or there is nothing to ack. */
  void done() {
    dueAtMs = NEVER;
  }

  /** When it is due; Long.MAX_VALUE for never. */
  long deadlineMs() {
    return dueAtMs;
  }
}
