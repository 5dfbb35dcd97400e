package dev.latticenano.edge.text;

import java.nio.charset.StandardCharsets;

/**
 * Reads a clean QR code of version 2 or 3 at error correction level L or M in byte mode, as ISO/IEC
 * 18004 says: format, mask, zigzag, length, bytes. Such codes hold one block, so their bytes stand
 * in order, and nothing is corrected.
 */
final class QrReading {
  private QrReading() {}

  static String text(boolean[][] dark, int quiet) {
    int size = dark.length - 2 * quiet;
    if (size < 25 || size > 29) {
      throw new IllegalArgumentException("a code of " + size + " modules");
    }
    int mask = mask(dark, quiet);
    BitReading bits = new BitReading();
    boolean upward = true;
    for (int right = size - 1; right > 0; right -= 2) {
      if (right == 6) {
        right--;
      }
      for (int step = 0; step < size; step++) {
        int y = upward ? size - 1 - step : step;
        for (int x = right; x > right - 2; x--) {
          if (!isFunction(x, y, size)) {
            bits.add(dark[quiet + y][quiet + x] != isFlipped(mask, x, y));
          }
        }
      }
      upward = !upward;
    }
    if (bits.take(4) != 4) {
      throw new IllegalArgumentException("not in byte mode");
    }
    byte[] text = new byte[bits.take(8)];
    for (int i = 0; i < text.length; i++) {
      text[i] = (byte) bits.take(8);
    }
    return new String(text, StandardCharsets.ISO_8859_1);
  }

  // Of the 15 format bits the upper five, beside the upper left finder, are level and mask.
  private static int mask(boolean[][] dark, int quiet) {
    int format = 0;
    for (int x = 0; x < 5; x++) {
      format = format << 1 | (dark[quiet + 8][quiet + x] ? 1 : 0);
    }
    format ^= 0b10101;
    if (format >> 3 > 0b01) {
      throw new IllegalArgumentException("neither of level L nor M");
    }
    return format & 7;
  }

  private static boolean isFunction(int x, int y, int size) {
    boolean finder = x < 9 && y < 9 || x < 9 && y >= size - 8 || x >= size - 8 && y < 9;
    boolean alignment = Math.abs(x - (size - 7)) <= 2 && Math.abs(y - (size - 7)) <= 2;
    return finder || alignment || x == 6 || y == 6;
  }

  private static boolean isFlipped(int mask, int x, int y) {
    return switch (mask) {
      case 0 -> (x + y) % 2 == 0;
      case 1 -> y % 2 == 0;
      case 2 -> x % 3 == 0;
      case 3 -> (x + y) % 3 == 0;
      case 4 -> (x / 3 + y / 2) % 2 == 0;
      case 5 -> x * y % 2 + x * y % 3 == 0;
      case 6 -> (x * y % 2 + x * y % 3) % 2 == 0;
      case 7 -> ((x + y) % 2 + x * y % 3) % 2 == 0;
      default -> throw new IllegalArgumentException("mask " + mask);
    };
  }

  /** Bits in the order met. */
  private static final class BitReading {
    private final StringBuilder bits = new StringBuilder();
    private int taken;

    void add(boolean bit) {
      bits.append(bit ? '1' : '0');
    }

    int take(int count) {
      taken += count;
      return Integer.parseInt(bits.substring(taken - count, taken), 2);
    }
  }
}
