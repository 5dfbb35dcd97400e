package dev.latticenano.storage.table;

import dev.latticenano.core.store.IdSum;
import dev.latticenano.core.store.Overlay;
import dev.latticenano.core.store.RowCursor;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.Table;
import dev.latticenano.core.store.TableShape;
import dev.latticenano.storage.disk.DiskFailure;
import java.util.Arrays;

/**
 * A run of rows of fixed width (docs/storage.md §7.2). On the heap lie the first key of each block,
 * the filter, and the sums before each block; a look-up reads at most one block, a sum two. Every
 * block is checked whenever it is read. Finding and summing allocate nothing.
 */
final class FlatRun implements Run {
  private static final int HASH_BYTES = 32;

  private final TableShape shape;
  private final RunSource source;
  private final RunBounds bounds;
  private final byte[] fences;
  private final KeyFilter filter;
  private final byte[] sums;
  private final FlatBlock block;
  private final byte[] hash = new byte[HASH_BYTES];
  private final IdSum scratch = new IdSum();

  /** A run of {@code shape} that has been found to be of this table; all its runs share a block. */
  FlatRun(TableShape shape, RunSource source, FlatBlock block) throws StoreException {
    this.block = block;
    this.shape = shape;
    this.source = source;
    RunFooter footer = source.footer();
    int keyBytes = shape.keyBytes();
    fences = source.section(0);
    byte[] bits = source.section(1);
    sums = source.section(2);
    long fencesWanted = (footer.blocks() + 1L) * keyBytes;
    long sumsWanted = shape.summed() ? (footer.blocks() + 1L) * IdSum.BYTES : 0;
    boolean filtered = shape.filterBytes() > 0;
    if (footer.blocks() < 1
        || fences.length != fencesWanted
        || sums.length != sumsWanted
        || filtered == (bits.length == 0)
        || bits.length % KeyFilter.LINE_BYTES != 0) {
      throw DiskFailure.corrupt(source.path(), footer.sectionAt(0), "sections of wrong length");
    }
    filter = filtered ? KeyFilter.of(bits) : null;
    bounds =
        new RunBounds(
            Arrays.copyOf(fences, keyBytes),
            Arrays.copyOfRange(fences, fences.length - keyBytes, fences.length));
  }

  @Override
  public int find(RunKey key, byte[] out, int outOffset) throws StoreException {
    if (!mayHold(key) || bounds.compare(key.bytes(), key.offset(), key.length()) != 0) {
      return Table.ABSENT;
    }
    int number = blockOf(key.bytes(), key.offset(), key.length());
    int seen = block.peek(source, number, shape.keyBytes(), key, out, outOffset);
    if (seen != FlatPeek.UNTOLD) {
      return seen;
    }
    load(block, number);
    int row = block.lowerBound(key.bytes(), key.offset(), key.length());
    if (row == block.rows() || block.compare(row, key.bytes(), key.offset(), key.length()) != 0) {
      return Table.ABSENT;
    }
    if (block.isMark(row)) {
      return Overlay.BURIED;
    }
    block.copy(row, shape.keyBytes(), shape.valueBytes(), out, outOffset);
    return shape.valueBytes();
  }

  @Override
  public boolean mayHold(RunKey key) {
    return filter == null || filter.mayHold(key.hash());
  }

  /**
   * Adds the rows from {@code from}, inclusive, to {@code to}, exclusive or null, to {@code sum},
   * and takes out the marks. Of summed tables alone.
   */
  void sum(byte[] from, byte[] to, IdSum sum) throws StoreException {
    if (to == null || bounds.compare(to, 0, to.length) > 0) {
      scratch.read(sums, sums.length - IdSum.BYTES);
    } else {
      below(to);
    }
    sum.add(scratch);
    below(from);
    sum.subtract(scratch);
  }

  @Override
  public RowCursor cursor(RowCursor used) {
    if (used instanceof FlatRunCursor moved) {
      moved.moveTo(this);
      return moved;
    }
    return new FlatRunCursor(this);
  }

  @Override
  public RunSource source() {
    return source;
  }

  @Override
  public RunBounds bounds() {
    return bounds;
  }

  TableShape shape() {
    return shape;
  }

  /** Bytes of a row with its mark. */
  int width() {
    return width(shape);
  }

  static int width(TableShape shape) {
    return shape.keyBytes() + shape.valueBytes() + 1;
  }

  int blocks() {
    return source.footer().blocks();
  }

  /** Bytes this run keeps on the heap for its rows. */
  long heapBytes() {
    return fences.length + sums.length + (filter == null ? 0 : filter.bytes().length);
  }

  /** The last block that begins at or below a key, or -1. */
  int blockOf(byte[] key, int offset, int length) {
    int keyBytes = shape.keyBytes();
    long word = KeyWord.of(key, offset, length);
    int low = -1;
    int high = blocks() - 1;
    while (low < high) {
      int middle = (low + high + 1) >> 1;
      int at = middle * keyBytes;
      int order = Long.compareUnsigned(KeyWord.of(fences, at, keyBytes), word);
      if (order == 0) {
        order = Arrays.compareUnsigned(fences, at, at + keyBytes, key, offset, offset + length);
      }
      if (order <= 0) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  /** Sees to it that {@code into} holds block {@code number}. */
  void load(FlatBlock into, int number) throws StoreException {
    into.load(source, number);
  }

  // Sets the scratch to the sum of all rows below a key.
  private void below(byte[] key) throws StoreException {
    int number = blockOf(key, 0, key.length);
    if (number < 0) {
      scratch.clear();
      return;
    }
    scratch.read(sums, number * IdSum.BYTES);
    load(block, number);
    int end = block.lowerBound(key, 0, key.length);
    for (int row = 0; row < end; row++) {
      block.copy(row, shape.keyBytes() - HASH_BYTES, HASH_BYTES, hash, 0);
      if (block.isMark(row)) {
        scratch.subtract(hash, 0);
      } else {
        scratch.add(hash, 0);
      }
    }
  }
}
