package dev.latticenano.core.intention;

/**
 * A hybrid logical clock reading: Unix milliseconds as u64, then a counter as u32, both unsigned.
 * It orders what one author wrote and breaks ties between authors without trusting their clocks.
 * Rules: docs/protocol.md §3 (Rust engine: {@code hlc.rs}; the overflow rule is ours).
 */
public record Hlc(long wallMs, int counter) implements Comparable<Hlc> {
  /** Before everything. */
  public static final Hlc ZERO = new Hlc(0, 0);

  /** After everything; nothing follows it but itself. */
  public static final Hlc MAX = new Hlc(-1, -1);

  /** How far ahead of the local clock a reading may be before it counts as future, in ms. */
  public static final long DRIFT_MS_MAX = 3_600_000;

  /** 2100-01-01, Unix ms: who has no clock does not follow what claims to be later. */
  public static final long BELIEVED_MS_MAX = 4_102_444_800_000L;

  /** The reading after this one at local time {@code nowMs}: what an author stamps next. */
  public Hlc tick(long nowMs) {
    return Long.compareUnsigned(nowMs, wallMs) > 0 ? new Hlc(nowMs, 0) : next();
  }

  /** The reading after both this one and {@code received} at local time {@code nowMs}. */
  public Hlc update(Hlc received, long nowMs) {
    return (compareTo(received) >= 0 ? this : received).tick(nowMs);
  }

  /**
   * This reading, or if it is more than {@code driftMs} ahead of {@code nowMs} the one after {@code
   * previous}: a clock gone wild does not drag the chain along.
   */
  public Hlc clampFuture(Hlc previous, long nowMs, long driftMs) {
    return isFuture(nowMs, driftMs) ? previous.next() : this;
  }

  /** True if this reading is more than {@code driftMs} ahead of {@code nowMs}. */
  public boolean isFuture(long nowMs, long driftMs) {
    long bound = nowMs + driftMs;
    boolean beyondU64 = Long.compareUnsigned(bound, nowMs) < 0;
    return !beyondU64 && Long.compareUnsigned(wallMs, bound) > 0;
  }

  /**
   * The least reading after this one: the counter plus one, or when the counter is at 2^32 − 1 the
   * next millisecond with counter 0. {@link #MAX} has none and stays.
   */
  public Hlc next() {
    if (counter != -1) {
      return new Hlc(wallMs, counter + 1);
    }
    return wallMs == -1 ? this : new Hlc(wallMs + 1, 0);
  }

  /** Wall time, then counter, both unsigned. */
  @Override
  public int compareTo(Hlc other) {
    int order = Long.compareUnsigned(wallMs, other.wallMs);
    return order == 0 ? Integer.compareUnsigned(counter, other.counter) : order;
  }

  /** Wall time and counter with a dot between, like {@code 1000.5}. */
  @Override
  public String toString() {
    return Long.toUnsignedString(wallMs) + "." + Integer.toUnsignedString(counter);
  }
}
