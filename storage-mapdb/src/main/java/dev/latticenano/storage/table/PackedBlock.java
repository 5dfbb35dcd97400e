package dev.latticenano.storage.table;

import dev.latticenano.core.bytes.LittleEndian;
import dev.latticenano.core.store.StoreException;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * One block of a packed run as read: sorted rows of any lengths (docs/storage.md §7.3). A row that
 * has no room in a block begins one of its own and goes on in the blocks behind, which say that no
 * row begins in them; here its bytes stand in one piece.
 *
 * <pre>
 * 0  rows   u16          rows that begin here
 * 2  slots  rows × u16   where each begins
 *    rows   varint keyLength ‖ varint 1 + valueLength, or 0 of a mark ‖ key ‖ value
 *    zero
 * 4092  crc
 * </pre>
 *
 * Allocates nothing once it has held the longest row.
 */
final class PackedBlock {
  /** Where the slots begin, and the bytes of a row's continuation. */
  static final int SLOTS_AT = 2;

  /** Bytes of a slot. */
  static final int SLOT_BYTES = 2;

  private static final int NONE = -1;
  private static final int MARK = -1;

  private final byte[] salted = new byte[16];
  private final CRC32C crc = new CRC32C();
  private final PackedPeek peek = new PackedPeek();
  private byte[] bytes = new byte[FlatBlock.BYTES];
  // Made for the first row that needs it.
  private byte[] more;
  private int rows;
  private RunSource source;
  private long number = NONE;
  // Of the row looked at last.
  private int keyAt;
  private int keyLength;
  private int valueLength;

  /** As {@link PackedPeek#find}; nothing is told of the block held. */
  int peek(RunSource from, int wanted, RunKey key, byte[] out, int outOffset)
      throws StoreException {
    return number == wanted && source == from
        ? FlatPeek.UNTOLD
        : peek.find(from, wanted, key, out, outOffset);
  }

  /** Reads block {@code wanted} of a run, in which rows begin, unless it is held already. */
  void load(RunSource from, long wanted) throws StoreException {
    if (number == wanted && source == from) {
      return;
    }
    number = NONE;
    source = from;
    source.readBlock(wanted, bytes, crc, salted);
    rows = LittleEndian.shortAt(bytes, 0);
    if (rows == 0 || SLOTS_AT + rows * SLOT_BYTES > FlatBlock.CRC_AT) {
      throw source.damaged(wanted * FlatBlock.BYTES, rows + " rows in a block");
    }
    if (rows == 1) {
      loadRest(wanted);
    }
    number = wanted;
  }

  private void loadRest(long first) throws StoreException {
    look(0);
    int end = keyAt + keyLength + Math.max(0, valueLength);
    int have = FlatBlock.CRC_AT;
    if (end > bytes.length) {
      bytes = Arrays.copyOf(bytes, end);
    }
    for (long next = first + 1; have < end; next++) {
      more = more == null ? new byte[FlatBlock.BYTES] : more;
      source.readBlock(next, more, crc, salted);
      int n = Math.min(end - have, FlatBlock.CRC_AT - SLOTS_AT);
      System.arraycopy(more, SLOTS_AT, bytes, have, n);
      have += n;
    }
  }

  /** Rows in the block held. */
  int rows() {
    return rows;
  }

  /** The array the rows lie in. */
  byte[] bytes() {
    return bytes;
  }

  /** Looks at a row: what the methods below tell is of it. */
  void look(int row) {
    int at = LittleEndian.shortAt(bytes, SLOTS_AT + row * SLOT_BYTES);
    int low = bytes[at++];
    keyLength = low & 0x7F;
    for (int shift = 7; low < 0; shift += 7) {
      low = bytes[at++];
      keyLength |= (low & 0x7F) << shift;
    }
    low = bytes[at++];
    int code = low & 0x7F;
    for (int shift = 7; low < 0; shift += 7) {
      low = bytes[at++];
      code |= (low & 0x7F) << shift;
    }
    valueLength = code - 1;
    keyAt = at;
  }

  int keyAt() {
    return keyAt;
  }

  int keyLength() {
    return keyLength;
  }

  int valueAt() {
    return keyAt + keyLength;
  }

  /** Bytes of the value; 0 of a mark. */
  int valueLength() {
    return Math.max(0, valueLength);
  }

  /** True if the row buries another. */
  boolean isMark() {
    return valueLength == MARK;
  }

  /** Looks at a row; the unsigned order of its key and another. */
  int compare(int row, byte[] key, int offset, int length) {
    look(row);
    return Arrays.compareUnsigned(bytes, keyAt, keyAt + keyLength, key, offset, offset + length);
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
}
