package dev.latticenano.core.dag;

import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.Table;
import java.util.Arrays;

/**
 * Vectors of heights at hand: of every {@code spacing}-th height of each chain, of each chain's
 * top. A vector above the one sought and one below answer nearly every question; {@link
 * StretchWalk} has the others.
 *
 * <p>Those along the chains lie in the table {@code dag} as well. If they have more than so many
 * ints, every other one goes and the spacing doubles, so they stay in bounds however long the
 * chains are. Those of the tops follow each citation of another chain's top; a citation of anything
 * else leaves a lower bound until the next place where one is kept.
 *
 * <pre>
 * 'v'                        spacing 4
 * 'v' ‖ author 2 ‖ height 4  heights u32, one an author
 * </pre>
 */
final class Vectors {
  /** Heights between two vectors of a short chain. */
  static final int SPACING = 256;

  /** Ints of the vectors kept along the chains, 512 KiB. */
  static final int INTS_MAX = 1 << 17;

  /** With more authors than this, no vectors are kept. */
  static final int AUTHORS_MAX = 512;

  /** What two vectors cannot tell. */
  static final int UNKNOWN = -1;

  static final int NO = 0;
  static final int YES = 1;

  private static final int[] NOTHING = {};
  private static final int[][] NO_VECTORS = {};
  private static final byte KEY = 'v';

  private final Table table;
  private final int firstSpacing;
  private final int intsMax;
  private final byte[] key = new byte[7];
  private final byte[] value = new byte[4 * AUTHORS_MAX];
  private int spacing;
  private int ints;
  private int[][][] kept = new int[16][][];
  private int[][] tops = new int[16][];
  private boolean[] isExact = new boolean[16];

  Vectors(Table table, int spacing, int intsMax) {
    this.table = table;
    this.firstSpacing = spacing;
    this.intsMax = intsMax;
    this.spacing = spacing;
  }

  void clear() {
    Arrays.fill(kept, null);
    Arrays.fill(tops, null);
    spacing = firstSpacing;
    ints = 0;
  }

  /** Heights between two vectors that are kept. */
  int spacing() {
    return spacing;
  }

  /** Takes up what the last checkpoint left. */
  void restore() throws StoreException {
    clear();
    table.range(
        new byte[] {KEY},
        new byte[] {KEY + 1},
        (rowKey, at, keyBytes, bytes, from, length) -> {
          if (keyBytes == 1) {
            spacing = BigEndian.intAt(bytes, from);
          } else {
            int author = BigEndian.shortAt(rowKey, at + 1);
            hold(author, BigEndian.intAt(rowKey, at + 3), vector(bytes, from, length));
          }
          return true;
        });
  }

