package dev.latticenano.core;

import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.store.StoreException;
import java.util.Arrays;

/**
 * How many intentions with content, that is other than acks and notices, a snapshot of one store
 * would let go. Each is looked at once, at most {@value #LOOK_MAX} a question, so the count may be
 * too low for a while.
 */
final class StableContent {
  /** Intentions read for one answer. */
  static final int LOOK_MAX = 4096;

  private final Dag dag;
  private final Settled settled;
  private final NoticeSight sight;
  private int[] looked = {};
  private Notice since;
  private long count;

  StableContent(Replica replica) {
    this.dag = replica.dag();
    this.settled = replica.settled();
    this.sight = replica.sight();
  }

  /** Those at or below {@code heights} that are not settled, as far as they were looked at. */
  long count(int[] heights) throws StoreException {
    if (since != settled.notice() || isPassed(heights)) {
      since = settled.notice();
      looked = new int[0];
      count = 0;
    }
    looked = Arrays.copyOf(looked, heights.length);
    int left = LOOK_MAX;
    for (int author = 0; author < heights.length; author++) {
      looked[author] = Math.max(looked[author], settled.height(author));
      for (; looked[author] < heights[author] && left > 0; left--) {
        int row = dag.rowAtHeight(author, ++looked[author]);
        count += dag.isAck(row) || sight.isWithheld(row) ? 0 : 1;
      }
    }
    return count;
  }

  /** True if a fork took out what was looked at. */
  private boolean isPassed(int[] heights) {
    for (int author = 0; author < looked.length; author++) {
      if (looked[author] > heights[author]) {
        return true;
      }
    }
    return false;
  }
}
