package dev.latticenano.core.relay;

import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * One dry run in turns: adds up what lies below the floors that a prune would raise, and below
 * those it would raise if one voter counted no more. Reads no record.
 */
final class PrunePlanning {
  static final int HELD_BACK_MAX = 16;

  private final Dag dag;
  private final Markings markings;
  private final VotersSight sight;
  private final List<Integer> slow = new ArrayList<>();
  private int[][] floors;
  private long[] intentions;
  private long[] bytes;
  private int[] settled;
  private int next;

  /** {@link #settling} or {@link #raising} comes next. */
  PrunePlanning(Dag dag, Markings markings, VotersSight sight) throws StoreException {
    this.dag = dag;
    this.markings = markings;
    this.sight = sight;
    next = dag.pruning().next(0);
  }

  /** A snapshot lets everything go up to {@code heights}, one an author; nobody holds it back. */
  void settling(int[] heights) {
    settled = heights;
    begin(1);
    floors[0] = heights;
  }

  /** Marks and acks let go what {@code raising} says. */
  void raising(PruneFloors raising) throws StoreException {
    settled = new int[0];
    for (int voter = 0; voter < sight.count(); voter++) {
      if (sight.behind(voter) > 0) {
        slow.add(voter);
      }
    }
    slow.sort(Comparator.comparingLong(sight::behind).reversed());
    slow.subList(Math.min(slow.size(), HELD_BACK_MAX), slow.size()).clear();
    begin(slow.size() + 1);
    floors[0] = raising.floors(sight.frontier());
    for (int i = 0; i < slow.size(); i++) {
      floors[i + 1] = raising.floors(sight.frontierWithout(slow.get(i)));
    }
  }

  private void begin(int count) {
    floors = new int[count][];
    intentions = new long[count];
    bytes = new long[count];
  }

  /** Looks at {@code rowsMost} more; true as long as there are more. */
  boolean turn(int rowsMost) throws StoreException {
    for (int left = rowsMost; left > 0 && next < dag.sequence(); left--) {
      int author = dag.author(next);
      int height = dag.height(next);
      // Who came later is in nobody's past yet.
      boolean known = author < floors[0].length;
      boolean says = author < settled.length && height <= settled[author];
      boolean goes = known && (says || !markings.stays(next));
      for (int i = 0; goes && i < floors.length; i++) {
        if (height <= floors[i][author]) {
          intentions[i]++;
          bytes[i] += dag.length(next);
        }
      }
      next = dag.pruning().next(next + 1);
    }
    return next < dag.sequence();
  }

  /** What was found, when {@link #turn} is done. */
  PrunePlan result() throws StoreException {
    List<HeldBack> heldBack = new ArrayList<>();
    for (int i = 1; i < floors.length; i++) {
      int voter = slow.get(i - 1);
      long more = intentions[i] - intentions[0];
      if (more > 0) {
        long since = sight.lastWroteMs(voter);
        heldBack.add(new HeldBack(sight.key(voter), more, bytes[i] - bytes[0], since));
      }
    }
    heldBack.sort(Comparator.comparingLong(HeldBack::bytes).reversed());
    return new PrunePlan(intentions[0], bytes[0], heldBack);
  }

  @Override
  public String toString() {
    return "planning to drop up to " + Arrays.toString(floors[0]);
  }
}
