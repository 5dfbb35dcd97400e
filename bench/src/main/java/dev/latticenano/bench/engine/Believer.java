package dev.latticenano.bench.engine;

import dev.latticenano.core.crypto.Verifier;

/** Believes every signature: what is left of accepting an intention is hashing and storage. */
final class Believer implements Verifier {
  @Override
  public boolean verifyStrict(
      byte[] key,
      int keyOffset,
      byte[] message,
      int offset,
      int length,
      byte[] signature,
      int signatureOffset) {
    return true;
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
    return true;
  }
}
