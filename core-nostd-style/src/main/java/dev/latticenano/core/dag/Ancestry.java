package dev.latticenano.core.dag;

import dev.latticenano.core.Limits;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.IntentionView;
import dev.latticenano.core.store.StoreException;
import java.util.BitSet;

/**
 * Questions about the causal past. The past of an intention is everything reached over store_prev
 * and conditions (docs/protocol.md §13), so it holds, of each chain, a prefix: its vector of
 * heights. {@link Vectors} at hand answer most questions, {@link StretchWalk} the others; {@link
 * ExactVector} works out what neither tells. The rows above a fork are walked; what stood there
 * when the fork was found counts as a chain for this purpose, and is cut off at the end.
 */
final class Ancestry {
  /** Rows asked about that are remembered, a power of two. */
  private static final int ASKED = 4096;

  /** So often a row is asked about again until its vector is near. */
  private static final int AGAIN = 4;

  private final Rows rows;
  private final Names names;
  private final Records records;
  private final Authors authors;
  private final Chain chain;
  private final BranchRows branches;
  private final Vectors vectors;
  private final StretchWalk walk;
  private final Floors floors;
  private final ExactVector exact;
  private final NearVectors near;
  // Rows that were asked about, each plus one.
  private final int[] asked = new int[ASKED];
  private int askedAgain;
  private int[] whole = new int[16];
  private final IntTable visited = new IntTable();
  private final IntList stack = new IntList();
  private final IntList below = new IntList();
  private final byte[] condition = new byte[Limits.CONDITION_HASHES_MAX * Hash.BYTES];

  Ancestry(Parts parts) {
    rows = parts.rows;
    names = parts.names;
    records = parts.records;
    authors = parts.authors;
    chain = parts.chain;
    branches = parts.branchRows;
    vectors = parts.vectors;
    floors = parts.floors;
    walk = parts.walk;
    exact = parts.exact;
    near = parts.near;
  }

  void clear() {
    near.clear();
  }

  /** True if {@code row} is of a sound chain: heights answer for it. */
  boolean isIndexed(int row) {
    return !branches.contains(row);
  }

  /** The row's store_prev, or {@link Rows#NONE}. */
  int storePrev(int row) throws StoreException {
    int branch = branches.number(row);
    if (branch != Rows.NONE) {
      return branches.storePrev(branch);
    }
    int height = rows.height(row);
    int author = rows.author(row);
    if (height == 1 || floors.isGone(row, author, height)) {
      return Rows.NONE;
    }
    return floors.isBelow(author, height)
        ? lower(author, height - 1)
        : chain.rowAt(author, height - 1);
  }

  /** The row at a height below the floor of {@code author}: what stays, or a ghost; or none. */
  int lower(int author, int height) throws StoreException {
    int row = chain.findAny(author, height);
    boolean there =
        row != Rows.NONE
            && row < rows.count()
            && rows.has(row)
            && rows.author(row) == author
            && rows.height(row) == height;
    return there && (floors.holes().contains(row) || floors.isGhost(row)) ? row : Rows.NONE;
  }

  /** Adds the rows that {@code row} cites besides its store_prev to {@code out}. */
  void conditions(int row, IntList out) throws StoreException {
    if (isBelowFloor(row)) {
      return;
    }
    IntentionView intention = records.open(row);
    int count = intention.conditionCount();
    System.arraycopy(
        intention.bytes(), intention.conditionOffset(0), condition, 0, count * Hash.BYTES);
    for (int i = 0; i < count; i++) {
      if (!Hash.isZero(condition, i * Hash.BYTES)) {
        int cited = names.find(condition, i * Hash.BYTES);
        if (cited == Rows.NONE && floors.any()) {
          // What a record cites that was damaged when the store was pruned is no ghost.
          continue;
        }
        if (cited == Rows.NONE) {
          throw new StoreException(
              StoreException.Kind.CORRUPT, "the tables lack what row " + row + " cites", null);
        }
        out.add(cited);
      }
    }
  }

  /** True if {@code past} is {@code row} or in its causal past; both witnessed. */
  boolean isAncestor(int past, int row) throws StoreException {
    if (past == row) {
      return true;
    }
    if (isSettled(past)) {
      return !isSettled(row) || isLowerOfOneChain(past, row);
    }
    if (past >= row && !floors.areOpen() || isSettled(row)) {
      return false;
    }
    if (!isIndexed(past)) {
      return walksTo(past, row);
    }
    int author = rows.author(past);
    int height = rows.height(past);
    if (isIndexed(row)) {
      int writer = rows.author(row);
      if (writer == author) {
        return height <= rows.height(row);
      }
      int answer = vectors.judge(author, height, writer, rows.height(row));
      if (answer == Vectors.UNKNOWN && !floors.areOpen() && isFar(row)) {
        answer = walk.judge(row, writer, past, author, height);
      }
      if (answer != Vectors.UNKNOWN) {
        return answer == Vectors.YES;
      }
    }
    return seen(row, author) >= height;
  }

  /** True if {@code row} is a ghost: gone, but for its name. */
  boolean isBelowFloor(int row) throws StoreException {
    return floors.any() && floors.isGone(row, rows.author(row), rows.height(row));
  }

