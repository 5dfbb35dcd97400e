package dev.latticenano.storage.table;

import dev.latticenano.core.bytes.BigEndian;

/**
 * The first eight bytes of a key as a number: of two that differ, the lesser is of the lesser key.
 */
final class KeyWord {
  private KeyWord() {}

  /** As many bytes as there are, up to eight; zeros fill it up. To be compared as unsigned. */
  static long of(byte[] bytes, int offset, int length) {
    if (length >= Long.BYTES) {
      return BigEndian.longAt(bytes, offset);
    }
    if (length == Integer.BYTES) {
      return (long) BigEndian.intAt(bytes, offset) << Integer.SIZE;
    }
    long word = 0;
    for (int i = 0; i < length; i++) {
      word |= (bytes[offset + i] & 0xFFL) << 8 * (Long.BYTES - 1 - i);
    }
    return word;
  }
}
