package dev.latticenano.core.noise;

import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.crypto.Signer;
import dev.latticenano.core.crypto.Verifier;
import dev.latticenano.core.crypto.X25519;

/**
 * The X25519 pair that a node has for its links, and the voucher by which its author answers for
 * it. The secret leaves this package never.
 *
 * <pre>
 *   voucher   0  author's key   32
 *            32  signature      64   by it, of BLAKE3 derive-key of the transport key
 * </pre>
 *
 * Source: docs/noise.md §1.
 */
public final class TransportKey {
  /** Bytes of a secret and of a public key. */
  public static final int BYTES = 32;

  /** Bytes of a voucher. */
  static final int VOUCHER_BYTES = Signer.KEY_BYTES + Signer.SIGNATURE_BYTES;

  private static final String CONTEXT = "lattice-nano 2026-11 transport key";

  private final byte[] secret;
  private final byte[] key = new byte[BYTES];
  private final byte[] voucher = new byte[VOUCHER_BYTES];

  /**
   * Of {@link #BYTES} secret bytes, copied, that are kept as an author's key is.
   *
   * @param author signs the voucher, once
   */
  public TransportKey(byte[] secret, Signer author) {
    if (secret.length != BYTES) {
      throw new IllegalArgumentException(secret.length + " secret bytes");
    }
    this.secret = secret.clone();
    X25519.publicKey(secret, 0, key, 0);
    author.publicKey(voucher, 0);
    byte[] signed = signed(key, 0);
    author.sign(signed, 0, signed.length, voucher, Signer.KEY_BYTES);
  }

  /** What the author signs to answer for a transport key. */
  private static byte[] signed(byte[] key, int offset) {
    byte[] digest = new byte[Blake3.DIGEST_BYTES];
    Blake3.deriving(CONTEXT).hash(key, offset, BYTES, digest, 0);
    return digest;
  }

  /** True if the author of the voucher answers for {@code key}; rule noise-4. */
  static boolean vouches(Verifier verifier, byte[] voucher, byte[] key) {
    byte[] signed = signed(key, 0);
    return verifier.verifyStrict(voucher, 0, signed, 0, signed.length, voucher, Signer.KEY_BYTES);
  }

  /** Writes the {@link #BYTES} of the public key. */
  public void publicKey(byte[] out, int offset) {
    System.arraycopy(key, 0, out, offset, BYTES);
  }

  byte[] secret() {
    return secret;
  }

  byte[] key() {
    return key;
  }

  byte[] voucher() {
    return voucher;
  }
}
