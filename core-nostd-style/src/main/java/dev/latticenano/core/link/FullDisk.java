package dev.latticenano.core.link;

import dev.latticenano.core.Limits;

/**
 * A disk that was full while peers had more to give, and when to see whether it still is: after
 * {@link Limits#FULL_RETRY_MS_MIN}, then after twice as long each time, up to {@link
 * Limits#FULL_RETRY_MS_MAX}. Full again soon after it had room counts as still full.
 */
public final class FullDisk {
  private static final long NEVER = Long.MAX_VALUE;

  private long waitMs = Limits.FULL_RETRY_MS_MIN;
  private long sinceMs;
  private long dueAtMs = NEVER;
  private boolean wasFull;
  private long roomSinceMs;

  /** The disk is full at {@code nowMs}. */
  public void full(long nowMs) {
    if (dueAtMs != NEVER) {
      return;
    }
    boolean again = wasFull && nowMs - roomSinceMs < waitMs;
    waitMs = again ? Math.min(2 * waitMs, Limits.FULL_RETRY_MS_MAX) : Limits.FULL_RETRY_MS_MIN;
    arm(nowMs);
  }

  private void arm(long nowMs) {
    wasFull = true;
    sinceMs = nowMs;
    dueAtMs = nowMs + waitMs;
  }

  /** It was tried and is still full. */
  public void stillFull(long nowMs) {
    waitMs = Math.min(2 * waitMs, Limits.FULL_RETRY_MS_MAX);
    arm(nowMs);
  }

  /** It has room, or nobody waits for it any more. */
  public void over(long nowMs) {
    dueAtMs = NEVER;
    roomSinceMs = nowMs;
  }

  /** True if it is time to try; a clock that was set back makes nobody wait longer. */
  public boolean isDue(long nowMs) {
    return dueAtMs != NEVER && (nowMs >= dueAtMs || nowMs < sinceMs);
  }

  /** When to try; Long.MAX_VALUE for never. */
  public long deadlineMs() {
    return dueAtMs;
  }
}
