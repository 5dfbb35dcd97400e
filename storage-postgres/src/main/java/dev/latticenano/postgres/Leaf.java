package dev.latticenano.postgres;

import dev.latticenano.core.bytes.LittleEndian;
import dev.latticenano.core.store.IdSum;
import dev.latticenano.core.store.RowView;
import dev.latticenano.core.store.TableShape;
import java.util.Arrays;

/**
 * Neighbouring rows of one table, immutable, as they lie in one row of the server. Of a fixed shape
 * key ‖ value each; of any lengths:
 *
 * <pre>
 * 0  key    u32  bytes of the key, little-endian
 * 4  value  u32  bytes of the value
 * 8  the key, the value
 * </pre>
 */
final class Leaf {
  static final int HEAD_BYTES = 8;

  private final TableShape shape;
  private final byte[] bytes;
  // Of any lengths: where each row begins, and the end.
  private final int[] begins;
  private final int count;

  private Leaf(TableShape shape, byte[] bytes, int[] begins, int count) {
    this.shape = shape;
    this.bytes = bytes;
    this.begins = begins;
    this.count = count;
  }

  /** The rows in {@code bytes}, which belong to the leaf now; null if they have no such form. */
  static Leaf of(TableShape shape, byte[] bytes) {
    if (shape.isFixed()) {
      int width = shape.keyBytes() + shape.valueBytes();
      return bytes.length % width == 0 ? new Leaf(shape, bytes, null, bytes.length / width) : null;
    }
    int[] begins = new int[16];
    int count = 0;
    int at = 0;
    while (at < bytes.length) {
      if (at > bytes.length - HEAD_BYTES) {
        return null;
      }
      int key = LittleEndian.intAt(bytes, at);
      int value = LittleEndian.intAt(bytes, at + 4);
      if (key < 0 || value < 0 || (long) at + HEAD_BYTES + key + value > bytes.length) {
        return null;
      }
      at += HEAD_BYTES + key + value;
      if (++count == begins.length) {
        begins = Arrays.copyOf(begins, count * 2);
      }
      begins[count] = at;
    }
    return new Leaf(shape, bytes, begins, count);
  }

  /** The bytes it was made of; not to be changed. */
  byte[] bytes() {
    return bytes;
  }

  int count() {
    return count;
  }

  /** Points {@code view} at row {@code index}. */
  void show(int index, RowView view) {
    int keyAt = keyAt(index);
    int keyLength = keyLength(index);
    int end = shape.isFixed() ? (index + 1) * width() : begins[index + 1];
    view.wrap(bytes, keyAt, keyLength, bytes, keyAt + keyLength, end - keyAt - keyLength);
  }

  /** The row with this key, or minus one minus the first row above it. */
  int search(byte[] key, int offset, int length) {
    int low = 0;
    int high = count - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int at = keyAt(middle);
      int order =
          Arrays.compareUnsigned(bytes, at, at + keyLength(middle), key, offset, offset + length);
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1 - low;
  }

  /** Copies the value of row {@code index}; its length. */
  int value(int index, byte[] out, int outOffset) {
    int at = keyAt(index) + keyLength(index);
    int end = shape.isFixed() ? (index + 1) * width() : begins[index + 1];
    System.arraycopy(bytes, at, out, outOffset, end - at);
    return end - at;
  }

  /** Adds the names of rows {@code from} to {@code to}, exclusive, of a table with sums. */
  void add(int from, int to, IdSum sum) {
    for (int i = from; i < to; i++) {
      sum.add(bytes, (i + 1) * width() - 32);
    }
  }

  private int width() {
    return shape.keyBytes() + shape.valueBytes();
  }

  private int keyAt(int index) {
    return shape.isFixed() ? index * width() : begins[index] + HEAD_BYTES;
  }

  private int keyLength(int index) {
    return shape.isFixed() ? shape.keyBytes() : LittleEndian.intAt(bytes, begins[index]);
  }
}
