package dev.latticenano.core.crypto;

import dev.latticenano.core.bytes.LittleEndian;
import java.util.Arrays;

/**
 * Numbers modulo L, the order of Ed25519's base point (RFC 8032 §5.1), as eight 32-bit words, least
 * first. Variable time: for public numbers only. Allocates nothing.
 */
final class Ed25519Scalar {
  /** Words of one scalar. */
  static final int WORDS = 8;

  /** Signed digits of one scalar: the bits of its words. */
  static final int DIGITS = 256;

  // L = 2^252 + 27742317777372353535851937790883648493, and a word for what a step carries.
  private static final int[] L = {
    0x5CF5D3ED, 0x5812631A, 0xA2F79CD6, 0x14DEF9DE, 0, 0, 0, 0x10000000, 0
  };

  private static final long WORD = 0xFFFF_FFFFL;

  private Ed25519Scalar() {}

  /** Reads 32 bytes to {@code out}. Returns false if they are L or more. */
  static boolean decode(byte[] in, int offset, int[] out) {
    for (int i = 0; i < WORDS; i++) {
      out[i] = LittleEndian.intAt(in, offset + 4 * i);
    }
    return isBelowOrder(in, offset);
  }

  /** Whether the 32 bytes are less than L. */
  static boolean isBelowOrder(byte[] in, int offset) {
    for (int i = WORDS - 1; i >= 0; i--) {
      int word = LittleEndian.intAt(in, offset + 4 * i);
      if (word != L[i]) {
        return Integer.compareUnsigned(word, L[i]) < 0;
      }
    }
    return false;
  }

  /**
   * Reduces the 64 bytes of {@code in} to {@code out}, which has one word more than a scalar.
   *
   * <p>Sixteen bits enter per step, from the top: r becomes 2^16 · r + bits, less than 2^16 · L.
   * The bits of r from 2^252 upwards are the quotient by L or one more, since L is barely above
   * 2^252.
   */
  static void reduce(byte[] in, int[] out) {
    for (int i = 0; i <= WORDS; i++) {
      out[i] = 0;
    }
    for (int i = 62; i >= 0; i -= 2) {
      for (int word = WORDS; word > 0; word--) {
        out[word] = out[word] << 16 | out[word - 1] >>> 16;
      }
      out[0] = out[0] << 16 | LittleEndian.shortAt(in, i);
      long quotient = (out[8] & WORD) << 4 | out[7] >>> 28;
      if (addMultiple(out, -quotient) < 0) {
        addMultiple(out, 1);
      }
    }
  }

  /** Adds {@code factor} · L, |factor| ≤ 2^17; returns what is left above the words. */
  private static long addMultiple(int[] value, long factor) {
    long carry = 0;
    for (int i = 0; i <= WORDS; i++) {
      carry += (value[i] & WORD) + factor * (L[i] & WORD);
      value[i] = (int) carry;
      carry >>= 32;
    }
    return carry;
  }

  /**
   * Writes the scalar as signed odd digits, each followed by at least {@code width} − 1 zeros: the
   * scalar is the sum of digit[i] · 2^i, and |digit| &lt; 2^(width − 1). Width is 2 to 8.
   */
  static void signedDigits(int[] scalar, int width, byte[] out) {
    int carry = 0;
    int position = 0;
    Arrays.fill(out, (byte) 0);
    while (position < DIGITS) {
      if (bits(scalar, position, 1) == carry) {
        position++;
        continue;
      }
      int window = bits(scalar, position, width) + carry;
      carry = window >>> (width - 1) & 1;
      out[position] = (byte) (window - (carry << width));
      position += width;
    }
  }

  private static int bits(int[] scalar, int position, int count) {
    int word = position >>> 5;
    long pair = scalar[word] & WORD;
    if (word + 1 < WORDS) {
      pair |= (long) scalar[word + 1] << 32;
    }
    return (int) (pair >>> (position & 31)) & (1 << count) - 1;
  }
}
