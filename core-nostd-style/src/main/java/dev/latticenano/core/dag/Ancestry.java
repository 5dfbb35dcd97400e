package dev.latticenano.core.dag;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Questions about the causal past. The past of an intention is everything reached over store_prev
 * and conditions (docs/protocol.md §13), so it holds, of each sound chain, a prefix: its vector of
 * heights. Sound chains are answered by comparing heights; the rows above a fork are walked.
 */
final class Ancestry {
  private final Rows rows;
  private final Authors authors;
  private final Reach reach;
  private final IntColumn visited = new IntColumn(0);
  private final IntList stack = new IntList();
  private BitSet[] absorbed = new BitSet[16];
  private int visit;

  Ancestry(Rows rows, Authors authors, Reach reach) {
    this.rows = rows;
    this.authors = authors;
    this.reach = reach;
  }

  /** True if the height index answers for {@code row}: its author's chain is sound up to there. */
  boolean isIndexed(int row) {
    return rows.height.at(row) <= authors.forkHeight(rows.author.at(row));
  }

  /** True if {@code past} is {@code row} or in its causal past; both witnessed. */
  boolean isAncestor(int past, int row) {
    if (past == row) {
      return true;
    }
    if (isIndexed(past) && isIndexed(row)) {
      return heightSeen(row, rows.author.at(past)) >= rows.height.at(past);
    }
    return walksTo(past, row);
  }

  /** Greatest height of {@code other}'s sound chain in the past of the indexed {@code row}. */
  int heightSeen(int row, int other) {
    int seen = reach.known(rows.author.at(row), other, rows.height.at(row));
    return Math.min(seen, authors.forkHeight(other));
  }

  /**
   * Fills {@code out}, one entry an author, with the vector of heights of {@code row}, itself
   * included.
   */
  void vector(int row, int[] out) {
    for (int i = 0; i < authors.count(); i++) {
      out[i] = 0;
    }
    startWalk();
    push(row);
    while (stack.count() > 0) {
      int next = stack.removeLast();
      if (isIndexed(next)) {
        raise(out, next);
      } else {
        pushParents(next, 0);
      }
    }
  }

  /**
   * Raises {@code author} at {@code height} by everything in the past of {@code cited}, itself
   * included.
   */
  void absorb(int author, int height, int cited) {
    if (isIndexed(cited)) {
      absorbIndexed(author, height, cited);
      return;
    }
    BitSet before = absorbedBy(author);
    startWalk();
    push(cited);
    while (stack.count() > 0) {
      int next = stack.removeLast();
      if (isIndexed(next)) {
        absorbIndexed(author, height, next);
      } else if (!before.get(next)) {
        before.set(next);
        pushParents(next, 0);
      }
    }
  }

  /** The branch rows whose past the author's chain holds already: they need no second walk. */
  private BitSet absorbedBy(int author) {
    if (author >= absorbed.length) {
      absorbed = Arrays.copyOf(absorbed, Math.max(author + 1, absorbed.length * 2));
    }
    if (absorbed[author] == null) {
      absorbed[author] = new BitSet();
    }
    return absorbed[author];
  }

  private void absorbIndexed(int author, int height, int cited) {
    int other = rows.author.at(cited);
    int otherHeight = rows.height.at(cited);
    if (reach.known(author, other, height) >= otherHeight) {
      return;
    }
    IntList thirds = reach.others(other);
    int count = thirds == null ? 0 : thirds.count();
    for (int i = 0; i < count; i++) {
      int third = thirds.at(i);
      reach.raise(author, third, height, reach.known(other, third, otherHeight));
    }
    reach.raise(author, other, height, otherHeight);
  }

  private void raise(int[] out, int row) {
    int author = rows.author.at(row);
    int height = rows.height.at(row);
    out[author] = Math.max(out[author], height);
    IntList others = reach.others(author);
    int count = others == null ? 0 : others.count();
    for (int i = 0; i < count; i++) {
      int other = others.at(i);
      out[other] = Math.max(out[other], heightSeen(row, other));
    }
  }

  private boolean walksTo(int past, int row) {
    int author = rows.author.at(past);
    boolean pastIndexed = isIndexed(past);
    // What holds a branch row holds the fork parent, too.
    int least = pastIndexed ? rows.height.at(past) : authors.forkHeight(author);
    startWalk();
    push(row);
    while (stack.count() > 0) {
      int next = stack.removeLast();
      if (next == past) {
        return true;
      }
      if (!isIndexed(next)) {
        pushParents(next, rows.generation.at(past));
      } else if (heightSeen(next, author) >= least) {
        if (pastIndexed) {
          return true;
        }
        pushParents(next, rows.generation.at(past));
      }
    }
    return false;
  }

  /**
   * Replaces {@code out} by the past of {@code row}, itself included, as far down as generation
   * {@code floor}.
   */
  void past(int row, int floor, IntList out) {
    out.clear();
    startWalk();
    push(row);
    while (stack.count() > 0) {
      int next = stack.removeLast();
      out.add(next);
      pushParents(next, floor);
    }
  }

  /** True if the walk made last came by {@code row}. */
  boolean isVisited(int row) {
    return visited.at(row) == visit;
  }

  private void startWalk() {
    stack.clear();
    visit++;
    if (visit == 0) {
      visit = 1;
    }
  }

  private void push(int row) {
    if (visited.at(row) != visit) {
      visited.set(row, visit);
      stack.add(row);
    }
  }

  // A row of a generation below the floor cannot lead back up to it.
  private void pushParents(int row, int floor) {
    int prev = rows.storePrev.at(row);
    if (prev != Rows.NONE && rows.generation.at(prev) >= floor) {
      push(prev);
    }
    for (int i = 0; i < rows.conditionCount(row); i++) {
      int cited = rows.condition(row, i);
      if (rows.generation.at(cited) >= floor) {
        push(cited);
      }
    }
  }
}
