package dev.latticenano.core.dag;

import dev.latticenano.core.store.StoreException;
import java.util.Arrays;

/**
 * How much of each author's chain every voter has seen: the least height over the tips of the
 * voters (docs/protocol.md §13). A question to the graph alone, without keys and without memory, so
 * that a blind relay answers it, too. Of a forked voter the sound chain counts. While nobody forks,
 * it never falls for one list of voters.
 *
 * <p>Costs one vector a voter, that is a search for each pair of authors that cite each other, and
 * one array of as many ints as there are authors. Allocates nothing once that has grown.
 */
public final class StabilityFrontier {
  private final Dag dag;
  private int[] vector = new int[16];

  /** Of the intentions of {@code dag}. */
  public StabilityFrontier(Dag dag) {
    this.dag = dag;
  }

  /**
   * Fills {@code out}, one entry an author, with the height up to which every voter has the chain.
   *
   * @param voters numbers of authors; {@link Dag#NONE} stands for a voter not met here, with whom,
   *     as with no voter at all, everything is 0
   */
  public void heights(IntList voters, int[] out) throws StoreException {
    int authors = dag.authorCount();
    Arrays.fill(out, 0, authors, voters.count() == 0 ? 0 : Integer.MAX_VALUE);
    for (int i = 0; i < voters.count(); i++) {
      int voter = voters.at(i);
      if (voter == Dag.NONE || !seen(voter)) {
        Arrays.fill(out, 0, authors, 0);
        return;
      }
      for (int author = 0; author < authors; author++) {
        out[author] = Math.min(out[author], vector[author]);
      }
    }
  }

  /** Fills {@link #vector} with what {@code voter} has seen; false for nothing. */
  private boolean seen(int voter) throws StoreException {
    int height = dag.authorHeight(voter);
    if (height == 0) {
      return false;
    }
    if (vector.length < dag.authorCount()) {
      vector = new int[dag.authorCount() * 2];
    }
    dag.vector(dag.rowAtHeight(voter, height), vector);
    return true;
  }
}
