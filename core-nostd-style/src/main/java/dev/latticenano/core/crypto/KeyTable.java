package dev.latticenano.core.crypto;

import dev.latticenano.core.bytes.LittleEndian;
import java.util.Arrays;

/**
 * Decoded public keys of the authors seen lately: for each the odd multiples of −A that a
 * verification adds. A fixed number of slots; a key may lie in one of four, and when all four are
 * taken they are replaced in turn. A full table costs time, never an answer. Allocates when a slot
 * is filled for the first time, and a little when a key is decoded.
 */
final class KeyTable {
  /** Width of the signed digits that multiply a key. */
  static final int WIDTH = 5;

  private static final int WAYS = 4;
  private static final int MULTIPLES = 1 << (WIDTH - 2);

  private final byte[] keys;
  private final EdwardsPoint.Addend[][] multiples;
  private final int setMask;
  private final EdwardsPoint point = new EdwardsPoint();
  private int nextWay;

  /** A table of {@code keysMax} slots: a power of two, 4 or more. */
  KeyTable(int keysMax) {
    if (keysMax < WAYS || Integer.bitCount(keysMax) != 1) {
      throw new IllegalArgumentException("no power of two of at least 4: " + keysMax);
    }
    keys = new byte[Signer.KEY_BYTES * keysMax];
    multiples = new EdwardsPoint.Addend[keysMax][];
    setMask = keysMax / WAYS - 1;
  }

  /**
   * −A, −3A, −5A and so on for the key at {@code offset}, lent until the next call; null if the
   * bytes are no point.
   */
  EdwardsPoint.Addend[] negatedMultiples(byte[] key, int offset) {
    long hash = LittleEndian.longAt(key, offset) * 0x9E37_79B9_7F4A_7C15L;
    int first = WAYS * ((int) (hash >>> 32) & setMask);
    int slot = -1;
    for (int i = first; i < first + WAYS; i++) {
      if (multiples[i] == null) {
        slot = i;
        break;
      }
      if (holds(i, key, offset)) {
        return multiples[i];
      }
    }
    if (!point.decode(key, offset)) {
      return null;
    }
    if (slot < 0) {
      slot = first + nextWay;
      nextWay = (nextWay + 1) % WAYS;
    } else {
      multiples[slot] = EdwardsPoint.addends(MULTIPLES);
    }
    point.negate();
    point.oddMultiples(multiples[slot]);
    System.arraycopy(key, offset, keys, Signer.KEY_BYTES * slot, Signer.KEY_BYTES);
    return multiples[slot];
  }

  private boolean holds(int slot, byte[] key, int offset) {
    int from = Signer.KEY_BYTES * slot;
    return Arrays.equals(
        keys, from, from + Signer.KEY_BYTES, key, offset, offset + Signer.KEY_BYTES);
  }
}
