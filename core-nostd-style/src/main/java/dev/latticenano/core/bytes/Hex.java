package dev.latticenano.core.bytes;

/**
 * Bytes as hexadecimal text, two digits a byte, high nibble first. Writes lower case, reads both
 * cases, and accepts nothing else: no spaces, no prefix, no odd length.
 */
public final class Hex {
  private static final char[] DIGITS = "0123456789abcdef".toCharArray();

  private Hex() {}

  /** The lower-case text of all of {@code bytes}. */
  public static String encode(byte[] bytes) {
    return encode(bytes, 0, bytes.length);
  }

  /** The lower-case text of {@code length} bytes from {@code offset}. */
  public static String encode(byte[] bytes, int offset, int length) {
    char[] text = new char[2 * length];
    for (int i = 0; i < length; i++) {
      int b = bytes[offset + i];
      text[2 * i] = DIGITS[b >> 4 & 0xF];
      text[2 * i + 1] = DIGITS[b & 0xF];
    }
    return new String(text);
  }

  /**
   * The bytes that {@code text} spells.
   *
   * @throws IllegalArgumentException the text has an odd length or a character that is no digit;
   *     the message names the position
   */
  public static byte[] decode(String text) {
    if (text.length() % 2 != 0) {
      throw new IllegalArgumentException("odd number of hex digits: " + text.length());
    }
    byte[] bytes = new byte[text.length() / 2];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (digit(text, 2 * i) << 4 | digit(text, 2 * i + 1));
    }
    return bytes;
  }

  private static int digit(String text, int position) {
    char c = text.charAt(position);
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
      return c - 'a' + 10;
    }
    if (c >= 'A' && c <= 'F') {
      return c - 'A' + 10;
    }
    throw new IllegalArgumentException(
        String.format("no hex digit at position %d: U+%04X", position, (int) c));
  }
}
