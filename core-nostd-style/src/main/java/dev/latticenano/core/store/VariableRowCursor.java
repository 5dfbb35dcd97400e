package dev.latticenano.core.store;

import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;

/** A place in {@link VariableRows}. */
final class VariableRowCursor implements RowCursor {
  private final NavigableMap<byte[], byte[]> rows;
  private final RowView row = new RowView();
  // Nowhere if null.
  private byte[] key;

  VariableRowCursor(NavigableMap<byte[], byte[]> rows) {
    this.rows = rows;
  }

  @Override
  public boolean seek(byte[] from, int offset, int length) {
    return show(rows.ceilingEntry(Arrays.copyOfRange(from, offset, offset + length)));
  }

  @Override
  public boolean seekFloor(byte[] from, int offset, int length) {
    return show(rows.floorEntry(Arrays.copyOfRange(from, offset, offset + length)));
  }

  @Override
  public boolean next() {
    return key != null && show(rows.higherEntry(key));
  }

  @Override
  public boolean previous() {
    return key != null && show(rows.lowerEntry(key));
  }

  @Override
  public RowView row() {
    return row;
  }

  private boolean show(Map.Entry<byte[], byte[]> found) {
    if (found == null) {
      key = null;
      return false;
    }
    key = found.getKey();
    byte[] value = found.getValue();
    if (value == VariableRows.MARK) {
      row.wrapBuried(key, 0, key.length);
    } else {
      row.wrap(key, 0, key.length, value, 0, value.length);
    }
    return true;
  }
}
