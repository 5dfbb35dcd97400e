package dev.latticenano.core.store;

import java.util.Arrays;

/**
 * Rows of keys and values of 0 to {@link TableShape#VARIABLE_BYTES_MAX} bytes on the heap: blocks
 * of some rows each, found through the first keys of all blocks. A full block is split, an empty
 * one set aside for later. Reading allocates nothing; writing only what holds the rows, about a
 * quarter more than their bytes.
 */
public final class VariableRows implements Overlay {
  // At least one, which may be empty; those from blockCount on are set aside.
  private VariableBlock[] blocks = new VariableBlock[4];
  // The first word of each block's first key; the one of block 0 is not used.
  private long[] words = new long[4];
  private final VariableBlock.Room room = new VariableBlock.Room();
  private int blockCount = 1;
  private int rowCount;
  private long bytes;
  private int changes;

  /** No rows. */
  public VariableRows() {
    blocks[0] = new VariableBlock(room);
  }

  @Override
  public int get(byte[] key, int keyOffset, int keyLength, byte[] out, int outOffset) {
    return Math.max(ABSENT, find(key, keyOffset, keyLength, out, outOffset));
  }

  @Override
  public int find(byte[] key, int keyOffset, int keyLength, byte[] out, int outOffset) {
    checkLength("key", keyLength);
    VariableBlock block = blocks[blockOf(key, keyOffset, keyLength)];
    int index = block.search(key, keyOffset, keyLength);
    if (index < 0) {
      return ABSENT;
    }
    if (block.isBuried(index)) {
      return BURIED;
    }
    int length = block.valueLength(index);
    System.arraycopy(block.bytes(), block.valueAt(index), out, outOffset, length);
    return length;
  }

  @Override
  public void put(
      byte[] key, int keyOffset, int keyLength, byte[] value, int valueOffset, int valueLength) {
    checkLength("value", valueLength);
    write(key, keyOffset, keyLength, value, valueOffset, valueLength);
  }

  @Override
  public void bury(byte[] key, int keyOffset, int keyLength) {
    write(key, keyOffset, keyLength, null, 0, 0);
  }

  @Override
  public void delete(byte[] key, int keyOffset, int keyLength) {
    checkLength("key", keyLength);
    int at = blockOf(key, keyOffset, keyLength);
    VariableBlock block = blocks[at];
    int index = block.search(key, keyOffset, keyLength);
    if (index < 0) {
      return;
    }
    changes++;
    rowCount--;
    bytes -= keyLength + block.valueLength(index);
    block.remove(index);
    if (block.count() == 0 && blockCount > 1) {
      blockCount--;
      System.arraycopy(blocks, at + 1, blocks, at, blockCount - at);
      System.arraycopy(words, at + 1, words, at, blockCount - at);
      blocks[blockCount] = block;
    } else if (index == 0 && block.count() > 0) {
      words[at] = block.word(0);
    }
  }

  @Override
  public void range(byte[] from, byte[] to, Reader reader) throws StoreException {
    checkLength("key", from.length);
    if (to != null) {
      checkLength("key", to.length);
    }
    int at = blockOf(from, 0, from.length);
    int index = placeIn(at, from);
    int lastAt = to == null ? blockCount - 1 : blockOf(to, 0, to.length);
    int lastIndex = to == null ? blocks[lastAt].count() : placeIn(lastAt, to);
    for (; at <= lastAt; at++, index = 0) {
      VariableBlock block = blocks[at];
      int end = at == lastAt ? lastIndex : block.count();
      for (; index < end; index++) {
        if (!block.isBuried(index)
            && !reader.row(
                block.bytes(),
                block.keyAt(index),
                block.keyLength(index),
                block.bytes(),
                block.valueAt(index),
                block.valueLength(index))) {
          return;
        }
      }
    }
  }

  private int placeIn(int at, byte[] key) {
    int index = blocks[at].search(key, 0, key.length);
    return index < 0 ? ~index : index;
  }

  @Override
  public boolean floor(byte[] key, int keyOffset, int keyLength, Row row) {
    checkLength("key", keyLength);
    int at = blockOf(key, keyOffset, keyLength);
    int index = blocks[at].search(key, keyOffset, keyLength);
    index = index < 0 ? ~index - 1 : index;
    while (true) {
      VariableBlock block = blocks[at];
      for (; index >= 0; index--) {
        if (!block.isBuried(index)) {
          row.set(
              block.bytes(),
              block.keyAt(index),
              block.keyLength(index),
              block.bytes(),
              block.valueAt(index),
              block.valueLength(index));
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
  public RowCursor cursor() {
    return new VariableRowCursor(this);
  }

  @Override
  public int count() {
    return rowCount;
  }

  /** Bytes of all keys and values; marks are keys without a value. */
  public long bytes() {
    return bytes;
  }

  @Override
  public void clear() {
    for (int i = 0; i < blockCount; i++) {
      blocks[i].clear();
    }
    blockCount = 1;
    rowCount = 0;
    bytes = 0;
  }

  /** Becomes the same as other rows. */
  void copy(VariableRows other) {
    clear();
    while (blockCount < other.blockCount) {
      addBlock(blockCount);
    }
    for (int i = 0; i < blockCount; i++) {
      blocks[i].copy(other.blocks[i]);
      words[i] = other.words[i];
    }
    rowCount = other.rowCount;
    bytes = other.bytes;
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

  VariableBlock block(int at) {
    return blocks[at];
  }

  /** The last block that begins at or below a key, or the first. */
  int blockOf(byte[] key, int offset, int length) {
    long word = RowBlock.word(key, offset, length);
    int low = 0;
    int high = blockCount - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      int order = Long.compareUnsigned(words[middle], word);
      if (order == 0) {
        order = blocks[middle].compare(0, key, offset, length);
      }
      if (order <= 0) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  // A mark if the value is null.
  private void write(
      byte[] key, int offset, int length, byte[] value, int valueAt, int valueLength) {
    checkLength("key", length);
    changes++;
    int at = blockOf(key, offset, length);
    int index = blocks[at].search(key, offset, length);
    if (index >= 0) {
      bytes += valueLength - blocks[at].valueLength(index);
      blocks[at].replace(index, key, offset, length, value, valueAt, valueLength);
      return;
    }
    index = ~index;
    if (blocks[at].isFull(length + valueLength)) {
      // Keys that come in order fill their blocks: only a row in the middle splits one.
      boolean last = index == blocks[at].count() && at == blockCount - 1;
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
    blocks[at].insert(index, key, offset, length, value, valueAt, valueLength);
    if (index == 0) {
      words[at] = blocks[at].word(0);
    }
    rowCount++;
    bytes += length + valueLength;
  }

  // An empty block, one that was set aside if there is one.
  private void addBlock(int at) {
    if (blockCount == blocks.length) {
      blocks = Arrays.copyOf(blocks, blockCount * 2);
      words = Arrays.copyOf(words, blockCount * 2);
    }
    VariableBlock block = blocks[blockCount];
    System.arraycopy(blocks, at, blocks, at + 1, blockCount - at);
    System.arraycopy(words, at, words, at + 1, blockCount - at);
    blocks[at] = block == null ? new VariableBlock(room) : block;
    blockCount++;
  }

  private static void checkLength(String what, int length) {
    if (length < 0 || length > TableShape.VARIABLE_BYTES_MAX) {
      throw new IllegalArgumentException(
          what + " of " + length + " bytes outside 0 to " + TableShape.VARIABLE_BYTES_MAX);
    }
  }
}
