package dev.latticenano.core;

import dev.latticenano.core.dag.Agreement;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.Hlc;
import java.util.Comparator;

/**
 * A notice that is witnessed here.
 *
 * @param name of the intention
 * @param row of the intention
 * @param heights of its frontier, one an author
 * @param agreement who agrees to it
 */
record KnownNotice(
    Hash name,
    int row,
    AuthorId author,
    Hlc at,
    Notice notice,
    int[] heights,
    Agreement agreement) {
  /** Of two notices that may be agreed to the greater is. */
  static final Comparator<KnownNotice> ORDER =
      Comparator.<KnownNotice>comparingLong(notice -> reach(notice.heights))
          .thenComparing(KnownNotice::at)
          .thenComparing(KnownNotice::author)
          .thenComparing(KnownNotice::name);

  /** How many intentions lie at or below its frontier. */
  long reach() {
    return reach(heights);
  }

  /** How many intentions lie at or below {@code heights}. */
  static long reach(int[] heights) {
    long sum = 0;
    for (int height : heights) {
      sum += height;
    }
    return sum;
  }

  /** True if its frontier is nowhere below that of {@code other}. */
  boolean holds(KnownNotice other) {
    return FrontierRules.holds(heights, other.heights);
  }
}
