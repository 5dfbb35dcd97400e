package dev.latticenano.core.dag;

import dev.latticenano.core.store.StoreException;

/**
 * Who agreed to an intention by citing it: its own author, and every voter of whose chain an
 * intention names it in its condition. A question to the graph alone, so that a blind relay answers
 * it, too. What merely has it in its past does not agree; it may have been written before its
 * author could compare. Rule: docs/snapshots.md §7. Of a forked voter the sound chain counts.
 *
 * <p>Costs a search in each voter's chain for where its past first holds the intention, and a read
 * of what it wrote from there on, once: what was looked at is remembered.
 */
public final class Agreement {
  private final Dag dag;
  private final int row;
  private final int author;
  private final int height;
  private final IntColumn looked = new IntColumn(0);
  private final IntColumn agreed = new IntColumn(0);
  private final IntList cited = new IntList();

  /** About the witnessed intention {@code row}. */
  public Agreement(Dag dag, int row) throws StoreException {
    this.dag = dag;
    this.row = row;
    author = dag.author(row);
    height = dag.height(row);
  }

  /**
   * True if every one of {@code voters} agrees; numbers of authors, {@link Dag#NONE} for one not
   * met here, who does not.
   */
  public boolean isFinal(IntList voters) throws StoreException {
    for (int i = 0; i < voters.count(); i++) {
      if (voters.at(i) == Dag.NONE || !agrees(voters.at(i))) {
        return false;
      }
    }
    return voters.count() > 0;
  }

  /** True if {@code voter}, the number of an author, agrees. */
  public boolean agrees(int voter) throws StoreException {
    if (voter == author) {
      return height <= dag.authorHeight(author);
    }
    int end = dag.authorHeight(voter);
    if (agreed.at(voter) > end) {
      // A fork took out what was looked at.
      looked.set(voter, 0);
      agreed.set(voter, 0);
    }
    if (agreed.at(voter) > 0) {
      return true;
    }
    int from = Math.max(Math.min(looked.at(voter), end) + 1, firstThatHolds(voter, end));
    for (int at = from; at <= end; at++) {
      if (names(dag.rowAtHeight(voter, at))) {
        agreed.set(voter, at);
        return true;
      }
    }
    looked.set(voter, end);
    return false;
  }

  /** The row by which {@code voter}, who agrees and did not write it, does so. */
  public int by(int voter) throws StoreException {
    return dag.rowAtHeight(voter, agreed.at(voter));
  }

  /** The least height of the voter's chain whose past holds the row; behind its end if none. */
  private int firstThatHolds(int voter, int end) throws StoreException {
    int low = Math.min(dag.pruning().floor(voter), end) + 1;
    int high = end + 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (dag.heightSeen(dag.rowAtHeight(voter, middle), author) >= height) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  private boolean names(int by) throws StoreException {
    dag.conditions(by, cited);
    for (int i = 0; i < cited.count(); i++) {
      if (cited.at(i) == row) {
        return true;
      }
    }
    return false;
  }
}
