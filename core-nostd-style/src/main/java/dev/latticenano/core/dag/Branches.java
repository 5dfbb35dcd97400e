package dev.latticenano.core.dag;

import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.store.StoreException;
import java.util.Arrays;

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
  private int[] left = new int[16];
  private int[] right = new int[16];
  private final IntList walked = new IntList();
  private final IntList other = new IntList();
  private final IntList cited = new IntList();
  private final IntTable kept = new IntTable();
  private final byte[] name = new byte[Hash.BYTES];
  private final byte[] otherName = new byte[Hash.BYTES];

  Branches(Rows rows, Names names, Authors authors, Chain chain, Ancestry ancestry, Spans spans) {
    this.rows = rows;
    this.names = names;
    this.authors = authors;
    this.chain = chain;
    this.ancestry = ancestry;
    this.spans = spans;
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
    reserve();
    ancestry.vector(a, left);
    ancestry.vector(b, right);
    int best = Rows.NONE;
    for (int author = 0; author < authors.count(); author++) {
      int height = Math.min(left[author], right[author]);
      if (height > 0) {
        best = greater(best, chain.rowAt(author, height));
      }
    }
    return authors.forked().count() == 0 ? best : lcaByWalk(a, b, best);
  }

  // Branch rows have no heights to compare: both pasts are walked down to the best found so far.
  private int lcaByWalk(int a, int b, int indexed) throws StoreException {
    int floor = indexed == Rows.NONE ? 0 : rows.generation(indexed);
    ancestry.past(a, floor, walked);
    int count = 0;
    for (int i = 0; i < walked.count(); i++) {
      int row = walked.at(i);
      if (!ancestry.isIndexed(row)) {
        walked.set(count++, row);
      }
    }
    walked.truncate(count);
    ancestry.past(b, floor, other);
    int best = indexed;
    for (int i = 0; i < walked.count(); i++) {
      if (ancestry.isVisited(walked.at(i))) {
        best = greater(best, walked.at(i));
      }
    }
    return best;
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
        out.add(chain.rowAt(author, height));
      }
    }
    sort(out);
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
