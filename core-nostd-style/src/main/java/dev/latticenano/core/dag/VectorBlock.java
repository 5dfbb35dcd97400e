package dev.latticenano.core.dag;

import dev.latticenano.core.bytes.LittleEndian;
import java.util.Arrays;

/**
 * The vectors of {@value #HEIGHTS} neighbouring heights of one chain as bytes (docs/storage.md
 * §13): of each author the height seen at the first, and how it rises. Any one of them is read by
 * looking for one zero, whatever the others are. Little-endian, lowest bits first:
 *
 * <pre>
 *  0  columns   2  authors known
 *  2  from      1  place of the first height it tells of; those before have none here
 *  3  width     1  bits of a first height
 *  4  steps     4  bit i: at place i something has risen
 *  8  highBits  4  bits of the zeros and ones
 * 12  shifts       columns × 4 bits, if there are steps: codes of shifts
 *     firsts       columns × width bits
 *     highs        of each column, for each step: as many ones as (rise so far >> shift) has grown, a zero
 *     lows         of each column, for each step: the lowest shift bits of the rise so far
 * </pre>
 */
final class VectorBlock {
  /** Heights of a block, a power of two. */
  static final int HEIGHTS = 32;

  /** Authors a block may know. */
  static final int AUTHORS_MAX = 256;

  /** It does not tell. */
  static final int NONE = -1;

  /** Bytes at most, with those that are read but not looked at behind the last. */
  static final int ROOM = 65_536;

  private static final int HEAD_BYTES = 12;
  private static final int SMALL_SHIFTS = 8;

  // Of a byte, which is the codes of two columns, the sum of their shifts.
  private static final byte[] BOTH_SHIFTS = new byte[256];

  static {
    for (int i = 0; i < BOTH_SHIFTS.length; i++) {
      BOTH_SHIFTS[i] = (byte) (shift(i & 15) + shift(i >>> 4));
    }
  }

  private VectorBlock() {}

  /** Number of steps. */
  static int stepCount(int steps) {
    return Integer.bitCount(steps);
  }

  /** Bytes at most of a block that knows so many authors, as {@link #ROOM}. */
  static int room(int columns) {
    return ROOM / AUTHORS_MAX * columns;
  }

  /** Heights of the block below place {@code place}. */
  static int steps(byte[] block) {
    return LittleEndian.intAt(block, 4);
  }

  /** Place of the first height told of. */
  static int from(byte[] block) {
    return block[2];
  }

  /** Authors known. */
  static int columns(byte[] block) {
    return LittleEndian.shortAt(block, 0);
  }

  /**
   * Writes a block.
   *
   * @param first the vector at place {@code from}: {@code columns} ints
   * @param rising of each step the vector, {@code columns} ints each; nothing falls
   * @return its bytes
   */
  static int write(byte[] out, int from, int steps, int[] first, int columns, int[] rising) {
    Arrays.fill(out, (byte) 0);
    int count = stepCount(steps);
    int width = 0;
    for (int i = 0; i < columns; i++) {
      width = Math.max(width, Integer.SIZE - Integer.numberOfLeadingZeros(first[i]));
    }
    LittleEndian.putShort(out, 0, columns);
    out[2] = (byte) from;
    out[3] = (byte) width;
    LittleEndian.putInt(out, 4, steps);
    int firstsAt = HEAD_BYTES + (count == 0 ? 0 : (columns + 1) / 2);
    for (int i = 0; i < columns; i++) {
      putBits(out, 8L * firstsAt + (long) i * width, first[i]);
    }
    int highsAt = firstsAt + (columns * width + 7) / 8;
    if (count == 0) {
      return highsAt;
    }
    long bit = 8L * highsAt;
    for (int i = 0; i < columns; i++) {
      int code = code(rising[(count - 1) * columns + i] - first[i], count);
      out[HEAD_BYTES + i / 2] |= (byte) (code << 4 * (i & 1));
      int high = 0;
      for (int step = 0; step < count; step++) {
        int now = rising[step * columns + i] - first[i] >>> shift(code);
        for (; high < now; high++) {
          putBits(out, bit++, 1);
        }
        bit++;
      }
    }
    LittleEndian.putInt(out, 8, (int) (bit - 8L * highsAt));
    bit = bit + 7 & ~7L;
    for (int i = 0; i < columns; i++) {
      int shift = shift(codeOf(out, i));
      for (int step = 0; step < count; step++, bit += shift) {
        int rise = rising[step * columns + i] - first[i];
        putBits(out, bit, rise & (1 << shift) - 1);
      }
    }
    return (int) (bit + 7 >>> 3);
  }

