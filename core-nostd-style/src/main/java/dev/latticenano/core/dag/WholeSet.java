package dev.latticenano.core.dag;

import dev.latticenano.core.bytes.LittleEndian;
import dev.latticenano.core.crypto.Blake3;

/**
 * The digest of a set of hashes: BLAKE3 over their sum as little-endian 256-bit numbers modulo
 * 2^256 (32 bytes), then their count (u64 little-endian). Adding one is four additions; order does
 * not matter, and what is below a floor can be subtracted again (docs/protocol.md, session).
 */
final class WholeSet {
  private final byte[] buffer = new byte[40];
  private long word0;
  private long word1;
  private long word2;
  private long word3;
  private long count;

  void add(long first, long second, long third, long fourth) {
    long sum = word0 + first;
    long carry = carry(word0, first, sum);
    word0 = sum;
    sum = word1 + second + carry;
    carry = carry(word1, second, sum);
    word1 = sum;
    sum = word2 + third + carry;
    carry = carry(word2, third, sum);
    word2 = sum;
    word3 += fourth + carry;
    count++;
  }

  void digest(Blake3 blake3, byte[] out, int offset) {
    LittleEndian.putLong(buffer, 0, word0);
    LittleEndian.putLong(buffer, 8, word1);
    LittleEndian.putLong(buffer, 16, word2);
    LittleEndian.putLong(buffer, 24, word3);
    LittleEndian.putLong(buffer, 32, count);
    blake3.hash(buffer, 0, buffer.length, out, offset);
  }

  // The carry out of the top bit; right whether or not a carry came in.
  private static long carry(long a, long b, long sum) {
    return ((a & b) | ((a | b) & ~sum)) >>> 63;
  }
}
