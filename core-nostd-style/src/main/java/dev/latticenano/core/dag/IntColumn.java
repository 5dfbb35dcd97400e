package dev.latticenano.core.dag;

import java.util.Arrays;

/**
 * A column of ints that grows by whole pages of {@value #PAGE_ROWS} rows and never copies what it
 * holds. Unset rows read as the column's initial value. Between two page allocations nothing is
 * allocated.
 */
final class IntColumn {
  private static final int PAGE_BITS = 12;
  static final int PAGE_ROWS = 1 << PAGE_BITS;
  private static final int PAGE_MASK = PAGE_ROWS - 1;

  private final int initial;
  private int[][] pages = new int[8][];

  IntColumn(int initial) {
    this.initial = initial;
  }

  int at(int row) {
    int page = row >>> PAGE_BITS;
    if (page >= pages.length || pages[page] == null) {
      return initial;
    }
    return pages[page][row & PAGE_MASK];
  }

  void set(int row, int value) {
    int page = row >>> PAGE_BITS;
    if (page >= pages.length) {
      pages = Arrays.copyOf(pages, Math.max(page + 1, pages.length * 2));
    }
    if (pages[page] == null) {
      pages[page] = new int[PAGE_ROWS];
      if (initial != 0) {
        Arrays.fill(pages[page], initial);
      }
    }
    pages[page][row & PAGE_MASK] = value;
  }
}
