package dev.latticenano.core.intention;

/** Whether bytes are UTF-8 as RFC 3629 has it: shortest forms only, no surrogates. */
final class Utf8 {
  private Utf8() {}

  static boolean valid(byte[] bytes, int from, int to) {
    int i = from;
    while (i < to) {
      int lead = bytes[i];
      if (lead >= 0) {
        i++;
        continue;
      }
      int size = size(lead & 0xFF);
      if (size == 0 || to - i < size || !second(lead & 0xFF, bytes[i + 1] & 0xFF)) {
        return false;
      }
      for (int k = 2; k < size; k++) {
        if ((bytes[i + k] & 0xC0) != 0x80) {
          return false;
        }
      }
      i += size;
    }
    return true;
  }

  /** Bytes of the character that {@code lead} begins; 0 if no character begins so. */
  private static int size(int lead) {
    if (lead < 0xC2 || lead > 0xF4) {
      return 0;
    }
    return lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  }

  /** The second byte shuts out overlong forms, surrogates and what lies beyond U+10FFFF. */
  private static boolean second(int lead, int b) {
    return switch (lead) {
      case 0xE0 -> b >= 0xA0 && b <= 0xBF;
      case 0xED -> b >= 0x80 && b <= 0x9F;
      case 0xF0 -> b >= 0x90 && b <= 0xBF;
      case 0xF4 -> b >= 0x80 && b <= 0x8F;
      default -> b >= 0x80 && b <= 0xBF;
    };
  }
}
