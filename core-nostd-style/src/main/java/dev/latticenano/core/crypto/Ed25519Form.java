package dev.latticenano.core.crypto;

/**
 * What the bytes of a key and a signature tell before anything is computed: all of the rule for
 * intentions in which implementations of RFC 8032 differ, except the cofactor. With a canonical key
 * and a strict form, whoever compares the 32 bytes of R with the encoding of S·B − k·A follows the
 * rule of {@link Ed25519Verifier}. Allocates nothing.
 */
public final class Ed25519Form {
  private static final int R_BYTES = 32;

  private Ed25519Form() {}

  /** True if S is below the group order and neither key nor R is of small order. */
  public static boolean isStrict(byte[] key, int keyOffset, byte[] signature, int signatureOffset) {
    return Ed25519Scalar.isBelowOrder(signature, signatureOffset + R_BYTES)
        && !SmallOrder.holds(key, keyOffset)
        && !SmallOrder.holds(signature, signatureOffset);
  }

  /** True if the y of the 32-byte key is below p = 2^255 − 19. */
  public static boolean isCanonical(byte[] key, int keyOffset) {
    if ((key[keyOffset] & 0xFF) < 0xED || (key[keyOffset + 31] & 0x7F) != 0x7F) {
      return true;
    }
    for (int i = 1; i < 31; i++) {
      if (key[keyOffset + i] != (byte) 0xFF) {
        return true;
      }
    }
    return false;
  }
}
