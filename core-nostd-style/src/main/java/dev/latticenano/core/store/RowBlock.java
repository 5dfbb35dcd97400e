package dev.latticenano.core.store;

import dev.latticenano.core.bytes.LittleEndian;
import java.util.Arrays;

/**
 * Up to {@value #ROWS_MAX} rows of fixed lengths in the order of their keys, one behind the other
 * in one array, and their sum if sums are asked for. The array doubles until it holds all of them
 * and is kept when rows go.
 *
 * <pre>
 *     0  key     keyBytes
 *     k  value   valueBytes
 * k + v  buried  u8, 1 if this is a mark and no row
 * </pre>
 */
final class RowBlock {
  /** A write moves at most this many rows, and a search in a block takes nine steps. */
  static final int ROWS_MAX = 512;

  private static final int ROWS_AT_FIRST = 16;
  private static final int HASH_BYTES = 32;
  // What a comparison by words may read behind the last key.
  private static final int SPARE_BYTES = Long.BYTES;

  private final int keyBytes;
  private final int valueBytes;
  private final int rowBytes;
  private final boolean summed;
  private final long keyMask;
  private final IdSum sum = new IdSum();
  private byte[] rows;
  private int count;

  RowBlock(TableShape shape) {
    keyBytes = shape.keyBytes();
    valueBytes = shape.valueBytes();
    rowBytes = keyBytes + valueBytes + 1;
    summed = shape.summed();
    keyMask = keyBytes >= Long.BYTES ? -1 : -1L << 8 * (Long.BYTES - keyBytes);
    rows = new byte[ROWS_AT_FIRST * rowBytes + SPARE_BYTES];
  }

  /** The first eight bytes of a key as a number that orders like the key; zeros fill it up. */
  static long word(byte[] key, int offset, int length) {
    if (length >= Long.BYTES) {
      return Long.reverseBytes(LittleEndian.longAt(key, offset));
    }
    long word = 0;
    for (int i = 0; i < length; i++) {
      word |= (key[offset + i] & 0xFFL) << 8 * (Long.BYTES - 1 - i);
    }
    return word;
  }

  int count() {
    return count;
  }

  byte[] rows() {
    return rows;
  }

  int keyAt(int index) {
    return index * rowBytes;
  }

  int valueAt(int index) {
    return index * rowBytes + keyBytes;
  }

  boolean isBuried(int index) {
    return rows[index * rowBytes + rowBytes - 1] != 0;
  }

  /** {@link #word} of the key of a row. */
  long word(int index) {
    return Long.reverseBytes(LittleEndian.longAt(rows, index * rowBytes)) & keyMask;
  }

  /** The key of a row compared with another, whose {@link #word} the caller has. */
  int compare(int index, long word, byte[] key, int offset, int length) {
    long own = word(index);
    if (own != word) {
      return Long.compareUnsigned(own, word);
    }
    int at = index * rowBytes;
    return Arrays.compareUnsigned(rows, at, at + keyBytes, key, offset, offset + length);
  }

  /** The row with this key, or the complement of the place where it belongs. */
  int search(long word, byte[] key, int offset, int length) {
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      int order = compare(middle, word, key, offset, length);
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return ~low;
  }

  void insert(int index, byte[] key, int offset, byte[] value, int valueOffset, boolean buried) {
    reserve(count + 1);
    int at = index * rowBytes;
    System.arraycopy(rows, at, rows, at + rowBytes, (count - index) * rowBytes);
    System.arraycopy(key, offset, rows, at, keyBytes);
    count++;
    write(index, value, valueOffset, buried);
    if (summed) {
      count(sum, index, !buried);
    }
  }

  /** Writes value and mark of a row; not for summed rows, which never change in place. */
  void write(int index, byte[] value, int valueOffset, boolean buried) {
    int at = index * rowBytes + keyBytes;
    if (buried) {
      Arrays.fill(rows, at, at + valueBytes, (byte) 0);
    } else {
      System.arraycopy(value, valueOffset, rows, at, valueBytes);
    }
    rows[at + valueBytes] = (byte) (buried ? 1 : 0);
  }

  void remove(int index) {
    if (summed) {
      count(sum, index, isBuried(index));
    }
    int at = index * rowBytes;
    count--;
    System.arraycopy(rows, at + rowBytes, rows, at, (count - index) * rowBytes);
  }

  /** Moves the upper half of a full block to an empty one. */
  void split(RowBlock upper) {
    int half = count >>> 1;
    upper.reserve(count - half);
    System.arraycopy(rows, half * rowBytes, upper.rows, 0, (count - half) * rowBytes);
    upper.count = count - half;
    if (summed) {
      upper.sum.clear();
      upper.addRows(upper.sum, 0, upper.count);
      sum.subtract(upper.sum);
    }
    count = half;
  }

  /** Becomes the same as another block. */
  void copy(RowBlock other) {
    reserve(other.count);
    System.arraycopy(other.rows, 0, rows, 0, other.count * rowBytes);
    count = other.count;
    sum.clear();
    sum.add(other.sum);
  }

  void clear() {
    count = 0;
    sum.clear();
  }

  /** Adds the rows from one index to another, exclusive, to {@code total}; marks subtract. */
  void add(IdSum total, int from, int to) {
    if (to - from <= count >>> 1) {
      addRows(total, from, to);
      return;
    }
    total.add(sum);
    for (int i = 0; i < from; i++) {
      count(total, i, isBuried(i));
    }
    for (int i = to; i < count; i++) {
      count(total, i, isBuried(i));
    }
  }

  private void addRows(IdSum total, int from, int to) {
    for (int i = from; i < to; i++) {
      count(total, i, !isBuried(i));
    }
  }

  private void count(IdSum total, int index, boolean up) {
    int at = index * rowBytes + keyBytes - HASH_BYTES;
    if (up) {
      total.add(rows, at);
    } else {
      total.subtract(rows, at);
    }
  }

  private void reserve(int needed) {
    int held = (rows.length - SPARE_BYTES) / rowBytes;
    if (needed > held) {
      int wanted = Math.min(ROWS_MAX, Math.max(needed, held * 2));
      rows = Arrays.copyOf(rows, wanted * rowBytes + SPARE_BYTES);
    }
  }
}
