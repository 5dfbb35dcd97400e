package dev.latticenano.core.dag;

/**
 * What a fork does to projection (DESIGN §2): a forked author stays at the fork parent on every
 * node, whichever branch came first, unless every voter acknowledged one branch before it saw
 * another; that branch is final. A pure function of the witnessed set and the voters.
 */
final class Forks {
  private final Rows rows;
  private final Authors authors;
  private final Ancestry ancestry;
  private final IntColumn settled = new IntColumn(0);
  private final IntList children = new IntList();
  private IntList voters = new IntList();
  private int round;
  private int settledCount;

  Forks(Rows rows, Authors authors, Ancestry ancestry) {
    this.rows = rows;
    this.authors = authors;
    this.ancestry = ancestry;
  }

  /** The authors whose acknowledgement makes a branch final; none: nothing is ever final. */
  void voters(IntList newVoters) {
    voters = newVoters;
  }

  /** True if the intention of {@code row} counts in state. */
  boolean isProjected(int row) {
    return ancestry.isIndexed(row) || settled.at(row) == round && round > 0;
  }

  /**
   * Works out again which branches are final.
   *
   * @return true if that changed, so that what was projected must be projected again
   */
  boolean settle() {
    int before = settledCount;
    int previousRound = round;
    round++;
    settledCount = 0;
    boolean changed = false;
    for (int i = 0; i < authors.forked().count(); i++) {
      changed |= settleAuthor(authors.forked().at(i), previousRound);
    }
    return changed || settledCount != before;
  }

  private boolean settleAuthor(int author, int previousRound) {
    int height = authors.forkHeight(author);
    int current = height == 0 ? Rows.NONE : authors.rowAt(author, height);
    boolean changed = false;
    while (true) {
      collectChildren(author, current);
      int next = children.count() == 1 ? children.at(0) : finalChild(author);
      if (next == Rows.NONE) {
        return changed;
      }
      changed |= previousRound == 0 || settled.at(next) != previousRound;
      settled.set(next, round);
      settledCount++;
      current = next;
    }
  }

  private void collectChildren(int author, int parent) {
    children.clear();
    IntList branch = authors.branchRows(author);
    for (int i = 0; i < branch.count(); i++) {
      if (rows.storePrev.at(branch.at(i)) == parent) {
        children.add(branch.at(i));
      }
    }
  }

  private int finalChild(int author) {
    for (int i = 0; i < children.count(); i++) {
      if (isFinal(author, children.at(i))) {
        return children.at(i);
      }
    }
    return Rows.NONE;
  }

  private boolean isFinal(int author, int child) {
    int counted = 0;
    for (int i = 0; i < voters.count(); i++) {
      int voter = voters.at(i);
      if (voter == author) {
        continue;
      }
      if (!acknowledgedAlone(voter, child)) {
        return false;
      }
      counted++;
    }
    return counted > 0;
  }

  /** True if some intention of {@code voter} has {@code child} in its past and no sibling of it. */
  private boolean acknowledgedAlone(int voter, int child) {
    int first = firstSeeing(voter, child);
    if (first > authors.height(voter)) {
      return false;
    }
    int row = authors.rowAt(voter, first);
    for (int i = 0; i < children.count(); i++) {
      if (children.at(i) != child && ancestry.isAncestor(children.at(i), row)) {
        return false;
      }
    }
    return true;
  }

  private int firstSeeing(int voter, int seen) {
    int low = 1;
    int high = authors.height(voter);
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (ancestry.isAncestor(seen, authors.rowAt(voter, middle))) {
        high = middle - 1;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
