package dev.latticenano.core.state;

import dev.latticenano.core.Limits;
import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.intention.Hash;

/**
 * The key of a row in a table of heads: docs/state.md §2. The first byte says what kind of row it
 * is. Rows that belong to a key, but are not its own, begin with the key's length, so that those of
 * one key stand together.
 *
 * <pre>
 * 01 key                            the heads of a key
 * 02 u16 length, key, hash, u16 n   piece n of a large value
 * 03 u16 length, key, ~name         a head beyond the sixteenth; greatest first
 * 04 u16 length, key, hash          where that head stands
 * </pre>
 *
 * Reusable. Allocates nothing after construction.
 */
final class RowKey {
  /** A row of heads. */
  static final int HEADS = 1;

  /** A piece of a value. */
  static final int PIECE = 2;

  /** A head that has no room in its key's row. */
  static final int LATER = 3;

  /** The name of such a head by its hash. */
  static final int LATER_NAME = 4;

  private static final int LENGTH_BYTES = 2;

  private final byte[] bytes =
      new byte[1 + LENGTH_BYTES + Limits.KV_KEY_BYTES_MAX + HeadRow.NAME_BYTES];
  private int length;

  /** The row of all heads of a key. */
  RowKey heads(byte[] key, int offset, int keyLength) {
    bytes[0] = HEADS;
    System.arraycopy(key, offset, bytes, 1, keyLength);
    length = 1 + keyLength;
    return this;
  }

  /** Piece {@code n}, from 0, of what the intention {@code hash[hashOffset]} wrote to a key. */
  RowKey piece(byte[] key, int offset, int keyLength, byte[] hash, int hashOffset, int n) {
    begin(PIECE, key, offset, keyLength);
    add(hash, hashOffset, Hash.BYTES);
    BigEndian.putShort(bytes, length, n);
    length += 2;
    return this;
  }

  /** The same value's piece {@code n}. */
  RowKey piece(int n) {
    BigEndian.putShort(bytes, length - 2, n);
    return this;
  }

  /** A head beyond the sixteenth by its name. */
  RowKey later(byte[] key, int offset, int keyLength, byte[] name, int nameOffset) {
    begin(LATER, key, offset, keyLength);
    complement(name, nameOffset, bytes, length);
    length += HeadRow.NAME_BYTES;
    return this;
  }

  /** A head beyond the sixteenth by its hash. */
  RowKey laterName(byte[] key, int offset, int keyLength, byte[] hash, int hashOffset) {
    begin(LATER_NAME, key, offset, keyLength);
    add(hash, hashOffset, Hash.BYTES);
    return this;
  }

  /** What the rows of all heads of a key beyond the sixteenth begin with. */
  RowKey laterOf(byte[] key, int offset, int keyLength) {
    begin(LATER, key, offset, keyLength);
    return this;
  }

  /** The bits of a name turned over, so that the greatest is first in order of bytes. */
  static void complement(byte[] from, int offset, byte[] to, int toOffset) {
    for (int i = 0; i < HeadRow.NAME_BYTES; i++) {
      to[toOffset + i] = (byte) ~from[offset + i];
    }
  }

  private void begin(int kind, byte[] key, int offset, int keyLength) {
    bytes[0] = (byte) kind;
    BigEndian.putShort(bytes, 1, keyLength);
    length = 1 + LENGTH_BYTES;
    add(key, offset, keyLength);
  }

  private void add(byte[] from, int offset, int count) {
    System.arraycopy(from, offset, bytes, length, count);
    length += count;
  }

  /** The array whose first {@link #length} bytes are the key; lent until the next change. */
  byte[] bytes() {
    return bytes;
  }

  /** Bytes of the key. */
  int length() {
    return length;
  }
}
