package dev.latticenano.core.dag;

import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.Table;
import java.util.Arrays;

/**
 * The vector of every height of every chain, {@value VectorBlock#HEIGHTS} heights a row of the
 * table {@code vector}; of each chain the block that is not full yet lies on the heap, and after a
 * checkpoint in the table {@code dag}. One entry costs one look-up, whatever the past is like. Rows
 * lie in the witness order of their last heights, so that each is written once.
 *
 * <pre>
 * vector   row of its last height 4  {@link VectorBlock}
 * 't' ‖ author 2                     own height 4 ‖ block that is not full, of at most 128 authors
 * </pre>
 *
 * There is no block of a height that came when there were more than {@link VectorBlock#AUTHORS_MAX}
 * authors, nor, if there were more than 128, of one whose block was not full when the process
 * ended.
 */
final class ChainVectors {
  /** With more authors than this, a checkpoint leaves out the blocks that are not full. */
  private static final int OPEN_MAX = 128;

  private static final int HEIGHTS = VectorBlock.HEIGHTS;
  private static final int COLUMNS_MIN = 16;
  private static final int COLUMNS_MAX = VectorBlock.AUTHORS_MAX;
  private static final byte OPEN_KEY = 't';

  private final Table table;
  private final Table dag;
  private final Chain chain;
  private final byte[] key = new byte[4];
  private final byte[] openKey = {OPEN_KEY, 0, 0};
  private int columns;
  private byte[] block = {};
  private int[] rising = {};
  private int held = Rows.NONE;
  private OpenBlock[] open = new OpenBlock[16];
  // Of each author the rows that end its blocks, as far as they were asked for; 0: not yet.
  private int[][] ends = new int[16][];

  ChainVectors(Table table, Table dag, Chain chain) {
    this.table = table;
    this.dag = dag;
    this.chain = chain;
  }

  void clear() {
    Arrays.fill(open, null);
    Arrays.fill(ends, null);
    held = Rows.NONE;
  }

  // Every block is of this process, or of one that knew no more authors than this one began with.
  private void makeRoom(int authors) {
    if (authors > columns) {
      columns = Math.min(Math.max(authors, Math.max(COLUMNS_MIN, 2 * columns)), COLUMNS_MAX);
      block = new byte[VectorBlock.room(columns) + 8];
      rising = new int[HEIGHTS * columns];
      held = Rows.NONE;
    }
  }

  /** Receives the vectors of the tops. */
  interface Tops {
    /** The top of {@code author} stands at {@code height}; {@code count} ints are lent. */
    void top(int author, int height, int[] vector, int count);
  }

  /** Takes up what the last checkpoint left of {@code authors}. */
  void restore(Authors authors, Tops tops) throws StoreException {
    clear();
    makeRoom(Math.min(authors.count(), COLUMNS_MAX));
    int[] vector = new int[VectorBlock.AUTHORS_MAX];
    for (int author = 0; author < authors.count(); author++) {
      reserve(author, authors.height(author));
    }
    dag.range(
        new byte[] {OPEN_KEY},
        new byte[] {OPEN_KEY + 1},
        (rowKey, at, keyBytes, bytes, from, length) -> {
          int author = BigEndian.shortAt(rowKey, at + 1);
          int height = BigEndian.intAt(bytes, from);
          System.arraycopy(bytes, from + 4, block, 0, length - 4);
          Arrays.fill(block, length - 4, Math.min(block.length, length + 4), (byte) 0);
          reserve(author, height);
          open[author] = new OpenBlock();
          int place = (height - 1) % HEIGHTS;
          int count = VectorBlock.columns(block);
          open[author].read((height - 1) / HEIGHTS, place, block, author, vector);
          open[author].vector(place, vector, count);
          tops.top(author, height, vector, count);
          return true;
        });
  }

  // What is asked later finds its room.
  private void reserve(int author, int height) {
    if (author >= open.length) {
      int capacity = Math.max(author + 1, 2 * open.length);
      open = Arrays.copyOf(open, capacity);
      ends = Arrays.copyOf(ends, capacity);
    }
    int blocks = height / HEIGHTS;
    if (ends[author] == null) {
      ends[author] = new int[blocks];
    } else if (blocks > ends[author].length) {
      ends[author] = Arrays.copyOf(ends[author], blocks + blocks / 4 + 1);
    }
  }