  private static int[] vector(byte[] bytes, int from, int length) {
    int[] vector = new int[length / 4];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = BigEndian.intAt(bytes, from + 4 * i);
    }
    return vector;
  }

  /** The top of {@code author} stands at {@code height} and has this vector. */
  void stand(int author, int height, int[] vector, int count) {
    reserveTops(author);
    tops[author] = Arrays.copyOf(vector, count);
    reserve(author, Math.max(count, author + 1));
    tops[author][author] = height;
    isExact[author] = true;
  }

  /** True if something is known of the top of {@code author}. */
  boolean hasTop(int author) {
    return author < tops.length && tops[author] != null;
  }

  /** Leaves the vector of {@code count} authors in {@link #value}; returns its bytes. */
  private int putVector(int[] vector, int count) {
    for (int i = 0; i < count; i++) {
      BigEndian.putInt(value, 4 * i, at(vector, i));
    }
    return 4 * count;
  }

  private void hold(int author, int height, int[] vector) {
    if (author >= kept.length) {
      kept = Arrays.copyOf(kept, Math.max(author + 1, kept.length * 2));
    }
    int index = height / spacing - 1;
    int[][] column = kept[author];
    if (column == null || index >= column.length) {
      column = column == null ? new int[4][] : column;
      column = Arrays.copyOf(column, Math.max(index + 1, column.length * 2));
      kept[author] = column;
    }
    column[index] = vector;
    ints += vector.length;
  }

  /** One more height on the chain of {@code author}, which nothing cites yet. */
  void extend(int author, int height, int authors) {
    reserveTops(author);
    if (tops[author] == null) {
      if (authors > AUTHORS_MAX) {
        return;
      }
      int[] below = below(author, height - 1);
      tops[author] = Arrays.copyOf(below, Math.max(below.length, roomFor(authors)));
      isExact[author] = height - 1 == at(below, author);
    }
    tops[author][author] = height;
  }

  private void reserveTops(int author) {
    if (author >= tops.length) {
      tops = Arrays.copyOf(tops, Math.max(author + 1, tops.length * 2));
      isExact = Arrays.copyOf(isExact, tops.length);
    }
  }

  // Room for some who come later, so that few of them move it.
  private static int roomFor(int authors) {
    return (authors + 15) / 8 * 8;
  }

  /** True if the top of {@code author} is known to have {@code other} at {@code height} seen. */
  boolean hasSeen(int author, int other, int height) {
    return author < tops.length && tops[author] != null && at(tops[author], other) >= height;
  }

  /** The top of {@code author} cites {@code other} at {@code height}, whatever follows from it. */
  void cite(int author, int other, int height) {
    if (author < tops.length && tops[author] != null) {
      reserve(author, other + 1);
      tops[author][other] = Math.max(tops[author][other], height);
      isExact[author] = false;
    }
  }

  /** The top of {@code author} cites what has this vector: {@code count} ints. */
  void join(int author, int[] vector, int from, int count) {
    if (author < tops.length && tops[author] != null) {
      reserve(author, count);
      int[] top = tops[author];
      for (int i = 0; i < count; i++) {
        top[i] = Math.max(top[i], vector[from + i]);
      }
    }
  }

  private void reserve(int author, int count) {
    if (tops[author].length < count) {
      tops[author] = Arrays.copyOf(tops[author], roomFor(count));
    }
  }

  /** True if a vector of the top of {@code author}, at {@code height}, is to be kept. */
  boolean isDue(int author, int height, int authors) {
    return height % spacing == 0 && authors <= AUTHORS_MAX && isTop(author, height);
  }

  /** True if the vector of {@code author} at {@code height} is {@link #top}. */
  boolean isExactTop(int author, int height) {
    return isTop(author, height) && isExact[author];
  }

  private boolean isTop(int author, int height) {
    return author < tops.length && tops[author] != null && tops[author][author] == height;
  }

  /** The vector of the top of {@code author}, or a lower bound of it; lent. */
  int[] top(int author) {
    return tops[author];
  }

  /** The top of {@code author} has this vector: its first {@code count} ints. */
  void settle(int author, int[] vector, int count) {
    reserve(author, count);
    System.arraycopy(vector, 0, tops[author], 0, count);
    isExact[author] = true;
  }

  /** Keeps the vector of the top of {@code author}, which is exact. */
  void keep(int author, int height) throws StoreException {
    int[] top = tops[author];
    int length = top.length;
    while (length > 0 && top[length - 1] == 0) {
      length--;
    }
    int[] vector = Arrays.copyOf(top, length);
    hold(author, height, vector);
    putKey(author, height);
    table.put(key, 0, key.length, value, 0, putVector(vector, length));
    while (ints > intsMax) {
      thin();
    }
  }

  /** Forgets every other vector of each chain. */
  private void thin() throws StoreException {
    ints = 0;
    for (int author = 0; author < kept.length; author++) {
      int[][] column = kept[author];
      if (column != null) {
        kept[author] = null;
        for (int i = 0; i < column.length; i++) {
          if (column[i] != null && i % 2 == 0) {
            putKey(author, (i + 1) * spacing);
            table.delete(key, 0, key.length);
            column[i] = null;
          }
        }
        int[][] halved = new int[column.length / 2 + 1][];
        for (int i = 1; i < column.length; i += 2) {
          halved[i / 2] = column[i];
          ints += column[i] == null ? 0 : column[i].length;
        }
        kept[author] = halved;
      }
    }
    spacing *= 2;
    BigEndian.putInt(value, 0, spacing);
    key[0] = KEY;
    table.put(key, 0, 1, value, 0, 4);
  }

  /** Forgets the vectors of {@code author} up to {@code last}. */
  void remove(int author, int last) throws StoreException {
    int[][] column = author < kept.length && kept[author] != null ? kept[author] : NO_VECTORS;
    for (int i = 0; i < column.length && (i + 1) * spacing <= last; i++) {
      if (column[i] != null) {
        ints -= column[i].length;
        column[i] = null;
        putKey(author, (i + 1) * spacing);
        table.delete(key, 0, key.length);
      }
    }
  }

  private void putKey(int author, int height) {
    key[0] = KEY;
    BigEndian.putShort(key, 1, author);
    BigEndian.putInt(key, 3, height);
  }

  /**
   * The vector kept of {@code author} at the greatest height up to {@code height}, empty if none;
   * lent.
   */
  int[] below(int author, int height) {
    int[][] column = author < kept.length ? kept[author] : null;
    if (column != null) {
      for (int i = Math.min(height / spacing, column.length) - 1; i >= 0; i--) {
        if (column[i] != null) {
          return column[i];
        }
      }
    }
    return NOTHING;
  }

  /**
   * True vectors around it say whether {@code other} at {@code height} is in the past of {@code
   * author} at {@code ownHeight}: {@link #YES}, {@link #NO} or {@link #UNKNOWN}.
   */
  int judge(int other, int height, int author, int ownHeight) {
    if (isExactTop(author, ownHeight)) {
      return at(tops[author], other) >= height ? YES : NO;
    }
    if (at(below(author, ownHeight), other) >= height) {
      return YES;
    }
    int[][] column = author < kept.length ? kept[author] : null;
    int index = (ownHeight - 1) / spacing;
    int[] above = column != null && index < column.length ? column[index] : null;
    if (above == null && author < tops.length && tops[author] != null && isExact[author]) {
      above = tops[author];
    }
    return above != null && at(above, other) < height ? NO : UNKNOWN;
  }

  /** The greatest height of {@code author} kept without {@code other} at {@code height}; or 0. */
  int lastWithout(int other, int height, int author) {
    int[][] column = author < kept.length && kept[author] != null ? kept[author] : NO_VECTORS;
    int last = 0;
    for (int[] vector : column) {
      if (vector != null && at(vector, other) < height) {
        last = at(vector, author);
      }
    }
    return last;
  }

  /** The least height of {@code author} kept with {@code other} at {@code height}. */
  int firstWith(int other, int height, int author) {
    int[][] column = author < kept.length && kept[author] != null ? kept[author] : NO_VECTORS;
    for (int[] vector : column) {
      if (vector != null && at(vector, other) >= height) {
        return at(vector, author);
      }
    }
    return Reach.NEVER;
  }

  /** What a vector says of {@code author}; a shorter one is older than the author. */
  static int at(int[] vector, int author) {
    return author < vector.length ? vector[author] : 0;
  }
}
