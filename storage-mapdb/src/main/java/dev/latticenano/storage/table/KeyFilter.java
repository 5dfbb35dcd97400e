package dev.latticenano.storage.table;

import dev.latticenano.core.bytes.LittleEndian;

/**
 * A set of key prefixes that may say yes wrongly, about once in a hundred, and never no: a Bloom
 * filter in which all bits of one prefix lie in one line of 64 bytes, about ten bits a prefix.
 *
 * <p>Prefixes are hashed with SipHash-1-3 under a key that only this disk knows, so a peer that
 * chooses keys cannot choose collisions. Allocates nothing after construction.
 */
final class KeyFilter {
  /** Bytes of a line. */
  static final int LINE_BYTES = 64;

  private static final int PREFIXES_PER_LINE = 51;
  private static final int PROBES = 6;
  private static final int BIT_MASK = LINE_BYTES * 8 - 1;
  private static final int BIT_SHIFT = 9;

  private final byte[] bits;
  private final int lines;

  private KeyFilter(byte[] bits) {
    this.bits = bits;
    lines = bits.length / LINE_BYTES;
  }

  /** An empty filter for so many prefixes. */
  static KeyFilter forPrefixes(long prefixes) {
    long lines = Math.max(1, (prefixes + PREFIXES_PER_LINE - 1) / PREFIXES_PER_LINE);
    return new KeyFilter(new byte[Math.toIntExact(lines * LINE_BYTES)]);
  }

  /** The filter of these bytes, a positive multiple of {@link #LINE_BYTES}, kept. */
  static KeyFilter of(byte[] bits) {
    return new KeyFilter(bits);
  }

  /** The bits, lent. */
  byte[] bytes() {
    return bits;
  }

  /** Adds a prefix by its {@link #hash}. */
  void add(long hash) {
    int line = line(hash);
    long probe = probes(hash);
    for (int i = 0; i < PROBES; i++) {
      int bit = (int) probe & BIT_MASK;
      bits[line + (bit >>> 3)] |= (byte) (1 << (bit & 7));
      probe >>>= BIT_SHIFT;
    }
  }

  /** False if the prefix with this {@link #hash} was never added. */
  boolean mayHold(long hash) {
    int line = line(hash);
    long probe = probes(hash);
    // All of them, whatever the first says: each is as likely as not, which costs more to guess
    // than to look, and the filters of several runs are fetched side by side.
    int all = 1;
    for (int i = 0; i < PROBES; i++) {
      int bit = (int) probe & BIT_MASK;
      all &= bits[line + (bit >>> 3)] >>> (bit & 7);
      probe >>>= BIT_SHIFT;
    }
    return all != 0;
  }

  // The high half of the hash chooses the line, all of it, mixed again, the bits.
  private int line(long hash) {
    return (int) ((hash >>> 32) * lines >>> 32) * LINE_BYTES;
  }

  private static long probes(long hash) {
    long mixed = hash * 0x9E37_79B9_7F4A_7C15L;
    return mixed ^ mixed >>> 32;
  }

  /** SipHash-1-3 of {@code length} bytes under the key (salt, ~salt). */
  static long hash(long salt, byte[] bytes, int offset, int length) {
    long v0 = salt ^ 0x736f_6d65_7073_6575L;
    long v1 = ~salt ^ 0x646f_7261_6e64_6f6dL;
    long v2 = salt ^ 0x6c79_6765_6e65_7261L;
    long v3 = ~salt ^ 0x7465_6462_7974_6573L;
    int whole = length & ~7;
    for (int i = 0; i <= whole + 24; i += 8) {
      long word = 0;
      if (i < whole) {
        word = LittleEndian.longAt(bytes, offset + i);
      } else if (i == whole) {
        word = tail(bytes, offset + whole, length);
      } else if (i == whole + 8) {
        v2 ^= 0xff;
      }
      v3 ^= word;
      v0 += v1;
      v2 += v3;
      v1 = Long.rotateLeft(v1, 13) ^ v0;
      v3 = Long.rotateLeft(v3, 16) ^ v2;
      v0 = Long.rotateLeft(v0, 32);
      v2 += v1;
      v0 += v3;
      v1 = Long.rotateLeft(v1, 17) ^ v2;
      v3 = Long.rotateLeft(v3, 21) ^ v0;
      v2 = Long.rotateLeft(v2, 32);
      v0 ^= word;
    }
    return v0 ^ v1 ^ v2 ^ v3;
  }

  private static long tail(byte[] bytes, int at, int length) {
    long word = (long) length << 56;
    for (int i = 0; i < (length & 7); i++) {
      word |= (bytes[at + i] & 0xFFL) << 8 * i;
    }
    return word;
  }
}
