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
 * heights. The vector follows from who cited whom: each author's height in it brings what that
 * author had cited by then, until nothing rises any more. The rows above a fork are walked; what
 * stood there when the fork was found counts as a chain for this purpose, and is cut off at the
 * end.
 */
final class Ancestry {
  private final Rows rows;
  private final Names names;
  private final Records records;
  private final Authors authors;
  private final Chain chain;
  private final BranchRows branches;
  private final Reach reach;
  private final IntTable visited = new IntTable();
  private final IntList stack = new IntList();
  private final IntList queue = new IntList();
  private boolean[] queued = new boolean[16];
  private int[] heights = new int[16];
  private BitSet[] absorbed = new BitSet[16];
  private final byte[] condition = new byte[Limits.CONDITION_HASHES_MAX * Hash.BYTES];

  Ancestry(
      Rows rows,
      Names names,
      Records records,
      Authors authors,
      Chain chain,
      BranchRows branches,
      Reach reach) {
    this.rows = rows;
    this.names = names;
    this.records = records;
    this.authors = authors;
    this.chain = chain;
    this.branches = branches;
    this.reach = reach;
  }

  void clear() {
    Arrays.fill(absorbed, null);
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
    return height == 1 ? Rows.NONE : chain.rowAt(rows.author(row), height - 1);
  }

  /** Adds the rows that {@code row} cites besides its store_prev to {@code out}. */
  void conditions(int row, IntList out) throws StoreException {
    IntentionView intention = records.open(row);
    int count = intention.conditionCount();
    System.arraycopy(
        intention.bytes(), intention.conditionOffset(0), condition, 0, count * Hash.BYTES);
    for (int i = 0; i < count; i++) {
      if (!Hash.isZero(condition, i * Hash.BYTES)) {
        int cited = names.find(condition, i * Hash.BYTES);
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
    if (past >= row) {
      return past == row;
    }
    if (!isIndexed(past)) {
      return walksTo(past, row);
    }
    int author = rows.author(past);
    int height = rows.height(past);
    vectorUntil(row, author, height);
    return heights[author] >= height;
  }

  /**
   * Fills {@code out}, one entry an author, with the vector of heights of {@code row}, itself
   * included: of each sound chain, how much of it is in the past.
   */
  void vector(int row, int[] out) throws StoreException {
    vectorUntil(row, Rows.NONE, Reach.NEVER);
    for (int i = 0; i < authors.count(); i++) {
      out[i] = Math.min(heights[i], authors.forkHeight(i));
    }
  }

  /** The entry of {@code author} in the vector of {@code row}. */
  int heightSeen(int row, int author) throws StoreException {
    vectorUntil(row, Rows.NONE, Reach.NEVER);
    return Math.min(heights[author], authors.forkHeight(author));
  }

  /** Fills {@link #heights}, and may stop as soon as that of {@code author} is {@code enough}. */
  private void vectorUntil(int row, int author, int enough) throws StoreException {
    reserve();
    Arrays.fill(heights, 0, authors.count(), 0);
    startWalk();
    push(row);
    while (stack.count() > 0) {
      int next = stack.removeLast();
      if (isIndexed(next)) {
        raise(rows.author(next), rows.height(next));
      } else {
        pushParents(next, 0);
      }
    }
    for (int done = 0; done < queue.count(); done++) {
      int rising = queue.at(done);
      queued[rising] = false;
      if (author != Rows.NONE && heights[author] >= enough) {
        break;
      }
      IntList others = reach.others(rising);
      int count = others == null ? 0 : others.count();
      for (int i = 0; i < count; i++) {
        raise(others.at(i), reach.cited(rising, others.at(i), heights[rising]));
      }
    }
    endQueue();
  }

  private void raise(int author, int height) {
    if (height > heights[author]) {
      heights[author] = height;
      enqueue(author);
    }
  }

  /**
   * Fills {@code out}, one entry an author, with the least height whose past holds the indexed
   * {@code row}; {@link Reach#NEVER} if none does. No author is forked.
   */
  void future(int row, int[] out) throws StoreException {
    reserve();
    Arrays.fill(out, 0, authors.count(), Reach.NEVER);
    int first = rows.author(row);
    out[first] = rows.height(row);
    enqueue(first);
    for (int done = 0; done < queue.count(); done++) {
      int known = queue.at(done);
      queued[known] = false;
      IntList citers = reach.citers(known);
      int count = citers == null ? 0 : citers.count();
      for (int i = 0; i < count; i++) {
        int citer = citers.at(i);
        int height = reach.firstCiting(citer, known, out[known]);
        if (height < out[citer]) {
          out[citer] = height;
          enqueue(citer);
        }
      }
    }
    endQueue();
  }

  private void enqueue(int author) {
    if (!queued[author]) {
      queued[author] = true;
      queue.add(author);
    }
  }

  private void endQueue() {
    for (int i = 0; i < queue.count(); i++) {
      queued[queue.at(i)] = false;
    }
    queue.clear();
  }

  private void reserve() {
    if (heights.length < authors.count()) {
      heights = new int[authors.count() * 2];
      queued = new boolean[authors.count() * 2];
    }
  }

  /** At {@code height} of its sound chain, {@code author} cites {@code cited}. */
  void absorb(int author, int height, int cited) throws StoreException {
    if (isIndexed(cited)) {
      reach.cite(author, rows.author(cited), height, rows.height(cited));
      return;
    }
    BitSet before = absorbedBy(author);
    startWalk();
    push(cited);
    while (stack.count() > 0) {
      int next = stack.removeLast();
      int branch = branches.number(next);
      if (branch == Rows.NONE) {
        reach.cite(author, rows.author(next), height, rows.height(next));
      } else if (!before.get(branch)) {
        before.set(branch);
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

  // What was witnessed before the branch row cannot have it in its past.
  private boolean walksTo(int past, int row) throws StoreException {
    startWalk();
    push(row);
    while (stack.count() > 0) {
      int next = stack.removeLast();
      if (next == past) {
        return true;
      }
      pushParents(next, past);
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
