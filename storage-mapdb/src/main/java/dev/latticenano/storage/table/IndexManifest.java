package dev.latticenano.storage.table;

import dev.latticenano.core.bytes.LittleEndian;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * Says which table is the index and which log it was derived from (docs/storage.md §7).
 *
 * <pre>
 *  0  magic     8   "LNANOIDX"
 *  8  version   u32 1
 * 12  table     u32 the table's number
 * 16  store     16  the store's id, in the order of its text
 * 32  salt      u64 the log's salt
 * 40  covered   u64 every record before this position is in the table
 * 48  last      u64 the position of the last record indexed
 * 56  lastCrc   u32 that record's checksum
 * 60  tableCrc  u32 CRC-32C of the table's file
 * 64  bytes     u64 its length
 * 72  entries   u64 hashes in it
 * 80  zero      12
 * 92  crc       u32 CRC-32C of bytes 0 to 91
 * </pre>
 *
 * Integers are little-endian.
 */
record IndexManifest(
    int table,
    UUID store,
    long salt,
    long covered,
    long last,
    int lastCrc,
    int tableCrc,
    long bytes,
    long entries) {
  static final int BYTES = 96;

  private static final int VERSION = 1;
  private static final int CRC_AT = 92;
  private static final byte[] MAGIC = "LNANOIDX".getBytes(StandardCharsets.US_ASCII);

  /** The 96 bytes. */
  byte[] encoded() {
    byte[] out = Arrays.copyOf(MAGIC, BYTES);
    LittleEndian.putInt(out, 8, VERSION);
    LittleEndian.putInt(out, 12, table);
    LittleEndian.putLong(out, 16, Long.reverseBytes(store.getMostSignificantBits()));
    LittleEndian.putLong(out, 24, Long.reverseBytes(store.getLeastSignificantBits()));
    LittleEndian.putLong(out, 32, salt);
    LittleEndian.putLong(out, 40, covered);
    LittleEndian.putLong(out, 48, last);
    LittleEndian.putInt(out, 56, lastCrc);
    LittleEndian.putInt(out, 60, tableCrc);
    LittleEndian.putLong(out, 64, bytes);
    LittleEndian.putLong(out, 72, entries);
    LittleEndian.putInt(out, CRC_AT, crc(out));
    return out;
  }

  /** The manifest in {@code in}, or null if it is damaged or of another version. */
  static IndexManifest decoded(byte[] in) {
    if (in.length != BYTES
        || !Arrays.equals(in, 0, MAGIC.length, MAGIC, 0, MAGIC.length)
        || LittleEndian.intAt(in, CRC_AT) != crc(in)
        || LittleEndian.intAt(in, 8) != VERSION) {
      return null;
    }
    return new IndexManifest(
        LittleEndian.intAt(in, 12),
        new UUID(
            Long.reverseBytes(LittleEndian.longAt(in, 16)),
            Long.reverseBytes(LittleEndian.longAt(in, 24))),
        LittleEndian.longAt(in, 32),
        LittleEndian.longAt(in, 40),
        LittleEndian.longAt(in, 48),
        LittleEndian.intAt(in, 56),
        LittleEndian.intAt(in, 60),
        LittleEndian.longAt(in, 64),
        LittleEndian.longAt(in, 72));
  }

  private static int crc(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, CRC_AT);
    return (int) crc.getValue();
  }
}