  /** True if {@code row} counts as in the past of all that is above a floor. */
  private boolean isSettled(int row) throws StoreException {
    return floors.any() && floors.isSettled(rows.author(row), rows.height(row));
  }

  private boolean isLowerOfOneChain(int past, int row) throws StoreException {
    return rows.author(past) == rows.author(row) && rows.height(past) < rows.height(row);
  }

  /** Forgets the vectors at hand: what lies below the floor is in all of them now. */
  void forgetNear() {
    near.clear();
  }

  /** Height of the chain of {@code author}, as it stood, in the past of {@code row}. */
  private int seen(int row, int author) throws StoreException {
    if (isIndexed(row) && isFar(row)) {
      boolean own = rows.author(row) == author;
      int told = own ? rows.height(row) : walk.seen(row, author);
      if (told != Stretches.NONE) {
        return told;
      }
    }
    int from = near.find(row);
    from = from < 0 ? bring(row) : from;
    return author < near.room() ? near.ints()[from + author] : 0;
  }

  // A whole vector costs as much as a dozen questions: it comes near when a row is asked about
  // again, one time in four.
  private boolean isFar(int row) throws StoreException {
    if (near.find(row) >= 0) {
      return false;
    }
    int place = row & ASKED - 1;
    boolean again = asked[place] == row + 1 && ++askedAgain % AGAIN == 0;
    asked[place] = row + 1;
    if (again) {
      bring(row);
    }
    return !again;
  }

  /** Greatest height of the sound chain of {@code author} in the past of {@code row}. */
  int heightSeen(int row, int author) throws StoreException {
    int seen =
        isIndexed(row) && vectors.isExactTop(rows.author(row), rows.height(row))
            ? Vectors.at(vectors.top(rows.author(row)), author)
            : seen(row, author);
    return Math.min(Math.max(seen, floors.settledOf(author)), authors.forkHeight(author));
  }

  /**
   * Fills {@code out}, one entry an author, with the vector of heights of {@code row}, itself
   * included: of each sound chain, how much of it is in the past.
   */
  void vector(int row, int[] out) throws StoreException {
    for (int i = 0; i < authors.count(); i++) {
      out[i] = heightSeen(row, i);
    }
  }

  /** Puts the vector of {@code row} near; returns where. */
  private int bring(int row) throws StoreException {
    int count = authors.count();
    if (whole.length < count) {
      whole = new int[count * 2];
    }
    if (isIndexed(row) && walk.vector(row, rows.author(row), rows.height(row), whole, count)) {
      return near.put(row, whole, count);
    }
    indexed(row, null, below);
    exact.begin();
    for (int i = 0; i < below.count(); i++) {
      exact.raise(rows.author(below.at(i)), rows.height(below.at(i)));
    }
    exact.close();
    return near.put(row, exact.heights(), count);
  }

  /**
   * Replaces {@code out} by the rows of sound chains that are met first on the way from {@code row}
   * into its past, itself included.
   *
   * @param before numbers of branch rows that are passed over; what is met is added; or null
   */
  void indexed(int row, BitSet before, IntList out) throws StoreException {
    out.clear();
    startWalk();
    push(row);
    while (stack.count() > 0) {
      int next = stack.removeLast();
      int branch = branches.number(next);
      if (branch == Rows.NONE) {
        out.add(next);
      } else if (before == null || !before.get(branch)) {
        if (before != null) {
          before.set(branch);
        }
        pushParents(next, 0);
      }
    }
  }

  // What was witnessed before the branch row cannot have it in its past.
  private boolean walksTo(int past, int row) throws StoreException {
    int least = floors.areOpen() ? 0 : past;
    startWalk();
    push(row);
    while (stack.count() > 0) {
      int next = stack.removeLast();
      if (next == past) {
        return true;
      }
      pushParents(next, least);
    }
    return false;
  }

  /**
   * Replaces {@code out} by the past of {@code row}, itself included, as far down as generation
   * {@code floor}.
   */
  void past(int row, int floor, IntList out) throws StoreException {
    out.clear();
    startWalk();
    push(row);
    while (stack.count() > 0) {
      int next = stack.removeLast();
      out.add(next);
      int from = stack.count();
      pushParents(next, 0);
      int kept = from;
      for (int i = from; i < stack.count(); i++) {
        if (rows.generation(stack.at(i)) >= floor) {
          stack.set(kept++, stack.at(i));
        }
      }
      stack.truncate(kept);
    }
  }

  /** True if the walk made last came by {@code row}. */
  boolean isVisited(int row) {
    return visited.contains(row);
  }

  private void startWalk() {
    stack.clear();
    visited.clear();
  }

  private void push(int row) {
    if (visited.put(row, 0)) {
      stack.add(row);
    }
  }

  /** Pushes what {@code row} cites, no further back in the witness order than {@code least}. */
  private void pushParents(int row, int least) throws StoreException {
    int from = stack.count();
    conditions(row, stack);
    int prev = storePrev(row);
    int count = stack.count();
    int kept = from;
    for (int i = from; i < count; i++) {
      int cited = stack.at(i);
      if (cited >= least && visited.put(cited, 0)) {
        stack.set(kept++, cited);
      }
    }
    stack.truncate(kept);
    if (prev != Rows.NONE && prev >= least) {
      push(prev);
    }
  }
}
