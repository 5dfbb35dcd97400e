package dev.latticenano.core;

import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.dag.IntList;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.List;

/**
 * What an author can say that every voter has seen, and what its next intentions cite so that this
 * holds for their past: who only acks is acked by nobody. Whatever somebody writes later about what
 * lies below, a voter's word has it in its past. Source: docs/snapshots.md §8, when a node
 * restates.
 */
final class StableForSelf {
  private final Dag dag;
  private final List<AuthorId> voters;
  private final int[] seen;
  private final int[] heights;
  private final int[] vector;
  private final List<Hash> cited = new ArrayList<>();

  private StableForSelf(Dag dag, List<AuthorId> voters) {
    this.dag = dag;
    this.voters = List.copyOf(voters);
    seen = new int[dag.authorCount()];
    heights = new int[seen.length];
    vector = new int[seen.length];
  }

  /**
   * As things stand now; null if nobody votes, or a voter has not been met.
   *
   * @param self the number of an author with a sound chain that is not empty
   */
  static StableForSelf of(Replica replica, int self) throws StoreException {
    Dag dag = replica.dag();
    List<AuthorId> voters = replica.projection().members().voters();
    IntList others = new IntList();
    for (AuthorId voter : voters) {
      int number = dag.findAuthor(voter.toBytes(), 0);
      if (number == Dag.NONE) {
        return null;
      }
      if (number != self) {
        others.add(number);
      }
    }
    StableForSelf stable = new StableForSelf(dag, voters);
    dag.vector(dag.tip(self, 0), stable.seen);
    stable.cite(others, replica.sight());
    return !voters.isEmpty() && stable.isFound(others) ? stable : null;
  }

  private void cite(IntList others, NoticeSight sight) throws StoreException {
    IntList tips = new IntList();
    for (int i = 0; i < others.count(); i++) {
      int author = others.at(i);
      int height = dag.shown().authorHeight(author);
      while (height > seen[author] && sight.isWithheld(dag.rowAtHeight(author, height))) {
        height--;
      }
      if (height > seen[author]) {
        tips.add(dag.rowAtHeight(author, height));
      }
    }
    // What is witnessed later is not in the past of what was witnessed before.
    tips.sort();
    for (int i = tips.count() - 1; i >= 0; i--) {
      take(tips.at(i));
    }
  }

  private void take(int tip) throws StoreException {
    if (seen[dag.author(tip)] >= dag.height(tip)) {
      return;
    }
    byte[] hash = new byte[Hash.BYTES];
    dag.copyHash(tip, hash, 0);
    cited.add(Hash.of(hash, 0));
    dag.vector(tip, vector);
    for (int author = 0; author < seen.length; author++) {
      seen[author] = Math.max(seen[author], vector[author]);
    }
  }

  /** Works out the heights; false if nothing of a voter is in the past, or it is gone. */
  private boolean isFound(IntList others) throws StoreException {
    System.arraycopy(seen, 0, heights, 0, seen.length);
    for (int i = 0; i < others.count(); i++) {
      int voter = others.at(i);
      int row = seen[voter] == 0 ? Dag.NONE : dag.rowAtHeight(voter, seen[voter]);
      if (row == Dag.NONE || dag.pruning().isBelowFloor(row)) {
        return false;
      }
      dag.vector(row, vector);
      for (int author = 0; author < heights.length; author++) {
        heights[author] = Math.min(heights[author], vector[author]);
      }
    }
    return true;
  }

  /** Number of authors that this knows of: all with a lesser number. */
  int authorCount() {
    return heights.length;
  }

  /** The height up to which every voter has seen the chain of {@code author}. */
  int height(int author) {
    return heights[author];
  }

  /**
   * The height up to which the chain of {@code author} is in the past of the own tip and of what is
   * cited; 0 of somebody who came later.
   */
  int seen(int author) {
    return author < seen.length ? seen[author] : 0;
  }

  /** What is to be cited, none of it in the past of another or of the own tip. */
  List<Hash> cited() {
    return cited;
  }

  /** True as long as the same voters count. */
  boolean holdsFor(List<AuthorId> votersNow) {
    return voters.equals(votersNow);
  }
}
