package dev.latticenano.core.store;

import dev.latticenano.core.bytes.LittleEndian;
import java.util.Arrays;

/**
 * Some rows of any lengths in the order of their keys: their bytes in one array in the order in
 * which they were written, and where each begins in another, sorted. What is replaced by something
 * longer, or removed, leaves a gap; the array is packed when gaps are what it lacks. Both arrays
 * grow as they must and are kept when rows go.
 *
 * <pre>
 * 0  keyLength    u32
 * 4  valueLength  u32; -1 if this is a mark and no row
 * 8  key, value
 * </pre>
 */
final class VariableBlock {
  /** A write moves at most this many numbers. */
  static final int ROWS_MAX = 256;

  /** Bytes of rows with which a block of several is split. */
  static final int BYTES_MAX = 32_768;

  private static final int HEAD_BYTES = 8;
  private static final int MARK = -1;
  private static final int BYTES_AT_FIRST = 1024;

  private final Room room;
  private byte[] bytes = new byte[BYTES_AT_FIRST];
  private int[] at = new int[8];
  private int count;
  private int end;
  private int gaps;

  /** Where blocks of the same rows put their bytes while they pack them. */
  static final class Room {
    private byte[] bytes = new byte[BYTES_AT_FIRST];
  }

  VariableBlock(Room room) {
    this.room = room;
  }

  int count() {
    return count;
  }

  byte[] bytes() {
    return bytes;
  }

  int keyAt(int index) {
    return at[index] + HEAD_BYTES;
  }

  int keyLength(int index) {
    return LittleEndian.intAt(bytes, at[index]);
  }

  int valueAt(int index) {
    return at[index] + HEAD_BYTES + keyLength(index);
  }

  int valueLength(int index) {
    return Math.max(0, LittleEndian.intAt(bytes, at[index] + 4));
  }

  boolean isBuried(int index) {
    return LittleEndian.intAt(bytes, at[index] + 4) == MARK;
  }

  /** {@link RowBlock#word} of the key of a row. */
  long word(int index) {
    return RowBlock.word(bytes, keyAt(index), keyLength(index));
  }

  /** The key of a row compared with another. */
  int compare(int index, byte[] key, int offset, int length) {
    int from = at[index] + HEAD_BYTES;
    return Arrays.compareUnsigned(
        bytes, from, from + LittleEndian.intAt(bytes, at[index]), key, offset, offset + length);
  }

  /** The row with this key, or the complement of the place where it belongs. */
  int search(byte[] key, int offset, int length) {
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      int order = compare(middle, key, offset, length);
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

  /** True if one more row would make this block too large. */
  boolean isFull(int rowBytes) {
    return count >= ROWS_MAX || count > 1 && used() + rowBytes + HEAD_BYTES > BYTES_MAX;
  }

  private int used() {
    return end - gaps;
  }

  /** Adds a row, or a mark if the value is null. */
  void insert(
      int index, byte[] key, int offset, int length, byte[] value, int valueAt, int valueLength) {
    int from = append(key, offset, length, value, valueAt, valueLength);
    if (count == at.length) {
      at = Arrays.copyOf(at, Math.min(ROWS_MAX, count * 2));
    }
    System.arraycopy(at, index, at, index + 1, count - index);
    at[index] = from;
    count++;
  }

  /** Writes the value of a row, or makes it a mark if the value is null. */
  void replace(
      int index, byte[] key, int offset, int length, byte[] value, int valueAt, int valueLength) {
    int old = valueLength(index);
    if (value != null && valueLength == old || value == null && old == 0) {
      LittleEndian.putInt(bytes, at[index] + 4, value == null ? MARK : valueLength);
      if (value != null) {
        System.arraycopy(value, valueAt, bytes, valueAt(index), valueLength);
      }
      return;
    }
    gaps += HEAD_BYTES + length + old;
    // Of no length while the bytes are packed: nothing of it is kept.
    int kept = at[index];
    at[index] = at[count - 1];
    at[count - 1] = kept;
    count--;
    int from = append(key, offset, length, value, valueAt, valueLength);
    at[count] = at[index];
    at[index] = from;
    count++;
  }

  private int append(
      byte[] key, int offset, int length, byte[] value, int valueAt, int valueLength) {
    int needed = HEAD_BYTES + length + (value == null ? 0 : valueLength);
    reserve(needed);
    int from = end;
    LittleEndian.putInt(bytes, from, length);
    LittleEndian.putInt(bytes, from + 4, value == null ? MARK : valueLength);
    System.arraycopy(key, offset, bytes, from + HEAD_BYTES, length);
    if (value != null) {
      System.arraycopy(value, valueAt, bytes, from + HEAD_BYTES + length, valueLength);
    }
    end += needed;
    return from;
  }

  private void reserve(int needed) {
    if (end + needed <= bytes.length) {
      return;
    }
    // Packing must leave room for a while, or every write would pack.
    int wanted = used() + needed + used() / 8;
    pack(wanted <= bytes.length ? bytes.length : used() + needed + used() / 4);
  }

  /** Closes the gaps, in an array of {@code length} bytes. */
  private void pack(int length) {
    if (room.bytes.length < used()) {
      room.bytes = new byte[used() * 2];
    }
    int to = 0;
    for (int i = 0; i < count; i++) {
      int rowBytes = rowBytes(i);
      System.arraycopy(bytes, at[i], room.bytes, to, rowBytes);
      at[i] = to;
      to += rowBytes;
    }
    bytes = length == bytes.length ? bytes : new byte[length];
    System.arraycopy(room.bytes, 0, bytes, 0, to);
    end = to;
    gaps = 0;
  }

  private int rowBytes(int index) {
    return HEAD_BYTES + keyLength(index) + valueLength(index);
  }

  void remove(int index) {
    gaps += rowBytes(index);
    count--;
    System.arraycopy(at, index + 1, at, index, count - index);
    if (count == 0) {
      clear();
    }
  }

  /** Moves the upper half of the rows of a full block to an empty one. */
  void split(VariableBlock upper) {
    int half = count >>> 1;
    for (int i = half; i < count; i++) {
      upper.take(this, i);
    }
    for (int i = half; i < count; i++) {
      gaps += rowBytes(i);
    }
    count = half;
    pack(Math.max(BYTES_AT_FIRST, used() + used() / 4));
  }

  private void take(VariableBlock other, int index) {
    byte[] value = other.isBuried(index) ? null : other.bytes;
    insert(
        count,
        other.bytes,
        other.keyAt(index),
        other.keyLength(index),
        value,
        other.valueAt(index),
        other.valueLength(index));
  }

  /** Becomes the same as another block. */
  void copy(VariableBlock other) {
    clear();
    for (int i = 0; i < other.count; i++) {
      take(other, i);
    }
  }

  /** Forgets the rows; arrays of a usual size stay. */
  void clear() {
    count = 0;
    end = 0;
    gaps = 0;
    if (bytes.length > BYTES_MAX * 2) {
      bytes = new byte[BYTES_AT_FIRST];
    }
  }
}
