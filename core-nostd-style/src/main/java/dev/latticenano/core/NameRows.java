package dev.latticenano.core;

import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.intention.Hash;
import java.util.Arrays;

/**
 * Names of chunks, 32 bytes each, in one array: first in the order they are added, then sorted,
 * each once. Warm: grows while names are added.
 */
final class NameRows {
  private static final int BYTES = Hash.BYTES;
  private static final int FIRST = 64;

  private byte[] rows = new byte[FIRST * BYTES];
  private int count;

  /** Number of names; before {@link #sort} each as often as it was added. */
  int count() {
    return count;
  }

  /** Adds the name at {@code name[offset]}. */
  void add(byte[] name, int offset) {
    if (count * BYTES == rows.length) {
      rows = Arrays.copyOf(rows, rows.length * 2);
    }
    System.arraycopy(name, offset, rows, count++ * BYTES, BYTES);
  }

  /** Puts the names in byte order, each once. */
  void sort() {
    byte[] from = rows;
    byte[] to = new byte[Math.max(1, count) * BYTES];
    for (int width = 1; width < count; width *= 2) {
      for (int left = 0; left < count; left += 2 * width) {
        int middle = Math.min(left + width, count);
        merge(from, left, middle, Math.min(left + 2 * width, count), to);
      }
      byte[] merged = to;
      to = from;
      from = merged;
    }
    rows = from;
    unite();
  }

  private static void merge(byte[] from, int left, int middle, int end, byte[] to) {
    int i = left;
    int j = middle;
    for (int at = left; at < end; at++) {
      boolean first = j == end || i < middle && compare(from, i, from, j) <= 0;
      System.arraycopy(from, (first ? i++ : j++) * BYTES, to, at * BYTES, BYTES);
    }
  }

  private void unite() {
    int kept = 0;
    for (int i = 0; i < count; i++) {
      if (kept == 0 || compare(rows, kept - 1, rows, i) != 0) {
        System.arraycopy(rows, i * BYTES, rows, kept++ * BYTES, BYTES);
      }
    }
    count = kept;
    rows = Arrays.copyOf(rows, Math.max(1, count) * BYTES);
  }

  private static int compare(byte[] a, int i, byte[] b, int j) {
    return Arrays.compareUnsigned(a, i * BYTES, (i + 1) * BYTES, b, j * BYTES, (j + 1) * BYTES);
  }

  /** Of the sorted names, how many are not above the 32 bytes of {@code name}; null: none. */
  int notAbove(byte[] name) {
    int low = 0;
    int high = name == null ? 0 : count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (compare(rows, middle, name, 0) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Copies up to {@code most} names from number {@code from} on; returns how many. */
  int copy(int from, byte[] out, int most) {
    int copied = Math.min(most, count - from);
    System.arraycopy(rows, from * BYTES, out, 0, copied * BYTES);
    return copied;
  }

  /** The BLAKE3 hash of all names, one after the other. */
  Hash hash() {
    byte[] hash = new byte[BYTES];
    Blake3.plain().hash(rows, 0, count * BYTES, hash, 0);
    return Hash.of(hash, 0);
  }
}
