package dev.latticenano.core.crypto;

/**
 * What one kind of signed bytes is signed as: the BLAKE3 digest, derived under the kind's own
 * context, of all that stands before the signature. So no signature is good for another kind. Cold:
 * one digest an operation.
 *
 * @param text the context; of no other kind
 */
public record SigningContext(String text) {
  /** Signs the first {@code length} bytes; the signature follows them. */
  public void sign(Signer signer, byte[] bytes, int length) {
    byte[] digest = digest(bytes, length);
    signer.sign(digest, 0, digest.length, bytes, length);
  }

  /**
   * True if what follows the first {@code length} bytes is their signature by the key at {@code
   * keyOffset}, by the strict rule of intentions.
   */
  public boolean isSigned(Verifier verifier, byte[] bytes, int keyOffset, int length) {
    byte[] digest = digest(bytes, length);
    return verifier.verifyStrict(bytes, keyOffset, digest, 0, digest.length, bytes, length);
  }

  private byte[] digest(byte[] bytes, int length) {
    byte[] digest = new byte[Blake3.DIGEST_BYTES];
    Blake3.deriving(text).hash(bytes, 0, length, digest, 0);
    return digest;
  }
}
