package dev.latticenano.core.crypto;

/**
 * A cipher that hides bytes and notices every change of them and of what they are bound to. One
 * message is one {@link #begin}, any number of {@link #associated}, and one {@link #seal} or {@link
 * #open}. A nonce must never serve twice under one key; nothing here can notice it. Not
 * thread-safe: one owner.
 */
public interface Aead {
  /** Bytes of a key. */
  int KEY_BYTES = 32;

  /** Bytes that sealing adds behind the ciphertext. */
  int TAG_BYTES = 16;

  /** Starts a message: {@link #KEY_BYTES} of key, and as many of nonce as the cipher takes. */
  void begin(byte[] key, int keyOffset, byte[] nonce, int nonceOffset);

  /** Binds the message to these bytes too. How they are split over calls makes no difference. */
  void associated(byte[] bytes, int offset, int length);

  /**
   * Writes {@code length} bytes of ciphertext and the tag to {@code out}. It may be {@code in}, if
   * both offsets are equal: the plaintext is then replaced.
   *
   * @return bytes written: {@code length + TAG_BYTES}
   */
  int seal(byte[] in, int inOffset, int length, byte[] out, int outOffset);

  /**
   * Checks the tag at the end of {@code length} bytes, and only if it is right writes the
   * plaintext. {@code out} may be {@code in}, if both offsets are equal.
   *
   * @return bytes of the plaintext, or −1 if the tag is wrong or missing: {@code out} is unchanged
   */
  int open(byte[] in, int inOffset, int length, byte[] out, int outOffset);
}
