package dev.latticenano.core.crypto;

import java.util.Arrays;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.math.ec.rfc7748.X25519Field;

/**
 * Agreement on a secret (RFC 7748 §5) through BouncyCastle, and Ed25519 keys taken as keys for it:
 * the same point in the coordinate u = (1 + y) / (1 − y), and the same secret number, which is the
 * clamped first half of SHA-512 of the seed. Cold; allocates.
 */
public final class X25519 {
  /** Bytes of a secret, a public key and a shared secret. */
  public static final int BYTES = 32;

  private X25519() {}

  /** Writes the public key of any 32 secret bytes. */
  public static void publicKey(byte[] secret, int offset, byte[] out, int outOffset) {
    org.bouncycastle.math.ec.rfc7748.X25519.generatePublicKey(secret, offset, out, outOffset);
  }

  /**
   * Writes what a secret and somebody's public key agree on.
   *
   * @return false if that is all zeros: the public key is of small order
   */
  public static boolean agree(
      byte[] secret, int offset, byte[] key, int keyOffset, byte[] out, int outOffset) {
    return org.bouncycastle.math.ec.rfc7748.X25519.calculateAgreement(
        secret, offset, key, keyOffset, out, outOffset);
  }

  /**
   * Writes the X25519 key of an Ed25519 key.
   *
   * @return false, and nothing is written, if it is no point or of small order: nobody holds a
   *     secret for it
   */
  public static boolean ofEd25519(byte[] key, int offset, byte[] out, int outOffset) {
    if (SmallOrder.holds(key, offset) || !new EdwardsPoint().decode(key, offset)) {
      return false;
    }
    int[] y = X25519Field.create();
    int[] above = X25519Field.create();
    int[] below = X25519Field.create();
    X25519Field.decode255(key, offset, y, 0);
    X25519Field.one(above);
    X25519Field.one(below);
    X25519Field.add(above, y, above);
    X25519Field.sub(below, y, below);
    X25519Field.carry(above);
    X25519Field.carry(below);
    X25519Field.inv(below, below);
    X25519Field.mul(above, below, above);
    X25519Field.normalize(above);
    X25519Field.encode(above, out, outOffset);
    return true;
  }

  /** The X25519 secret of an Ed25519 seed of 32 bytes, in a new array. */
  static byte[] secretOfSeed(byte[] seed, int offset) {
    SHA512Digest digest = new SHA512Digest();
    byte[] hash = new byte[digest.getDigestSize()];
    digest.update(seed, offset, Ed25519Signer.SEED_BYTES);
    digest.doFinal(hash, 0);
    byte[] secret = Arrays.copyOf(hash, BYTES);
    Arrays.fill(hash, (byte) 0);
    org.bouncycastle.math.ec.rfc7748.X25519.clampPrivateKey(secret);
    return secret;
  }
}
