package dev.latticenano.core.dag;

import java.util.BitSet;

/**
 * What a fork does to projection (docs/protocol.md §13): a forked author stays at the fork parent
 * on every node, whichever branch came first, unless every voter acknowledged one branch before it
 * saw another; that branch is final. A pure function of the witnessed set and the voters, and what
 * is final stays so whatever is witnessed later, as long as one voter keeps a single chain.
 *
 * <p>Settling reads, for each place where a branch parts again, the witness order from there on. It
 * is done once after new intentions came, and only while an author is forked.
 */
final class Forks {
  /** The row has nothing of the children in its past. */
  private static final int NONE_SEEN = 0;

  /** The row has several of the children in its past. */
  private static final int SEVERAL_SEEN = -1;

  private final Rows rows;
  private final Authors authors;
  private final Ancestry ancestry;
  private final WitnessChain witnesses;
  private final IntColumn settled = new IntColumn(0);
  private final IntColumn seen = new IntColumn(NONE_SEEN);
  private final IntList children = new IntList();
  private final IntList voters = new IntList();
  private final IntColumn voterNumber = new IntColumn(0);
  private final BitSet votes = new BitSet();
  private int round;
  private int settledCount;
  private int settledAt = -1;

  Forks(Rows rows, Authors authors, Ancestry ancestry, WitnessChain witnesses) {
    this.rows = rows;
    this.authors = authors;
    this.ancestry = ancestry;
    this.witnesses = witnesses;
  }

  /** See {@link Dag#voters}; copies the list. */
  void voters(IntList newVoters) {
    for (int i = 0; i < voters.count(); i++) {
      setVoterNumber(voters.at(i), 0);
    }
    voters.clear();
    for (int i = 0; i < newVoters.count(); i++) {
      voters.add(newVoters.at(i));
      setVoterNumber(newVoters.at(i), i + 1);
    }
    settledAt = -1;
  }

  private void setVoterNumber(int author, int number) {
    if (author != Rows.NONE) {
      voterNumber.set(author, number);
    }
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
    if (settledAt == witnesses.count()) {
      return false;
    }
    settledAt = witnesses.count();
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

  /** The branch rows on {@code parent}; places in the witness order first, for the sweep. */
  private void collectChildren(int author, int parent) {
    children.clear();
    int child = authors.firstChild(author, parent);
    while (child != Rows.NONE) {
      children.add(rows.sequence.at(child));
      child = authors.nextChild(child);
    }
    children.sort();
    for (int i = 0; i < children.count(); i++) {
      children.set(i, witnesses.rowAt(children.at(i)));
    }
  }

  /** The one child that every voter acknowledged alone, or {@link Rows#NONE}. */
  private int finalChild(int author) {
    if (children.count() == 0 || requiredVotes(author) == 0) {
      return Rows.NONE;
    }
    collectVotes();
    int found = Rows.NONE;
    for (int i = 0; i < children.count(); i++) {
      if (isAcknowledgedByAll(author, i)) {
        // Two can only be if every voter is forked itself: then none is final.
        if (found != Rows.NONE) {
          return Rows.NONE;
        }
        found = children.at(i);
      }
    }
    return found;
  }

  private int requiredVotes(int author) {
    int required = 0;
    for (int i = 0; i < voters.count(); i++) {
      required += voters.at(i) == author ? 0 : 1;
    }
    return required;
  }

  private boolean isAcknowledgedByAll(int author, int child) {
    for (int i = 0; i < voters.count(); i++) {
      int voter = voters.at(i);
      if (voter == Rows.NONE) {
        return false;
      }
      int number = voterNumber.at(voter) - 1;
      if (voter != author && !votes.get(child * voters.count() + number)) {
        return false;
      }
    }
    return true;
  }

  /** Goes along the witness order and notes whose intentions have just one child in their past. */
  private void collectVotes() {
    votes.clear();
    int first = rows.sequence.at(children.at(0));
    int met = 0;
    for (int place = first; place <= witnesses.count(); place++) {
      int row = witnesses.rowAt(place);
      int mark = seenByParents(row, first);
      if (met < children.count() && children.at(met) == row) {
        met++;
        mark = join(mark, met);
      }
      seen.set(row, mark);
      int voter = voterNumber.at(rows.author.at(row)) - 1;
      if (mark > NONE_SEEN && voter >= 0) {
        votes.set((mark - 1) * voters.count() + voter);
      }
    }
  }

  private int seenByParents(int row, int first) {
    int prev = rows.storePrev.at(row);
    int mark = prev == Rows.NONE ? NONE_SEEN : seenBy(prev, first);
    for (int i = 0; i < rows.conditionCount(row); i++) {
      mark = join(mark, seenBy(rows.condition(row, i), first));
    }
    return mark;
  }

  private int seenBy(int row, int first) {
    return rows.sequence.at(row) < first ? NONE_SEEN : seen.at(row);
  }

  private static int join(int a, int b) {
    if (a == NONE_SEEN || a == b) {
      return b;
    }
    return b == NONE_SEEN ? a : SEVERAL_SEEN;
  }
}