  private static void putBits(byte[] out, long at, int value) {
    int byteAt = (int) (at >>> 3);
    long bits = (value & 0xFFFF_FFFFL) << (at & 7);
    for (; bits != 0; bits >>>= 8) {
      out[byteAt++] |= (byte) bits;
    }
  }

  // The least shift that leaves at most about two ones a step.
  private static int code(int rise, int count) {
    int code = 0;
    while (rise >>> shift(code) > 2 * count) {
      code++;
    }
    return code;
  }

  private static int shift(int code) {
    return code < SMALL_SHIFTS ? code : SMALL_SHIFTS + 3 * (code - SMALL_SHIFTS);
  }

  private static int codeOf(byte[] block, int column) {
    return block[HEAD_BYTES + column / 2] >>> 4 * (column & 1) & 15;
  }

  /**
   * What the vector at {@code place} says of the author of {@code column}; {@link #NONE} if the
   * block does not tell of that place.
   */
  static int at(byte[] block, int place, int column) {
    if (place < from(block)) {
      return NONE;
    }
    int columns = columns(block);
    if (column >= columns) {
      return 0;
    }
    int steps = steps(block);
    int count = stepCount(steps);
    int step = stepAt(steps, place);
    int width = block[3];
    int firstsAt = HEAD_BYTES + (count == 0 ? 0 : (columns + 1) / 2);
    int first = (int) bits(block, 8 * firstsAt + column * width, width);
    if (step < 0) {
      return first;
    }
    int highsAt = firstsAt + (columns * width + 7) / 8;
    int begin = column == 0 ? 0 : zero(block, highsAt, 0, count * column - 1) + 1;
    int high = zero(block, highsAt, begin, step) - begin - step;
    int shift = shift(codeOf(block, column));
    if (shift == 0) {
      return first + high;
    }
    int shifts = shiftsBefore(block, column);
    int lowsAt = highsAt + (LittleEndian.intAt(block, 8) + 7) / 8;
    int low = (int) bits(block, 8 * lowsAt + count * shifts + step * shift, shift);
    return first + (high << shift | low);
  }

  private static int shiftsBefore(byte[] block, int column) {
    int end = HEAD_BYTES + column / 2;
    int shifts = (column & 1) == 0 ? 0 : shift(block[end] & 15);
    for (int i = HEAD_BYTES; i < end; i++) {
      shifts += BOTH_SHIFTS[block[i] & 0xFF];
    }
    return shifts;
  }

  /**
   * Fills {@code out} with the vector at {@code place}, as many entries as there are columns; false
   * if the block does not tell of that place.
   */
  static boolean vector(byte[] block, int place, int[] out) {
    if (place < from(block)) {
      return false;
    }
    int columns = columns(block);
    int count = stepCount(steps(block));
    int step = stepAt(steps(block), place);
    int width = block[3];
    int firstsAt = HEAD_BYTES + (count == 0 ? 0 : (columns + 1) / 2);
    int highsAt = firstsAt + (columns * width + 7) / 8;
    int low = 8 * (highsAt + (LittleEndian.intAt(block, 8) + 7) / 8);
    int begin = 0;
    for (int i = 0; i < columns; i++) {
      out[i] = (int) bits(block, 8 * firstsAt + i * width, width);
      if (step >= 0) {
        int shift = shift(codeOf(block, i));
        int found = zero(block, highsAt, begin, step);
        int high = found - begin - step;
        out[i] += high << shift | (int) bits(block, low + step * shift, shift);
        begin = zero(block, highsAt, begin, count - 1) + 1;
        low += count * shift;
      }
    }
    return true;
  }

  /** The last step at or before a place; -1: none. */
  private static int stepAt(int steps, int place) {
    return Integer.bitCount(steps & (int) ((2L << place) - 1)) - 1;
  }

  private static long bits(byte[] block, int at, int width) {
    return LittleEndian.longAt(block, at >>> 3) >>> (at & 7) & (1L << width) - 1;
  }

  /** The place of zero number {@code index} of those from bit {@code begin} on. */
  private static int zero(byte[] block, int at, int begin, int index) {
    int word = begin >>> 6;
    int left = index;
    long zeros = ~LittleEndian.longAt(block, at + 8 * word) & -1L << begin;
    for (int here = Long.bitCount(zeros); left >= here; here = Long.bitCount(zeros)) {
      left -= here;
      zeros = ~LittleEndian.longAt(block, at + 8 * ++word);
    }
    return 64 * word + nth(zeros, left);
  }

  /** The place of set bit number {@code index}. */
  private static int nth(long bits, int index) {
    long left = bits;
    int skip = index;
    int place = 0;
    for (int half = Integer.SIZE; half > 0; half >>= 1) {
      int low = Long.bitCount(left & (1L << half) - 1);
      if (skip >= low) {
        skip -= low;
        left >>>= half;
        place += half;
      }
    }
    return place;
  }
}
