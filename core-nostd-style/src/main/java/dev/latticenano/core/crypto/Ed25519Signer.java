package dev.latticenano.core.crypto;

import java.util.Arrays;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * Signs with a 32-byte Ed25519 seed (RFC 8032 §5.1.6) through BouncyCastle. Holds the public key
 * beside the seed, since deriving it again would nearly double the work of a signature. Allocates
 * about 2 KiB per signature.
 */
public final class Ed25519Signer implements Signer {
  /** Bytes of a seed: the content of an identity file. */
  public static final int SEED_BYTES = Ed25519.SECRET_KEY_SIZE;

  private final byte[] seed;
  private final byte[] publicKey = new byte[KEY_BYTES];

  /** A signer with the {@link #SEED_BYTES} from {@code offset}, which are copied. */
  public Ed25519Signer(byte[] seed, int offset) {
    this.seed = Arrays.copyOfRange(seed, offset, offset + SEED_BYTES);
    Ed25519.generatePublicKey(this.seed, 0, publicKey, 0);
  }

  @Override
  public void publicKey(byte[] out, int offset) {
    System.arraycopy(publicKey, 0, out, offset, KEY_BYTES);
  }

  @Override
  public void sign(byte[] message, int offset, int length, byte[] out, int outOffset) {
    Ed25519.sign(seed, 0, publicKey, 0, message, offset, length, out, outOffset);
  }
}
