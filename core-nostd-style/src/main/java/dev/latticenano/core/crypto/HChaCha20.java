package dev.latticenano.core.crypto;

import dev.latticenano.core.bytes.LittleEndian;

/**
 * HChaCha20: a key made of a key and 16 bytes, by the rounds of ChaCha20 without its final
 * addition. Source: draft-irtf-cfrg-xchacha-03 §2.2. Allocates nothing after construction. Not
 * thread-safe: one owner.
 *
 * <pre>
 *  0  1  2  3   "expand 32-byte k"
 *  4  …     11  key
 * 12 13 14 15   input
 * </pre>
 *
 * Twenty rounds, by turns over columns and diagonals; the result is rows one and four.
 */
final class HChaCha20 {
  /** Bytes of the input: the first of a long nonce. */
  static final int INPUT_BYTES = 16;

  private static final int DOUBLE_ROUNDS = 10;

  private final int[] x = new int[16];

  /** Writes the 32 bytes of the derived key; {@code out} may be any of the other arrays. */
  void derive(byte[] key, int keyOffset, byte[] input, int inputOffset, byte[] out, int outOffset) {
    x[0] = 0x61707865;
    x[1] = 0x3320646e;
    x[2] = 0x79622d32;
    x[3] = 0x6b206574;
    for (int i = 0; i < 8; i++) {
      x[4 + i] = LittleEndian.intAt(key, keyOffset + 4 * i);
    }
    for (int i = 0; i < 4; i++) {
      x[12 + i] = LittleEndian.intAt(input, inputOffset + 4 * i);
    }
    for (int i = 0; i < DOUBLE_ROUNDS; i++) {
      quarter(0, 4, 8, 12);
      quarter(1, 5, 9, 13);
      quarter(2, 6, 10, 14);
      quarter(3, 7, 11, 15);
      quarter(0, 5, 10, 15);
      quarter(1, 6, 11, 12);
      quarter(2, 7, 8, 13);
      quarter(3, 4, 9, 14);
    }
    for (int i = 0; i < 4; i++) {
      LittleEndian.putInt(out, outOffset + 4 * i, x[i]);
      LittleEndian.putInt(out, outOffset + 16 + 4 * i, x[12 + i]);
    }
  }

  private void quarter(int a, int b, int c, int d) {
    x[a] += x[b];
    x[d] = Integer.rotateLeft(x[d] ^ x[a], 16);
    x[c] += x[d];
    x[b] = Integer.rotateLeft(x[b] ^ x[c], 12);
    x[a] += x[b];
    x[d] = Integer.rotateLeft(x[d] ^ x[a], 8);
    x[c] += x[d];
    x[b] = Integer.rotateLeft(x[b] ^ x[c], 7);
  }
}
