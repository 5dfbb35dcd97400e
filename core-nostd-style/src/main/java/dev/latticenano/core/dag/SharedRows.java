package dev.latticenano.core.dag;

import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.IntentionView;
import dev.latticenano.core.store.IdSum;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.SummedTable;

/**
 * The intentions that this node can have in common with another: what peers see of the witnessed
 * set, above the floors of both (docs/reconcile.md §7). The table of times has all of them, and
 * maybe others beside, which are found by going through the chains. Asking costs a step an author.
 */
public final class SharedRows {
  private static final int BRANCHES = 2;

  private final Parts parts;
  private final SummedTable times;
  private final Blake3 blake3 = Blake3.plain();
  private final byte[] hash = new byte[Hash.BYTES];
  private final int[] theirs;
  private boolean others;
  private final IntList below = new IntList();
  private int author;
  private int part;
  private int next;

  /** Receives intentions; the hash is lent for the call. */
  public interface Reader {
    /** One intention, by its HLC's wall time. */
    void row(long wallMs, byte[] hash);
  }

  /**
   * What {@code dag} can share with a node of these floors.
   *
   * @param theirs one an author that is known here, kept; 0 for one that is not in it
   */
  public SharedRows(Dag dag, int[] theirs) {
    this.parts = dag.parts;
    this.times = parts.tables.time;
    this.theirs = theirs;
  }

  /** Wall time and hash of all that is above this node's own floors; to be read only. */
  public SummedTable times() {
    return times;
  }

  /** True if the witnessed {@code row} is shared. */
  public boolean contains(int row) throws StoreException {
    return parts.rows.height(row) > floor(parts.rows.author(row)) && parts.shown.contains(row);
  }

  /** How many there are. */
  public long count() throws StoreException {
    long count = 0;
    for (int each = 0; each < parts.authors.count(); each++) {
      count += Math.max(0, parts.shown.authorHeight(each) - floor(each));
      IntList above = parts.shown.branchRows(each);
      for (int i = 0; i < above.count(); i++) {
        count += parts.rows.height(above.at(i)) > floor(each) ? 1 : 0;
      }
    }
    return count;
  }

  /** How many rows of {@link #times} are not shared; -1 if some of what is gone is still there. */
  public long othersCount() throws StoreException {
    long here = 0;
    for (int each = 0; each < parts.authors.count(); each++) {
      here += parts.authors.height(each) - parts.floors.of(each);
      here += parts.authors.isForked(each) ? parts.authors.branchRows(each).count() : 0;
    }
    here += parts.floors.holes().count();
    IdSum sum = new IdSum();
    times.sum(new byte[DagTables.TIME.keyBytes()], null, sum);
    return sum.count() == here ? here - count() : -1;
  }

  /** Begins to go through what is shared; or through the others. */
  public void begin(boolean ofOthers) {
    others = ofOthers;
    below.clear();
    if (others) {
      parts.floors.holes().list(below);
    }
    author = 0;
    part = 0;
    next = 0;
  }

  /**
   * Shows some more, in no particular order, and passes over what is damaged.
   *
   * @param rowsMost how many are looked at
   * @return false if there are no more
   */
  public boolean walk(int rowsMost, Reader reader) throws StoreException {
    int left = rowsMost;
    while (author < parts.authors.count()) {
      int row = part == BRANCHES ? nextBranch() : nextOfChain();
      if (row != Rows.NONE) {
        if (left-- == 0) {
          next--;
          return true;
        }
        show(row, reader);
      } else {
        next = 0;
        part = part == BRANCHES ? 0 : part + 1;
        author += part == 0 ? 1 : 0;
      }
    }
    while (next < below.count()) {
      if (left-- == 0) {
        return true;
      }
      show(below.at(next++), reader);
    }
    return false;
  }

  // A chain is up to three pieces: above its own floor, above theirs, above what is shown.
  private int nextOfChain() throws StoreException {
    int own = parts.floors.of(author);
    int end = parts.authors.height(author);
    int sharedFrom = floor(author);
    int sharedTo = Math.max(sharedFrom, Math.min(end, parts.shown.authorHeight(author)));
    int from = part == 0 ? own : sharedTo;
    int to = part == 0 ? sharedFrom : end;
    if (!others) {
      from = sharedFrom;
      to = part == 0 ? sharedTo : sharedFrom;
    }
    next = Math.max(next, from) + 1;
    return next <= Math.min(to, end) ? parts.chain.rowAt(author, next) : Rows.NONE;
  }

  private int nextBranch() throws StoreException {
    if (!parts.authors.isForked(author)) {
      return Rows.NONE;
    }
    IntList branch = parts.authors.branchRows(author);
    while (next < branch.count()) {
      int row = branch.at(next++);
      if (contains(row) != others) {
        return row;
      }
    }
    return Rows.NONE;
  }

  private void show(int row, Reader reader) throws StoreException {
    IntentionView intention = parts.records.openQuietly(row);
    if (intention != null) {
      intention.hash(blake3, hash, 0);
      reader.row(intention.wallMs(), hash);
    }
  }

  private int floor(int ofAuthor) {
    int theirFloor = ofAuthor < theirs.length ? theirs[ofAuthor] : 0;
    return Math.max(parts.floors.of(ofAuthor), theirFloor);
  }
}
