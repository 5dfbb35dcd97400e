package dev.latticenano.storage.table;

import java.util.Arrays;

/** The least and the greatest key of a run, kept without a copy. */
final class RunBounds {
  private final byte[] first;
  private final byte[] last;

  RunBounds(byte[] first, byte[] last) {
    this.first = first;
    this.last = last;
  }

  /** Negative if all of the run is above a key, positive if all is below, 0 if it may hold it. */
  int compare(byte[] key, int offset, int length) {
    if (isAbove(key, offset, length)) {
      return -1;
    }
    int order = Arrays.compareUnsigned(last, 0, last.length, key, offset, offset + length);
    return order < 0 ? 1 : 0;
  }

  /** True if the first key is above {@code key}. */
  boolean isAbove(byte[] key, int offset, int length) {
    return Arrays.compareUnsigned(first, 0, first.length, key, offset, offset + length) > 0;
  }

  /** True if some key may lie in both. */
  boolean overlaps(RunBounds other) {
    return Arrays.compareUnsigned(first, other.last) <= 0
        && Arrays.compareUnsigned(other.first, last) <= 0;
  }

  /** The order of the first keys. */
  int compareFirst(RunBounds other) {
    return Arrays.compareUnsigned(first, other.first);
  }

  byte[] first() {
    return first;
  }

  byte[] last() {
    return last;
  }
}
