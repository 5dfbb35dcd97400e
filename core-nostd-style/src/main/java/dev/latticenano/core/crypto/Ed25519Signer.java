package dev.latticenano.core.crypto;

import dev.latticenano.core.bytes.Hex;
import java.util.Arrays;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * Signs with a 32-byte Ed25519 seed (RFC 8032 §5.1.6) through BouncyCastle, and agrees on secrets
 * with the X25519 key of the same seed. Holds the public key beside the seed, since deriving it
 * again would nearly double the work of a signature. Allocates about 2 KiB per signature.
 */
public final class Ed25519Signer implements Signer, KeyAgreement {
  /** Bytes of a seed: the content of an identity file. */
  public static final int SEED_BYTES = Ed25519.SECRET_KEY_SIZE;

  private final byte[] seed;
  private final byte[] publicKey = new byte[KEY_BYTES];
  private final byte[] agreementSecret;

  /** A signer with the {@link #SEED_BYTES} from {@code offset}, which are copied. */
  public Ed25519Signer(byte[] seed, int offset) {
    this.seed = Arrays.copyOfRange(seed, offset, offset + SEED_BYTES);
    Ed25519.generatePublicKey(this.seed, 0, publicKey, 0);
    agreementSecret = X25519.secretOfSeed(this.seed, 0);
  }

  @Override
  public void publicKey(byte[] out, int offset) {
    System.arraycopy(publicKey, 0, out, offset, KEY_BYTES);
  }

  @Override
  public void sign(byte[] message, int offset, int length, byte[] out, int outOffset) {
    Ed25519.sign(seed, 0, publicKey, 0, message, offset, length, out, outOffset);
  }

  @Override
  public boolean agree(byte[] key, int keyOffset, byte[] out, int outOffset) {
    return X25519.agree(agreementSecret, 0, key, keyOffset, out, outOffset);
  }

  /** The public key's first digits; never the secret. */
  @Override
  public String toString() {
    return "key " + Hex.encode(publicKey, 0, 4);
  }
}
