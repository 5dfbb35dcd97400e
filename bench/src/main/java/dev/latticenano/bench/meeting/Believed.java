package dev.latticenano.bench.meeting;

import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.crypto.Signer;
import dev.latticenano.core.crypto.Verifier;
import dev.latticenano.core.intention.AuthorId;
import java.util.Arrays;

/**
 * The author of a number, whose signature is what was signed, twice, and is believed: a history of
 * a million takes seconds, and every message is as long as with true ones.
 */
public final class Believed implements Signer, Verifier {
  private final byte[] key = new byte[KEY_BYTES];

  /** The author of number {@code number}. */
  public Believed(int number) {
    byte[] seed = {(byte) number, (byte) (number >> 8), (byte) (number >> 16)};
    Blake3.plain().hash(seed, 0, seed.length, key, 0);
  }

  /** The public key. */
  public AuthorId id() {
    return AuthorId.of(key, 0);
  }

  @Override
  public void publicKey(byte[] out, int offset) {
    System.arraycopy(key, 0, out, offset, KEY_BYTES);
  }

  @Override
  public void sign(byte[] message, int offset, int length, byte[] out, int outOffset) {
    byte[] digest = new byte[SIGNATURE_BYTES / 2];
    Blake3.plain().hash(message, offset, length, digest, 0);
    System.arraycopy(digest, 0, out, outOffset, digest.length);
    System.arraycopy(digest, 0, out, outOffset + digest.length, digest.length);
  }

  @Override
  public boolean verifyStrict(
      byte[] publicKey,
      int keyOffset,
      byte[] message,
      int offset,
      int length,
      byte[] signature,
      int signatureOffset) {
    return Arrays.equals(
        signature,
        signatureOffset,
        signatureOffset + SIGNATURE_BYTES / 2,
        signature,
        signatureOffset + SIGNATURE_BYTES / 2,
        signatureOffset + SIGNATURE_BYTES);
  }

  @Override
  public boolean verifyLenient(
      byte[] publicKey,
      int keyOffset,
      byte[] message,
      int offset,
      int length,
      byte[] signature,
      int signatureOffset) {
    return verifyStrict(publicKey, keyOffset, message, offset, length, signature, signatureOffset);
  }
}
