package dev.latticenano.core.bytes;

import java.util.Arrays;

/**
 * Bytes as Base58 text in Bitcoin's alphabet: one big number, most significant byte first, with a
 * {@code 1} for each leading zero byte. For short texts that people copy: the work grows with the
 * square of the length.
 */
public final class Base58 {
  /** Characters accepted; an invite has 124. */
  public static final int TEXT_LENGTH_MAX = 1024;

  private static final String ALPHABET =
      "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

  private Base58() {}

  /** The text of {@code bytes}. */
  public static String encode(byte[] bytes) {
    int zeros = leadingZeros(bytes);
    byte[] number = bytes.clone();
    StringBuilder reversed = new StringBuilder();
    for (int from = zeros; from < number.length; ) {
      reversed.append(ALPHABET.charAt(divide(number, from)));
      while (from < number.length && number[from] == 0) {
        from++;
      }
    }
    return "1".repeat(zeros) + reversed.reverse();
  }

  /** Divides the number from {@code from} by 58 in place; returns the remainder. */
  private static int divide(byte[] number, int from) {
    int remainder = 0;
    for (int i = from; i < number.length; i++) {
      int part = remainder << 8 | number[i] & 0xFF;
      number[i] = (byte) (part / 58);
      remainder = part % 58;
    }
    return remainder;
  }

  /**
   * The bytes that {@code text} spells.
   *
   * @throws IllegalArgumentException the text is longer than {@link #TEXT_LENGTH_MAX} or has a
   *     character outside the alphabet; the message names the position
   */
  public static byte[] decode(String text) {
    if (text.length() > TEXT_LENGTH_MAX) {
      throw new IllegalArgumentException("length " + text.length() + " beyond " + TEXT_LENGTH_MAX);
    }
    int ones = 0;
    while (ones < text.length() && text.charAt(ones) == '1') {
      ones++;
    }
    byte[] number = new byte[text.length()];
    for (int i = ones; i < text.length(); i++) {
      multiplyAdd(number, digit(text, i));
    }
    int from = leadingZeros(number) - ones;
    return Arrays.copyOfRange(number, from, number.length);
  }

  private static void multiplyAdd(byte[] number, int digit) {
    int carry = digit;
    for (int i = number.length - 1; i >= 0; i--) {
      carry += 58 * (number[i] & 0xFF);
      number[i] = (byte) carry;
      carry >>>= 8;
    }
  }

  private static int digit(String text, int position) {
    int digit = ALPHABET.indexOf(text.charAt(position));
    if (digit < 0) {
      throw new IllegalArgumentException(
          String.format(
              "no Base58 digit at position %d: U+%04X", position, (int) text.charAt(position)));
    }
    return digit;
  }

  private static int leadingZeros(byte[] bytes) {
    int zeros = 0;
    while (zeros < bytes.length && bytes[zeros] == 0) {
      zeros++;
    }
    return zeros;
  }
}
