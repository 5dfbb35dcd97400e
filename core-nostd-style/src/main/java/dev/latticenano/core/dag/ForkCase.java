package dev.latticenano.core.dag;

import dev.latticenano.core.store.StoreException;

/**
 * One place where a branch of a forked author parts: its children, and which of them every
 * intention witnessed since has in its past. Along a sound chain that is first none, then one, then
 * several, so two heights say it for the whole chain; each row above a fork has its own mark.
 *
 * <p>A mark is 0 for none of the children, their number from 1 for one alone, {@value
 * #SEVERAL_SEEN} for several.
 */
final class ForkCase {
  static final int NONE_SEEN = 0;
  static final int SEVERAL_SEEN = -1;

  private final Rows rows;
  private final Authors authors;
  private final BranchRows branches;
  private final Ancestry ancestry;
  private final Lost lost;
  private final Floors floors;
  private final int author;
  private final int parent;
  private final int first;
  private final IntList children = new IntList();
  private final IntColumn oneFrom = new IntColumn(Reach.NEVER);
  private final IntColumn one = new IntColumn(NONE_SEEN);
  private final IntColumn severalFrom = new IntColumn(Reach.NEVER);
  private final IntColumn branchMarks = new IntColumn(NONE_SEEN);
  private final IntList cited = new IntList();
  private int next;

  /**
   * The case of those branch rows of {@code author} whose store_prev is {@code parent}.
   *
   * @param first the one that was witnessed first
   */
  ForkCase(
      Rows rows,
      Authors authors,
      BranchRows branches,
      Ancestry ancestry,
      Lost lost,
      Floors floors,
      int author,
      int parent,
      int first) {
    this.rows = rows;
    this.authors = authors;
    this.branches = branches;
    this.ancestry = ancestry;
    this.lost = lost;
    this.floors = floors;
    this.author = author;
    this.parent = parent;
    this.first = first;
    this.next = first;
  }

  int author() {
    return author;
  }

  int parent() {
    return parent;
  }

  /** The children, in the witness order; {@link #advance} finds them. */
  IntList children() {
    return children;
  }

  /** Goes along the witness order and marks what was witnessed since the last call. */
  void advance() throws StoreException {
    while (next < rows.count()) {
      if (!floors.any() || rows.has(next) && !ancestry.isBelowFloor(next)) {
        mark(next);
      }
      next++;
    }
  }

  private void mark(int row) throws StoreException {
    int mark = seenByParents(row);
    int branch = branches.number(row);
    if (branch != Rows.NONE
        && branches.author(branch) == author
        && branches.storePrev(branch) == parent) {
      children.add(row);
      mark = join(mark, children.count());
    }
    if (mark == NONE_SEEN) {
      return;
    }
    if (branch != Rows.NONE) {
      branchMarks.set(branch, mark);
      return;
    }
    int writer = rows.author(row);
    int height = rows.height(row);
    if (mark == SEVERAL_SEEN) {
      severalFrom.set(writer, Math.min(severalFrom.at(writer), height));
    } else if (oneFrom.at(writer) == Reach.NEVER) {
      oneFrom.set(writer, height);
      one.set(writer, mark);
    }
  }

  private int seenByParents(int row) throws StoreException {
    // Nobody knows what a lost intention cites: it acknowledges nothing until it is back.
    cited.clear();
    try {
      ancestry.conditions(row, cited);
    } catch (StoreException e) {
      if (lost.contains(row)) {
        return SEVERAL_SEEN;
      }
      throw e;
    }
    int prev = ancestry.storePrev(row);
    int mark = prev == Rows.NONE ? NONE_SEEN : seenBy(prev);
    for (int i = 0; i < cited.count(); i++) {
      mark = join(mark, seenBy(cited.at(i)));
    }
    return mark;
  }

  private int seenBy(int row) throws StoreException {
    if (row < first) {
      return NONE_SEEN;
    }
    int branch = branches.number(row);
    if (branch != Rows.NONE) {
      return branchMarks.at(branch);
    }
    int writer = rows.author(row);
    int height = rows.height(row);
    if (height >= severalFrom.at(writer)) {
      return SEVERAL_SEEN;
    }
    return height >= oneFrom.at(writer) ? one.at(writer) : NONE_SEEN;
  }

  private static int join(int a, int b) {
    if (a == NONE_SEEN || a == b) {
      return b;
    }
    return b == NONE_SEEN ? a : SEVERAL_SEEN;
  }

  /** True if {@code voter} has an intention with child {@code number} in its past and no other. */
  boolean isAcknowledged(int voter, int number) {
    boolean bySound = one.at(voter) == number && oneFrom.at(voter) < severalFrom.at(voter);
    if (bySound || !authors.isForked(voter)) {
      return bySound;
    }
    IntList own = authors.branchRows(voter);
    for (int i = 0; i < own.count(); i++) {
      if (branchMarks.at(branches.number(own.at(i))) == number) {
        return true;
      }
    }
    return false;
  }
}
