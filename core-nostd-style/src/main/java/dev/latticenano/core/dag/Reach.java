package dev.latticenano.core.dag;

import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.store.Row;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.Table;
import java.util.Arrays;

/**
 * Who cites whom, and how high, along each author's chain. Only what an author cites itself is
 * kept, and only if it stands higher than what it cited of the same author before; what follows
 * from it is worked out ({@link Ancestry}). The table has all of it, the heap the last of each pair
 * of authors.
 *
 * <pre>
 * key    author 2 ‖ other author 2 ‖ own height u32
 * value  height cited u32
 * </pre>
 */
final class Reach {
  /** No height is so great. */
  static final int NEVER = Integer.MAX_VALUE;

  private static final int NONE = -1;

  private final Table table;
  private final IntTable pairs = new IntTable();
  private final IntList lastHeight = new IntList();
  private final IntList lastCited = new IntList();
  private IntList[] others = new IntList[16];
  private IntList[] citers = new IntList[16];
  private final byte[] key = new byte[8];
  private final byte[] value = new byte[4];
  private final Row row = new Row();

  Reach(Table table) {
    this.table = table;
  }

  void clear() {
    pairs.clear();
    lastHeight.clear();
    lastCited.clear();
    Arrays.fill(others, null);
    Arrays.fill(citers, null);
  }

  /** Takes up what the last checkpoint left: the last row of each pair, from the end backwards. */
  void restore() throws StoreException {
    clear();
    Arrays.fill(key, (byte) 0xff);
    while (table.floor(key, 0, key.length, row)) {
      int author = BigEndian.shortAt(row.key(), 0);
      int other = BigEndian.shortAt(row.key(), 2);
      int pair = addPair(author, other);
      lastHeight.set(pair, BigEndian.intAt(row.key(), 4));
      lastCited.set(pair, BigEndian.intAt(row.value(), 0));
      putKey(author, other, 0);
    }
  }

  /** The authors that {@code author} has cited; null if none. */
  IntList others(int author) {
    return author < others.length ? others[author] : null;
  }

  /** The authors that have cited {@code author}; null if none. */
  IntList citers(int author) {
    return author < citers.length ? citers[author] : null;
  }

  /** Greatest height of {@code other} that {@code author} cited itself up to {@code height}. */
  int cited(int author, int other, int height) throws StoreException {
    int pair = pairs.at(key(author, other));
    if (pair == NONE) {
      return 0;
    }
    if (height >= lastHeight.at(pair)) {
      return lastCited.at(pair);
    }
    return floor(author, other, height) ? BigEndian.intAt(row.value(), 0) : 0;
  }

  /**
   * Least height at which {@code author} itself cited {@code other} at {@code height} or higher;
   * {@link #NEVER} if it did not.
   */
  int firstCiting(int author, int other, int height) throws StoreException {
    int pair = pairs.at(key(author, other));
    if (pair == NONE || lastCited.at(pair) < height) {
      return NEVER;
    }
    int low = 1;
    int high = lastHeight.at(pair);
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (floor(author, other, middle) && BigEndian.intAt(row.value(), 0) >= height) {
        high = BigEndian.intAt(row.key(), 4);
      } else {
        low = middle + 1;
      }
    }
    return high;
  }

  /** At {@code height}, {@code author} cites {@code other} at {@code citedHeight}. */
  void cite(int author, int other, int height, int citedHeight) throws StoreException {
    if (author == other) {
      return;
    }
    int pair = pairs.at(key(author, other));
    if (pair == NONE) {
      pair = addPair(author, other);
    } else if (lastCited.at(pair) >= citedHeight) {
      return;
    }
    lastHeight.set(pair, height);
    lastCited.set(pair, citedHeight);
    putKey(author, other, height);
    BigEndian.putInt(value, 0, citedHeight);
    table.put(key, 0, key.length, value, 0, value.length);
  }

  private boolean floor(int author, int other, int height) throws StoreException {
    putKey(author, other, height);
    return table.floor(key, 0, key.length, row)
        && BigEndian.intAt(row.key(), 0) == BigEndian.intAt(key, 0);
  }

  private void putKey(int author, int other, int height) {
    BigEndian.putInt(key, 0, key(author, other));
    BigEndian.putInt(key, 4, height);
  }

  private int addPair(int author, int other) {
    int pair = lastHeight.count();
    pairs.put(key(author, other), pair);
    lastHeight.add(0);
    lastCited.add(0);
    others = add(others, author, other);
    citers = add(citers, other, author);
    return pair;
  }

  private static IntList[] add(IntList[] lists, int at, int item) {
    IntList[] grown =
        at < lists.length ? lists : Arrays.copyOf(lists, Math.max(at + 1, lists.length * 2));
    if (grown[at] == null) {
      grown[at] = new IntList(4);
    }
    grown[at].add(item);
    return grown;
  }

  // Authors are numbered below 2^15.
  private static int key(int author, int other) {
    return author << 16 | other;
  }
}
