package dev.latticenano.core.session;

import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.dag.IntList;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.store.IdSum;
import dev.latticenano.core.store.StoreException;
import java.util.Arrays;
import java.util.TreeMap;

/**
 * What a set has gained since a {@link Mark}, by author. The mark's set is the one of which both
 * ends number the authors alike: in the order of their keys.
 */
final class Gain {
  /** Intentions gained of which it is worth to speak one by one. */
  static final int ROWS_MAX = 65_536;

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

  /** Finds out what came since {@code mark}; false if it is not a set that was had here. */
  boolean measure(Mark mark) throws StoreException {
    sequence = mark.sequence();
    if (sequence > dag.sequence() || dag.sequence() - sequence > ROWS_MAX) {
      return false;
    }
    reserve();
    gone.clear();
    for (int place = sequence + 1; place <= dag.sequence(); place++) {
      int row = dag.rowAtSequence(place);
      if (dag.pruning().isBelowFloor(row)) {
        // What came since has been dropped: nobody can say any more what it was.
        return false;
      }
      count(row);
    }
    dag.shown().digestWith(gone, hash, 0);
    if (!mark.begins(hash, 0, Mark.DIGEST_BYTES)) {
      return false;
    }
    number();
    return true;
  }

  private void count(int row) throws StoreException {
    if (!dag.shown().contains(row)) {
      return;
    }
    dag.copyHash(row, hash, 0);
    gone.subtract(hash, 0);
    int author = dag.author(row);
    any[author] = true;
    sound[author] += dag.height(row) <= dag.shown().authorHeight(author) ? 1 : 0;
  }

  private void number() {
    TreeMap<AuthorId, Integer> inOrder = new TreeMap<>();
    for (int author = 0; author < dag.authorCount(); author++) {
      if (heightThen(author) > 0 || hadBranches(author)) {
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

  private boolean hadBranches(int author) {
    if (!dag.isForked(author)) {
      return false;
    }
    IntList rows = dag.shown().branchRows(author);
    for (int i = 0; i < rows.count(); i++) {
      if (wasThere(rows.at(i))) {
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
    Arrays.fill(sound, 0, count, 0);
    Arrays.fill(any, 0, count, false);
  }
}
