package dev.latticenano.storage.log;

import dev.latticenano.core.bytes.LittleEndian;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * The first 128 bytes of a segment: the same 64 bytes twice, so that one damaged copy costs
 * nothing. Magic, version and checksum keep their places in every version (docs/storage.md §3).
 *
 * <pre>
 *  0  magic    8   "LNANOSEG"
 *  8  version  u32 1 or 2
 * 12  number   u32 the segment's number, from 1
 * 16  store    16  the store's id, in the order of its text
 * 32  base     u64 the position of the segment's first byte
 * 40  salt     u64 drawn once per log; no record is sound without it
 * 48  first    u32 the log began with this segment when this one was begun; 0: with 1
 * 52  zero     8
 * 60  crc      u32 CRC-32C of bytes 0 to 59
 * </pre>
 *
 * Integers are little-endian.
 */
record SegmentHeader(int version, int number, UUID store, long base, long salt, int first) {
  static final int BYTES = 128;
  static final int VERSION = 2;

  private static final int COPY_BYTES = 64;
  private static final int CRC_AT = 60;
  private static final byte[] MAGIC = "LNANOSEG".getBytes(StandardCharsets.US_ASCII);

  /** The header of a segment of a log that begins with segment 1. */
  SegmentHeader(int version, int number, UUID store, long base, long salt) {
    this(version, number, store, base, salt, 0);
  }

  /**
   * The header of the segment that follows this one at position {@code base}.
   *
   * @param begins where the log begins now
   */
  SegmentHeader next(long base, int begins) {
    return new SegmentHeader(VERSION, number + 1, store, base, salt, begins);
  }

  /** The 128 bytes. */
  byte[] bytes() {
    byte[] out = new byte[BYTES];
    System.arraycopy(MAGIC, 0, out, 0, MAGIC.length);
    LittleEndian.putInt(out, 8, version);
    LittleEndian.putInt(out, 12, number);
    LittleEndian.putLong(out, 16, Long.reverseBytes(store.getMostSignificantBits()));
    LittleEndian.putLong(out, 24, Long.reverseBytes(store.getLeastSignificantBits()));
    LittleEndian.putLong(out, 32, base);
    LittleEndian.putLong(out, 40, salt);
    LittleEndian.putInt(out, 48, first);
    LittleEndian.putInt(out, CRC_AT, crc(out, 0));
    System.arraycopy(out, 0, out, COPY_BYTES, COPY_BYTES);
    return out;
  }

  /** True if the copy at {@code at} (0 or 64) is whole. */
  static boolean sound(byte[] bytes, int at) {
    return Arrays.equals(bytes, at, at + MAGIC.length, MAGIC, 0, MAGIC.length)
        && LittleEndian.intAt(bytes, at + CRC_AT) == crc(bytes, at);
  }

  /** The header in the sound copy at {@code at}. */
  static SegmentHeader at(byte[] bytes, int at) {
    return new SegmentHeader(
        LittleEndian.intAt(bytes, at + 8),
        LittleEndian.intAt(bytes, at + 12),
        new UUID(
            Long.reverseBytes(LittleEndian.longAt(bytes, at + 16)),
            Long.reverseBytes(LittleEndian.longAt(bytes, at + 24))),
        LittleEndian.longAt(bytes, at + 32),
        LittleEndian.longAt(bytes, at + 40),
        LittleEndian.intAt(bytes, at + 48));
  }

  /** The offset of a sound copy, or -1. */
  static int soundCopy(byte[] bytes) {
    return sound(bytes, 0) ? 0 : sound(bytes, COPY_BYTES) ? COPY_BYTES : -1;
  }

  /** True if both copies are whole. */
  static boolean soundTwice(byte[] bytes) {
    return sound(bytes, 0) && sound(bytes, COPY_BYTES);
  }

  private static int crc(byte[] bytes, int at) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, at, CRC_AT);
    return (int) crc.getValue();
  }
}
