package dev.latticenano.storage.table;

import dev.latticenano.core.bytes.LittleEndian;
import dev.latticenano.core.store.RowView;
import dev.latticenano.core.store.StoreException;
import java.util.Arrays;
import org.mapdb.Serializer;
import org.mapdb.SortedTableMap;

/**
 * Writes rows of any length as a MapDB {@code SortedTableMap} in the blocks of a run. A value in it
 * begins with 0, or is a single 1 for a mark. Allocates freely.
 */
final class MapRunWriter implements RunWriter {
  /** Rows of a node when they are small. */
  static final int NODE_ROWS = 16;

  private static final int HEAD_BYTES = 12;
  private static final int NODE_PAGE_BYTES = 4096;
  // A node page's head, and what MapDB adds to a node and to a row.
  private static final int PAGE_OVERHEAD = 128;
  private static final int ROW_OVERHEAD = 16;

  private final RunOutput output;
  private final WrittenPages pages;
  private final SortedTableMap.Sink<byte[], byte[]> sink;
  private final int nodePageBytes;
  private final int rowBytesMax;
  private byte[] first;
  private byte[] last;
  private long rows;
  private long marks;

  /**
   * Begins a run.
   *
   * @param rowBytesMax bytes of key and value of the largest row at most
   */
  MapRunWriter(RunOutput output, int rowBytesMax) throws StoreException {
    this.output = output;
    this.rowBytesMax = rowBytesMax;
    int largest = rowBytesMax + ROW_OVERHEAD;
    int nodeRows = Math.max(1, Math.min(NODE_ROWS, (NODE_PAGE_BYTES - PAGE_OVERHEAD) / largest));
    nodePageBytes =
        Math.max(
            NODE_PAGE_BYTES, Integer.highestOneBit(nodeRows * largest + PAGE_OVERHEAD - 1) * 2);
    pages = new WrittenPages(output);
    sink =
        SortedTableMap.create(
                new PageVolume(pages, nodePageBytes), Serializer.BYTE_ARRAY, Serializer.BYTE_ARRAY)
            .pageSize(nodePageBytes)
            .nodeSize(nodeRows)
            .createFromSink();
  }

  @Override
  public void add(RowView row) throws StoreException {
    byte[] key = Arrays.copyOfRange(row.key(), row.keyOffset(), row.keyOffset() + row.keyLength());
    if (last != null && Arrays.compareUnsigned(last, key) >= 0) {
      throw new IllegalArgumentException(output.path() + ": rows out of order");
    }
    byte[] value = new byte[1 + row.valueLength()];
    System.arraycopy(row.value(), row.valueOffset(), value, 1, row.valueLength());
    if (row.isBuried()) {
      value[0] = 1;
      marks++;
    }
    first = first == null ? key : first;
    last = key;
    rows++;
    try {
      sink.put(key, value);
    } catch (PageFailure e) {
      throw e.failure();
    }
  }

  @Override
  public long bytes() {
    return output.bytes();
  }

  @Override
  public boolean flush(int budgetBytes) {
    return true;
  }

  @Override
  public RunFooter finish() throws StoreException {
    try {
      sink.create();
    } catch (PageFailure e) {
      throw e.failure();
    }
    pages.finish();
    byte[] bounds = new byte[HEAD_BYTES + first.length + last.length];
    LittleEndian.putInt(bounds, 0, nodePageBytes);
    LittleEndian.putInt(bounds, 4, first.length);
    LittleEndian.putInt(bounds, 8, rowBytesMax);
    System.arraycopy(first, 0, bounds, HEAD_BYTES, first.length);
    System.arraycopy(last, 0, bounds, HEAD_BYTES + first.length, last.length);
    output.part(bounds, 0, bounds.length);
    output.endSection(bounds, bounds.length);
    return output.finish(rows, marks, Math.toIntExact(pages.length()));
  }

  @Override
  public void abandon() {
    output.abandon();
  }
}
