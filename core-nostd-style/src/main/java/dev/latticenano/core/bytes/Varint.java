package dev.latticenano.core.bytes;

/**
 * Unsigned 64-bit integers in protobuf's variable length: seven bits a byte, least significant
 * first, the top bit set on all but the last. {@link Cursor#varint} reads them. Allocates nothing.
 */
public final class Varint {
  /** Bytes of the longest varint: 64 bits, seven at a time. */
  public static final int BYTES_MAX = 10;

  private Varint() {}

  /** Bytes that {@code value} takes, 1 to {@link #BYTES_MAX}. */
  public static int size(long value) {
    return (70 - Long.numberOfLeadingZeros(value | 1)) / 7;
  }

  /** Writes {@code value} and returns the bytes written: {@link #size} of them must fit. */
  public static int write(byte[] out, int offset, long value) {
    int position = offset;
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      out[position++] = (byte) (rest & 0x7F | 0x80);
      rest >>>= 7;
    }
    out[position++] = (byte) rest;
    return position - offset;
  }
}
