package dev.latticenano.core.store;

import dev.latticenano.core.bytes.LittleEndian;

/**
 * The sum of 32-byte names as little-endian numbers modulo 2^256, and their count modulo 2^64.
 * Order does not matter, and what was added can be subtracted again (docs/protocol.md §14).
 *
 * <pre>
 *  0  sum    32  little-endian
 * 32  count  u64
 * </pre>
 */
public final class IdSum {
  /** Bytes of a sum as written. */
  public static final int BYTES = 40;

  private long word0;
  private long word1;
  private long word2;
  private long word3;
  private long count;

  /** Back to the sum of nothing. */
  public void clear() {
    word0 = 0;
    word1 = 0;
    word2 = 0;
    word3 = 0;
    count = 0;
  }

  /** Adds the 32 bytes at {@code name[offset]}. */
  public void add(byte[] name, int offset) {
    plus(
        LittleEndian.longAt(name, offset),
        LittleEndian.longAt(name, offset + 8),
        LittleEndian.longAt(name, offset + 16),
        LittleEndian.longAt(name, offset + 24));
    count++;
  }

  /** Takes the 32 bytes at {@code name[offset]} out again. */
  public void subtract(byte[] name, int offset) {
    minus(
        LittleEndian.longAt(name, offset),
        LittleEndian.longAt(name, offset + 8),
        LittleEndian.longAt(name, offset + 16),
        LittleEndian.longAt(name, offset + 24));
    count--;
  }

  /** Adds one name, given as the four little-endian words of its 32 bytes. */
  public void add(long first, long second, long third, long fourth) {
    plus(first, second, third, fourth);
    count++;
  }

  /** Adds the sum of {@code names} names that {@link #writeWords} wrote. */
  public void addWords(long[] words, int offset, long names) {
    plus(words[offset], words[offset + 1], words[offset + 2], words[offset + 3]);
    count += names;
  }

  /** Writes the four little-endian words of the sum, without the count. */
  public void writeWords(long[] out, int offset) {
    out[offset] = word0;
    out[offset + 1] = word1;
    out[offset + 2] = word2;
    out[offset + 3] = word3;
  }

  /** Becomes equal to another sum. */
  public void set(IdSum other) {
    word0 = other.word0;
    word1 = other.word1;
    word2 = other.word2;
    word3 = other.word3;
    count = other.count;
  }

  /** Adds another sum. */
  public void add(IdSum other) {
    plus(other.word0, other.word1, other.word2, other.word3);
    count += other.count;
  }

  /** Takes another sum out. */
  public void subtract(IdSum other) {
    minus(other.word0, other.word1, other.word2, other.word3);
    count -= other.count;
  }

  /** True if sum and count are the same. */
  public boolean isSame(IdSum other) {
    return word0 == other.word0
        && word1 == other.word1
        && word2 == other.word2
        && word3 == other.word3
        && count == other.count;
  }

  /** How many names were added and not taken out. */
  public long count() {
    return count;
  }

  /** Writes the {@value #BYTES} bytes. */
  public void write(byte[] out, int offset) {
    LittleEndian.putLong(out, offset, word0);
    LittleEndian.putLong(out, offset + 8, word1);
    LittleEndian.putLong(out, offset + 16, word2);
    LittleEndian.putLong(out, offset + 24, word3);
    LittleEndian.putLong(out, offset + 32, count);
  }

  /** Takes the value of {@value #BYTES} bytes written before. */
  public void read(byte[] bytes, int offset) {
    word0 = LittleEndian.longAt(bytes, offset);
    word1 = LittleEndian.longAt(bytes, offset + 8);
    word2 = LittleEndian.longAt(bytes, offset + 16);
    word3 = LittleEndian.longAt(bytes, offset + 24);
    count = LittleEndian.longAt(bytes, offset + 32);
  }

  private void plus(long first, long second, long third, long fourth) {
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
  }

  // a - b = a + ~b + 1
  private void minus(long first, long second, long third, long fourth) {
    long sum = word0 + ~first + 1;
    long carry = carry(word0, ~first, sum);
    word0 = sum;
    sum = word1 + ~second + carry;
    carry = carry(word1, ~second, sum);
    word1 = sum;
    sum = word2 + ~third + carry;
    carry = carry(word2, ~third, sum);
    word2 = sum;
    word3 += ~fourth + carry;
  }

  // The carry out of the top bit; right whether or not a carry came in.
  private static long carry(long a, long b, long sum) {
    return ((a & b) | ((a | b) & ~sum)) >>> 63;
  }
}
