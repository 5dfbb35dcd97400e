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

  /** The share of each kind among {@code count} items, in runs of up to {@code runMax}. */
  RandomSets(Random random, int count, Times times, int runMax, double one, double other) {
    for (int made = 0; made < count; ) {
      double kind = random.nextDouble();
      int run = Math.min(count - made, 1 + random.nextInt(runMax));
      for (int i = 0; i < run; i++, made++) {
        random.nextBytes(id);
        add(created(times, random, made, count), kind < one, kind >= one && kind < one + other);
      }
    }
  }

  /** Sets of the sizes and shapes at which differences get lost. */
  static RandomSets of(long seed) {
    Random random = new Random(seed);
    Times[] times = Times.values();
    int count = 200 + random.nextInt(2500);
    int run = random.nextInt(3) == 0 ? 50 : 1;
    double one = random.nextDouble() * random.nextDouble();
    double other = random.nextDouble() * (1 - one);
    return new RandomSets(random, count, times[random.nextInt(times.length)], run, one, other);
  }

  private static long created(Times times, Random random, int made, int count) {
    return switch (times) {
      case APART -> 1_700_000_000L + made;
      case SHARED -> 1_700_000_000L + random.nextInt(count);
      case SAME -> 1_700_000_000L;
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
