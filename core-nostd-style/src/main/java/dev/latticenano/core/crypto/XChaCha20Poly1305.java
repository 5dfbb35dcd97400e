package dev.latticenano.core.crypto;

/**
 * XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03 §2.3): a nonce of 24 bytes, long enough to be
 * random under a key that seals without end. HChaCha20 makes a key of the nonce's first 16 bytes,
 * under which ChaCha20-Poly1305 seals with four zeros and the other eight. Allocates what
 * BouncyCastle does, about 250 bytes a message.
 */
public final class XChaCha20Poly1305 implements Aead {
  /** Bytes of a nonce. */
  public static final int NONCE_BYTES = 24;

  private static final int REST_BYTES = NONCE_BYTES - HChaCha20.INPUT_BYTES;

  private final HChaCha20 deriver = new HChaCha20();
  private final ChaCha20Poly1305 inner = new ChaCha20Poly1305();
  private final byte[] subkey = new byte[KEY_BYTES];
  private final byte[] innerNonce = new byte[ChaCha20Poly1305.NONCE_BYTES];

  @Override
  public void begin(byte[] key, int keyOffset, byte[] nonce, int nonceOffset) {
    deriver.derive(key, keyOffset, nonce, nonceOffset, subkey, 0);
    System.arraycopy(
        nonce,
        nonceOffset + HChaCha20.INPUT_BYTES,
        innerNonce,
        innerNonce.length - REST_BYTES,
        REST_BYTES);
    inner.begin(subkey, 0, innerNonce, 0);
  }

  @Override
  public void associated(byte[] bytes, int offset, int length) {
    inner.associated(bytes, offset, length);
  }

  @Override
  public int seal(byte[] in, int inOffset, int length, byte[] out, int outOffset) {
    return inner.seal(in, inOffset, length, out, outOffset);
  }

  @Override
  public int open(byte[] in, int inOffset, int length, byte[] out, int outOffset) {
    return inner.open(in, inOffset, length, out, outOffset);
  }
}
