package dev.latticenano.core.dag;

import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a fork does to projection (docs/protocol.md §13): a forked author stays at the fork parent
 * on every node, whichever branch came first, unless every voter acknowledged one branch before it
 * saw another; that branch is final. A pure function of the witnessed set and the voters, and what
 * is final stays so whatever is witnessed later, as long as one voter keeps a single chain.
 *
 * <p>Settling reads, for each place where a branch parts, what was witnessed since it was settled
 * last; after another fork was found, from the branch on. Nothing while no author is forked.
 */
final class Forks {
  private final Rows rows;
  private final Authors authors;
  private final Chain chain;
  private final BranchRows branches;
  private final Ancestry ancestry;
  private final Lost lost;
  private final Shown shown;
  private final Floors floors;
  private final List<ForkCase> cases = new ArrayList<>();
  private final IntList voters = new IntList();
  private IntTable settled = new IntTable();
  private IntTable settling = new IntTable();
  private int settledAt = -1;
  private long casesVersion;
  private long mendedBefore;
  private long shownBefore;

  Forks(
      Rows rows,
      Authors authors,
      Chain chain,
      BranchRows branches,
      Ancestry ancestry,
      Lost lost,
      Shown shown,
      Floors floors) {
    this.rows = rows;
    this.authors = authors;
    this.chain = chain;
    this.branches = branches;
    this.ancestry = ancestry;
    this.lost = lost;
    this.shown = shown;
    this.floors = floors;
  }

  /** See {@link Dag#voters}; copies the list. */
  void voters(IntList newVoters) {
    voters.clear();
    for (int i = 0; i < newVoters.count(); i++) {
      voters.add(newVoters.at(i));
    }
    settledAt = -1;
  }

  /** Forgets what was settled. */
  void clear() {
    cases.clear();
    settled.clear();
    settledAt = -1;
  }

  /** True if the intention of {@code row} counts in state. */
  boolean isProjected(int row) {
    return ancestry.isIndexed(row) || settled.contains(row);
  }

  /**
   * Works out again which branches are final.
   *
   * @return true if that changed, so that what was projected must be projected again
   */
  boolean settle() throws StoreException {
    boolean same = shownBefore == shown.changes() && mendedBefore == lost.mended();
    if (settledAt == rows.count() && same) {
      return false;
    }
    shownBefore = shown.changes();
    if (casesVersion != authors.forkVersion() || mendedBefore != lost.mended()) {
      // Rows may have become branch rows, or say what they cite again.
      cases.clear();
      casesVersion = authors.forkVersion();
      mendedBefore = lost.mended();
    }
    settling.clear();
    boolean changed = false;
    for (int i = 0; i < authors.forked().count(); i++) {
      changed |= settleAuthor(authors.forked().at(i));
    }
    changed |= settling.count() != settled.count();
    IntTable before = settled;
    settled = settling;
    settling = before;
    settledAt = rows.count();
    return changed;
  }

  private boolean settleAuthor(int author) throws StoreException {
    int height = authors.forkHeight(author);
    int parent = height == 0 ? Rows.NONE : chain.rowAt(author, height);
    boolean changed = false;
    while (true) {
      // What is hidden is nobody's branch: other nodes may never have taken it.
      int next = shown.onlyChild(author, parent);
      if (next == Rows.NONE) {
        next = finalChild(author, parent);
      }
      if (next == Rows.NONE) {
        return changed;
      }
      changed |= !settled.contains(next);
      settling.put(next, 0);
      parent = next;
    }
  }

  /** The one child that every voter acknowledged alone, or {@link Rows#NONE}. */
  private int finalChild(int author, int parent) throws StoreException {
    if (branches.firstChild(author, parent) == Rows.NONE || requiredVotes(author) == 0) {
      return Rows.NONE;
    }
    ForkCase fork = caseOf(author, parent);
    fork.advance();
    int found = Rows.NONE;
    for (int i = 0; i < fork.children().count(); i++) {
      if (isAcknowledgedByAll(fork, i + 1)) {
        // Two can only be if every voter is forked itself: then none is final.
        if (found != Rows.NONE) {
          return Rows.NONE;
        }
        found = fork.children().at(i);
      }
    }
    return found;
  }

  private ForkCase caseOf(int author, int parent) {
    for (ForkCase each : cases) {
      if (each.author() == author && each.parent() == parent) {
        return each;
      }
    }
    int first = branches.firstChild(author, parent);
    for (int child = first; child != Rows.NONE; child = branches.nextChild(child)) {
      first = Math.min(first, child);
    }
    ForkCase fresh =
        new ForkCase(rows, authors, branches, ancestry, lost, floors, author, parent, first);
    cases.add(fresh);
    return fresh;
  }

  private int requiredVotes(int author) {
    int required = 0;
    for (int i = 0; i < voters.count(); i++) {
      required += voters.at(i) == author ? 0 : 1;
    }
    return required;
  }

  private boolean isAcknowledgedByAll(ForkCase fork, int number) {
    for (int i = 0; i < voters.count(); i++) {
      int voter = voters.at(i);
      if (voter == Rows.NONE) {
        return false;
      }
      if (voter != fork.author() && !fork.isAcknowledged(voter, number)) {
        return false;
      }
    }
    return true;
  }
}
