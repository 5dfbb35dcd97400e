package dev.latticenano.storage.table;

import dev.latticenano.core.store.IdSum;
import dev.latticenano.core.store.RowView;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.TableShape;
import java.util.Arrays;

/**
 * Writes a flat run: blocks as their rows come, then what a reader keeps on its heap, which waits
 * here: fences, filter and sums, about two bytes a row at most (docs/storage.md §7.2).
 */
final class FlatRunWriter implements RunWriter {
  private static final int HASH_BYTES = 32;

  private final TableShape shape;
  private final RunOutput output;
  private final long filterSalt;
  private final FlatBlockWriter waiting;
  private final byte[] block = new byte[FlatBlock.BYTES];
  private final byte[] row;
  private final IdSum sum = new IdSum();
  private final KeyFilter filter;
  private final byte[] bits;
  private byte[] fences = new byte[256];
  private byte[] sums = new byte[256];
  private int fencesLength;
  private int sumsLength;
  private long rows;
  private long marks;
  private int prefixes;
  // Of the sections: the one being written, and how much of it is.
  private int section;
  private int sectionDone;

  /**
   * Begins a run.
   *
   * @param prefixesMax different key prefixes at most, which sizes the filter
   * @param filterSalt the key of the filter's hash
   */
  FlatRunWriter(TableShape shape, RunOutput output, long prefixesMax, long filterSalt) {
    this.shape = shape;
    this.output = output;
    this.filterSalt = filterSalt;
    int width = shape.keyBytes() + shape.valueBytes() + 1;
    waiting = new FlatBlockWriter(width);
    row = new byte[width];
    filter = shape.filterBytes() == 0 ? null : KeyFilter.forPrefixes(prefixesMax);
    bits = filter == null ? new byte[0] : filter.bytes();
  }

  @Override
  public void add(RowView view) throws StoreException {
    int keyBytes = shape.keyBytes();
    if (rows > 0
        && Arrays.compareUnsigned(
                row, 0, keyBytes, view.key(), view.keyOffset(), view.keyOffset() + keyBytes)
            >= 0) {
      throw new IllegalArgumentException(output.path() + ": rows out of order");
    }
    addPrefix(view);
    System.arraycopy(view.key(), view.keyOffset(), row, 0, keyBytes);
    Arrays.fill(row, keyBytes, row.length, (byte) 0);
    if (view.isBuried()) {
      row[row.length - 1] = 1;
      marks++;
    } else {
      System.arraycopy(view.value(), view.valueOffset(), row, keyBytes, shape.valueBytes());
    }
    if (!waiting.add(row)) {
      writeBlock();
      waiting.add(row);
    }
    if (waiting.rows() == 1) {
      addFence();
    }
    rows++;
    if (shape.summed() && view.isBuried()) {
      sum.subtract(row, keyBytes - HASH_BYTES);
    } else if (shape.summed()) {
      sum.add(row, keyBytes - HASH_BYTES);
    }
  }

  @Override
  public long bytes() {
    return output.bytes();
  }

  @Override
  public boolean flush(int budgetBytes) throws StoreException {
    if (waiting.rows() > 0) {
      writeBlock();
      addFence();
    }
    int left = Math.max(1, budgetBytes);
    while (section < RunFooter.SECTIONS && left > 0) {
      byte[] bytes = section == 0 ? fences : section == 1 ? bits : sums;
      int length = section == 0 ? fencesLength : section == 1 ? bits.length : sumsLength;
      int n = Math.min(left, length - sectionDone);
      output.part(bytes, sectionDone, n);
      sectionDone += n;
      left -= n;
      if (sectionDone == length) {
        output.endSection(bytes, length);
        section++;
        sectionDone = 0;
      }
    }
    return section == RunFooter.SECTIONS;
  }

  @Override
  public RunFooter finish() throws StoreException {
    flush(Integer.MAX_VALUE);
    return output.finish(rows, marks, prefixes);
  }

  @Override
  public void abandon() {
    output.abandon();
  }

  private void writeBlock() throws StoreException {
    waiting.write(block);
    output.block(block);
  }

  // The first key of the block that begins, or the last key of all; the sum of what lies before.
  private void addFence() {
    int keyBytes = shape.keyBytes();
    fences = roomFor(fences, fencesLength + keyBytes);
    System.arraycopy(row, 0, fences, fencesLength, keyBytes);
    fencesLength += keyBytes;
    if (shape.summed()) {
      sums = roomFor(sums, sumsLength + IdSum.BYTES);
      sum.write(sums, sumsLength);
      sumsLength += IdSum.BYTES;
    }
  }

  private void addPrefix(RowView view) {
    int bytes = shape.filterBytes();
    if (filter == null) {
      return;
    }
    int at = view.keyOffset();
    if (rows == 0 || !Arrays.equals(row, 0, bytes, view.key(), at, at + bytes)) {
      filter.add(KeyFilter.hash(filterSalt, view.key(), at, bytes));
      prefixes++;
    }
  }

  private static byte[] roomFor(byte[] array, int length) {
    return length <= array.length ? array : Arrays.copyOf(array, array.length * 2);
  }
}
