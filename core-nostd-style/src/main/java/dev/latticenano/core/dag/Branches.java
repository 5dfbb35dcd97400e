package dev.latticenano.core.dag;

import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.store.StoreException;
import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * Where histories part and what lies between: {@code lca} and {@code path}, answered from vectors
 * of heights: reads only what it returns. While an author is forked the past is walked instead, no
 * further down than the answer.
 */
final class Branches {
  private final Rows rows;
  private final Names names;
  private final Authors authors;
  private final Chain chain;
  private final Ancestry ancestry;
  private final Spans spans;
  private final Floors floors;
  private int[] left = new int[16];
  private int[] right = new int[16];
  private final IntList walked = new IntList();
  private final IntList other = new IntList();
  private final IntList pair = new IntList();
  private final IntList cited = new IntList();
  private final IntTable kept = new IntTable();
  private final byte[] name = new byte[Hash.BYTES];
  private final byte[] otherName = new byte[Hash.BYTES];

  Branches(
      Rows rows,
      Names names,
      Authors authors,
      Chain chain,
      Ancestry ancestry,
      Spans spans,
      Floors floors) {
    this.rows = rows;
    this.names = names;
    this.authors = authors;
    this.chain = chain;
    this.ancestry = ancestry;
    this.spans = spans;
    this.floors = floors;
  }

  /**
   * The lowest common ancestor of two witnessed rows: of all intentions in both pasts the one of
   * greatest (generation, hash), so that every node names the same; {@link Rows#NONE} if they share
   * none.
   */
  int lca(int a, int b) throws StoreException {
    if (ancestry.isBelowFloor(a) || ancestry.isBelowFloor(b)) {
      return ancestry.isAncestor(a, b) ? a : ancestry.isAncestor(b, a) ? b : Rows.NONE;
    }
    pair.clear();
    pair.add(a);
    pair.add(b);
    return lca(pair);
  }

  /** As above, of several rows, at least one. */
  int lca(IntList heads) throws StoreException {
    for (int i = 0; i < heads.count(); i++) {
      if (ancestry.isBelowFloor(heads.at(i))) {
        return lcaInTurn(heads);
      }
    }
    reserve();
    ancestry.vector(heads.at(0), left);
    for (int i = 1; i < heads.count(); i++) {
      ancestry.vector(heads.at(i), right);
      for (int author = 0; author < authors.count(); author++) {
        left[author] = Math.min(left[author], right[author]);
      }
    }
    int best = Rows.NONE;
    for (int author = 0; author < authors.count(); author++) {
      if (left[author] > 0) {
        int row = rowAt(author, left[author]);
        best = row == Rows.NONE ? best : greater(best, row);
      }
    }
    return authors.forked().count() == 0 ? best : lcaByWalk(heads, best);
  }

  // A ghost is in the past of all that is not one.
  private int lcaInTurn(IntList heads) throws StoreException {
    int found = heads.at(0);
    for (int i = 1; i < heads.count() && found != Rows.NONE; i++) {
      found = lca(found, heads.at(i));
    }
    return found;
  }

  // Branch rows have no heights to compare: all pasts are walked down to the best found so far.
  private int lcaByWalk(IntList heads, int indexed) throws StoreException {
    int floor = indexed == Rows.NONE ? 0 : rows.generation(indexed);
    ancestry.past(heads.at(0), floor, walked);
    keep(row -> !ancestry.isIndexed(row));
    for (int i = 1; i < heads.count(); i++) {
      ancestry.past(heads.at(i), floor, other);
      keep(ancestry::isVisited);
    }
    int best = indexed;
    for (int i = 0; i < walked.count(); i++) {
      best = greater(best, walked.at(i));
    }
    return best;
  }

  private void keep(IntPredicate which) {
    int count = 0;
    for (int i = 0; i < walked.count(); i++) {
      if (which.test(walked.at(i))) {
        walked.set(count++, walked.at(i));
      }
    }
    walked.truncate(count);
  }

  /**
   * Adds to {@code out} every intention that has {@code from} in its past and is in the past of
   * {@code to}: {@code from} exclusive, {@code to} inclusive, by (generation, hash), which is a
   * causal order and the same on every node. Nothing if they are the same or unrelated.
   */
  void path(int from, int to, IntList out) throws StoreException {
    out.clear();
    if (from == to || !ancestry.isAncestor(from, to)) {
      return;
    }
    if (authors.forked().count() > 0) {
      pathByWalk(from, to, out);
      return;
    }
    reserve();
    ancestry.vector(to, left);
    int[] firsts = spans.firsts(from, left);
    int fromAuthor = rows.author(from);
    for (int author = 0; author < authors.count(); author++) {
      int first = author == fromAuthor ? firsts[author] + 1 : firsts[author];
      for (int height = first; height <= left[author]; height++) {
        int row = rowAt(author, height);
        if (row != Rows.NONE && !ancestry.isBelowFloor(row)) {
          out.add(row);
        }
      }
    }
    sort(out);
  }

  /** The row at a height; none if it is gone without a name. */
  private int rowAt(int author, int height) throws StoreException {
    return floors.of(author) > height
        ? ancestry.lower(author, height)
        : chain.rowAt(author, height);
  }

  // Walks the past of "to", then keeps what stands on "from" or on what was kept.
  private void pathByWalk(int from, int to, IntList out) throws StoreException {
    ancestry.past(to, ancestry.isBelowFloor(from) ? 0 : rows.generation(from), walked);
    sort(walked);
    kept.clear();
    kept.put(from, 0);
    boolean below = ancestry.isBelowFloor(from);
    for (int i = 0; i < walked.count(); i++) {
      int row = walked.at(i);
      if (row != from && !ancestry.isBelowFloor(row) && (below || standsOnKept(row))) {
        kept.put(row, 0);
        out.add(row);
      }
    }
  }

  private boolean standsOnKept(int row) throws StoreException {
    int prev = ancestry.storePrev(row);
    if (prev != Rows.NONE && kept.contains(prev)) {
      return true;
    }
    cited.clear();
    ancestry.conditions(row, cited);
    for (int i = 0; i < cited.count(); i++) {
      if (kept.contains(cited.at(i))) {
        return true;
      }
    }
    return false;
  }

  private int greater(int best, int row) throws StoreException {
    return best == Rows.NONE || compare(row, best) > 0 ? row : best;
  }

  private int compare(int a, int b) throws StoreException {
    int order = Integer.compare(rows.generation(a), rows.generation(b));
    if (order != 0 || a == b) {
      return order;
    }
    names.copyHash(a, name, 0);
    names.copyHash(b, otherName, 0);
    return Arrays.compareUnsigned(name, otherName);
  }

  private void reserve() {
    if (left.length < authors.count()) {
      left = new int[authors.count() * 2];
      right = new int[authors.count() * 2];
    }
  }

  private void sort(IntList list) throws StoreException {
    for (int i = list.count() / 2 - 1; i >= 0; i--) {
      sink(list, i, list.count());
    }
    for (int end = list.count() - 1; end > 0; end--) {
      int top = list.at(0);
      list.set(0, list.at(end));
      list.set(end, top);
      sink(list, 0, end);
    }
  }

  private void sink(IntList list, int start, int end) throws StoreException {
    int parent = start;
    while (2 * parent + 1 < end) {
      int child = 2 * parent + 1;
      if (child + 1 < end && compare(list.at(child + 1), list.at(child)) > 0) {
        child++;
      }
      if (compare(list.at(parent), list.at(child)) >= 0) {
        return;
      }
      int moved = list.at(parent);
      list.set(parent, list.at(child));
      list.set(child, moved);
      parent = child;
    }
  }
}
