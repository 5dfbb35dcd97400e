package dev.latticenano.core.noise;

import dev.latticenano.core.bytes.LittleEndian;
import dev.latticenano.core.crypto.Aead;
import dev.latticenano.core.crypto.ChaCha20Poly1305;
import java.util.Arrays;

/**
 * The key of one direction and generation, and how the next follows from it: Noise's REKEY. Source:
 * docs/noise.md §3.
 */
final class LinkKey {
  /** Counters of a generation, as a power of two. */
  static final int BITS = 16;

  private static final int COUNTER_OFFSET = 4;
  private static final byte[] ZEROS = new byte[Aead.KEY_BYTES];

  // Behind the key lies the nonce: there are many of these.
  private final byte[] key = new byte[Aead.KEY_BYTES + ChaCha20Poly1305.NONCE_BYTES];
  private long generation;

  /** Takes over {@code secret}, the key of {@code generation}: it is not there any more. */
  LinkKey(byte[] secret, long generation) {
    System.arraycopy(secret, 0, key, 0, Aead.KEY_BYTES);
    Arrays.fill(secret, (byte) 0);
    this.generation = generation;
  }

  long generation() {
    return generation;
  }

  /** Begins a message under {@code counter}. */
  void begin(Aead cipher, long counter) {
    LittleEndian.putLong(key, Aead.KEY_BYTES + COUNTER_OFFSET, counter);
    cipher.begin(key, 0, key, Aead.KEY_BYTES);
  }

  /** Becomes the key of the next generation; its own is forgotten. */
  void next(Aead cipher) {
    begin(cipher, -1L);
    byte[] out = new byte[Aead.KEY_BYTES + Aead.TAG_BYTES];
    cipher.seal(ZEROS, 0, ZEROS.length, out, 0);
    System.arraycopy(out, 0, key, 0, Aead.KEY_BYTES);
    Arrays.fill(out, (byte) 0);
    generation++;
  }

  LinkKey copy() {
    return new LinkKey(Arrays.copyOf(key, Aead.KEY_BYTES), generation);
  }

  void forget() {
    Arrays.fill(key, (byte) 0);
  }
}
