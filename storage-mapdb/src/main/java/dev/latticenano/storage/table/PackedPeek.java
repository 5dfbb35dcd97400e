package dev.latticenano.storage.table;

import dev.latticenano.core.bytes.LittleEndian;
import dev.latticenano.core.store.Overlay;
import dev.latticenano.core.store.StoreException;
import java.util.Arrays;

/**
 * Looks up a row of a packed run where it lies, in a block that is memory and was found sound, and
 * copies its value alone. It tells of blocks of few rows: among many small ones a search would wait
 * for memory more often than copying the block does. Allocates nothing after construction.
 */
final class PackedPeek {
  /** Rows of a block with the most of which it tells. */
  static final int ROWS_MAX = 7;

  private static final int HEAD_BYTES = PackedBlock.SLOTS_AT + ROWS_MAX * PackedBlock.SLOT_BYTES;

  /** Two lengths and a short key. */
  private static final int PROBE_BYTES = 48;

  private static final int UNTOLD = FlatPeek.UNTOLD;

  private final byte[] head = new byte[HEAD_BYTES];
  private final byte[] probe = new byte[PROBE_BYTES];
  // Of the row looked at last, in the probe; the value begins behind the key.
  private int keyAt;
  private int keyLength;
  private int valueLength;

  /** As {@link Run#find} in one block, or {@link FlatPeek#UNTOLD}. */
  int find(RunSource source, int number, RunKey key, byte[] out, int outOffset)
      throws StoreException {
    if (!source.isAtHand(number)) {
      return UNTOLD;
    }
    source.peek(number, 0, head, 0, HEAD_BYTES);
    int low = 0;
    int high = LittleEndian.shortAt(head, 0) - 1;
    if (high >= ROWS_MAX) {
      return UNTOLD;
    }
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int slot = LittleEndian.shortAt(head, PackedBlock.SLOTS_AT + middle * PackedBlock.SLOT_BYTES);
      if (!look(source, number, slot)) {
        return UNTOLD;
      }
      int order =
          Arrays.compareUnsigned(
              probe,
              keyAt,
              keyAt + keyLength,
              key.bytes(),
              key.offset(),
              key.offset() + key.length());
      if (order == 0) {
        return take(source, number, slot + keyAt + keyLength, out, outOffset);
      }
      low = order < 0 ? middle + 1 : low;
      high = order < 0 ? high : middle - 1;
    }
    return UNTOLD;
  }

  /** Looks at the row of a slot; false if it is not a small key in this block. */
  private boolean look(RunSource source, int number, int slot) {
    if (slot > FlatBlock.CRC_AT - PROBE_BYTES) {
      return false;
    }
    source.peek(number, slot, probe, 0, PROBE_BYTES);
    keyAt = 0;
    keyLength = length();
    int code = length();
    valueLength = code - 1;
    return keyLength >= 0 && code >= 0 && keyLength <= PROBE_BYTES - keyAt;
  }

  // A varint of at most two bytes, or -1.
  private int length() {
    int low = probe[keyAt++];
    if (low >= 0) {
      return low;
    }
    int high = probe[keyAt++];
    return high < 0 ? -1 : low & 0x7F | high << 7;
  }

  private int take(RunSource source, int number, int valueAt, byte[] out, int outOffset)
      throws StoreException {
    if (valueLength < 0) {
      source.confirm(number);
      return Overlay.BURIED;
    }
    if (valueAt + valueLength > FlatBlock.CRC_AT || outOffset + valueLength > out.length) {
      return UNTOLD;
    }
    source.peek(number, valueAt, out, outOffset, valueLength);
    source.confirm(number);
    return valueLength;
  }
}