  /** Writes what a checkpoint keeps of {@code author}, of so many authors. */
  void writeOpen(int author, int authors) throws StoreException {
    BigEndian.putShort(openKey, 1, author);
    OpenBlock last = author < open.length ? open[author] : null;
    if (last == null || last.number() < 0 || authors > OPEN_MAX) {
      dag.delete(openKey, 0, openKey.length);
      return;
    }
    held = Rows.NONE;
    int length = last.write(block, rising);
    System.arraycopy(block, 0, block, 4, length);
    BigEndian.putInt(block, 0, last.number() * HEIGHTS + last.place() + 1);
    dag.put(openKey, 0, openKey.length, block, 0, 4 + length);
  }

  /**
   * The next height of {@code author} has the vector that is the first {@code count} ints of {@code
   * vector}; it is that of {@code row}.
   */
  void add(int author, int height, int row, int[] vector, int count) throws StoreException {
    reserve(author, height);
    if (open[author] == null) {
      open[author] = new OpenBlock();
    }
    OpenBlock last = open[author];
    if (count > VectorBlock.AUTHORS_MAX) {
      last.close();
      return;
    }
    makeRoom(count);
    int number = (height - 1) / HEIGHTS;
    int place = (height - 1) % HEIGHTS;
    if (last.number() != number) {
      last.begin(number, place, vector, author, count);
    } else {
      last.add(place, vector, author, count);
    }
    if (place == HEIGHTS - 1) {
      held = Rows.NONE;
      int length = last.write(block, rising);
      BigEndian.putInt(key, 0, row);
      table.put(key, 0, key.length, block, 0, length);
      ends[author][number] = row;
      last.close();
    }
  }

  /**
   * Greatest height of {@code other} in the past of {@code author} at {@code height}; {@link
   * VectorBlock#NONE} if it is not told here. The two are not the same.
   */
  int at(int author, int height, int other) throws StoreException {
    int number = (height - 1) / HEIGHTS;
    int place = (height - 1) % HEIGHTS;
    if (isOpen(author, number)) {
      return open[author].at(place, other);
    }
    return hold(author, number) ? VectorBlock.at(block, place, other) : VectorBlock.NONE;
  }

  /** Fills {@code out} with {@code count} entries of the vector of a height; false: not told. */
  boolean vector(int author, int height, int[] out, int count) throws StoreException {
    if (height < 1) {
      return false;
    }
    int number = (height - 1) / HEIGHTS;
    int place = (height - 1) % HEIGHTS;
    boolean told;
    if (isOpen(author, number)) {
      told = open[author].vector(place, out, count);
    } else {
      told = hold(author, number);
      if (told) {
        Arrays.fill(out, 0, count, 0);
        told = VectorBlock.vector(block, place, out);
      }
    }
    if (told) {
      out[author] = height;
    }
    return told;
  }

  private boolean isOpen(int author, int number) {
    return author < open.length && open[author] != null && open[author].number() == number;
  }

  /** Sees to it that {@link #block} is that block of {@code author}; false if there is none. */
  private boolean hold(int author, int number) throws StoreException {
    boolean known = author < ends.length && ends[author] != null && number < ends[author].length;
    int row = known ? ends[author][number] : 0;
    if (row == 0) {
      row = chain.find(author, (number + 1) * HEIGHTS);
      if (row == Rows.NONE) {
        return false;
      }
      if (known) {
        ends[author][number] = row;
      }
    }
    if (row == held) {
      return true;
    }
    held = Rows.NONE;
    BigEndian.putInt(key, 0, row);
    if (table.get(key, 0, key.length, block, 0) == Table.ABSENT) {
      return false;
    }
    held = row;
    return true;
  }

  /** Forgets what is at hand: blocks went. */
  void forget() {
    held = Rows.NONE;
  }

  /** Forgets the blocks of {@code author} up to {@code last} that end above {@code above}. */
  void remove(int author, int above, int last) throws StoreException {
    held = Rows.NONE;
    for (int number = above / HEIGHTS; (number + 1) * HEIGHTS <= last; number++) {
      int row = chain.find(author, (number + 1) * HEIGHTS);
      if (row != Rows.NONE) {
        BigEndian.putInt(key, 0, row);
        table.delete(key, 0, key.length);
      }
    }
  }
}
