package dev.latticenano.core.dag;

import dev.latticenano.core.store.StoreException;
import java.util.Arrays;
import java.util.BitSet;

/**
 * What a new height of a sound chain has seen: from the vector of the height before and of what it
 * cites comes its own, and what it cites is noted for {@link StretchWalk} and {@link ExactVector}.
 */
final class Growth {
  private final Rows rows;
  private final Authors authors;
  private final Chain chain;
  private final BranchRows branches;
  private final Reach reach;
  private final Vectors vectors;
  private final Stretches stretches;
  private final StretchWalk walk;
  private final ExactVector exact;
  private final NearVectors near;
  private final Floors floors;
  private final Ancestry ancestry;
  private final IntList indexed = new IntList();
  private int[] whole = new int[16];
  private BitSet[] absorbed = new BitSet[16];

  Growth(Parts parts) {
    rows = parts.rows;
    authors = parts.authors;
    chain = parts.chain;
    branches = parts.branchRows;
    reach = parts.reach;
    vectors = parts.vectors;
    stretches = parts.stretches;
    walk = parts.walk;
    exact = parts.exact;
    near = parts.near;
    floors = parts.floors;
    ancestry = parts.ancestry;
  }

  void clear() {
    Arrays.fill(absorbed, null);
  }

  /** {@code author} has a new height on its sound chain, {@code row}; {@link #absorb} follows. */
  void begin(int author, int height, int row) throws StoreException {
    int count = authors.count();
    if (stretches.begin(row)) {
      for (int each = 0; each < count; each++) {
        if (stretches.hasRisen(each)) {
          know(each, stretches.height(each));
        }
      }
      stretches.keepTops(author);
    }
    if (!vectors.hasTop(author) && height > 1) {
      int prev = chain.find(author, height - 1);
      if (prev != Rows.NONE && load(prev, author, height - 1)) {
        vectors.stand(author, height - 1, whole, count);
      }
    }
    vectors.extend(author, height, count);
  }

  /** Sees to it that the vector of the top of {@code author} is exact. */
  private void know(int author, int height) throws StoreException {
    if (!vectors.isExactTop(author, height)) {
      exact.workOut(author, height);
      vectors.stand(author, height, exact.heights(), authors.count());
    }
  }

  /** Leaves the vector of a row in {@link #whole} if it is told. */
  private boolean load(int row, int author, int height) throws StoreException {
    if (whole.length < authors.count()) {
      whole = new int[authors.count() * 2];
    }
    return walk.vector(row, author, height, whole, authors.count());
  }

  /** All that {@code author} cites at {@code height}, in {@code row}, has been absorbed. */
  void end(int author, int height, int row) throws StoreException {
    int count = authors.count();
    boolean due = vectors.isDue(author, height, count);
    if ((due || count <= Stretch.AUTHORS_MAX) && !vectors.isExactTop(author, height)) {
      exact.workOut(author, height);
      vectors.settle(author, exact.heights(), count);
    }
    if (due) {
      vectors.keep(author, height);
    }
    if (vectors.isExactTop(author, height)) {
      near.put(row, vectors.top(author), count);
    }
    stretches.add(row, author, height);
  }

  /** At {@code height} of its sound chain, {@code author} cites {@code cited}. */
  void absorb(int author, int height, int cited) throws StoreException {
    if (ancestry.isIndexed(cited)) {
      cite(author, height, cited);
      return;
    }
    ancestry.indexed(cited, absorbedBy(author), indexed);
    for (int i = 0; i < indexed.count(); i++) {
      cite(author, height, indexed.at(i));
    }
  }

  private void cite(int author, int height, int cited) throws StoreException {
    int other = rows.author(cited);
    int citedHeight = rows.height(cited);
    if (other == author || vectors.hasSeen(author, other, citedHeight)) {
      return;
    }
    reach.cite(author, other, height, citedHeight);
    if (!floors.isSettled(other, citedHeight)) {
      stretches.cite(floors.areOpen() && rows.isName(cited) ? Rows.NONE : cited);
    }
    int from = near.find(cited);
    if (vectors.isExactTop(other, citedHeight)) {
      int[] top = vectors.top(other);
      vectors.join(author, top, 0, Math.min(top.length, authors.count()));
    } else if (from >= 0) {
      vectors.join(author, near.ints(), from, Math.min(near.room(), authors.count()));
    } else if (load(cited, other, citedHeight)) {
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
}
