package dev.latticenano.storage.table;

import dev.latticenano.core.bytes.LittleEndian;
import dev.latticenano.core.store.Overlay;
import dev.latticenano.core.store.RowCursor;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.Table;
import dev.latticenano.storage.disk.DiskFailure;
import java.util.Arrays;

/**
 * A run of rows of any lengths that are looked for one by one (docs/storage.md §7.3). On the heap
 * lie a filter over the keys and of each block the least key that tells it from the block before; a
 * look-up reads one block, of a long row those it lies in. Every block is checked whenever it is
 * read. Finding allocates nothing once the longest row was found.
 */
final class PackedRun implements Run {
  private static final int HEAD_BYTES = 8;
  private static final int FENCE_HEAD_BYTES = 8;

  private final RunSource source;
  private final RunBounds bounds;
  private final byte[] section;
  private final KeyFilter filter;
  // Of each block in which rows begin: its number, and where its fence lies in the section.
  private final int[] numbers;
  private final int[] fenceAt;
  // Bytes that all keys begin with, and of each fence the eight behind them.
  private final int shared;
  private final long[] words;
  private final PackedBlock block;

  /** A run that has been found to be of this table; all its runs share a block. */
  PackedRun(RunSource source, PackedBlock block) throws StoreException {
    this.block = block;
    this.source = source;
    section = source.section(0);
    byte[] bits = source.section(1);
    int first = section.length < HEAD_BYTES ? -1 : LittleEndian.intAt(section, 0);
    int last = section.length < HEAD_BYTES ? -1 : LittleEndian.intAt(section, 4);
    int at = HEAD_BYTES + first + last;
    int blocks = source.footer().blocks();
    if (first < 0
        || last < 0
        || at < HEAD_BYTES
        || at > section.length
        || bits.length == 0
        || bits.length % KeyFilter.LINE_BYTES != 0) {
      throw unfit();
    }
    bounds =
        new RunBounds(
            Arrays.copyOfRange(section, HEAD_BYTES, HEAD_BYTES + first),
            Arrays.copyOfRange(section, HEAD_BYTES + first, at));
    filter = KeyFilter.of(bits);
    int[] allNumbers = new int[blocks];
    int[] allFences = new int[blocks + 1];
    int count = 0;
    while (at < section.length) {
      int length =
          section.length - at < FENCE_HEAD_BYTES ? -1 : LittleEndian.intAt(section, at + 4);
      if (count == blocks || length < 0 || length > section.length - at - FENCE_HEAD_BYTES) {
        throw unfit();
      }
      allNumbers[count] = LittleEndian.intAt(section, at);
      allFences[count++] = at + FENCE_HEAD_BYTES;
      at += FENCE_HEAD_BYTES + length;
    }
    if (count == 0) {
      throw unfit();
    }
    allFences[count] = section.length + FENCE_HEAD_BYTES;
    numbers = Arrays.copyOf(allNumbers, count);
    fenceAt = Arrays.copyOf(allFences, count + 1);
    shared = Math.max(0, Arrays.mismatch(bounds.first(), bounds.last()));
    words = new long[count];
    for (int i = 1; i < count; i++) {
      int length = fenceAt[i + 1] - FENCE_HEAD_BYTES - fenceAt[i];
      words[i] = KeyWord.of(section, fenceAt[i] + shared, Math.max(0, length - shared));
    }
  }

  private StoreException unfit() {
    return DiskFailure.corrupt(source.path(), source.footer().sectionAt(0), "sections unfit");
  }

  @Override
  public int find(RunKey key, byte[] out, int outOffset) throws StoreException {
    if (!mayHold(key) || bounds.compare(key.bytes(), key.offset(), key.length()) != 0) {
      return Table.ABSENT;
    }
    int number = numbers[blockOf(key.bytes(), key.offset(), key.length())];
    int seen = block.peek(source, number, key, out, outOffset);
    if (seen != FlatPeek.UNTOLD) {
      return seen;
    }
    block.load(source, number);
    int row = block.lowerBound(key.bytes(), key.offset(), key.length());
    if (row == block.rows() || block.compare(row, key.bytes(), key.offset(), key.length()) != 0) {
      return Table.ABSENT;
    }
    if (block.isMark()) {
      return Overlay.BURIED;
    }
    System.arraycopy(block.bytes(), block.valueAt(), out, outOffset, block.valueLength());
    return block.valueLength();
  }

  @Override
  public boolean mayHold(RunKey key) {
    return filter.mayHold(key.hash());
  }

  @Override
  public RowCursor cursor(RowCursor used) {
    return new PackedRunCursor(this);
  }

  @Override
  public RunSource source() {
    return source;
  }

  @Override
  public RunBounds bounds() {
    return bounds;
  }

  /** Blocks in which rows begin. */
  int blocks() {
    return numbers.length;
  }

  /** Sees to it that {@code into} holds the block of an index. */
  void load(PackedBlock into, int index) throws StoreException {
    into.load(source, numbers[index]);
  }

  /** The last block whose fence is not above a key: the first one's is above none. */
  int blockOf(byte[] key, int offset, int length) {
    int end = offset + length;
    byte[] first = bounds.first();
    int order =
        Arrays.compareUnsigned(first, 0, shared, key, offset, Math.min(end, offset + shared));
    if (order != 0) {
      return order > 0 ? 0 : numbers.length - 1;
    }
    long word = KeyWord.of(key, offset + shared, length - shared);
    int low = 0;
    int high = numbers.length - 1;
    while (low < high) {
      int middle = (low + high + 1) >> 1;
      order = Long.compareUnsigned(words[middle], word);
      if (order == 0) {
        int to = fenceAt[middle + 1] - FENCE_HEAD_BYTES;
        order = Arrays.compareUnsigned(section, fenceAt[middle], to, key, offset, end);
      }
      if (order <= 0) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }
}
