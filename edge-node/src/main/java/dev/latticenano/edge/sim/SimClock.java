package dev.latticenano.edge.sim;

/**
 * What a node's clock shows at a moment of virtual time: set wrong, too fast or too slow, moved by
 * hand, or none at all, which is one that begins at 0 with each start. All times are ms.
 */
public final class SimClock {
  private static final long MILLION = 1_000_000;
  private static final long FAR_MS = 1L << 60;

  private long setAtMs;
  private long shownMs;
  private long driftPpm;
  private boolean none;

  /** A clock that is right. */
  SimClock() {}

  /** What it shows at {@code timeMs}. */
  long nowMs(long timeMs) {
    long passedMs = timeMs - setAtMs;
    return shownMs + passedMs + Math.floorDiv(passedMs * driftPpm, MILLION);
  }

  /** When it will show {@code deadlineMs}; {@code timeMs} if it does by then. */
  long timeOf(long deadlineMs, long timeMs) {
    long nowMs = nowMs(timeMs);
    if (deadlineMs <= nowMs) {
      return timeMs;
    }
    long leftMs = deadlineMs - nowMs;
    if (leftMs < 0 || leftMs > FAR_MS / MILLION) {
      return Long.MAX_VALUE;
    }
    long rate = MILLION + driftPpm;
    long atMs = timeMs + (leftMs * MILLION + rate - 1) / rate;
    // Rounding may be a ms or two off.
    while (nowMs(atMs) < deadlineMs) {
      atMs++;
    }
    while (nowMs(atMs - 1) >= deadlineMs) {
      atMs--;
    }
    return atMs;
  }

  /** Shows {@code byMs} more than before from now on; less if negative. */
  public void jump(long byMs, long timeMs) {
    shownMs = nowMs(timeMs) + byMs;
    setAtMs = timeMs;
  }

  /** Runs so many ms in a million too fast from now on, or too slow. */
  public void drift(long ppm, long timeMs) {
    jump(0, timeMs);
    driftPpm = ppm;
  }

  /** Is right from now on. */
  public void mend(long timeMs) {
    none = false;
    driftPpm = 0;
    shownMs = timeMs;
    setAtMs = timeMs;
  }

  /** There is none from now on. */
  public void remove(long timeMs) {
    none = true;
    driftPpm = 0;
    begin(timeMs);
  }

  /** The node starts. */
  void begin(long timeMs) {
    if (none) {
      shownMs = 0;
      setAtMs = timeMs;
    }
  }
}
