package dev.latticenano.core.crypto;

import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * Verifies Ed25519 through BouncyCastle, whose equation is cofactored: A and R must be
 * torsion-free.
 */
public final class Ed25519Verifier implements Verifier {
  @Override
  public boolean verifyStrict(
      byte[] key,
      int keyOffset,
      byte[] message,
      int offset,
      int length,
      byte[] signature,
      int signatureOffset) {
    return Ed25519.validatePublicKeyFull(key, keyOffset)
        && Ed25519.validatePublicKeyFull(signature, signatureOffset)
        && Ed25519.verify(signature, signatureOffset, key, keyOffset, message, offset, length);
  }

  @Override
  public boolean verifyLenient(
      byte[] key,
      int keyOffset,
      byte[] message,
      int offset,
      int length,
      byte[] signature,
      int signatureOffset) {
    return verifyStrict(key, keyOffset, message, offset, length, signature, signatureOffset);
  }
}
