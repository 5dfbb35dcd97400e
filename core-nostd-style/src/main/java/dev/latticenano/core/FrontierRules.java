package dev.latticenano.core;

import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.dag.IntList;
import dev.latticenano.core.dag.StabilityFrontier;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.seal.EpochKey;
import dev.latticenano.core.snapshot.Frontier;
import dev.latticenano.core.state.Members;
import dev.latticenano.core.store.StoreException;
import java.util.Arrays;

/**
 * Where the line of a snapshot of one store may stand (docs/snapshots.md §7): which one this node
 * would choose, and whether somebody else's keeps the rules.
 */
final class FrontierRules {
  private final Replica replica;
  private final Dag dag;
  private final Settled settled;
  private final StabilityFrontier stability;
  private final IntList numbers = new IntList();
  private final IntList branches = new IntList();
  private final byte[] key = new byte[Hash.BYTES];
  private int[] vector = {};

  FrontierRules(Replica replica) {
    this.replica = replica;
    this.dag = replica.dag();
    this.settled = replica.settled();
    this.stability = new StabilityFrontier(dag);
  }

  private Members members() {
    return replica.projection().members();
  }

  /** True if the snapshot is sealed as it would be made here: by the current key, or not at all. */
  boolean isKeyed(Notice notice) throws StoreException {
    EpochKey key = key();
    return key == null ? notice.epoch() == null : key.id().equals(notice.epoch());
  }

  /** The key by which a snapshot is sealed here; null in a clear store, or if it is lacking. */
  EpochKey key() throws StoreException {
    Epochs epochs = replica.projection().epochs();
    return epochs.isSealed() ? replica.seal().ring().find(epochs.current().id()) : null;
  }

  /** True if the store is sealed and its current key is not here. */
  boolean lacksKey() throws StoreException {
    return replica.projection().isSealed() && key() == null;
  }

  /** The voters as the DAG numbers them; {@link Dag#NONE} for one not met here. Lent. */
  IntList voters() {
    numbers.clear();
    for (AuthorId voter : members().voters()) {
      voter.write(key, 0);
      numbers.add(dag.findAuthor(key, 0));
    }
    return numbers;
  }

  /** The stability frontier as heights, one an author; nowhere below what is settled. */
  int[] stable() throws StoreException {
    int[] heights = new int[dag.authorCount()];
    stability.heights(voters(), heights);
    for (int author = 0; author < heights.length; author++) {
      heights[author] = Math.max(heights[author], settled.height(author));
    }
    return heights;
  }

  /**
   * Lowers {@code heights} until they are those of a set that holds the past of each of its
   * members, with nothing in it that has seen a branch of a fork.
   */
  void close(int[] heights) throws StoreException {
    findBranches();
    boolean lowered = true;
    while (lowered) {
      lowered = false;
      for (int author = 0; author < heights.length; author++) {
        int low = settled.height(author);
        int high = heights[author];
        if (high > low && !fits(author, high, heights)) {
          while (low < high - 1) {
            int middle = (low + high) >>> 1;
            boolean good = fits(author, middle, heights);
            low = good ? middle : low;
            high = good ? high : middle;
          }
          heights[author] = low;
          lowered = true;
        }
      }
    }
  }

  /** True if the past of the author's intention at {@code height} lies within {@code heights}. */
  private boolean fits(int author, int height, int[] heights) throws StoreException {
    int row = dag.rowAtHeight(author, height);
    if (vector.length < heights.length) {
      vector = new int[heights.length];
    }
    dag.vector(row, vector);
    for (int other = 0; other < heights.length; other++) {
      if (vector[other] > heights[other]) {
        return false;
      }
    }
    for (int i = 0; i < branches.count(); i++) {
      if (dag.isAncestor(branches.at(i), row)) {
        return false;
      }
    }
    return true;
  }

  /** The first intention of each branch of each fork. */
  private void findBranches() throws StoreException {
    branches.clear();
    for (int i = 0; i < dag.forkedCount(); i++) {
      int author = dag.forkedAuthor(i);
      IntList rows = dag.branchRows(author);
      for (int j = 0; j < rows.count(); j++) {
        if (dag.height(rows.at(j)) == dag.authorHeight(author) + 1) {
          branches.add(rows.at(j));
        }
      }
    }
  }

  /**
   * The frontier of a notice as heights, one an author.
   *
   * @return null if something it names is not here as it says, or lies below what is settled
   */
  int[] heights(Frontier frontier) throws StoreException {
    int[] heights = new int[dag.authorCount()];
    for (int i = 0; i < frontier.count(); i++) {
      int author = dag.findAuthor(frontier.rows(), frontier.authorOffset(i));
      int height = frontier.height(i);
      if (author == Dag.NONE || height > dag.authorHeight(author)) {
        return null;
      }
      int row = dag.rowAtHeight(author, height);
      if (row == Dag.NONE || row != dag.find(frontier.rows(), frontier.tipOffset(i))) {
        return null;
      }
      heights[author] = height;
    }
    for (int author = 0; author < heights.length; author++) {
      if (heights[author] < settled.height(author)) {
        return null;
      }
    }
    return heights;
  }

  /**
   * Whether a notice may stand at {@code heights}: OPEN, or which rule it breaks, for ever.
   *
   * @param row of the notice
   */
  SnapshotStanding check(int row, int[] heights) throws StoreException {
    findBranches();
    for (int author = 0; author < heights.length; author++) {
      boolean above = heights[author] > settled.height(author);
      if (above && dag.heightSeen(row, author) < heights[author]) {
        return SnapshotStanding.UNSEEN;
      }
      if (above && !fits(author, heights[author], heights)) {
        return SnapshotStanding.UNCLOSED;
      }
    }
    return SnapshotStanding.OPEN;
  }

  /**
   * True if something is held above {@code heights} that takes a right from somebody, and was
   * written beside what that one wrote at or below: it would no longer count.
   */
  boolean isWithdrawn(int[] heights) throws StoreException {
    boolean[] found = new boolean[1];
    members().withdrawals((op, peer) -> found[0] = found[0] || withdraws(op, peer, heights));
    return found[0];
  }

  private boolean withdraws(Hash op, AuthorId peer, int[] heights) throws StoreException {
    op.write(key, 0);
    int row = dag.find(key, 0);
    peer.write(key, 0);
    int author = dag.findAuthor(key, 0);
    if (row == Dag.NONE || author == Dag.NONE || settled.holds(row)) {
      return false;
    }
    if (dag.height(row) <= heights[dag.author(row)]) {
      return false;
    }
    int seen = Math.max(dag.heightSeen(row, author), settled.height(author));
    return seen < heights[author];
  }

  /** How many intentions lie at or below {@code heights} and are not settled. */
  long above(int[] heights) {
    long count = 0;
    for (int author = 0; author < heights.length; author++) {
      count += heights[author] - settled.height(author);
    }
    return count;
  }

  /** True if {@code heights} are nowhere below {@code others}. */
  static boolean holds(int[] heights, int[] others) {
    int[] grown = Arrays.copyOf(heights, Math.max(heights.length, others.length));
    for (int author = 0; author < others.length; author++) {
      if (grown[author] < others[author]) {
        return false;
      }
    }
    return true;
  }
}
