package dev.latticenano.storage.table;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The youngest part of a hash index: rows of a 32-byte hash and a position in one flat array, found
 * by open addressing. Finding allocates nothing, putting only when the array doubles.
 *
 * <pre>
 * row: hash as 4 longs, most significant byte first; position + 1 (0: the row is free)
 * </pre>
 */
final class HashOverlay {
  private static final VarHandle BIG_ENDIAN =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final int ROW_LONGS = 5;
  private static final int ROWS_AT_FIRST = 1024;

  /** Keeps a peer, who can choose among hashes, from filling one corner of the array. */
  private final long secret;

  private long[] rows = new long[ROWS_AT_FIRST * ROW_LONGS];
  private int count;

  HashOverlay(long secret) {
    this.secret = secret;
  }

  /** Rows in use. */
  int count() {
    return count;
  }

  /** The position of a hash, or -1. */
  long find(byte[] hash, int offset) {
    return rows[slot(hash, offset) + 4] - 1;
  }

  /** Adds a hash; one that is present keeps its position. */
  void put(byte[] hash, int offset, long position) {
    int slot = slot(hash, offset);
    if (rows[slot + 4] != 0) {
      return;
    }
    for (int i = 0; i < 4; i++) {
      rows[slot + i] = word(hash, offset, i);
    }
    rows[slot + 4] = position + 1;
    count++;
    if (2 * count > rows.length / ROW_LONGS) {
      grow();
    }
  }

  /** Forgets everything and gives the memory back. */
  void clear() {
    rows = new long[ROWS_AT_FIRST * ROW_LONGS];
    count = 0;
  }

  /** The rows in use by the order of their hashes' bytes, as offsets for {@link #hashAt}. */
  Integer[] sorted() {
    Integer[] used = new Integer[count];
    int n = 0;
    for (int slot = 0; slot < rows.length; slot += ROW_LONGS) {
      if (rows[slot + 4] != 0) {
        used[n++] = slot;
      }
    }
    Arrays.sort(used, (a, b) -> Arrays.compareUnsigned(rows, a, a + 4, rows, b, b + 4));
    return used;
  }

  /** A copy of the hash in a row. */
  byte[] hashAt(int slot) {
    byte[] hash = new byte[32];
    for (int i = 0; i < 4; i++) {
      BIG_ENDIAN.set(hash, 8 * i, rows[slot + i]);
    }
    return hash;
  }

  /** The position in a row. */
  long positionAt(int slot) {
    return rows[slot + 4] - 1;
  }

  /** Where the row of a hash is or would be. */
  private int slot(byte[] hash, int offset) {
    return slot(
        word(hash, offset, 0), word(hash, offset, 1), word(hash, offset, 2), word(hash, offset, 3));
  }

  private int slot(long a, long b, long c, long d) {
    long mixed = (a ^ secret) * 0x9E3779B97F4A7C15L;
    int mask = rows.length / ROW_LONGS - 1;
    int row = (int) (mixed >>> 32) & mask;
    while (true) {
      int slot = row * ROW_LONGS;
      if (rows[slot + 4] == 0
          || (rows[slot] == a
              && rows[slot + 1] == b
              && rows[slot + 2] == c
              && rows[slot + 3] == d)) {
        return slot;
      }
      row = (row + 1) & mask;
    }
  }

  private void grow() {
    long[] old = rows;
    rows = new long[2 * old.length];
    for (int from = 0; from < old.length; from += ROW_LONGS) {
      if (old[from + 4] != 0) {
        int to = slot(old[from], old[from + 1], old[from + 2], old[from + 3]);
        System.arraycopy(old, from, rows, to, ROW_LONGS);
      }
    }
  }

  private static long word(byte[] hash, int offset, int i) {
    return (long) BIG_ENDIAN.get(hash, offset + 8 * i);
  }
}
