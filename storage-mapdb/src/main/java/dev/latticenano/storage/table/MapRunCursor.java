package dev.latticenano.storage.table;

import dev.latticenano.core.store.RowCursor;
import dev.latticenano.core.store.RowView;
import dev.latticenano.core.store.StoreException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import org.mapdb.SortedTableMap;

/** A place in a {@link MapRun}. Allocates. */
final class MapRunCursor implements RowCursor {
  private final MapRun run;
  private final SortedTableMap<byte[], byte[]> map;
  private final RowView view = new RowView();
  // Null if nowhere.
  private byte[] key;
  // Leads on from the key; null if it has to be made first.
  private Iterator<Map.Entry<byte[], byte[]>> behind;

  MapRunCursor(MapRun run, SortedTableMap<byte[], byte[]> map) {
    this.run = run;
    this.map = map;
  }

  @Override
  public boolean seek(byte[] from, int offset, int length) throws StoreException {
    byte[] wanted = Arrays.copyOfRange(from, offset, offset + length);
    try {
      if (run.bounds().compare(wanted, 0, length) > 0) {
        return show(null);
      }
      behind = map.entryIterator(wanted, true, null, false);
      return show(behind.hasNext() ? behind.next() : null);
    } catch (RuntimeException e) {
      throw run.failure(e);
    }
  }

  @Override
  public boolean seekFloor(byte[] from, int offset, int length) throws StoreException {
    byte[] wanted = Arrays.copyOfRange(from, offset, offset + length);
    behind = null;
    try {
      return show(run.bounds().isAbove(wanted, 0, length) ? null : map.floorEntry(wanted));
    } catch (RuntimeException e) {
      throw run.failure(e);
    }
  }

  @Override
  public boolean next() throws StoreException {
    if (key == null) {
      return false;
    }
    try {
      if (behind == null) {
        behind = map.entryIterator(key, false, null, false);
      }
      return show(behind.hasNext() ? behind.next() : null);
    } catch (RuntimeException e) {
      throw run.failure(e);
    }
  }

  @Override
  public boolean previous() throws StoreException {
    if (key == null) {
      return false;
    }
    behind = null;
    try {
      return show(map.lowerEntry(key));
    } catch (RuntimeException e) {
      throw run.failure(e);
    }
  }

  @Override
  public RowView row() {
    return view;
  }

  private boolean show(Map.Entry<byte[], byte[]> entry) {
    key = entry == null ? null : entry.getKey();
    if (entry == null) {
      return false;
    }
    byte[] value = entry.getValue();
    if (value[0] != 0) {
      view.wrapBuried(key, 0, key.length);
    } else {
      view.wrap(key, 0, key.length, value, 1, value.length - 1);
    }
    return true;
  }
}
