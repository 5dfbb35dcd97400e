package dev.latticenano.core.intention;

import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.bytes.Hex;

/**
 * Who signs: a compressed Ed25519 public key, as four big-endian longs so that their unsigned order
 * is the order of the bytes. Whether the bytes are a usable key is decided when a signature is
 * verified.
 */
public record AuthorId(long first, long second, long third, long fourth)
    implements Comparable<AuthorId> {
  /** Bytes of the raw form. */
  public static final int BYTES = 32;

  /** All zero: nobody. */
  public static final AuthorId ZERO = new AuthorId(0, 0, 0, 0);

  /** The value of the 32 bytes at {@code bytes[offset]}. */
  public static AuthorId of(byte[] bytes, int offset) {
    return new AuthorId(
        word(bytes, offset),
        word(bytes, offset + 8),
        word(bytes, offset + 16),
        word(bytes, offset + 24));
  }

  /**
   * The value of 64 hexadecimal digits.
   *
   * @throws IllegalArgumentException anything else
   */
  public static AuthorId parse(String text) {
    byte[] bytes = Hex.decode(text);
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("expected 64 hexadecimal digits, got " + text.length());
    }
    return of(bytes, 0);
  }

  /** True if the 32 bytes at {@code bytes[offset]} are all zero. */
  public static boolean isZero(byte[] bytes, int offset) {
    return (BigEndian.longAt(bytes, offset)
            | BigEndian.longAt(bytes, offset + 8)
            | BigEndian.longAt(bytes, offset + 16)
            | BigEndian.longAt(bytes, offset + 24))
        == 0;
  }

  /** Writes the 32 raw bytes to {@code out[offset]}. */
  public void write(byte[] out, int offset) {
    BigEndian.putLong(out, offset, first);
    BigEndian.putLong(out, offset + 8, second);
    BigEndian.putLong(out, offset + 16, third);
    BigEndian.putLong(out, offset + 24, fourth);
  }

  /** A new array of the 32 raw bytes. */
  public byte[] toBytes() {
    byte[] bytes = new byte[BYTES];
    write(bytes, 0);
    return bytes;
  }

  /** True if the 32 bytes at {@code bytes[offset]} are this value. */
  public boolean matches(byte[] bytes, int offset) {
    return word(bytes, offset) == first
        && word(bytes, offset + 8) == second
        && word(bytes, offset + 16) == third
        && word(bytes, offset + 24) == fourth;
  }

  /** The order of the raw bytes, unsigned. */
  @Override
  public int compareTo(AuthorId other) {
    int order = Long.compareUnsigned(first, other.first);
    if (order == 0) {
      order = Long.compareUnsigned(second, other.second);
    }
    if (order == 0) {
      order = Long.compareUnsigned(third, other.third);
    }
    return order == 0 ? Long.compareUnsigned(fourth, other.fourth) : order;
  }

  /** 64 lower-case hexadecimal digits. */
  @Override
  public String toString() {
    return Hex.encode(toBytes());
  }

  /** The first eight hexadecimal digits, as people are shown them. */
  public String shortText() {
    return toString().substring(0, 8);
  }

  private static long word(byte[] bytes, int offset) {
    return BigEndian.longAt(bytes, offset);
  }
}
