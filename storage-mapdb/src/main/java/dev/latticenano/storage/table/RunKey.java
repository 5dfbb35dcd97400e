package dev.latticenano.storage.table;

/** A key that is looked up in one run after another; its filter hash is computed once. */
final class RunKey {
  private final long salt;
  private final int filterBytes;
  private byte[] bytes;
  private int offset;
  private int length;
  private long hash;

  /** For tables with a filter over {@code filterBytes}, 0 for none, hashed with {@code salt}. */
  RunKey(long salt, int filterBytes) {
    this.salt = salt;
    this.filterBytes = filterBytes;
  }

  /** Points at a key. */
  RunKey wrap(byte[] key, int keyOffset, int keyLength) {
    bytes = key;
    offset = keyOffset;
    length = keyLength;
    if (filterBytes > 0) {
      hash = KeyFilter.hash(salt, key, keyOffset, filterBytes);
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
