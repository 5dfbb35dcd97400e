package dev.latticenano.storage.table;

import dev.latticenano.core.store.IdSum;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Runs of one table whose key ranges do not touch, in the order of their keys: as good as one run,
 * and put together without writing a byte. Never changes.
 */
final class Tier {
  private static final int LEVEL_SHIFT = 3;

  private final Run[] runs;
  // Of the last key of each.
  private final long[] lastWords;
  private final long rows;
  private final long bytes;

  private Tier(Run[] runs) {
    this.runs = runs;
    long rowCount = 0;
    long byteCount = 0;
    lastWords = new long[runs.length];
    for (int i = 0; i < runs.length; i++) {
      byte[] last = runs[i].bounds().last();
      lastWords[i] = KeyWord.of(last, 0, last.length);
    }
    for (Run run : runs) {
      rowCount += run.source().footer().rows();
      byteCount += run.source().footer().fileBytes();
    }
    rows = rowCount;
    bytes = byteCount;
  }

  /** A tier of at least one run, in any order. */
  static Tier of(List<Run> runs) {
    List<Run> sorted = new ArrayList<>(runs);
    sorted.sort(Comparator.comparing(Run::bounds, RunBounds::compareFirst));
    return new Tier(sorted.toArray(new Run[0]));
  }

  /** False if two of these runs overlap. */
  boolean isDisjoint() {
    for (int i = 1; i < runs.length; i++) {
      if (runs[i].bounds().overlaps(runs[i - 1].bounds())) {
        return false;
      }
    }
    return true;
  }

  int size() {
    return runs.length;
  }

  Run run(int index) {
    return runs[index];
  }

  List<Run> runs() {
    return List.of(runs);
  }

  long rows() {
    return rows;
  }

  long bytes() {
    return bytes;
  }

  /**
   * The logarithm, base 8, of twice the rows: half to four checkpoints' rows are one level, so that
   * a checkpoint a few rows short of others counts like them.
   */
  static int level(long rows) {
    return (64 - Long.numberOfLeadingZeros(rows)) / LEVEL_SHIFT;
  }

  int level() {
    return level(rows);
  }

  /** As {@link Run#find}. */
  int find(RunKey key, byte[] out, int outOffset) throws StoreException {
    if (runs.length == 1) {
      return runs[0].find(key, out, outOffset);
    }
    int index = firstNotBelow(key.bytes(), key.offset(), key.length());
    return index == runs.length ? Table.ABSENT : runs[index].find(key, out, outOffset);
  }

  /** True if a run's range holds this key. */
  boolean spans(byte[] key, int offset, int length) {
    int index = firstNotBelow(key, offset, length);
    return index < runs.length && !runs[index].bounds().isAbove(key, offset, length);
  }

  /** True if some key may lie in both. */
  boolean overlaps(Tier other) {
    int mine = 0;
    int others = 0;
    while (mine < runs.length && others < other.runs.length) {
      RunBounds bounds = runs[mine].bounds();
      RunBounds otherBounds = other.runs[others].bounds();
      if (bounds.overlaps(otherBounds)) {
        return true;
      }
      if (bounds.compareFirst(otherBounds) < 0) {
        mine++;
      } else {
        others++;
      }
    }
    return false;
  }

  /** Adds rows and takes out marks of a summed table, as {@code SummedTable.sum}. */
  void sum(byte[] from, byte[] to, IdSum sum) throws StoreException {
    for (int i = firstNotBelow(from, 0, from.length); i < runs.length; i++) {
      if (to != null && runs[i].bounds().compare(to, 0, to.length) < 0) {
        return;
      }
      ((FlatRun) runs[i]).sum(from, to, sum);
    }
  }

  /** The first run whose last key is not below a key; the number of runs if there is none. */
  int firstNotBelow(byte[] key, int offset, int length) {
    long word = KeyWord.of(key, offset, length);
    int low = 0;
    int high = runs.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      long last = lastWords[middle];
      if (last == word
          ? runs[middle].bounds().compare(key, offset, length) > 0
          : Long.compareUnsigned(last, word) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
