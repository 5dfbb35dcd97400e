package dev.latticenano.core.store;

/** A row found in a table: a copy of its key and value. Grows to the largest it has held. */
public final class Row {
  private byte[] key = new byte[64];
  private byte[] value = new byte[64];
  private int keyLength;
  private int valueLength;

  /** Copies a row. */
  public void set(
      byte[] fromKey, int keyOffset, int keyBytes, byte[] fromValue, int valueOffset, int bytes) {
    if (key.length < keyBytes) {
      key = new byte[keyBytes * 2];
    }
    if (value.length < bytes) {
      value = new byte[bytes * 2];
    }
    System.arraycopy(fromKey, keyOffset, key, 0, keyBytes);
    System.arraycopy(fromValue, valueOffset, value, 0, bytes);
    keyLength = keyBytes;
    valueLength = bytes;
  }

  /** Copies a row where it lies. */
  public void set(RowView view) {
    set(
        view.key(),
        view.keyOffset(),
        view.keyLength(),
        view.value(),
        view.valueOffset(),
        view.valueLength());
  }

  /** The array whose first {@link #keyLength} bytes are the key; lent until the next change. */
  public byte[] key() {
    return key;
  }

  /** Bytes of the key. */
  public int keyLength() {
    return keyLength;
  }

  /** The array whose first {@link #valueLength} bytes are the value; lent until the next change. */
  public byte[] value() {
    return value;
  }

  /** Bytes of the value. */
  public int valueLength() {
    return valueLength;
  }
}
