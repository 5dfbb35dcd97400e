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

  private final byte[] key;
  private final byte[] nonce = new byte[ChaCha20Poly1305.NONCE_BYTES];
  private long generation;

  /** Takes over {@code key}, the key of {@code generation}. */
  LinkKey(byte[] key, long generation) {
    this.key = key;
    this.generation = generation;
  }

  long generation() {
    return generation;
  }

  /** Begins a message under {@code counter}. */
  void begin(Aead cipher, long counter) {
    LittleEndian.putLong(nonce, COUNTER_OFFSET, counter);
    cipher.begin(key, 0, nonce, 0);
  }

  /** Becomes the key of the next generation; its own is forgotten. */
  void next(Aead cipher) {
    begin(cipher, -1L);
    byte[] out = new byte[Aead.KEY_BYTES + Aead.TAG_BYTES];
    cipher.seal(ZEROS, 0, ZEROS.length, out, 0);
    System.arraycopy(out, 0, key, 0, key.length);
    Arrays.fill(out, (byte) 0);
    generation++;
  }

  LinkKey copy() {
    return new LinkKey(key.clone(), generation);
  }

  void forget() {
    Arrays.fill(key, (byte) 0);
  }
}
