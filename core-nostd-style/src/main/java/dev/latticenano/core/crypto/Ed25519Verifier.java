package dev.latticenano.core.crypto;

import dev.latticenano.core.bytes.Hex;
import java.util.Arrays;
import java.util.Objects;
import org.bouncycastle.crypto.digests.SHA512Digest;

/**
 * Verifies Ed25519 signatures exactly as the Rust engine's library does: S below L, and the 32
 * bytes of R equal to the encoding of S·B − k·A, where k = SHA-512(R ‖ A ‖ M) mod L. Keeps recent
 * authors' keys decoded. Not thread-safe: one owner.
 *
 * <p>BouncyCastle provides the field and SHA-512 but not the equation: its own {@code verify}
 * clears the cofactor (three doublings before the comparison), so it accepts signatures whose R or
 * A has a component of small order, which the Rust engine refuses. One author could then split a
 * store. Only public numbers are computed with here, so variable time gives nothing away.
 *
 * <p>Because encodings are compared, a non-canonical R never fits. A non-canonical key is reduced
 * as the Rust engine does, and hashed as it stands; those of small order are refused by {@link
 * #verifyStrict}.
 *
 * <p>Allocates a few hundred bytes per signature (the field inversion), and a few KiB when a key is
 * met for the first time.
 */
public final class Ed25519Verifier implements Verifier {
  /** Keys kept decoded unless the constructor is told otherwise; about 2 KiB each. */
  public static final int KEYS_MAX = 256;

  private static final int R_BYTES = 32;
  private static final int BASE_WIDTH = 8;
  private static final EdwardsPoint.Addend[] BASE_MULTIPLES = baseMultiples();

  private final KeyTable keys;
  private final SHA512Digest digest = new SHA512Digest();
  private final byte[] hash = new byte[64];
  private final int[] s = new int[Ed25519Scalar.WORDS];
  private final int[] k = new int[Ed25519Scalar.WORDS + 1];
  private final byte[] digitsOfS = new byte[Ed25519Scalar.DIGITS];
  private final byte[] digitsOfK = new byte[Ed25519Scalar.DIGITS];
  private final EdwardsPoint sum = new EdwardsPoint();
  private final byte[] encoded = new byte[R_BYTES];

  /** A verifier that keeps {@link #KEYS_MAX} keys. */
  public Ed25519Verifier() {
    this(KEYS_MAX);
  }

  /** A verifier that keeps {@code keysMax} keys: a power of two, 4 or more. */
  public Ed25519Verifier(int keysMax) {
    keys = new KeyTable(keysMax);
  }

  @Override
  public boolean verifyStrict(
      byte[] key,
      int keyOffset,
      byte[] message,
      int offset,
      int length,
      byte[] signature,
      int signatureOffset) {
    return !SmallOrder.holds(key, keyOffset)
        && !SmallOrder.holds(signature, signatureOffset)
        && verifyLenient(key, keyOffset, message, offset, length, signature, signatureOffset);
  }

  @Override
  public boolean verifyLenient(
      byte[] key,
      int keyOffset,
      byte[] message,
      int offset,
      int length,
      byte[] signature,
      int signatureOffset) {
    Objects.checkFromIndexSize(offset, length, message.length);
    if (!Ed25519Scalar.decode(signature, signatureOffset + R_BYTES, s)) {
      return false;
    }
    EdwardsPoint.Addend[] negatedKey = keys.negatedMultiples(key, keyOffset);
    if (negatedKey == null) {
      return false;
    }
    digest.update(signature, signatureOffset, R_BYTES);
    digest.update(key, keyOffset, Signer.KEY_BYTES);
    digest.update(message, offset, length);
    digest.doFinal(hash, 0);
    Ed25519Scalar.reduce(hash, k);
    combine(negatedKey);
    sum.encode(encoded, 0);
    return Arrays.equals(
        encoded, 0, R_BYTES, signature, signatureOffset, signatureOffset + R_BYTES);
  }

  /** Makes {@link #sum} S·B − k·A, both products in one run of doublings. */
  private void combine(EdwardsPoint.Addend[] negatedKey) {
    Ed25519Scalar.signedDigits(s, BASE_WIDTH, digitsOfS);
    Ed25519Scalar.signedDigits(k, KeyTable.WIDTH, digitsOfK);
    sum.neutral();
    int i = Ed25519Scalar.DIGITS - 1;
    while (i >= 0 && (digitsOfS[i] | digitsOfK[i]) == 0) {
      i--;
    }
    for (; i >= 0; i--) {
      sum.twice();
      addDigit(digitsOfS[i], BASE_MULTIPLES);
      addDigit(digitsOfK[i], negatedKey);
    }
  }

  private void addDigit(int digit, EdwardsPoint.Addend[] oddMultiples) {
    if (digit != 0) {
      sum.add(oddMultiples[Math.abs(digit) >>> 1], digit < 0);
    }
  }

  /** B, 3B, 5B and so on; B has y = 4/5 and an even x (RFC 8032 §5.1). */
  private static EdwardsPoint.Addend[] baseMultiples() {
    EdwardsPoint base = new EdwardsPoint();
    if (!base.decode(Hex.decode("58" + "66".repeat(31)), 0)) {
      throw new AssertionError("the base point does not decode");
    }
    EdwardsPoint.Addend[] multiples = EdwardsPoint.addends(1 << (BASE_WIDTH - 2));
    base.oddMultiples(multiples);
    return multiples;
  }
}
