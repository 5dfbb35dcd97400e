package dev.latticenano.storage.log;

import dev.latticenano.core.Limits;
import dev.latticenano.core.bytes.LittleEndian;
import java.util.zip.CRC32C;

/**
 * How a record lies in a segment (docs/storage.md §4). Allocates nothing after construction.
 *
 * <pre>
 *  0  length  u32  bytes of the body
 *  4  kind    u8   1 to 239 the core's, 240 to 255 storage's own
 *  5  zero    u8
 *  6  check   u16  low half of the CRC-32C of salt, position and bytes 0 to 5
 *  8  crc     u32  CRC-32C of salt, position, bytes 0 to 7 and the body
 * 12  body
 * </pre>
 *
 * The check lets a reader trust a length before it has the body. Salt and position, which are not
 * stored in the record, keep old blocks of the disk, and copies of records inside a body, from ever
 * being taken for records.
 */
final class RecordFormat {
  static final int HEAD_BYTES = 12;

  private static final int PREFIX_BYTES = 16;
  private static final int CHECK_AT = 6;
  private static final int CRC_AT = 8;

  private final CRC32C crc = new CRC32C();
  private final byte[] prefix = new byte[PREFIX_BYTES];

  /** The format of the segments that carry {@code salt}. */
  RecordFormat(long salt) {
    LittleEndian.putLong(prefix, 0, salt);
  }

  /** Writes the 12 bytes before a body. */
  void writeHead(byte[] out, int at, long position, int kind, byte[] body, int offset, int length) {
    LittleEndian.putInt(out, at, length);
    out[at + 4] = (byte) kind;
    out[at + 5] = 0;
    LittleEndian.putShort(out, at + CHECK_AT, check(out, at, position));
    crc.update(out, at + CHECK_AT, 2);
    crc.update(body, offset, length);
    LittleEndian.putInt(out, at + CRC_AT, (int) crc.getValue());
  }

  /** The length of the body whose head stands at {@code at}, or -1 if no record begins there. */
  int length(byte[] head, int at, long position) {
    int length = LittleEndian.intAt(head, at);
    if (length < 0 || length > Limits.RECORD_BYTES_MAX || head[at + 4] == 0 || head[at + 5] != 0) {
      return -1;
    }
    return LittleEndian.shortAt(head, at + CHECK_AT) == check(head, at, position) ? length : -1;
  }

  /** True if the head that {@link #length} accepted and this body fit together. */
  boolean sound(byte[] head, int at, long position, byte[] body, int offset, int length) {
    check(head, at, position);
    crc.update(head, at + CHECK_AT, 2);
    crc.update(body, offset, length);
    return LittleEndian.intAt(head, at + CRC_AT) == (int) crc.getValue();
  }

  /** The checksum stored in the head at {@code at}. */
  static int crc(byte[] head, int at) {
    return LittleEndian.intAt(head, at + CRC_AT);
  }

  /** Refuses a body that is longer than the limit or not within its array. */
  static void checkRange(byte[] source, int offset, int length) {
    if (length < 0 || length > Limits.RECORD_BYTES_MAX) {
      throw new IllegalArgumentException(
          "length " + length + " outside 0 to " + Limits.RECORD_BYTES_MAX);
    }
    if (offset < 0 || offset > source.length - length) {
      throw new IllegalArgumentException(
          "offset " + offset + " and length " + length + " beyond " + source.length);
    }
  }

  /** Starts the checksum over with salt, position and bytes 0 to 5; its low half is the check. */
  private int check(byte[] head, int at, long position) {
    LittleEndian.putLong(prefix, 8, position);
    crc.reset();
    crc.update(prefix, 0, PREFIX_BYTES);
    crc.update(head, at, CHECK_AT);
    return (int) crc.getValue() & 0xffff;
  }
}
