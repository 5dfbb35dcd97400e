package dev.latticenano.core.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.latticenano.core.bytes.Seeds;
import dev.latticenano.core.store.StoreException;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Under small frame limits nothing is lost. The long run: {@code -Dreconcile.seeds=100000}. With
 * {@code -Dreconcile.compat=true} the same run shows that the first implementation's closing loses.
 */
class FrameLimitProperties {
  private static final int SEEDS = Integer.getInteger("reconcile.seeds", 500);
  private static final boolean COMPAT = Boolean.getBoolean("reconcile.compat");

  private static TwoSides run(long seed, boolean compat, RandomSets sets) throws StoreException {
    Random random = new Random(~seed);
    int limit = limit(random);
    Caps one = Caps.ofFrames(limit);
    Caps other = Caps.ofFrames(random.nextBoolean() ? limit : limit(random));
    if (compat) {
      return new TwoSides(sets.mine, one.compatible(), sets.theirs, other.compatible()).run();
    }
    return new TwoSides(sets.mine, one, sets.theirs, other).run();
  }

  private static int limit(Random random) {
    return 4096 + random.nextInt(4097);
  }

  @Test
  void everyDifferenceIsFound() {
    Seeds.run(
        FrameLimitProperties.class,
        random -> {
          long first = random.nextLong();
          for (int i = 0; i < SEEDS; i++) {
            RandomSets sets = RandomSets.of(first + i);
            TwoSides sides = run(first + i, COMPAT, sets);
            assertEquals(sets.onlyMine, sides.have, "sets of " + (first + i));
            assertEquals(sets.onlyTheirs, sides.need, "sets of " + (first + i));
          }
        });
  }

  /** Sets that the run above came upon with the first implementation's closing. */
  @Test
  void whatTheFirstImplementationsClosingLosesIsFound() throws StoreException {
    long seed = -4964420948893063896L;
    RandomSets sets = RandomSets.of(seed);
    TwoSides losing = run(seed, true, sets);
    int lost = sets.onlyMine.size() - losing.have.size();
    lost += sets.onlyTheirs.size() - losing.need.size();
    assertNotEquals(0, lost);
    TwoSides sides = run(seed, false, sets);
    assertEquals(sets.onlyMine, sides.have);
    assertEquals(sets.onlyTheirs, sides.need);
  }

  @Test
  void eitherClosingIsUnderstoodByTheOther() throws StoreException {
    for (long seed = 0; seed < 100; seed++) {
      RandomSets sets = RandomSets.of(seed);
      Caps ours = Caps.ofFrames(5000);
      TwoSides sides = new TwoSides(sets.mine, ours, sets.theirs, ours.compatible()).run();
      assertEquals(sets.onlyMine, sides.have, "sets of " + seed);
      assertEquals(sets.onlyTheirs, sides.need, "sets of " + seed);
    }
  }
}
