package dev.latticenano.core.session;

import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.dag.IntList;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.store.IdSum;
import dev.latticenano.core.store.StoreException;
import java.util.TreeMap;

/**
 * What a set has gained since a {@link Mark}, by author. The mark's set is the one of which both
 * ends number the authors alike: in the order of their keys.
 */
final class Gain {
  /** Intentions gained of which it is worth to speak one by one. */
  static final int ROWS_MAX = 65_536;

  /** Intentions gained that are hashed to find out whether a mark is true; above, it is not. */
  static final int HASHED_MAX = 2048;

  private final Dag dag;
  private final IdSum gone = new IdSum();
  private final byte[] hash = new byte[32];
  private int[] sound = new int[16];
  private boolean[] any = new boolean[16];
  private int[] authors = new int[0];
  private int sequence;

  Gain(Dag dag) {
    this.dag = dag;
  }

  /** What a mark of the set that is shown now, at this place, may be judged by. */
  long judging(int place) {
    return place == dag.sequence() ? dag.shown().breaks() : Mark.UNJUDGED;
  }

  /**
   * Finds out what came since {@code mark}; false if it is not a set that was had here. What came
   * is hashed only where it is not known yet whether the mark is true, so once for a mark of an
   * earlier run; else it costs some rows for each author who has gained.
   */
  boolean measure(Mark mark) throws StoreException {
    sequence = mark.sequence();
    if (sequence > dag.sequence() || dag.sequence() - sequence > ROWS_MAX) {
      return false;
    }
    if (!mark.isJudged(dag.shown().breaks())) {
      boolean many = dag.sequence() - sequence > HASHED_MAX;
      mark.judge(!many && isTrue(mark), dag.shown().breaks());
    }
    if (!mark.isSound()) {
      return false;
    }
    reserve();
    for (int author = 0; author < dag.authorCount(); author++) {
      sound[author] = dag.shown().authorHeight(author) - findHeight(author);
      any[author] = sound[author] > 0 || hasBranch(author, true);
    }
    number();
    return true;
  }

  private boolean isTrue(Mark mark) throws StoreException {
    gone.clear();
    for (int place = sequence + 1; place <= dag.sequence(); place++) {
      int row = dag.rowAtSequence(place);
      if (dag.pruning().isBelowFloor(row)) {
        // What came since has been dropped: nobody can say any more what it was.
        return false;
      }
      if (dag.shown().contains(row)) {
        dag.copyHash(row, hash, 0);
        gone.subtract(hash, 0);
      }
    }
    dag.shown().digestWith(gone, hash, 0);
    return mark.begins(hash, 0, Mark.DIGEST_BYTES);
  }

  /** How high the author's chain was then: along it places only rise, and none is below a floor. */
  private int findHeight(int author) throws StoreException {
    int high = dag.shown().authorHeight(author);
    if (hasNothingSince(author)) {
      return high;
    }
    int low = Math.min(high, dag.pruning().floor(author));
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (wasThere(dag.rowAtHeight(author, middle))) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  /** True if even the last that came of the author was there. */
  private boolean hasNothingSince(int author) {
    for (int i = 0; i < dag.tipCount(author); i++) {
      if (!wasThere(dag.tip(author, i))) {
        return false;
      }
    }
    return true;
  }

  private void number() {
    TreeMap<AuthorId, Integer> inOrder = new TreeMap<>();
    for (int author = 0; author < dag.authorCount(); author++) {
      if (heightThen(author) > 0 || hasBranch(author, false)) {
        dag.copyAuthorKey(author, hash, 0);
        inOrder.put(AuthorId.of(hash, 0), author);
      }
    }
    authors = new int[inOrder.size()];
    int at = 0;
    for (int author : inOrder.values()) {
      authors[at++] = author;
    }
  }

  private boolean hasBranch(int author, boolean since) {
    if (!dag.isForked(author)) {
      return false;
    }
    IntList rows = dag.shown().branchRows(author);
    for (int i = 0; i < rows.count(); i++) {
      if (wasThere(rows.at(i)) != since) {
        return true;
      }
    }
    return false;
  }

  /** Authors of the set then. */
  int authorCount() {
    return authors.length;
  }

  /** The author of a number, from 0. */
  int author(int number) {
    return authors[number];
  }

  /** True if the row was in the set then; only asked of rows that are shown. */
  boolean wasThere(int row) {
    return dag.sequenceOf(row) <= sequence;
  }

  /** The height of an author's sound chain then, of what of it is sound now. */
  int heightThen(int author) {
    return dag.shown().authorHeight(author) - sound[author];
  }

  /** Intentions of the author's sound chain since. */
  int gained(int author) {
    return sound[author];
  }

  /** True if there is anything new of the author. */
  boolean hasGained(int author) {
    return any[author];
  }

  private void reserve() {
    int count = dag.authorCount();
    if (sound.length < count) {
      sound = new int[count * 2];
      any = new boolean[count * 2];
    }
  }
}
