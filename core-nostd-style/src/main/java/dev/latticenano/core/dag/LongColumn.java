package dev.latticenano.core.dag;

import java.util.Arrays;

/** A column of longs, 0 where unset; grows like {@link IntColumn}. */
final class LongColumn {
  private static final int PAGE_BITS = 12;
  private static final int PAGE_ROWS = 1 << PAGE_BITS;
  private static final int PAGE_MASK = PAGE_ROWS - 1;

  private long[][] pages = new long[1][];

  long at(int row) {
    int page = row >>> PAGE_BITS;
    int place = row & PAGE_MASK;
    boolean has = page < pages.length && pages[page] != null && place < pages[page].length;
    return has ? pages[page][place] : 0;
  }

  void set(int row, long value) {
    int page = row >>> PAGE_BITS;
    int place = row & PAGE_MASK;
    if (page >= pages.length) {
      pages = Arrays.copyOf(pages, Math.max(page + 1, pages.length * 2));
    }
    if (pages[page] == null) {
      pages[page] = new long[IntColumn.firstRows(page, place)];
    } else if (place >= pages[page].length) {
      pages[page] = Arrays.copyOf(pages[page], IntColumn.firstRows(page, place));
    }
    pages[page][place] = value;
  }
}
