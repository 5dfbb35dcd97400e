package dev.latticenano.core.reconcile;

import dev.latticenano.core.intention.Hash;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;

/** Two sets drawn from one number, and what only one of them has. */
final class RandomSets {
  /** How created times are drawn. */
  enum Times {
    /** Each its own. */
    APART,
    /** From as many as there are items, so that many are the same. */
    SHARED,
    /** All the same. */
    SAME
  }

  final ItemTree mine = new ItemTree();
  final ItemTree theirs = new ItemTree();
  final Set<Hash> onlyMine = new HashSet<>();
  final Set<Hash> onlyTheirs = new HashSet<>();
  private final byte[] id = new byte[Bound.ID_BYTES];
  // From this place in time on only one side has anything.
  private final double tail;
  private final boolean tailIsMine;

  /** The share of each kind among {@code count} items, in runs of up to {@code runMax}. */
  RandomSets(Random random, int count, Times times, int runMax, double one, double other) {
    this(random, count, times, runMax, one, other, 1, false);
  }

  private RandomSets(
      Random random,
      int count,
      Times times,
      int runMax,
      double one,
      double other,
      double tail,
      boolean tailIsMine) {
    this.tail = tail;
    this.tailIsMine = tailIsMine;
    for (int made = 0; made < count; ) {
      double kind = random.nextDouble();
      int run = Math.min(count - made, 1 + random.nextInt(runMax));
      for (int i = 0; i < run; i++, made++) {
        random.nextBytes(id);
        int time = time(times, random, made, count);
        boolean alone = time >= tail * count;
        boolean toMine = alone ? tailIsMine : kind < one;
        boolean toTheirs = alone ? !tailIsMine : kind >= one && kind < one + other;
        add(1_700_000_000L + time, toMine, toTheirs);
      }
    }
  }

  /** Sets of the sizes and shapes at which differences get lost. */
  static RandomSets of(long seed) {
    Random random = new Random(seed);
    Times[] times = Times.values();
    int count = 200 + random.nextInt(2500);
    int run = random.nextInt(4) == 0 ? 50 : 1;
    double one = 0.1 * random.nextDouble() * random.nextDouble();
    double other = 0.1 * random.nextDouble() * random.nextDouble();
    double tail = 1 - random.nextDouble() * random.nextDouble();
    Times drawn = times[random.nextInt(times.length)];
    return new RandomSets(random, count, drawn, run, one, other, tail, random.nextBoolean());
  }

  private static int time(Times times, Random random, int made, int count) {
    return switch (times) {
      case APART -> made;
      case SHARED -> random.nextInt(count);
      case SAME -> 0;
    };
  }

  private void add(long created, boolean toMine, boolean toTheirs) {
    boolean both = !toMine && !toTheirs;
    if (toMine || both) {
      mine.insert(created, id, 0);
    }
    if (toTheirs || both) {
      theirs.insert(created, id, 0);
    }
    if (!both) {
      (toMine ? onlyMine : onlyTheirs).add(Hash.of(id, 0));
    }
  }
}
