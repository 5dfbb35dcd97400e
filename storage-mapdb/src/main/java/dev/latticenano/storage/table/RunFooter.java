package dev.latticenano.storage.table;

import dev.latticenano.core.bytes.LittleEndian;
import dev.latticenano.core.store.TableShape;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * The last bytes of a run's file: what it is and how to check the rest (docs/storage.md §7.4).
 *
 * <pre>
 *   0  magic       8    "LNANORUN"
 *   8  version     u32  1
 *  12  kind        u8   1 flat, 2 MapDB, 3 packed
 *  13  keyBytes    u8
 *  14  valueBytes  u8
 *  15  filterBytes u8
 *  16  name        16   of the table, zeros behind
 *  32  store       16   in the order of its text
 *  48  logSalt     u64
 *  56  runSalt     u64  random
 *  64  id          u32  of the run
 *  68  summed      u32  1 if the table has sums
 *  72  rows        u64  rows and marks
 *  80  marks       u64  of buried rows
 *  88  blocks      u32  of 4096 bytes, at the file's beginning
 *  92  sections    3 × u32  their lengths; they follow the blocks
 * 104  crcs        3 × u32  CRC-32C of each section
 * 116  zero        4
 * 120  extra       u32  flat: different prefixes; MapDB: bytes of the volume; packed: keys
 * 124  crc         u32  CRC-32C of bytes 0 to 123
 * </pre>
 *
 * Integers are little-endian.
 */
final class RunFooter {
  static final int BYTES = 128;
  static final int SECTIONS = 3;

  /** Rows of fixed width in blocks of ours. */
  static final int FLAT = 1;

  /** A MapDB table. */
  static final int MAPDB = 2;

  /** Rows of any lengths in blocks of ours. */
  static final int PACKED = 3;

  private static final byte[] MAGIC = "LNANORUN".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION = 1;
  private static final int KIND_AT = 12;
  private static final int NAME_AT = 16;
  private static final int NAME_BYTES = 16;
  private static final int STORE_AT = 32;
  private static final int LOG_SALT_AT = 48;
  private static final int RUN_SALT_AT = 56;
  private static final int ID_AT = 64;
  private static final int SUMMED_AT = 68;
  private static final int ROWS_AT = 72;
  private static final int MARKS_AT = 80;
  private static final int BLOCKS_AT = 88;
  private static final int LENGTHS_AT = 92;
  private static final int CRCS_AT = 104;
  private static final int EXTRA_AT = 120;
  private static final int CRC_AT = 124;

  private final byte[] bytes;

  private RunFooter(byte[] bytes) {
    this.bytes = bytes;
  }

  /** A footer without contents yet. */
  static RunFooter of(TableShape shape, RunsOwner owner, int id, long runSalt) {
    byte[] out = Arrays.copyOf(MAGIC, BYTES);
    LittleEndian.putInt(out, MAGIC.length, VERSION);
    out[KIND_AT] = (byte) kind(shape);
    out[KIND_AT + 1] = (byte) shape.keyBytes();
    out[KIND_AT + 2] = (byte) shape.valueBytes();
    out[KIND_AT + 3] = (byte) shape.filterBytes();
    byte[] name = shape.name().getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(name, 0, out, NAME_AT, name.length);
    UUID store = owner.store();
    LittleEndian.putLong(out, STORE_AT, Long.reverseBytes(store.getMostSignificantBits()));
    LittleEndian.putLong(out, STORE_AT + 8, Long.reverseBytes(store.getLeastSignificantBits()));
    LittleEndian.putLong(out, LOG_SALT_AT, owner.salt());
    LittleEndian.putLong(out, RUN_SALT_AT, runSalt);
    LittleEndian.putInt(out, ID_AT, id);
    LittleEndian.putInt(out, SUMMED_AT, shape.summed() ? 1 : 0);
    return new RunFooter(out);
  }

  /** The footer in {@value #BYTES} bytes, or null if they are none of this version. */
  static RunFooter decoded(byte[] in) {
    if (!Arrays.equals(in, 0, MAGIC.length, MAGIC, 0, MAGIC.length)
        || LittleEndian.intAt(in, CRC_AT) != crcOf(in, CRC_AT)
        || LittleEndian.intAt(in, MAGIC.length) != VERSION) {
      return null;
    }
    return new RunFooter(in);
  }

  /** True if the run is one of this table of this owner under this id. */
  boolean isOf(TableShape shape, RunsOwner owner, int id) {
    RunFooter same = of(shape, owner, id, runSalt());
    return Arrays.equals(bytes, 0, ROWS_AT, same.bytes, 0, ROWS_AT);
  }

  /** The kind of a table's runs. */
  static int kind(TableShape shape) {
    return shape.isFixed() ? FLAT : shape.isSought() ? PACKED : MAPDB;
  }

  /** Sets what the file holds; sections follow. */
  void contents(long rows, long marks, int blocks, int extra) {
    LittleEndian.putLong(bytes, ROWS_AT, rows);
    LittleEndian.putLong(bytes, MARKS_AT, marks);
    LittleEndian.putInt(bytes, BLOCKS_AT, blocks);
    LittleEndian.putInt(bytes, EXTRA_AT, extra);
  }

  /** Sets the length and the checksum of a section. */
  void section(int which, byte[] section, int length) {
    LittleEndian.putInt(bytes, LENGTHS_AT + 4 * which, length);
    LittleEndian.putInt(bytes, CRCS_AT + 4 * which, crcOf(section, length));
  }

  /** The bytes to write, now with their checksum. */
  byte[] sealed() {
    LittleEndian.putInt(bytes, CRC_AT, crcOf(bytes, CRC_AT));
    return bytes;
  }

  int id() {
    return LittleEndian.intAt(bytes, ID_AT);
  }

  long runSalt() {
    return LittleEndian.longAt(bytes, RUN_SALT_AT);
  }

  long rows() {
    return LittleEndian.longAt(bytes, ROWS_AT);
  }

  long marks() {
    return LittleEndian.longAt(bytes, MARKS_AT);
  }

  int blocks() {
    return LittleEndian.intAt(bytes, BLOCKS_AT);
  }

  /** Flat: different prefixes in the filter; MapDB: bytes of the volume; packed: keys. */
  int extra() {
    return LittleEndian.intAt(bytes, EXTRA_AT);
  }

  /** Checksum of everything above, which holds the checksums of everything else. */
  int crc() {
    return LittleEndian.intAt(bytes, CRC_AT);
  }

  long sectionBytes(int which) {
    return LittleEndian.unsignedIntAt(bytes, LENGTHS_AT + 4 * which);
  }

  long sectionAt(int which) {
    long at = LittleEndian.unsignedIntAt(bytes, BLOCKS_AT) * FlatBlock.BYTES;
    for (int i = 0; i < which; i++) {
      at += sectionBytes(i);
    }
    return at;
  }

  boolean isSound(int which, byte[] section) {
    return LittleEndian.intAt(bytes, CRCS_AT + 4 * which) == crcOf(section, section.length);
  }

  /** The file's length. */
  long fileBytes() {
    return sectionAt(SECTIONS) + BYTES;
  }

  private static int crcOf(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }
}
