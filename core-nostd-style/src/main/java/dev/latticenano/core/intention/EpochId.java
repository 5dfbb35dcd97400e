package dev.latticenano.core.intention;

import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.bytes.Hex;

/**
 * The name of an epoch key: eight bytes derived from it, which tell nothing about it. Bits are
 * big-endian. Source: docs/protocol.md §8.2.
 */
public record EpochId(long bits) implements Comparable<EpochId> {
  /** Bytes of the raw form. */
  public static final int BYTES = 8;

  /** The value of the 8 bytes at {@code bytes[offset]}. */
  public static EpochId of(byte[] bytes, int offset) {
    return new EpochId(BigEndian.longAt(bytes, offset));
  }

  /** Writes the 8 raw bytes to {@code out[offset]}. */
  public void write(byte[] out, int offset) {
    BigEndian.putLong(out, offset, bits);
  }

  /** True if the 8 bytes at {@code bytes[offset]} are this value. */
  public boolean matches(byte[] bytes, int offset) {
    return BigEndian.longAt(bytes, offset) == bits;
  }

  /** The order of the raw bytes, unsigned. */
  @Override
  public int compareTo(EpochId other) {
    return Long.compareUnsigned(bits, other.bits);
  }

  /** 16 lower-case hexadecimal digits. */
  @Override
  public String toString() {
    byte[] bytes = new byte[BYTES];
    write(bytes, 0);
    return Hex.encode(bytes);
  }
}
