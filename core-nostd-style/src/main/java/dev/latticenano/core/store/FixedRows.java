package dev.latticenano.core.store;

import java.util.Arrays;

/**
 * Rows of fixed lengths on the heap: blocks of up to {@value RowBlock#ROWS_MAX} rows, found through
 * the first keys of all blocks. A full block is split, an empty one set aside for later. Get, put,
 * delete and floor take a logarithmic search and move at most one block's rows; a sum costs one
 * addition for each block inside the range and at most half a block's rows at either end.
 *
 * <p>As an {@link Overlay} of a summed table, a row counts one and a mark minus one, so that the
 * sums of all layers add up to the sum of what is visible. That takes the two rules of {@link
 * SummedTable}: a put is of a key that is not visible, a {@link #bury} of one that is. Then a mark
 * is only ever made above a row of an older layer, and a row above none; and as a summed row is its
 * key and nothing else, a put upon a mark removes the mark, for the row below is the same row, and
 * a bury upon a row removes the row, for there is none below.
 *
 * <p>Allocates nothing, once it has had as many blocks and rows in them as it needs.
 */
public final class FixedRows implements SummedTable, Overlay {
  private static final byte[] NOTHING = new byte[0];

  private final TableShape shape;
  private final int keyBytes;
  // At least one, which may be empty; those from blockCount on are set aside.
  private RowBlock[] blocks = new RowBlock[4];
  // The first word of each block's first key; the one of block 0 is not used.
  private long[] words = new long[4];
  private int blockCount = 1;
  private int rowCount;
  private int changes;

  /** No rows of {@code shape}, which has fixed lengths. */
  public FixedRows(TableShape shape) {
    if (!shape.isFixed()) {
      throw new IllegalArgumentException(shape.name() + " has no fixed lengths");
    }
    this.shape = shape;
    keyBytes = shape.keyBytes();
    blocks[0] = new RowBlock(shape);
  }

  @Override
  public int get(byte[] key, int keyOffset, int keyLength, byte[] out, int outOffset) {
    return Math.max(ABSENT, find(key, keyOffset, keyLength, out, outOffset));
  }

  @Override
  public int find(byte[] key, int keyOffset, int keyLength, byte[] out, int outOffset) {
    checkKey(keyLength);
    long word = RowBlock.word(key, keyOffset, keyLength);
    RowBlock block = blocks[blockOf(word, key, keyOffset, keyLength)];
    int index = block.search(word, key, keyOffset, keyLength);
    if (index < 0) {
      return ABSENT;
    }
    if (block.isBuried(index)) {
      return BURIED;
    }
    System.arraycopy(block.rows(), block.valueAt(index), out, outOffset, shape.valueBytes());
    return shape.valueBytes();
  }

  @Override
  public void put(
      byte[] key, int keyOffset, int keyLength, byte[] value, int valueOffset, int valueLength) {
    if (valueLength != shape.valueBytes()) {
      throw new IllegalArgumentException(
          shape.name() + ": value of " + valueLength + " bytes, not " + shape.valueBytes());
    }
    write(key, keyOffset, keyLength, value, valueOffset, false);
  }

  @Override
  public void bury(byte[] key, int keyOffset, int keyLength) {
    write(key, keyOffset, keyLength, NOTHING, 0, true);
  }

  @Override
  public void delete(byte[] key, int keyOffset, int keyLength) {
    checkKey(keyLength);
    long word = RowBlock.word(key, keyOffset, keyLength);
    int at = blockOf(word, key, keyOffset, keyLength);
    int index = blocks[at].search(word, key, keyOffset, keyLength);
    assert index >= 0 || !shape.summed() : shape.name() + ": delete of a row that is not there";
    if (index >= 0) {
      changes++;
      remove(at, index);
    }
  }

  @Override
  public void range(byte[] from, byte[] to, Reader reader) throws StoreException {
    int at = blockOf(from);
    int index = placeIn(at, from);
    int lastAt = to == null ? blockCount - 1 : blockOf(to);
    int lastIndex = to == null ? blocks[lastAt].count() : placeIn(lastAt, to);
    for (; at <= lastAt; at++, index = 0) {
      RowBlock block = blocks[at];
      int end = at == lastAt ? lastIndex : block.count();
      for (; index < end; index++) {
        if (!block.isBuried(index)
            && !reader.row(
                block.rows(),
                block.keyAt(index),
                keyBytes,
                block.rows(),
                block.valueAt(index),
                shape.valueBytes())) {
          return;
        }
      }
    }
  }

  @Override
  public boolean floor(byte[] key, int keyOffset, int keyLength, Row row) {
    checkKey(keyLength);
    long word = RowBlock.word(key, keyOffset, keyLength);
    int at = blockOf(word, key, keyOffset, keyLength);
    int index = blocks[at].search(word, key, keyOffset, keyLength);
    index = index < 0 ? ~index - 1 : index;
    while (true) {
      RowBlock block = blocks[at];
      for (; index >= 0; index--) {
        if (!block.isBuried(index)) {
          byte[] rows = block.rows();
          row.set(
              rows, block.keyAt(index), keyBytes, rows, block.valueAt(index), shape.valueBytes());
          return true;
        }
      }
      if (at == 0) {
        return false;
      }
      index = blocks[--at].count() - 1;
    }
  }

