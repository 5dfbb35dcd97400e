package dev.latticenano.core;

import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.dag.IntList;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.state.Members;
import dev.latticenano.core.state.Right;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.List;

/**
 * What an author can say that every voter has seen, and everybody who may revoke somebody without
 * being a voter, and what its next intentions cite so that this holds for their past: who only acks
 * is acked by nobody. Whatever one of these writes later has in its past what lies below. Source:
 * docs/snapshots.md §8, when a node restates.
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
   * As things stand now; null if nobody votes, one who is waited for has not been met, or a
   * revocation is not stable yet.
   *
   * @param self the number of an author with a sound chain that is not empty
   */
  static StableForSelf of(Replica replica, int self) throws StoreException {
    Dag dag = replica.dag();
    Members members = replica.projection().members();
    List<AuthorId> voters = members.voters();
    IntList others = new IntList();
    for (AuthorId peer : members.peers()) {
      int number = dag.findAuthor(peer.toBytes(), 0);
      boolean waited = voters.contains(peer) || members.mayRevoke(peer, tip(dag, number));
      if (waited && number == Dag.NONE) {
        return null;
      }
      if (waited && number != self) {
        others.add(number);
      }
    }
    StableForSelf stable = new StableForSelf(dag, voters);
    dag.vector(dag.tip(self, 0), stable.seen);
    stable.cite(others, replica.sight());
    boolean found = !voters.isEmpty() && stable.isFound(others);
    return found && stable.holdsWithdrawals(replica) ? stable : null;
  }

  private static Hash tip(Dag dag, int author) throws StoreException {
    int height = author == Dag.NONE ? 0 : dag.authorHeight(author);
    return height == 0 ? null : hash(dag, dag.rowAtHeight(author, height));
  }

  private static Hash hash(Dag dag, int row) throws StoreException {
    byte[] hash = new byte[Hash.BYTES];
    dag.copyHash(row, hash, 0);
    return Hash.of(hash, 0);
  }

  /** True if what takes a right from somebody, and counts, is stable: nothing overrules it now. */
  private boolean holdsWithdrawals(Replica replica) throws StoreException {
    Members members = replica.projection().members();
    boolean[] holds = {true};
    members.withdrawals(
        (op, peer) -> {
          int row = dag.find(op.toBytes(), 0);
          boolean gone = row == Dag.NONE || replica.settled().holds(row);
          if (!gone && dag.height(row) > heights[dag.author(row)]) {
            holds[0] &= members.judge(op, peer, Right.GOVERN) != Verdict.OK;
          }
        });
    return holds[0];
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
    cited.add(hash(dag, tip));
    dag.vector(tip, vector);
    for (int author = 0; author < seen.length; author++) {
      seen[author] = Math.max(seen[author], vector[author]);
    }
  }

  /**
   * Works out the heights; false if nothing of one of {@code others} is in the past, or it is gone.
   */
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

  /** The height up to which all who are waited for have seen the chain of {@code author}. */
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
