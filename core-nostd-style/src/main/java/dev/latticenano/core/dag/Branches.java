package dev.latticenano.core.dag;

/**
 * Where histories part and what lies between: {@code lca} and {@code path}, answered from vectors
 * of heights. Reads only what it returns, and the branch rows of forked authors.
 */
final class Branches {
  private final Rows rows;
  private final Authors authors;
  private final Reach reach;
  private final Ancestry ancestry;
  private int[] left = new int[16];
  private int[] right = new int[16];

  Branches(Rows rows, Authors authors, Reach reach, Ancestry ancestry) {
    this.rows = rows;
    this.authors = authors;
    this.reach = reach;
    this.ancestry = ancestry;
  }

  /**
   * The lowest common ancestor of two witnessed rows: of all intentions in both pasts the one of
   * greatest (generation, hash), so that every node names the same; {@link Rows#NONE} if they share
   * none.
   */
  int lca(int a, int b) {
    reserve();
    ancestry.vector(a, left);
    ancestry.vector(b, right);
    int best = Rows.NONE;
    for (int author = 0; author < authors.count(); author++) {
      int height = Math.min(left[author], right[author]);
      if (height > 0) {
        best = greater(best, authors.rowAt(author, height));
      }
    }
    for (int i = 0; i < authors.forked().count(); i++) {
      IntList branch = authors.branchRows(authors.forked().at(i));
      for (int j = 0; j < branch.count(); j++) {
        int row = branch.at(j);
        if (ancestry.isAncestor(row, a) && ancestry.isAncestor(row, b)) {
          best = greater(best, row);
        }
      }
    }
    return best;
  }

  /**
   * Adds to {@code out} every intention that has {@code from} in its past and is in the past of
   * {@code to}: {@code from} exclusive, {@code to} inclusive, by (generation, hash), which is a
   * causal order and the same on every node. Nothing if they are the same or unrelated.
   */
  void path(int from, int to, IntList out) {
    out.clear();
    if (from == to || !ancestry.isAncestor(from, to)) {
      return;
    }
    reserve();
    ancestry.vector(to, left);
    for (int author = 0; author < authors.count(); author++) {
      for (int height = firstAbove(author, from); height <= left[author]; height++) {
        addUnless(from, authors.rowAt(author, height), out);
      }
    }
    for (int i = 0; i < authors.forked().count(); i++) {
      IntList branch = authors.branchRows(authors.forked().at(i));
      for (int j = 0; j < branch.count(); j++) {
        int row = branch.at(j);
        if (ancestry.isAncestor(from, row) && ancestry.isAncestor(row, to)) {
          addUnless(from, row, out);
        }
      }
    }
    sort(out);
  }

  private static void addUnless(int excluded, int row, IntList out) {
    if (row != excluded) {
      out.add(row);
    }
  }

  // Along a sound chain "has from in its past" is false, then true: the least height where it is
  // true.
  private int firstAbove(int author, int from) {
    if (ancestry.isIndexed(from)) {
      return reach.firstKnowing(author, rows.author.at(from), rows.height.at(from));
    }
    int low = 1;
    int high = left[author];
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (ancestry.isAncestor(from, authors.rowAt(author, middle))) {
        high = middle - 1;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  private int greater(int best, int row) {
    return best == Rows.NONE || compare(row, best) > 0 ? row : best;
  }

  private int compare(int a, int b) {
    int order = Integer.compare(rows.generation.at(a), rows.generation.at(b));
    return order != 0 ? order : rows.hashes.compare(a, b);
  }

  private void reserve() {
    if (left.length < authors.count()) {
      left = new int[authors.count() * 2];
      right = new int[authors.count() * 2];
    }
  }

  private void sort(IntList list) {
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

  private void sink(IntList list, int start, int end) {
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
