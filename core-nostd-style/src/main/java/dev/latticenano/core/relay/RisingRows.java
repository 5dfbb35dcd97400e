package dev.latticenano.core.relay;

import dev.latticenano.core.intention.Hash;
import java.util.Arrays;

/**
 * Lists in signed bytes: rows of equal width, each of which begins with a key or a hash of 32
 * bytes, and rises above the one before by it. Allocates nothing.
 */
final class RisingRows {
  private static final int NAME_BYTES = Hash.BYTES;

  private RisingRows() {}

  /** True if each of {@code count} rows from {@code from} rises above the one before. */
  static boolean rise(byte[] bytes, int from, int width, int count) {
    for (int i = 1; i < count; i++) {
      int at = from + i * width;
      if (compare(bytes, at - width, bytes, at) >= 0) {
        return false;
      }
    }
    return true;
  }

  /** Index of the row that begins with the name at {@code names[offset]}, or a negative number. */
  static int find(byte[] bytes, int from, int width, int count, byte[] names, int offset) {
    int low = 0;
    int high = count - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = compare(bytes, from + middle * width, names, offset);
      if (order == 0) {
        return middle;
      }
      low = order < 0 ? middle + 1 : low;
      high = order < 0 ? high : middle - 1;
    }
    return -1 - low;
  }

  private static int compare(byte[] left, int leftAt, byte[] right, int rightAt) {
    return Arrays.compareUnsigned(
        left, leftAt, leftAt + NAME_BYTES, right, rightAt, rightAt + NAME_BYTES);
  }
}
