package dev.latticenano.core.store;

import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Rows of keys and values of 0 to {@link TableShape#VARIABLE_BYTES_MAX} bytes on the heap, for the
 * few rows of a store that have no fixed lengths. Allocates freely.
 */
public final class VariableRows implements Overlay {
  /** What stands in a value's place where a row is buried; told by identity. */
  static final byte[] MARK = new byte[0];

  private final NavigableMap<byte[], byte[]> rows = new TreeMap<>(Arrays::compareUnsigned);
  private long bytes;
  private int changes;

  @Override
  public int get(byte[] key, int keyOffset, int keyLength, byte[] out, int outOffset) {
    return Math.max(ABSENT, find(key, keyOffset, keyLength, out, outOffset));
  }

  @Override
  public int find(byte[] key, int keyOffset, int keyLength, byte[] out, int outOffset) {
    byte[] value = rows.get(key(key, keyOffset, keyLength));
    if (value == null || value == MARK) {
      return value == null ? ABSENT : BURIED;
    }
    System.arraycopy(value, 0, out, outOffset, value.length);
    return value.length;
  }

  @Override
  public void put(
      byte[] key, int keyOffset, int keyLength, byte[] value, int valueOffset, int valueLength) {
    checkLength("value", valueLength);
    write(
        key(key, keyOffset, keyLength),
        Arrays.copyOfRange(value, valueOffset, valueOffset + valueLength));
  }

  @Override
  public void bury(byte[] key, int keyOffset, int keyLength) {
    write(key(key, keyOffset, keyLength), MARK);
  }

  @Override
  public void delete(byte[] key, int keyOffset, int keyLength) {
    byte[] old = rows.remove(key(key, keyOffset, keyLength));
    if (old != null) {
      changes++;
      bytes -= keyLength + old.length;
    }
  }

  @Override
  public void range(byte[] from, byte[] to, Reader reader) throws StoreException {
    checkLength("key", from.length);
    if (to != null) {
      checkLength("key", to.length);
      if (Arrays.compareUnsigned(from, to) >= 0) {
        return;
      }
    }
    NavigableMap<byte[], byte[]> behind = rows.tailMap(from, true);
    for (Map.Entry<byte[], byte[]> row :
        (to == null ? behind : behind.headMap(to, false)).entrySet()) {
      byte[] key = row.getKey();
      byte[] value = row.getValue();
      if (value != MARK && !reader.row(key, 0, key.length, value, 0, value.length)) {
        return;
      }
    }
  }

  @Override
  public boolean floor(byte[] key, int keyOffset, int keyLength, Row row) {
    Map.Entry<byte[], byte[]> found = rows.floorEntry(key(key, keyOffset, keyLength));
    while (found != null && found.getValue() == MARK) {
      found = rows.lowerEntry(found.getKey());
    }
    if (found == null) {
      return false;
    }
    byte[] value = found.getValue();
    row.set(found.getKey(), 0, found.getKey().length, value, 0, value.length);
    return true;
  }

  @Override
  public RowCursor cursor() {
    return new VariableRowCursor(rows);
  }

  @Override
  public int count() {
    return rows.size();
  }

  /** Bytes of all keys and values; marks are keys without a value. */
  public long bytes() {
    return bytes;
  }

  @Override
  public void clear() {
    rows.clear();
    bytes = 0;
  }

  /** Becomes the same as other rows. Keys and values never change, so both may hold them. */
  void copy(VariableRows other) {
    clear();
    rows.putAll(other.rows);
    bytes = other.bytes;
  }

  /** Writes since {@link #settle}. */
  int changes() {
    return changes;
  }

  void settle() {
    changes = 0;
  }

  private void write(byte[] key, byte[] value) {
    changes++;
    byte[] old = rows.put(key, value);
    bytes += value.length - (old == null ? -key.length : old.length);
  }

  private static byte[] key(byte[] key, int offset, int length) {
    checkLength("key", length);
    return Arrays.copyOfRange(key, offset, offset + length);
  }

  private static void checkLength(String what, int length) {
    if (length < 0 || length > TableShape.VARIABLE_BYTES_MAX) {
      throw new IllegalArgumentException(
          what + " of " + length + " bytes outside 0 to " + TableShape.VARIABLE_BYTES_MAX);
    }
  }
}
