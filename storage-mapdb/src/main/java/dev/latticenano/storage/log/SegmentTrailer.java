package dev.latticenano.storage.log;

import dev.latticenano.core.bytes.LittleEndian;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * The last 64 bytes of a full segment: the same 32 bytes twice, which say where its footer begins
 * (docs/storage.md §3).
 *
 * <pre>
 *  0  magic   8    "LNANOEND"
 *  8  footer  u64  bytes from the file's start to the footer
 * 16  base    u64  the segment's
 * 24  number  u32  the segment's
 * 28  crc     u32  CRC-32C of the salt and bytes 0 to 27
 * </pre>
 */
final class SegmentTrailer {
  static final int BYTES = 64;
  static final int COPY_BYTES = 32;

  private static final int CRC_AT = 28;
  private static final byte[] MAGIC = "LNANOEND".getBytes(StandardCharsets.US_ASCII);

  private SegmentTrailer() {}

  /** Writes the trailer of a segment whose footer begins at {@code footer}. */
  static void write(SegmentHeader header, long footer, byte[] out, int at) {
    System.arraycopy(MAGIC, 0, out, at, MAGIC.length);
    LittleEndian.putLong(out, at + 8, footer);
    LittleEndian.putLong(out, at + 16, header.base());
    LittleEndian.putInt(out, at + 24, header.number());
    LittleEndian.putInt(out, at + CRC_AT, crc(header, out, at));
    System.arraycopy(out, at, out, at + COPY_BYTES, COPY_BYTES);
  }

  /** True if the copy at {@code at} is whole and this segment's. */
  static boolean sound(SegmentHeader header, byte[] bytes, int at) {
    return Arrays.equals(bytes, at, at + MAGIC.length, MAGIC, 0, MAGIC.length)
        && LittleEndian.longAt(bytes, at + 16) == header.base()
        && LittleEndian.intAt(bytes, at + 24) == header.number()
        && LittleEndian.intAt(bytes, at + CRC_AT) == crc(header, bytes, at);
  }

  /** Where the footer begins, according to the sound copy at {@code at}. */
  static long footer(byte[] bytes, int at) {
    return LittleEndian.longAt(bytes, at + 8);
  }

  private static int crc(SegmentHeader header, byte[] bytes, int at) {
    byte[] salt = new byte[8];
    LittleEndian.putLong(salt, 0, header.salt());
    CRC32C crc = new CRC32C();
    crc.update(salt);
    crc.update(bytes, at, CRC_AT);
    return (int) crc.getValue();
  }
}
