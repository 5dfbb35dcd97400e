package dev.latticenano.storage.table;

import dev.latticenano.core.store.TableShape;

/** A key that is looked up in one run after another; its filter hash is computed once. */
final class RunKey {
  private final long salt;
  private final boolean sought;
  private final int filterBytes;
  private byte[] bytes;
  private int offset;
  private int length;
  private long hash;

  /** For a table of {@code shape}, whose filters, if it has any, hash with {@code salt}. */
  RunKey(long salt, TableShape shape) {
    this.salt = salt;
    sought = shape.isSought();
    filterBytes = shape.filterBytes();
  }

  /** Points at a key. */
  RunKey wrap(byte[] key, int keyOffset, int keyLength) {
    bytes = key;
    offset = keyOffset;
    length = keyLength;
    if (filterBytes > 0) {
      hash = KeyFilter.hash(salt, key, keyOffset, sought ? keyLength : filterBytes);
    }
    return this;
  }

  byte[] bytes() {
    return bytes;
  }

  int offset() {
    return offset;
  }

  int length() {
    return length;
  }

  /** The hash of the prefix; meaningless without a filter. */
  long hash() {
    return hash;
  }
}
