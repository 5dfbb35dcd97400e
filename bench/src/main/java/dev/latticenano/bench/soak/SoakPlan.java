package dev.latticenano.bench.soak;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** What happens to the relay and its clients when: the same for the same seed and length. */
public final class SoakPlan {
  private static final long MINUTE_MS = 60_000;
  private static final long START_MS = 15_000;
  private static final long QUIET_MS = 20_000;

  /** A thing that happens. */
  public enum Kind {
    /** The relay is killed, and started again. */
    KILL(20_000, 120_000),
    /** A client's link is cut. */
    CUT(3_000, 15_000),
    /** Somebody else takes what is free of the disk, down to what the relay keeps free. */
    TO_RESERVE(100_000, 300_000),
    /** Somebody else takes every byte of the disk. */
    FULL(100_000, 300_000),
    /** There is room again. */
    ROOM(0, 0),
    /** Somebody joins a store. */
    JOIN(60_000, 180_000);

    private final long leastMs;
    private final long mostMs;

    Kind(long leastMs, long mostMs) {
      this.leastMs = leastMs;
      this.mostMs = mostMs;
    }
  }

  /**
   * One of these.
   *
   * @param atMs since the run began
   */
  public record Step(long atMs, Kind kind) {}

  private final List<Step> steps = new ArrayList<>();
  private final Map<Kind, Integer> counts = new EnumMap<>(Kind.class);

  /** Of so many minutes. */
  public SoakPlan(long seed, int minutes) {
    long endMs = minutes * MINUTE_MS - QUIET_MS;
    for (Kind kind : Kind.values()) {
      SplittableRandom random = new SplittableRandom(seed + kind.ordinal());
      long atMs = START_MS;
      while (kind.mostMs > 0) {
        // Shorter runs have some of each.
        long mostMs = Math.min(kind.mostMs, endMs / 3);
        atMs += random.nextLong(Math.min(kind.leastMs, mostMs / 2), mostMs);
        if (atMs >= endMs) {
          break;
        }
        add(atMs, kind);
        if (kind == Kind.FULL || kind == Kind.TO_RESERVE) {
          atMs += random.nextLong(8_000, 25_000);
          add(atMs, Kind.ROOM);
        }
      }
    }
    steps.sort(Comparator.comparingLong(Step::atMs));
  }

  private void add(long atMs, Kind kind) {
    steps.add(new Step(atMs, kind));
    counts.merge(kind, 1, Integer::sum);
  }

  /** In their order. */
  public List<Step> steps() {
    return List.copyOf(steps);
  }

  /** How often something happens. */
  public int count(Kind kind) {
    return counts.getOrDefault(kind, 0);
  }

  @Override
  public String toString() {
    return counts.toString();
  }
}
