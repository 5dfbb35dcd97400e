package dev.latticenano.core.pace;

/**
 * Something that may happen so often a second, and a burst of it at once. It is full at first; a
 * clock that is set back fills nothing.
 */
public final class Pace {
  private static final long MS_PER_SECOND = 1000;

  private final int burst;
  private final int perSecond;
  private long level;
  private long atMs = Long.MIN_VALUE;

  /** A full one of {@code burst} tokens, which gets {@code perSecond} more. */
  public Pace(int burst, int perSecond) {
    this.burst = burst;
    this.perSecond = perSecond;
    level = burst * MS_PER_SECOND;
  }

  /** True if there are so many tokens at {@code nowMs}. */
  public boolean holds(int tokens, long nowMs) {
    if (atMs != Long.MIN_VALUE && nowMs > atMs) {
      long passedMs = Math.min(nowMs - atMs, MS_PER_SECOND * burst / perSecond + 1);
      level = Math.min(burst * MS_PER_SECOND, level + passedMs * perSecond);
    }
    atMs = nowMs;
    return level >= tokens * MS_PER_SECOND;
  }

  /** Takes tokens, more than there are if need be: then it takes longer until there are any. */
  public void take(int tokens) {
    level -= tokens * MS_PER_SECOND;
  }
}