  @Override
  public void sum(byte[] from, byte[] to, IdSum sum) {
    if (!shape.summed()) {
      throw new IllegalStateException(shape.name() + " has no sums");
    }
    int at = blockOf(from);
    int index = placeIn(at, from);
    int lastAt = to == null ? blockCount - 1 : blockOf(to);
    int lastIndex = to == null ? blocks[lastAt].count() : placeIn(lastAt, to);
    for (; at < lastAt; at++, index = 0) {
      blocks[at].add(sum, index, blocks[at].count());
    }
    if (at == lastAt && index < lastIndex) {
      blocks[at].add(sum, index, lastIndex);
    }
  }

  @Override
  public RowCursor cursor() {
    return new FixedRowCursor(this);
  }

  @Override
  public int count() {
    return rowCount;
  }

  @Override
  public void clear() {
    for (int i = 0; i < blockCount; i++) {
      blocks[i].clear();
    }
    blockCount = 1;
    rowCount = 0;
  }

  /** What these rows look like. */
  public TableShape shape() {
    return shape;
  }

  /** Becomes the same as other rows of the same shape. */
  void copy(FixedRows other) {
    clear();
    while (blockCount < other.blockCount) {
      addBlock(blockCount);
    }
    for (int i = 0; i < blockCount; i++) {
      blocks[i].copy(other.blocks[i]);
      words[i] = other.words[i];
    }
    rowCount = other.rowCount;
  }

  /** Writes since {@link #settle}. */
  int changes() {
    return changes;
  }

  void settle() {
    changes = 0;
  }

  int blockCount() {
    return blockCount;
  }

  RowBlock block(int at) {
    return blocks[at];
  }

  /** The block that has the row of this key if any has it: the last that begins at or below it. */
  int blockOf(long word, byte[] key, int offset, int length) {
    int low = 0;
    int high = blockCount - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      int order = Long.compareUnsigned(words[middle], word);
      if (order == 0) {
        order = blocks[middle].compare(0, word, key, offset, length);
      }
      if (order <= 0) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  private int blockOf(byte[] bound) {
    checkKey(bound.length);
    return blockOf(RowBlock.word(bound, 0, bound.length), bound, 0, bound.length);
  }

  // The first row of the block that is not below the bound.
  private int placeIn(int at, byte[] bound) {
    long word = RowBlock.word(bound, 0, bound.length);
    int index = blocks[at].search(word, bound, 0, bound.length);
    return index < 0 ? ~index : index;
  }

  private void checkKey(int keyLength) {
    if (keyLength != keyBytes) {
      throw new IllegalArgumentException(
          shape.name() + ": key of " + keyLength + " bytes, not " + keyBytes);
    }
  }

  private void write(
      byte[] key, int keyOffset, int keyLength, byte[] value, int valueOffset, boolean buried) {
    checkKey(keyLength);
    changes++;
    long word = RowBlock.word(key, keyOffset, keyLength);
    int at = blockOf(word, key, keyOffset, keyLength);
    int index = blocks[at].search(word, key, keyOffset, keyLength);
    if (index >= 0) {
      replace(at, index, value, valueOffset, buried);
      return;
    }
    index = ~index;
    if (blocks[at].count() == RowBlock.ROWS_MAX) {
      // Keys that come in order fill their blocks: only a row in the middle splits one.
      boolean last = index == RowBlock.ROWS_MAX && at == blockCount - 1;
      addBlock(at + 1);
      if (last) {
        at++;
        index = 0;
      } else {
        blocks[at].split(blocks[at + 1]);
        words[at + 1] = blocks[at + 1].word(0);
        if (index > blocks[at].count()) {
          index -= blocks[at].count();
          at++;
        }
      }
    }
    blocks[at].insert(index, key, keyOffset, value, valueOffset, buried);
    if (index == 0) {
      words[at] = word;
    }
    rowCount++;
  }

  private void replace(int at, int index, byte[] value, int valueOffset, boolean buried) {
    if (!shape.summed()) {
      blocks[at].write(index, value, valueOffset, buried);
      return;
    }
    boolean opposite = blocks[at].isBuried(index) != buried;
    assert opposite : shape.name() + ": put of a row that is there or burial of one that is not";
    if (opposite) {
      remove(at, index);
    }
  }

  private void remove(int at, int index) {
    RowBlock block = blocks[at];
    block.remove(index);
    rowCount--;
    if (block.count() == 0 && blockCount > 1) {
      blockCount--;
      System.arraycopy(blocks, at + 1, blocks, at, blockCount - at);
      System.arraycopy(words, at + 1, words, at, blockCount - at);
      blocks[blockCount] = block;
    } else if (index == 0) {
      words[at] = block.word(0);
    }
  }

  // An empty block, one that was set aside if there is one.
  private void addBlock(int at) {
    if (blockCount == blocks.length) {
      blocks = Arrays.copyOf(blocks, blockCount * 2);
      words = Arrays.copyOf(words, blockCount * 2);
    }
    RowBlock block = blocks[blockCount];
    System.arraycopy(blocks, at, blocks, at + 1, blockCount - at);
    System.arraycopy(words, at, words, at + 1, blockCount - at);
    blocks[at] = block == null ? new RowBlock(shape) : block;
    blockCount++;
  }
}
