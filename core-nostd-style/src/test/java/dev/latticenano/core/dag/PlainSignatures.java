package dev.latticenano.core.dag;

import dev.latticenano.core.crypto.Signer;
import dev.latticenano.core.crypto.Verifier;
import java.util.Arrays;

/**
 * Stands in for Ed25519 at its ports where a test ingests so much that real signatures would be all
 * it does: the signature is the message and then the key. Allocates nothing.
 */
final class PlainSignatures implements Verifier {
  @Override
  public boolean verifyStrict(
      byte[] key,
      int keyOffset,
      byte[] message,
      int offset,
      int length,
      byte[] signature,
      int signatureOffset) {
    return Arrays.equals(
            message, offset, offset + length, signature, signatureOffset, signatureOffset + 32)
        && Arrays.equals(
            key, keyOffset, keyOffset + 32, signature, signatureOffset + 32, signatureOffset + 64);
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

  /** Signs what {@link PlainSignatures} accepts. */
  record Key(long number) implements Signer {
    @Override
    public void publicKey(byte[] out, int offset) {
      for (int i = 0; i < KEY_BYTES; i++) {
        out[offset + i] = (byte) ((number + 1) * 0x9E3779B97F4A7C15L >>> i % 8 * 8);
      }
    }

    @Override
    public void sign(byte[] message, int offset, int length, byte[] out, int outOffset) {
      System.arraycopy(message, offset, out, outOffset, 32);
      publicKey(out, outOffset + 32);
    }
  }
}
