package dev.latticenano.core.session;

import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.crypto.Ed25519Signer;
import dev.latticenano.core.crypto.KeyAgreement;
import dev.latticenano.core.crypto.Signer;
import dev.latticenano.core.crypto.Verifier;
import dev.latticenano.core.intention.AuthorId;
import java.util.Arrays;

/**
 * Signatures for simulations: BLAKE3 over the public key and the message, so that a thousand nodes
 * can write and check cheaply. Whoever knows the key can sign; a changed bit is still noticed.
 */
final class MeshKey implements Signer, Verifier, KeyAgreement {
  private final byte[] key;
  private final Ed25519Signer real;
  private final Blake3 blake3 = Blake3.plain();

  /** How many signatures were checked. */
  long checked;

  MeshKey(int number) {
    byte[] seed = new byte[Ed25519Signer.SEED_BYTES];
    seed[0] = (byte) number;
    seed[1] = (byte) (number >> 8);
    // Epoch keys are wrapped for points of the curve.
    real = new Ed25519Signer(seed, 0);
    key = new byte[KEY_BYTES];
    real.publicKey(key, 0);
  }

  /** The public key. */
  AuthorId id() {
    return AuthorId.of(key, 0);
  }

  @Override
  public void publicKey(byte[] out, int offset) {
    System.arraycopy(key, 0, out, offset, KEY_BYTES);
  }

  @Override
  public boolean agree(byte[] other, int keyOffset, byte[] out, int outOffset) {
    return real.agree(other, keyOffset, out, outOffset);
  }

  @Override
  public void sign(byte[] message, int offset, int length, byte[] out, int outOffset) {
    seal(key, 0, message, offset, length, out, outOffset);
  }

  @Override
  public boolean verifyStrict(
      byte[] keyBytes,
      int keyOffset,
      byte[] message,
      int offset,
      int length,
      byte[] signature,
      int signatureOffset) {
    checked++;
    byte[] expected = new byte[SIGNATURE_BYTES];
    seal(keyBytes, keyOffset, message, offset, length, expected, 0);
    return Arrays.equals(
        expected, 0, 64, signature, signatureOffset, signatureOffset + SIGNATURE_BYTES);
  }

  @Override
  public boolean verifyLenient(
      byte[] keyBytes,
      int keyOffset,
      byte[] message,
      int offset,
      int length,
      byte[] signature,
      int signatureOffset) {
    return verifyStrict(keyBytes, keyOffset, message, offset, length, signature, signatureOffset);
  }

  private void seal(
      byte[] by, int byOffset, byte[] message, int offset, int length, byte[] out, int outOffset) {
    blake3.reset();
    blake3.update(by, byOffset, KEY_BYTES);
    blake3.update(message, offset, length);
    blake3.digest(out, outOffset);
    blake3.hash(out, outOffset, 32, out, outOffset + 32);
  }
}
