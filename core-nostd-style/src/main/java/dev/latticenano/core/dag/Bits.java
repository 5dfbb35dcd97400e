package dev.latticenano.core.dag;

import dev.latticenano.core.bytes.LittleEndian;

/**
 * Bits of an array, counted from the lowest of each byte. Reading looks at up to eight bytes behind
 * the last bit asked for, which must be there.
 */
final class Bits {
  /** Bytes that are read behind the last. */
  static final int BEHIND = 8;

  private Bits() {}

  /** Adds {@code value} to zeros from bit {@code at} on. */
  static void put(byte[] out, long at, int value) {
    int byteAt = (int) (at >>> 3);
    long bits = (value & 0xFFFF_FFFFL) << (at & 7);
    for (; bits != 0; bits >>>= 8) {
      out[byteAt++] |= (byte) bits;
    }
  }

  /** {@code width} bits, 0 to 32, from bit {@code at} on. */
  static int at(byte[] bytes, long at, int width) {
    long word = LittleEndian.longAt(bytes, (int) (at >>> 3));
    return (int) (word >>> (at & 7) & (1L << width) - 1);
  }

  /** Of the bits from byte {@code from} on, the place of the zero of that number, from 0. */
  static int zero(byte[] bytes, int from, int index) {
    int at = from;
    int left = index;
    long zeros = ~LittleEndian.longAt(bytes, at);
    for (int here = Long.bitCount(zeros); left >= here; here = Long.bitCount(zeros)) {
      left -= here;
      at += Long.BYTES;
      zeros = ~LittleEndian.longAt(bytes, at);
    }
    return 8 * (at - from) + nth(zeros, left);
  }

  /** The place of the first zero from bit {@code begin} on of those from byte {@code from} on. */
  static int zeroFrom(byte[] bytes, int from, int begin) {
    int bit = begin;
    long zeros = ~LittleEndian.longAt(bytes, from + (bit >>> 3)) >>> (bit & 7);
    while (zeros == 0) {
      bit += Long.SIZE - (bit & 7);
      zeros = ~LittleEndian.longAt(bytes, from + (bit >>> 3)) >>> (bit & 7);
    }
    return bit + Long.numberOfTrailingZeros(zeros);
  }

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
