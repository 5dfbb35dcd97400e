package dev.latticenano.storage.table;

import dev.latticenano.core.bytes.LittleEndian;
import dev.latticenano.core.store.Overlay;
import dev.latticenano.core.store.StoreException;

/**
 * Looks up a row of a flat run where it lies, in a block that is memory and was found sound: reads
 * the head, the row that the key has if keys rise by ones, and the checksum, three lines of memory
 * instead of a whole block. Where keys do not rise so it does not tell. Allocates nothing after
 * construction.
 */
final class FlatPeek {
  /** It does not tell: the whole block does. */
  static final int UNTOLD = Integer.MIN_VALUE;

  // The pattern and the columns of the block, and what differs of the row.
  private final byte[] head;
  private final byte[] row;

  /** For rows of {@code width} bytes. */
  FlatPeek(int width) {
    head = new byte[FlatBlock.PATTERN_AT + width + (width + 7) / 8];
    row = new byte[width];
  }

  /**
   * As {@link Run#find} in one block of keys of {@code keyBytes}, below eight, or {@link #UNTOLD}.
   */
  int find(RunSource source, int number, int keyBytes, RunKey key, byte[] out, int outOffset)
      throws StoreException {
    if (keyBytes >= Long.BYTES || key.length() != keyBytes || !source.isAtHand(number)) {
      return UNTOLD;
    }
    source.peek(number, 0, head, 0, head.length);
    long steps =
        KeyWord.of(key.bytes(), key.offset(), keyBytes)
            - KeyWord.of(head, FlatBlock.PATTERN_AT, keyBytes);
    long wanted = steps >>> Long.SIZE - 8 * keyBytes;
    int packed = packed();
    if (wanted >= LittleEndian.shortAt(head, 0)
        || head.length + (wanted + 1) * packed > FlatBlock.CRC_AT) {
      return UNTOLD;
    }
    source.peek(number, head.length + (int) wanted * packed, row, 0, packed);
    int found = take(keyBytes, key, out, outOffset);
    source.confirm(number);
    return found;
  }

  // Bytes of a row that differ in the block.
  private int packed() {
    int packed = 0;
    for (int i = FlatBlock.PATTERN_AT + row.length; i < head.length; i++) {
      packed += Integer.bitCount(head[i] & 0xFF);
    }
    return Math.min(packed, row.length);
  }

  private int take(int keyBytes, RunKey key, byte[] out, int outOffset) {
    int columnsAt = FlatBlock.PATTERN_AT + row.length;
    int last = row.length - 1;
    int place = 0;
    int mark = 0;
    for (int i = 0; i < row.length; i++) {
      boolean differs = (head[columnsAt + (i >>> 3)] >>> (i & 7) & 1) != 0;
      byte here = differs ? row[place++] : head[FlatBlock.PATTERN_AT + i];
      if (i < keyBytes) {
        if (here != key.bytes()[key.offset() + i]) {
          return UNTOLD;
        }
      } else if (i < last) {
        out[outOffset + i - keyBytes] = here;
      } else {
        mark = here;
      }
    }
    return mark == 0 ? last - keyBytes : Overlay.BURIED;
  }
}
