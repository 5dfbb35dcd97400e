package dev.latticenano.core.store;

import java.util.Arrays;

/**
 * A row where it lies: slices of arrays that belong to whoever wrapped them, lent until that one
 * moves or is written. A buried row is a mark: the row of that key in older layers is gone.
 */
public final class RowView {
  private byte[] key;
  private int keyOffset;
  private int keyLength;
  private byte[] value;
  private int valueOffset;
  private int valueLength;
  private boolean buried;

  /** Points at a row. */
  public void wrap(
      byte[] inKey, int keyFrom, int keyBytes, byte[] inValue, int valueFrom, int valueBytes) {
    key = inKey;
    keyOffset = keyFrom;
    keyLength = keyBytes;
    value = inValue;
    valueOffset = valueFrom;
    valueLength = valueBytes;
    buried = false;
  }

  /** Points at a mark; its value is empty. */
  public void wrapBuried(byte[] inKey, int keyFrom, int keyBytes) {
    wrap(inKey, keyFrom, keyBytes, inKey, keyFrom, 0);
    buried = true;
  }

  /** The array that holds the key. */
  public byte[] key() {
    return key;
  }

  /** Where the key begins. */
  public int keyOffset() {
    return keyOffset;
  }

  /** Bytes of the key. */
  public int keyLength() {
    return keyLength;
  }

  /** The array that holds the value. */
  public byte[] value() {
    return value;
  }

  /** Where the value begins. */
  public int valueOffset() {
    return valueOffset;
  }

  /** Bytes of the value; 0 if buried. */
  public int valueLength() {
    return valueLength;
  }

  /** True if this is a mark and no row. */
  public boolean isBuried() {
    return buried;
  }

  /** The order of its key and another's, as of {@link Arrays#compareUnsigned}. */
  public int compareKey(RowView other) {
    return Arrays.compareUnsigned(
        key,
        keyOffset,
        keyOffset + keyLength,
        other.key,
        other.keyOffset,
        other.keyOffset + other.keyLength);
  }

  /** True if its key lies before {@code bound}; before null every key does. */
  public boolean isBefore(byte[] bound) {
    return bound == null
        || Arrays.compareUnsigned(key, keyOffset, keyOffset + keyLength, bound, 0, bound.length)
            < 0;
  }

  /** Shows it to {@code reader}; false if that one has seen enough. */
  public boolean show(Table.Reader reader) throws StoreException {
    return reader.row(key, keyOffset, keyLength, value, valueOffset, valueLength);
  }
}
