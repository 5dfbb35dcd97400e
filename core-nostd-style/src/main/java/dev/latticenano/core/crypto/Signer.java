package dev.latticenano.core.crypto;

/** One secret Ed25519 key and what may be done with it. The secret itself never leaves. */
public interface Signer {
  /** Bytes of a public key: a compressed point. */
  int KEY_BYTES = 32;

  /** Bytes of a signature: R, then S. */
  int SIGNATURE_BYTES = 64;

  /** Writes the {@link #KEY_BYTES} of the public key. */
  void publicKey(byte[] out, int offset);

  /** Writes the {@link #SIGNATURE_BYTES} of the signature of {@code length} message bytes. */
  void sign(byte[] message, int offset, int length, byte[] out, int outOffset);
}
