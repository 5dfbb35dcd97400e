package dev.latticenano.core.dag;

import dev.latticenano.core.Limits;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.IntentionView;
import dev.latticenano.core.store.StoreException;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Questions about the causal past. The past of an intention is everything reached over store_prev
 * and conditions (docs/protocol.md §13), so it holds, of each chain, a prefix: its vector of
 * heights. {@link Vectors} at hand answer most questions, {@link ChainVectors} the others; {@link
 * ExactVector} works out what is in neither. The rows above a fork are walked; what stood there
 * when the fork was found counts as a chain for this purpose, and is cut off at the end.
 */
final class Ancestry {
  /** Rows asked about that are remembered, a power of two. */
  private static final int ASKED = 4096;

  private final Rows rows;
  private final Names names;
  private final Records records;
  private final Authors authors;
  private final Chain chain;
  private final BranchRows branches;
  private final Reach reach;
  private final Vectors vectors;
  private final ChainVectors chainVectors;
  private final Floors floors;
  private final ExactVector exact;
  private final NearVectors near = new NearVectors();
  // Rows that were asked about once, each plus one: of the second time on their vectors are near.
  private final int[] asked = new int[ASKED];
  private int[] whole = new int[16];
  private final IntTable visited = new IntTable();
  private final IntList stack = new IntList();
  private BitSet[] absorbed = new BitSet[16];
  private final byte[] condition = new byte[Limits.CONDITION_HASHES_MAX * Hash.BYTES];

  Ancestry(
      Rows rows,
      Names names,
      Records records,
      Authors authors,
      Chain chain,
      BranchRows branches,
      Reach reach,
      Vectors vectors,
      ChainVectors chainVectors,
      Floors floors) {
    this.rows = rows;
    this.names = names;
    this.records = records;
    this.authors = authors;
    this.chain = chain;
    this.branches = branches;
    this.reach = reach;
    this.vectors = vectors;
    this.chainVectors = chainVectors;
    this.floors = floors;
    this.exact = new ExactVector(authors, reach, vectors, chainVectors, floors);
  }

  void clear() {
    Arrays.fill(absorbed, null);
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
    int from = near.find(row);
    if (from < 0 && isIndexed(row) && !isAskedAgain(row)) {
      int writer = rows.author(row);
      int height = rows.height(row);
      int told = writer == author ? height : chainVectors.at(writer, height, author);
      if (told != VectorBlock.NONE) {
        return told;
      }
    }
    if (from < 0) {
      workOut(row);
      from = near.put(row, exact.heights(), authors.count());
    }
    return author < near.room() ? near.ints()[from + author] : 0;
  }

  private boolean isAskedAgain(int row) {
    int place = row & ASKED - 1;
    boolean again = asked[place] == row + 1;
    asked[place] = row + 1;
    return again;
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

  /** Leaves the vector of {@code row} in {@link #exact}. */
  private void workOut(int row) throws StoreException {
    exact.begin();
    startWalk();
    push(row);
    while (stack.count() > 0) {
      int next = stack.removeLast();
      if (isIndexed(next)) {
        exact.raise(rows.author(next), rows.height(next));
      } else {
        pushParents(next, 0);
      }
    }
    exact.close();
  }

  /** {@code author} has a new height on its sound chain; {@link #absorb} follows. */
  void begin(int author, int height) throws StoreException {
    int count = authors.count();
    if (!vectors.hasTop(author) && load(author, height - 1)) {
      vectors.stand(author, height - 1, whole, count);
    }
    vectors.extend(author, height, count);
  }

  /** Leaves the vector of a height in {@link #whole} if it is told. */
  private boolean load(int author, int height) throws StoreException {
    if (whole.length < authors.count()) {
      whole = new int[authors.count() * 2];
    }
    return chainVectors.vector(author, height, whole, authors.count());
  }

  /** All that {@code author} cites at {@code height}, in {@code row}, has been absorbed. */
  void end(int author, int height, int row) throws StoreException {
    int count = authors.count();
    boolean due = vectors.isDue(author, height, count);
    if ((due || count <= VectorBlock.AUTHORS_MAX) && !vectors.isExactTop(author, height)) {
      exact.begin();
      exact.raise(author, height);
      exact.close();
      vectors.settle(author, exact.heights(), count);
    }
    if (due) {
      vectors.keep(author, height);
    }
    if (vectors.isExactTop(author, height)) {
      near.put(row, vectors.top(author), count);
    }
    chainVectors.add(author, height, row, vectors.top(author), count);
  }

  /** At {@code height} of its sound chain, {@code author} cites {@code cited}. */
  void absorb(int author, int height, int cited) throws StoreException {
    if (isIndexed(cited)) {
      cite(author, height, cited);
      return;
    }
    BitSet before = absorbedBy(author);
    startWalk();
    push(cited);
    while (stack.count() > 0) {
      int next = stack.removeLast();
      int branch = branches.number(next);
      if (branch == Rows.NONE) {
        cite(author, height, next);
      } else if (!before.get(branch)) {
        before.set(branch);
        pushParents(next, 0);
      }
    }
  }

  private void cite(int author, int height, int cited) throws StoreException {
    int other = rows.author(cited);
    int citedHeight = rows.height(cited);
    if (other == author || vectors.hasSeen(author, other, citedHeight)) {
      return;
    }
    reach.cite(author, other, height, citedHeight);
    int from = near.find(cited);
    if (vectors.isExactTop(other, citedHeight)) {
      int[] top = vectors.top(other);
      vectors.join(author, top, 0, Math.min(top.length, authors.count()));
    } else if (from >= 0) {
      vectors.join(author, near.ints(), from, Math.min(near.room(), authors.count()));
    } else if (load(other, citedHeight)) {
      near.put(cited, whole, authors.count());
      vectors.join(author, whole, 0, authors.count());
    } else {
      vectors.cite(author, other, citedHeight);
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
