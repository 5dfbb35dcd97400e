package dev.latticenano.core.snapshot;

import dev.latticenano.core.bytes.BigEndian;
import java.util.Arrays;

/**
 * What a node must know of the intentions at or below a frontier once they are gone: their sum, by
 * which sets are compared, and of each tip there when it was written.
 *
 * <pre>
 *  0 32 sum of the hashes modulo 2^256, little-endian
 * 32  8 how many they are, little-endian
 * 40    for each row of the frontier: wall time u64, counter u32
 * </pre>
 *
 * Immutable. Source: docs/snapshots.md §3.
 */
public final class Covered {
  /** Bytes of the sum and the count. */
  public static final int SUM_BYTES = 40;

  /** Bytes for each row of the frontier. */
  public static final int TIP_BYTES = 12;

  private final byte[] bytes;

  private Covered(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Of {@code tips} rows, from {@code bytes[offset]}; copied. */
  public static Covered of(byte[] bytes, int offset, int tips) {
    return new Covered(Arrays.copyOfRange(bytes, offset, offset + length(tips)));
  }

  /** Bytes for a frontier of {@code tips} rows. */
  public static int length(int tips) {
    return SUM_BYTES + tips * TIP_BYTES;
  }

  /** All bytes, the sum and the count first; read only. */
  public byte[] bytes() {
    return bytes;
  }

  /** Wall time of the tip in row {@code index} of the frontier, Unix ms, unsigned. */
  public long wallMs(int index) {
    return BigEndian.longAt(bytes, SUM_BYTES + index * TIP_BYTES);
  }

  /** Counter of that tip, unsigned. */
  public int counter(int index) {
    return BigEndian.intAt(bytes, SUM_BYTES + index * TIP_BYTES + 8);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Covered covered && Arrays.equals(bytes, covered.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }
}
