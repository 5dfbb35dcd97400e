package dev.latticenano.core.dag;

import java.util.Arrays;

/**
 * A column of ints that grows by whole pages of {@value #PAGE_ROWS} rows and never copies what it
 * holds, but for the first page, which doubles: most stores are small, and a node holds many. Unset
 * rows read as the column's initial value. Between two growths nothing is allocated.
 */
final class IntColumn {
  private static final int PAGE_BITS = 12;
  static final int PAGE_ROWS = 1 << PAGE_BITS;
  private static final int PAGE_MASK = PAGE_ROWS - 1;
  private static final int FIRST_ROWS = 16;

  private final int initial;
  private int[][] pages = new int[1][];

  IntColumn(int initial) {
    this.initial = initial;
  }

  /** Rows that a page takes so that {@code place} is one of them. */
  static int firstRows(int page, int place) {
    return page > 0 ? PAGE_ROWS : Math.max(FIRST_ROWS, Integer.highestOneBit(place) << 1);
  }

  int at(int row) {
    int page = row >>> PAGE_BITS;
    int place = row & PAGE_MASK;
    if (page >= pages.length || pages[page] == null || place >= pages[page].length) {
      return initial;
    }
    return pages[page][place];
  }

  void set(int row, int value) {
    int page = row >>> PAGE_BITS;
    int place = row & PAGE_MASK;
    if (page >= pages.length) {
      pages = Arrays.copyOf(pages, Math.max(page + 1, pages.length * 2));
    }
    int[] held = pages[page];
    if (held == null || place >= held.length) {
      int from = held == null ? 0 : held.length;
      int rows = firstRows(page, place);
      pages[page] = held == null ? new int[rows] : Arrays.copyOf(held, rows);
      if (initial != 0) {
        Arrays.fill(pages[page], from, rows, initial);
      }
    }
    pages[page][place] = value;
  }
}
