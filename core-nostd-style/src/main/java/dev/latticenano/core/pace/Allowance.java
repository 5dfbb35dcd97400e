package dev.latticenano.core.pace;

/**
 * How often a peer may have something done: so many times at once, and once more whenever some time
 * has gone by. A clock that is set back only begins to count anew.
 */
public final class Allowance {
  private final int most;
  private final long refillMs;
  private int left;
  private long sinceMs = Long.MAX_VALUE;

  /** {@code most} at once, one more every {@code refillMs}. */
  public Allowance(int most, long refillMs) {
    this.most = most;
    this.refillMs = refillMs;
    left = most;
  }

  /** Takes one; false if there is none. */
  public boolean take(long nowMs) {
    sinceMs = Math.min(sinceMs, nowMs);
    long more = Math.min((nowMs - sinceMs) / refillMs, most);
    left = (int) Math.min(left + more, most);
    sinceMs = left == most ? nowMs : sinceMs + more * refillMs;
    boolean taken = left > 0;
    left -= taken ? 1 : 0;
    return taken;
  }
}
