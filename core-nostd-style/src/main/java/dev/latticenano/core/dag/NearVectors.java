package dev.latticenano.core.dag;

import java.util.Arrays;

/**
 * Whole vectors of heights of the rows met last, witnessed or asked about: as many as fit {@value
 * #INTS} ints, at most {@value #ROWS_MAX}. A row's vector never changes, so what is here is right.
 * Begins small, since most stores are, and allocates only to grow, or when there are more authors
 * than a place has room for.
 */
final class NearVectors {
  private static final int INTS = 1 << 16;
  private static final int ROWS_MAX = 4096;
  private static final int ROOM_MIN = 16;
  private static final int FIRST_ROWS = 64;
  private static final int GROWTH = 4;

  /** Places that a row may lie in, so that two that are asked in turns do not drive each other. */
  private static final int WAYS = 4;

  private int[] ints = {};
  private int[] rows = {};
  private byte[] turns = {};
  private int room;
  private int puts;

  void clear() {
    Arrays.fill(rows, Rows.NONE);
  }

  /** Where in {@link #ints} the vector of {@code row} begins, or -1. */
  int find(int row) {
    int first = first(row);
    for (int place = first; place < first + WAYS && rows.length > 0; place++) {
      if (rows[place] == row) {
        return place * room;
      }
    }
    return -1;
  }

  /** All vectors, {@link #room} ints each; lent. */
  int[] ints() {
    return ints;
  }

  /** Ints of a vector; authors beyond are not in it. */
  int room() {
    return room;
  }

  /**
   * The vector of {@code row}, which is not here, is the first {@code count} ints of {@code vector}
   * that it has.
   *
   * @return as {@link #find}
   */
  int put(int row, int[] vector, int count) {
    if (count > room) {
      room = Math.max(ROOM_MIN, Integer.highestOneBit(count - 1) << 1);
      allocate(FIRST_ROWS);
    } else if (puts >= rows.length && rows.length < rowsMost()) {
      allocate(rows.length * GROWTH);
    }
    puts++;
    int set = first(row) / WAYS;
    int place = set * WAYS + turns[set];
    turns[set] = (byte) ((turns[set] + 1) % WAYS);
    rows[place] = row;
    int from = place * room;
    int known = Math.min(count, vector.length);
    System.arraycopy(vector, 0, ints, from, known);
    Arrays.fill(ints, from + known, from + room, 0);
    return from;
  }

  private int rowsMost() {
    return Math.max(WAYS, Math.min(ROWS_MAX, INTS / room));
  }

  /** Room for so many rows, as far as there may be; what was here is forgotten. */
  private void allocate(int wanted) {
    rows = new int[Math.min(wanted, rowsMost())];
    ints = new int[rows.length * room];
    turns = new byte[rows.length / WAYS];
    puts = 0;
    clear();
  }

  private int first(int row) {
    return (row & turns.length - 1) * WAYS;
  }
}
