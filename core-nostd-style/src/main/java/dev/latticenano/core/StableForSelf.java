package dev.latticenano.core;

import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.store.StoreException;
import java.util.Arrays;
import java.util.List;

/**
 * What an author can know of every voter having seen: the stability frontier of the past of its own
 * tip. Whatever somebody writes later about what lies below, a voter's word has it in its past.
 */
final class StableForSelf {
  private StableForSelf() {}

  /**
   * The heights up to which the chains are stable, one an author; null if nobody votes, or a voter
   * has not been met.
   *
   * @param self the number of an author with a sound chain that is not empty
   */
  static int[] heights(Dag dag, List<AuthorId> voters, int self) throws StoreException {
    int[] stable = new int[dag.authorCount()];
    int[] seen = new int[stable.length];
    int tip = dag.tip(self, 0);
    Arrays.fill(stable, Integer.MAX_VALUE);
    for (AuthorId voter : voters) {
      int number = dag.findAuthor(voter.toBytes(), 0);
      int height = number == Dag.NONE ? 0 : dag.heightSeen(tip, number);
      int row = height == 0 ? Dag.NONE : dag.rowAtHeight(number, height);
      if (row == Dag.NONE || dag.pruning().isBelowFloor(row)) {
        return null;
      }
      dag.vector(row, seen);
      for (int author = 0; author < stable.length; author++) {
        stable[author] = Math.min(stable[author], seen[author]);
      }
    }
    return voters.isEmpty() ? null : stable;
  }
}
