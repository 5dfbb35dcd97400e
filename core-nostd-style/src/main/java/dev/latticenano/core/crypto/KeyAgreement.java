package dev.latticenano.core.crypto;

/**
 * One secret Ed25519 key and the secrets it can agree on with others. The key itself never leaves.
 */
public interface KeyAgreement {
  /** Bytes of a shared secret. */
  int SHARED_BYTES = 32;

  /** Writes the {@link Signer#KEY_BYTES} of the Ed25519 key that others know this one by. */
  void publicKey(byte[] out, int offset);

  /**
   * Writes the {@link #SHARED_BYTES} that this key and the X25519 key at {@code keyOffset} agree
   * on. They are not yet a key: {@link Hkdf} makes one of them.
   *
   * @return false if the other key is of small order, so that everybody could know the result
   */
  boolean agree(byte[] key, int keyOffset, byte[] out, int outOffset);
}
