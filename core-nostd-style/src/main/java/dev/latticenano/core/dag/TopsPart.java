package dev.latticenano.core.dag;

import dev.latticenano.core.bytes.LittleEndian;

/**
 * What the tops of up to {@value #AUTHORS} neighbouring authors had seen when a stretch began, as
 * bytes (docs/storage.md §13): of each, by how much it was behind the height of every chain. Any
 * one number is read by looking for two zeros. Little-endian, lowest bits first:
 *
 * <pre>
 * 0  known    2   authors there were
 * 2  width    1   bits of a height
 * 3  here     1   authors of this part
 * 4  places   here × u16: where the row of each begins; or 8000 + how many stretches back its row
 *                 lies, 8000: it has seen nothing but its own chain; ffff: it is not told
 *    heights      known × width bits: of each chain, filled up to a byte
 *    rows         each: shift 1 ‖ lows, known × shift bits, filled up to a byte ‖ highs: of each
 *                 chain as many ones as (behind >> shift), a zero; filled up to a byte
 * </pre>
 */
final class TopsPart {
  /** Authors of a part. */
  static final int AUTHORS = 16;

  /** The row of an author lies so many stretches back, if that is added. */
  static final int BACK = 0x8000;

  /** Stretches that a row may lie back. */
  static final int BACK_MAX = 0x7FFE;

  /** What an author had seen is not told. */
  static final int UNTOLD = 0xFFFF;

  /** The author was not known. */
  static final int NONE = -1;

  private static final int HEAD_BYTES = 4;
  private static final int SHIFT_MAX = 31;

  private TopsPart() {}

  /** Bytes at most of a part that knows so many authors, with those that are read behind. */
  static int room(int known) {
    int row = 3 + 5 * known;
    return HEAD_BYTES + 2 * AUTHORS + 4 * known + AUTHORS * row + Bits.BEHIND;
  }

  /** Begins a part with its heights; {@code out} is cleared. Returns where its first row begins. */
  static int begin(byte[] out, int known, int here, int[] heights) {
    int width = 0;
    for (int i = 0; i < known; i++) {
      width = Math.max(width, Integer.SIZE - Integer.numberOfLeadingZeros(heights[i]));
    }
    LittleEndian.putShort(out, 0, known);
    out[2] = (byte) width;
    out[3] = (byte) here;
    int at = HEAD_BYTES + 2 * here;
    for (int i = 0; i < known; i++) {
      Bits.put(out, 8L * at + (long) i * width, heights[i]);
    }
    return at + (known * width + 7) / 8;
  }

  /** Says where author {@code index} of the part has its row. */
  static void putPlace(byte[] out, int index, int place) {
    LittleEndian.putShort(out, HEAD_BYTES + 2 * index, place);
  }

  /**
   * Writes a row.
   *
   * @param own the author, of whom nothing needs to be said
   * @return where the next row begins
   */
  static int putRow(byte[] out, int from, int own, int known, int[] heights, int[] vector) {
    int shift = shift(own, known, heights, vector);
    out[from] = (byte) shift;
    long low = 8L * (from + 1);
    long high = 8L * (from + 1 + (known * shift + 7) / 8);
    for (int i = 0; i < known; i++) {
      int behind = i == own ? 0 : heights[i] - Vectors.at(vector, i);
      Bits.put(out, low, behind & (1 << shift) - 1);
      low += shift;
      for (int left = behind >>> shift; left > 0; left -= SHIFT_MAX) {
        int ones = Math.min(left, SHIFT_MAX);
        Bits.put(out, high, (1 << ones) - 1);
        high += ones;
      }
      high++;
    }
    return (int) (high + 7 >>> 3);
  }

  // The one that takes the fewest bits.
  private static int shift(int own, int known, int[] heights, int[] vector) {
    long least = Long.MAX_VALUE;
    for (int shift = 0; ; shift++) {
      long bits = (long) known * shift;
      for (int i = 0; i < known; i++) {
        bits += i == own ? 0 : heights[i] - Vectors.at(vector, i) >>> shift;
      }
      if (bits >= least || shift == SHIFT_MAX) {
        return shift - 1;
      }
      least = bits;
    }
  }

  /** Authors there were. */
  static int known(byte[] part) {
    return LittleEndian.shortAt(part, 0);
  }

  /** Where author {@code index} of the part has its row; {@link #NONE} if it was not known. */
  static int place(byte[] part, int index) {
    return index < part[3] ? LittleEndian.shortAt(part, HEAD_BYTES + 2 * index) : NONE;
  }

  /** How high the chain of {@code author} was. */
  static int height(byte[] part, int author) {
    return author < known(part)
        ? Bits.at(part, 8L * (HEAD_BYTES + 2 * part[3]) + (long) author * part[2], part[2])
        : 0;
  }

  /** What the row at {@code place} has seen of {@code author}, who is not its own. */
  static int seen(byte[] part, int place, int author) {
    int known = known(part);
    if (author >= known) {
      return 0;
    }
    int shift = part[place];
    int highsAt = place + 1 + (known * shift + 7) / 8;
    int begin = author == 0 ? 0 : Bits.zero(part, highsAt, author - 1) + 1;
    int high = Bits.zeroFrom(part, highsAt, begin) - begin;
    int low = Bits.at(part, 8L * (place + 1) + (long) author * shift, shift);
    return height(part, author) - (high << shift | low);
  }

  /** Raises {@code vector} to what the row at {@code place}, of {@code own}, has seen of others. */
  static void join(byte[] part, int place, int own, int[] vector) {
    int known = known(part);
    int shift = part[place];
    int width = part[2];
    int height = 8 * (HEAD_BYTES + 2 * part[3]);
    int low = 8 * (place + 1);
    int highsAt = place + 1 + (known * shift + 7) / 8;
    long zeros = ~LittleEndian.longAt(part, highsAt);
    int left = Long.SIZE;
    for (int i = 0; i < known; i++, height += width, low += shift) {
      int ones = 0;
      while (zeros == 0) {
        ones += left;
        highsAt += Long.BYTES;
        zeros = ~LittleEndian.longAt(part, highsAt);
        left = Long.SIZE;
      }
      int here = Long.numberOfTrailingZeros(zeros);
      zeros = here == Long.SIZE - 1 ? 0 : zeros >>> here + 1;
      left -= here + 1;
      int behind = ones + here << shift | Bits.at(part, low, shift);
      int seen = i == own ? 0 : Bits.at(part, height, width) - behind;
      vector[i] = Math.max(vector[i], seen);
    }
  }
}
