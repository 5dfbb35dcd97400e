package dev.latticenano.core.state;

import dev.latticenano.core.store.StoreException;
import java.util.Arrays;
import java.util.List;

/** One key with its heads where they lie, lent to a reader of rows. */
final class KvRow {
  private final KvTable table;
  private final HeadRow heads = new HeadRow();
  private byte[] key;
  private int keyAt;
  private int keyLength;
  private byte[] value;
  private int valueAt;
  private int valueLength;

  KvRow(KvTable table) {
    this.table = table;
  }

  void wrap(byte[] key, int keyAt, int keyLength, byte[] value, int valueAt, int valueLength) {
    this.key = key;
    this.keyAt = keyAt;
    this.keyLength = keyLength;
    this.value = value;
    this.valueAt = valueAt;
    this.valueLength = valueLength;
  }

  /** A copy of the key. */
  byte[] key() {
    return Arrays.copyOfRange(key, keyAt, keyAt + keyLength);
  }

  /** The greatest head; with a copy of its value. */
  Head winner() throws StoreException {
    heads.wrap(value, valueAt, valueLength).next();
    return table.head(key(), heads);
  }

  /** True if the greatest head deletes the key. */
  boolean deleted() {
    heads.wrap(value, valueAt, valueLength).next();
    return heads.tombstone();
  }

  /** True if there are several heads. */
  boolean conflicted() {
    heads.wrap(value, valueAt, valueLength).next();
    return heads.next();
  }

  /** True if a head has a value. */
  boolean live() throws StoreException {
    heads.wrap(value, valueAt, valueLength);
    int count = 0;
    while (heads.next()) {
      count++;
      if (!heads.tombstone()) {
        return true;
      }
    }
    return count == KvTable.HEADS_MAX && table.liveBehind(key());
  }

  /** All heads, greatest first, with copies of their values. */
  List<Head> heads() throws StoreException {
    return table.all(key(), value, valueAt, valueLength);
  }
}
