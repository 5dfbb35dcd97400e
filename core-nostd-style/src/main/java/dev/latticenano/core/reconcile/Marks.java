package dev.latticenano.core.reconcile;

import dev.latticenano.core.store.IdSum;
import java.util.Arrays;

/**
 * Keys of a table of which is known how many rows lie below them, and the sum of those: in order,
 * the first below all rows, the last behind them. When there is no room, every other one is
 * forgotten. Allocates nothing after construction.
 */
final class Marks {
  /** Marks that are kept at once. */
  static final int COUNT_MAX = 512;

  /** Bytes of a key. */
  static final int KEY_BYTES = 8 + Bound.ID_BYTES;

  private static final int WORDS = 4;
  private static final int SCALE = 16;

  private final int[] indexes = new int[COUNT_MAX];
  private final byte[] keys = new byte[COUNT_MAX * KEY_BYTES];
  private final long[] sums = new long[COUNT_MAX * WORDS];
  private int count;

  /** Forgets all but the two ends. */
  void reset(IdSum total) {
    count = 2;
    indexes[0] = 0;
    indexes[1] = Math.toIntExact(total.count());
    Arrays.fill(keys, 0, KEY_BYTES, (byte) 0);
    Arrays.fill(keys, KEY_BYTES, 2 * KEY_BYTES, (byte) 0xFF);
    Arrays.fill(sums, 0, WORDS, 0);
    total.writeWords(sums, WORDS);
  }

  /** The last mark with at most {@code index} rows below it. */
  int floor(int index) {
    int low = 0;
    int high = count - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (indexes[middle] <= index) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  /** The last mark whose key is not above a key. */
  int floor(byte[] key) {
    int low = 0;
    int high = count - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (compare(middle, key) <= 0) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  /** Negative, zero or positive: a mark's key is below, at or above a key. */
  int compare(int mark, byte[] key) {
    int at = mark * KEY_BYTES;
    return Arrays.compareUnsigned(keys, at, at + KEY_BYTES, key, 0, KEY_BYTES);
  }

  int index(int mark) {
    return indexes[mark];
  }

  /** {@code sum} becomes that of the rows below a mark. */
  void readSum(int mark, IdSum sum) {
    sum.clear();
    sum.addWords(sums, mark * WORDS, indexes[mark]);
  }

  void readKey(int mark, byte[] key) {
    System.arraycopy(keys, mark * KEY_BYTES, key, 0, KEY_BYTES);
  }

  /** Remembers a key unless it is there: {@code below} is the sum of the rows below it. */
  void add(byte[] key, IdSum below) {
    int at = floor(key) + 1;
    if (compare(at - 1, key) == 0) {
      return;
    }
    if (count == COUNT_MAX) {
      thin();
      at = floor(key) + 1;
    }
    int after = count++ - at;
    System.arraycopy(indexes, at, indexes, at + 1, after);
    System.arraycopy(keys, at * KEY_BYTES, keys, (at + 1) * KEY_BYTES, after * KEY_BYTES);
    System.arraycopy(sums, at * WORDS, sums, (at + 1) * WORDS, after * WORDS);
    indexes[at] = Math.toIntExact(below.count());
    System.arraycopy(key, 0, keys, at * KEY_BYTES, KEY_BYTES);
    below.writeWords(sums, at * WORDS);
  }

  /**
   * {@code key} becomes the one between a mark and the next at {@code share} / 65 536 of the way, 1
   * to 65 535: keys are big numbers.
   */
  void between(int mark, int share, byte[] key) {
    int low = mark * KEY_BYTES;
    int high = low + KEY_BYTES;
    // high - low, times the share, plus low, all from the last byte on; the product has two bytes
    // more than fit and these are cut off at the end.
    long borrow = 0;
    long carry = 0;
    long sumCarry = 0;
    for (int i = KEY_BYTES - 1; i >= -2; i--) {
      long difference = 0;
      if (i >= 0) {
        difference = (keys[high + i] & 0xFF) - (keys[low + i] & 0xFF) - borrow;
        borrow = difference < 0 ? 1 : 0;
        difference &= 0xFF;
      }
      carry += difference * share;
      int place = i + (SCALE >>> 3);
      if (place < KEY_BYTES) {
        sumCarry += (carry & 0xFF) + (keys[low + place] & 0xFF);
        key[place] = (byte) sumCarry;
        sumCarry >>>= 8;
      }
      carry >>>= 8;
    }
  }

  // The ends stay.
  private void thin() {
    int kept = 1;
    for (int from = 2; from < count; from += 2) {
      move(from, kept++);
    }
    if (count % 2 == 0) {
      move(count - 1, kept++);
    }
    count = kept;
  }

  private void move(int from, int to) {
    indexes[to] = indexes[from];
    System.arraycopy(keys, from * KEY_BYTES, keys, to * KEY_BYTES, KEY_BYTES);
    System.arraycopy(sums, from * WORDS, sums, to * WORDS, WORDS);
  }
}
