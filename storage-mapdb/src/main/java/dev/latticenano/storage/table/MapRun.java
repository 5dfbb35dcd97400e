package dev.latticenano.storage.table;

import dev.latticenano.core.bytes.LittleEndian;
import dev.latticenano.core.store.Overlay;
import dev.latticenano.core.store.RowCursor;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.Table;
import dev.latticenano.storage.disk.DiskFailure;
import java.util.Arrays;
import org.mapdb.Serializer;
import org.mapdb.SortedTableMap;

/**
 * A run of rows of any length: a MapDB {@code SortedTableMap} (docs/storage.md §7.3). Every block
 * is checked when it is read, and MapDB never recovers anything. Reading allocates.
 */
final class MapRun implements Run {
  private static final int HEAD_BYTES = 12;
  private static final int NODE_PAGE_BYTES_MAX = 1 << 20;

  private final RunSource source;
  private final RunBounds bounds;
  private final int rowBytesMax;
  private final SortedTableMap<byte[], byte[]> map;

  /** A run that has been found to be of this table. */
  MapRun(RunSource source) throws StoreException {
    this.source = source;
    byte[] section = source.section(0);
    int nodePageBytes = section.length < HEAD_BYTES ? 0 : LittleEndian.intAt(section, 0);
    int first = section.length < HEAD_BYTES ? -1 : LittleEndian.intAt(section, 4);
    if (first < 0
        || first > section.length - HEAD_BYTES
        || Integer.bitCount(nodePageBytes) != 1
        || nodePageBytes > NODE_PAGE_BYTES_MAX) {
      throw DiskFailure.corrupt(source.path(), source.footer().sectionAt(0), "bounds unfit");
    }
    bounds =
        new RunBounds(
            Arrays.copyOfRange(section, HEAD_BYTES, HEAD_BYTES + first),
            Arrays.copyOfRange(section, HEAD_BYTES + first, section.length));
    rowBytesMax = LittleEndian.intAt(section, 8);
    PageVolume volume = new PageVolume(new StoredPages(source), nodePageBytes);
    try {
      map = SortedTableMap.open(volume, Serializer.BYTE_ARRAY, Serializer.BYTE_ARRAY);
    } catch (RuntimeException e) {
      throw failure(e);
    }
  }

  @Override
  public int find(RunKey key, byte[] out, int outOffset) throws StoreException {
    if (bounds.compare(key.bytes(), key.offset(), key.length()) != 0) {
      return Table.ABSENT;
    }
    byte[] wanted = Arrays.copyOfRange(key.bytes(), key.offset(), key.offset() + key.length());
    byte[] value;
    try {
      value = map.get(wanted);
    } catch (RuntimeException e) {
      throw failure(e);
    }
    if (value == null) {
      return Table.ABSENT;
    }
    if (value[0] != 0) {
      return Overlay.BURIED;
    }
    System.arraycopy(value, 1, out, outOffset, value.length - 1);
    return value.length - 1;
  }

  @Override
  public RowCursor cursor(RowCursor used) {
    return new MapRunCursor(this, map);
  }

  @Override
  public boolean mayHold(RunKey key) {
    return true;
  }

  /** Bytes of key and value of the largest row. */
  int rowBytesMax() {
    return rowBytesMax;
  }

  @Override
  public RunSource source() {
    return source;
  }

  @Override
  public RunBounds bounds() {
    return bounds;
  }

  /** What MapDB met on its way: the disk's failure, or bytes it cannot read. */
  StoreException failure(RuntimeException e) {
    if (e instanceof PageFailure page) {
      return page.failure();
    }
    StoreException failure = source.damaged(0, "MapDB cannot read it: " + e);
    failure.addSuppressed(e);
    return failure;
  }
}
