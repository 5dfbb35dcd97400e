package dev.latticenano.core.dag;

import java.util.Arrays;

/** A column of longs, 0 where unset; grows by whole pages like {@link IntColumn}. */
final class LongColumn {
  private static final int PAGE_BITS = 12;
  private static final int PAGE_ROWS = 1 << PAGE_BITS;
  private static final int PAGE_MASK = PAGE_ROWS - 1;

  private long[][] pages = new long[8][];

  long at(int row) {
    int page = row >>> PAGE_BITS;
    return page >= pages.length || pages[page] == null ? 0 : pages[page][row & PAGE_MASK];
  }

  void set(int row, long value) {
    int page = row >>> PAGE_BITS;
    if (page >= pages.length) {
      pages = Arrays.copyOf(pages, Math.max(page + 1, pages.length * 2));
    }
    if (pages[page] == null) {
      pages[page] = new long[PAGE_ROWS];
    }
    pages[page][row & PAGE_MASK] = value;
  }
}
