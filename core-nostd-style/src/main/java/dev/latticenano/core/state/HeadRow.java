package dev.latticenano.core.state;

import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.Hlc;
import java.util.Arrays;

/**
 * The heads of one key as they lie in a row, one behind the other, greatest first: docs/state.md
 * §2. Each begins with its name, whose order as bytes is the order of heads. Numbers are
 * big-endian.
 *
 * <pre>
 *  0 wall 8, counter 4, author 32, hash 32   the name
 * 76 form u8   0 tombstone; nothing follows
 *              1 u16 length, value of up to 1024 bytes
 *              2 u32 length of a value that lies in rows of its own
 * </pre>
 *
 * {@link #next} steps through them. Reusable, wraps an array that stays the caller's. Allocates
 * nothing after construction.
 */
final class HeadRow {
  /** Bytes of a head's name. */
  static final int NAME_BYTES = 76;

  /** Bytes of a head at most. */
  static final int HEAD_BYTES_MAX = NAME_BYTES + 3 + KvTable.INLINE_BYTES_MAX;

  static final int TOMBSTONE = 0;
  static final int INLINE = 1;
  static final int PIECES = 2;

  private static final int AUTHOR_AT = 12;
  private static final int HASH_AT = 44;
  private static final int COUNTER_AT = 8;

  private byte[] row = new byte[0];
  private int end;
  private int at;
  private int behind;

  /** Stands before the first head of a row. */
  HeadRow wrap(byte[] bytes, int offset, int length) {
    row = bytes;
    at = offset;
    behind = offset;
    end = offset + length;
    return this;
  }

  /** Stands at a name with nothing behind it. */
  HeadRow named(byte[] bytes, int nameAt) {
    row = bytes;
    at = nameAt;
    behind = nameAt + NAME_BYTES;
    end = behind;
    return this;
  }

  /** Steps to the next head; false if there is none. */
  boolean next() {
    at = behind;
    if (at == end) {
      return false;
    }
    behind = at + NAME_BYTES + tailBytes(row, at + NAME_BYTES);
    return true;
  }

  /** Bytes of a head behind its name. */
  static int tailBytes(byte[] bytes, int offset) {
    return switch (bytes[offset]) {
      case TOMBSTONE -> 1;
      case INLINE -> 3 + BigEndian.shortAt(bytes, offset + 1);
      case PIECES -> 5;
      default -> throw new IllegalStateException("a head of form " + bytes[offset]);
    };
  }

  /** Writes the name of what {@code op} writes. */
  static void name(Applied op, byte[] out, int offset) {
    BigEndian.putLong(out, offset, op.timestamp().wallMs());
    BigEndian.putInt(out, offset + COUNTER_AT, op.timestamp().counter());
    op.author().write(out, offset + AUTHOR_AT);
    op.hash().write(out, offset + HASH_AT);
  }

  /** Where the hash stands in a name at {@code nameAt}. */
  static int hashAt(int nameAt) {
    return nameAt + HASH_AT;
  }

  /** Bytes of a name before its hash. */
  static int beforeHash() {
    return HASH_AT;
  }

  /**
   * Writes what stands behind the name: of a value that lies elsewhere only its length; null is a
   * tombstone.
   *
   * @return bytes written
   */
  static int tail(byte[] out, int offset, byte[] value, int valueOffset, int valueLength) {
    if (value == null) {
      out[offset] = TOMBSTONE;
      return 1;
    }
    if (valueLength > KvTable.INLINE_BYTES_MAX) {
      out[offset] = PIECES;
      BigEndian.putInt(out, offset + 1, valueLength);
      return 5;
    }
    out[offset] = INLINE;
    BigEndian.putShort(out, offset + 1, valueLength);
    System.arraycopy(value, valueOffset, out, offset + 3, valueLength);
    return 3 + valueLength;
  }

  /** The array the head lies in. */
  byte[] bytes() {
    return row;
  }

  /** Where the head begins. */
  int at() {
    return at;
  }

  /** Bytes of the head. */
  int length() {
    return behind - at;
  }

  /** Where the hash of the intention that wrote it stands. */
  int hashAt() {
    return at + HASH_AT;
  }

  /** True if the 32 bytes at {@code hash[offset]} are the head's hash. */
  boolean isOf(byte[] hash, int offset) {
    int from = at + HASH_AT;
    return Arrays.equals(row, from, from + Hash.BYTES, hash, offset, offset + Hash.BYTES);
  }

  /** The head's name compared with another. */
  int compareName(byte[] name, int offset) {
    return Arrays.compareUnsigned(row, at, at + NAME_BYTES, name, offset, offset + NAME_BYTES);
  }

  /** True if it deletes the key. */
  boolean tombstone() {
    return row[at + NAME_BYTES] == TOMBSTONE;
  }

  /** True if its value lies in rows of its own. */
  boolean inPieces() {
    return row[at + NAME_BYTES] == PIECES;
  }

  /** Bytes of the value; 0 for a tombstone. */
  int valueLength() {
    return switch (row[at + NAME_BYTES]) {
      case INLINE -> BigEndian.shortAt(row, at + NAME_BYTES + 1);
      case PIECES -> BigEndian.intAt(row, at + NAME_BYTES + 1);
      default -> 0;
    };
  }

  /** Where the value begins, unless it lies in rows of its own. */
  int valueAt() {
    return at + NAME_BYTES + 3;
  }

  /** The head as people are shown it; keeps {@code value}. */
  Head head(byte[] value) {
    return new Head(Hash.of(row, at + HASH_AT), timestamp(), author(), value);
  }

  /** When its author says it was written. */
  Hlc timestamp() {
    return new Hlc(BigEndian.longAt(row, at), BigEndian.intAt(row, at + COUNTER_AT));
  }

  /** Who wrote it. */
  AuthorId author() {
    return AuthorId.of(row, at + AUTHOR_AT);
  }
}
