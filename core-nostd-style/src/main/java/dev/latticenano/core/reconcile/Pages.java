package dev.latticenano.core.reconcile;

import java.util.Arrays;

/**
 * Pages of sorted entries in arrays of longs: all leaves, or all inner nodes, of a tree. An entry
 * begins with its key, five words: created, and the four big-endian words of an id, all unsigned.
 * The created times of a page stand together, the other words of its entries behind them. Pages
 * that were given back are used again; otherwise nothing is freed.
 *
 * <pre>
 * created × ENTRIES_MAX │ (id 4 words, further words) × ENTRIES_MAX
 * </pre>
 */
final class Pages {
  /** Entries of a full page. */
  static final int ENTRIES_MAX = 64;

  private final int rest;
  private long[][] pages = new long[4][];
  private int[] counts = new int[4];
  // Pages given back, the last first.
  private int[] free = new int[4];
  private int freeCount;
  private int pageCount;

  /** No pages of entries that have {@code more} words beside their key. */
  Pages(int more) {
    rest = 4 + more;
  }

  /** An empty page. */
  int take() {
    if (freeCount > 0) {
      return free[--freeCount];
    }
    if (pageCount == pages.length) {
      pages = Arrays.copyOf(pages, pageCount + (pageCount >> 1));
      counts = Arrays.copyOf(counts, pages.length);
    }
    pages[pageCount] = new long[ENTRIES_MAX * (1 + rest)];
    return pageCount++;
  }

  /** Takes a page back. */
  void give(int page) {
    counts[page] = 0;
    if (freeCount == free.length) {
      free = Arrays.copyOf(free, freeCount * 2);
    }
    free[freeCount++] = page;
  }

  int count(int page) {
    return counts[page];
  }

  boolean isFull(int page) {
    return counts[page] == ENTRIES_MAX;
  }

  /** The array of a page. */
  long[] words(int page) {
    return pages[page];
  }

  /** Where an entry's words behind its created time begin, in the array of its page. */
  int at(int entry) {
    return ENTRIES_MAX + entry * rest;
  }

  /**
   * The entry of a key, or the complement of the place where it would be. Entries before {@code
   * from} are known to be below the key.
   */
  int search(int page, int from, Key key) {
    long[] words = pages[page];
    int low = from;
    int high = counts[page] - 1;
    long wanted = key.created + Long.MIN_VALUE;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      long here = words[middle] + Long.MIN_VALUE;
      int order = here < wanted ? -1 : here > wanted ? 1 : key.compareId(words, at(middle));
      if (order < 0) {
        low = middle + 1;
      } else if (order > 0) {
        high = middle - 1;
      } else {
        return middle;
      }
    }
    return ~low;
  }

  /** Makes room for an entry in a page that is not full, and writes its key. */
  void insert(int page, int entry, Key key) {
    long[] words = pages[page];
    int after = counts[page]++ - entry;
    System.arraycopy(words, entry, words, entry + 1, after);
    System.arraycopy(words, at(entry), words, at(entry + 1), after * rest);
    writeKey(page, entry, key);
  }

  void readKey(int page, int entry, Key key) {
    key.set(pages[page][entry], pages[page], at(entry));
  }

  void writeKey(int page, int entry, Key key) {
    pages[page][entry] = key.created;
    key.writeId(pages[page], at(entry));
  }

  void remove(int page, int entry) {
    long[] words = pages[page];
    int after = --counts[page] - entry;
    System.arraycopy(words, entry + 1, words, entry, after);
    System.arraycopy(words, at(entry + 1), words, at(entry), after * rest);
  }

  /** Moves the entries of a page from {@code entry} on to the end of another. */
  void move(int page, int entry, int to) {
    int moved = counts[page] - entry;
    long[] from = pages[page];
    long[] target = pages[to];
    System.arraycopy(from, entry, target, counts[to], moved);
    System.arraycopy(from, at(entry), target, at(counts[to]), moved * rest);
    counts[page] = entry;
    counts[to] += moved;
  }
}
