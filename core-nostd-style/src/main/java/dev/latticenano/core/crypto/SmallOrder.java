package dev.latticenano.core.crypto;

import dev.latticenano.core.bytes.Hex;
import java.util.Arrays;

/**
 * Every 32 bytes that decode to one of the eight Ed25519 points whose order divides eight. With
 * such a key or R one signature fits messages that nobody signed. The y coordinates are 1
 * (neutral), −1 (order 2), 0 (order 4) and ±y₈ (order 8). Source: the curve itself; a test derives
 * the list.
 */
final class SmallOrder {
  /** The encodings: eight canonical, then those with y ≥ p or with a sign bit on x = 0. */
  static final String[] ENCODINGS = {
    "0100000000000000000000000000000000000000000000000000000000000000",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0000000000000000000000000000000000000000000000000000000000000080",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
    "0100000000000000000000000000000000000000000000000000000000000080",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
  };

  private static final byte[][] BYTES =
      Arrays.stream(ENCODINGS).map(Hex::decode).toArray(byte[][]::new);

  private SmallOrder() {}

  /** Whether the 32 bytes at {@code offset} are one of {@link #ENCODINGS}. */
  static boolean holds(byte[] point, int offset) {
    for (byte[] each : BYTES) {
      if (Arrays.equals(each, 0, 32, point, offset, offset + 32)) {
        return true;
      }
    }
    return false;
  }
}
