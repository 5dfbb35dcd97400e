package dev.latticenano.storage.table;

import dev.latticenano.core.bytes.LittleEndian;
import dev.latticenano.core.store.StoreException;
import java.util.zip.CRC32C;

/**
 * One block of a flat run as read: sorted rows of the same width, of which the bytes that are equal
 * in all of them are stored once (docs/storage.md §7.2). A row is key ‖ value ‖ mark.
 *
 * <pre>
 *    0  rows      u16  1 to 65,535
 *    2  pattern   W    the first row
 *  2+W  columns   (W+7)/8  bit j: byte j of a row differs between rows
 *       rows      rows × the differing bytes of each
 *       zero
 * 4092  crc       u32  CRC-32C of run salt ‖ block number u64 ‖ bytes 0 to 4091
 * </pre>
 *
 * Allocates nothing after construction.
 */
final class FlatBlock {
  /** Bytes of a block. */
  static final int BYTES = 4096;

  static final int CRC_AT = BYTES - 4;
  static final int PATTERN_AT = 2;
  static final int ROWS_MAX = 65_535;

  private static final int NONE = -1;

  private final byte[] bytes = new byte[BYTES];
  private final byte[] salted = new byte[16];
  private final CRC32C crc = new CRC32C();
  private final int width;
  private final FlatPeek peek;
  // Of each byte of a row: its place in the packed row, or NONE if it is in the pattern.
  private final int[] places;
  private int packed;
  private int rows;
  private int rowsAt;
  private RunSource source;
  private long number = NONE;

  /** A place for blocks of rows of {@code width} bytes. */
  FlatBlock(int width) {
    this.width = width;
    peek = new FlatPeek(width);
    places = new int[width];
  }

  /** Forgets the block held. */
  void forget() {
    number = NONE;
  }

  /** As {@link FlatPeek#find}; nothing is told of the block held. */
  int peek(RunSource from, int wanted, int keyBytes, RunKey key, byte[] out, int outOffset)
      throws StoreException {
    return number == wanted && source == from
        ? FlatPeek.UNTOLD
        : peek.find(from, wanted, keyBytes, key, out, outOffset);
  }

  /** Rows in the block held. */
  int rows() {
    return rows;
  }

  /**
   * Reads block {@code wanted} of a run unless it is held already.
   *
   * @throws StoreException CORRUPT if the bytes on disk are not that block; then none is held
   */
  void load(RunSource from, long wanted) throws StoreException {
    if (number == wanted && source == from) {
      return;
    }
    number = NONE;
    source = from;
    source.readBlock(wanted, bytes, crc, salted);
    rows = LittleEndian.shortAt(bytes, 0);
    packed = 0;
    int columnsAt = PATTERN_AT + width;
    for (int i = 0; i < width; i++) {
      places[i] = (bytes[columnsAt + (i >>> 3)] >>> (i & 7) & 1) == 0 ? NONE : packed++;
    }
    rowsAt = columnsAt + (width + 7) / 8;
    if (rows == 0 || rowsAt + rows * packed > CRC_AT) {
      throw source.damaged(wanted * BYTES, rows + " rows in a block");
    }
    number = wanted;
  }

  /** The unsigned order of the first {@code length} bytes of row {@code row} and a key. */
  int compare(int row, byte[] key, int offset, int length) {
    int at = rowsAt + row * packed;
    for (int i = 0; i < length; i++) {
      int place = places[i];
      int mine = (place < 0 ? bytes[PATTERN_AT + i] : bytes[at + place]) & 0xFF;
      int other = key[offset + i] & 0xFF;
      if (mine != other) {
        return mine - other;
      }
    }
    return 0;
  }

  /** The first row whose key is not below {@code key}; the number of rows if there is none. */
  int lowerBound(byte[] key, int offset, int length) {
    int low = 0;
    int high = rows;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (compare(middle, key, offset, length) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Copies bytes {@code from} to {@code from + length} of a row. */
  void copy(int row, int from, int length, byte[] out, int outOffset) {
    int at = rowsAt + row * packed;
    for (int i = 0; i < length; i++) {
      int place = places[from + i];
      out[outOffset + i] = place < 0 ? bytes[PATTERN_AT + from + i] : bytes[at + place];
    }
  }

  /** True if the row buries another. */
  boolean isMark(int row) {
    int place = places[width - 1];
    return bytes[place < 0 ? PATTERN_AT + width - 1 : rowsAt + row * packed + place] != 0;
  }

  /** True if the block carries its own checksum; two tools are lent. */
  static boolean isSound(CRC32C crc, byte[] salted, byte[] block, long runSalt, long number) {
    return crc(crc, salted, block, runSalt, number) == LittleEndian.intAt(block, CRC_AT);
  }

  /** Puts a block's checksum in its place; two tools are lent. */
  static void seal(CRC32C crc, byte[] salted, byte[] block, long runSalt, long number) {
    LittleEndian.putInt(block, CRC_AT, crc(crc, salted, block, runSalt, number));
  }

  private static int crc(CRC32C crc, byte[] salted, byte[] block, long runSalt, long number) {
    LittleEndian.putLong(salted, 0, runSalt);
    LittleEndian.putLong(salted, 8, number);
    crc.reset();
    crc.update(salted, 0, salted.length);
    crc.update(block, 0, CRC_AT);
    return (int) crc.getValue();
  }
}
