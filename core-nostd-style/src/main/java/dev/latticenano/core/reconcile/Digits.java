package dev.latticenano.core.reconcile;

/**
 * Numbers as this protocol writes them: digits of seven bits, most significant first, as few as
 * possible, all but the last with the top bit set. Not protobuf's varints.
 */
final class Digits {
  /** Bytes of the longest number. */
  static final int BYTES_MAX = 10;

  private Digits() {}

  /** Writes {@code value}, unsigned, and returns the bytes written, 1 to {@link #BYTES_MAX}. */
  static int write(byte[] out, int offset, long value) {
    int digits = (70 - Long.numberOfLeadingZeros(value | 1)) / 7;
    long rest = value;
    for (int i = digits - 1; i >= 0; i--) {
      out[offset + i] = (byte) (rest & 0x7F | (i == digits - 1 ? 0 : 0x80));
      rest >>>= 7;
    }
    return digits;
  }
}
