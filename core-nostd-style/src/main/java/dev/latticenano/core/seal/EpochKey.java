package dev.latticenano.core.seal;

import dev.latticenano.core.crypto.Aead;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.crypto.ConstantTime;
import dev.latticenano.core.crypto.Entropy;
import dev.latticenano.core.intention.EpochId;
import java.util.Arrays;

/**
 * The secret of one epoch: 32 bytes that seal and open a store's ops. Its id is derived from it and
 * may be shown; the bytes never are. Source: docs/protocol.md §8.2.
 */
public final class EpochKey {
  /** Bytes of a key. */
  public static final int BYTES = Aead.KEY_BYTES;

  private static final String ID_CONTEXT = "lattice-nano 2026-11 epoch id";

  private final byte[] key;
  private final EpochId id;

  private EpochKey(byte[] key) {
    this.key = key;
    byte[] name = new byte[EpochId.BYTES];
    Blake3 blake3 = Blake3.deriving(ID_CONTEXT);
    blake3.update(key, 0, BYTES);
    blake3.digest(name, 0, EpochId.BYTES);
    this.id = EpochId.of(name, 0);
  }

  /** The key of the 32 bytes at {@code bytes[offset]}, which are copied. */
  public static EpochKey of(byte[] bytes, int offset) {
    return new EpochKey(Arrays.copyOfRange(bytes, offset, offset + BYTES));
  }

  /** A key that nobody has had. */
  public static EpochKey fresh(Entropy entropy) {
    byte[] key = new byte[BYTES];
    entropy.fill(key, 0, BYTES);
    return new EpochKey(key);
  }

  /** The name that epoch changes and envelopes call it by. */
  public EpochId id() {
    return id;
  }

  /** Writes the 32 secret bytes: into a wrap, a box or the keys file, and nowhere else. */
  public void write(byte[] out, int offset) {
    System.arraycopy(key, 0, out, offset, BYTES);
  }

  /** Whether both are one key; takes as long whatever they are. */
  public boolean matches(EpochKey other) {
    return ConstantTime.equal(key, 0, other.key, 0, BYTES);
  }

  /**
   * Writes the 32 bytes of a key for one purpose: BLAKE3 in derive-key mode over this key and
   * {@code length} more bytes.
   *
   * @param context fixed text, unique to the purpose; never from outside
   */
  public void derive(
      String context, byte[] more, int offset, int length, byte[] out, int outOffset) {
    Blake3 blake3 = Blake3.deriving(context);
    blake3.update(key, 0, BYTES);
    blake3.update(more, offset, length);
    blake3.digest(out, outOffset);
  }

  /** The bytes themselves, lent to the ciphers of this package. */
  byte[] bytes() {
    return key;
  }

  /** The id; never the key. */
  @Override
  public String toString() {
    return "epoch key " + id;
  }
}
