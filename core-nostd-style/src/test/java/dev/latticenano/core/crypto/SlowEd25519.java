package dev.latticenano.core.crypto;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * Ed25519 written for reading: affine points, big integers, one formula. The model that the fast
 * verifier is compared with, and a signer that can add small-order points to its key and to R.
 */
final class SlowEd25519 {
  static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
  static final BigInteger L =
      BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
  static final BigInteger D =
      BigInteger.valueOf(-121_665).multiply(BigInteger.valueOf(121_666).modInverse(P)).mod(P);
  static final Point NEUTRAL = new Point(BigInteger.ZERO, BigInteger.ONE);
  static final Point BASE =
      decode(
          encodeNumber(BigInteger.valueOf(4).multiply(BigInteger.valueOf(5).modInverse(P)).mod(P)));

  private SlowEd25519() {}

  /** An affine point. */
  record Point(BigInteger x, BigInteger y) {
    Point plus(Point q) {
      BigInteger cross = D.multiply(x).multiply(q.x).multiply(y).multiply(q.y).mod(P);
      BigInteger newX = x.multiply(q.y).add(y.multiply(q.x)).mod(P);
      BigInteger newY = y.multiply(q.y).add(x.multiply(q.x)).mod(P);
      return new Point(
          newX.multiply(BigInteger.ONE.add(cross).modInverse(P)).mod(P),
          newY.multiply(BigInteger.ONE.subtract(cross).modInverse(P)).mod(P));
    }

    Point negated() {
      return new Point(P.subtract(x).mod(P), y);
    }

    Point times(BigInteger factor) {
      Point sum = NEUTRAL;
      for (int i = factor.bitLength() - 1; i >= 0; i--) {
        sum = sum.plus(sum);
        if (factor.testBit(i)) {
          sum = sum.plus(this);
        }
      }
      return sum;
    }

    boolean isOfSmallOrder() {
      return times(BigInteger.valueOf(8)).equals(NEUTRAL);
    }

    byte[] encoded() {
      byte[] out = encodeNumber(y);
      if (x.testBit(0)) {
        out[31] |= (byte) 0x80;
      }
      return out;
    }
  }

  /** The point that 32 bytes encode, y reduced modulo p and the sign of zero ignored; or null. */
  static Point decode(byte[] bytes) {
    boolean odd = bytes[31] < 0;
    BigInteger y = number(bytes).clearBit(255).mod(P);
    BigInteger u = y.multiply(y).subtract(BigInteger.ONE);
    BigInteger v = D.multiply(y).multiply(y).add(BigInteger.ONE);
    BigInteger square = u.multiply(v.modInverse(P)).mod(P);
    BigInteger x = square.modPow(P.add(BigInteger.valueOf(3)).shiftRight(3), P);
    if (!x.multiply(x).mod(P).equals(square)) {
      x = x.multiply(BigInteger.TWO.modPow(P.shiftRight(2), P)).mod(P);
    }
    if (!x.multiply(x).mod(P).equals(square)) {
      return null;
    }
    return new Point(x.testBit(0) == odd ? x : P.subtract(x).mod(P), y);
  }

  static boolean verify(byte[] key, byte[] message, byte[] signature, boolean strict) {
    byte[] r = Arrays.copyOf(signature, 32);
    BigInteger s = number(Arrays.copyOfRange(signature, 32, 64));
    Point a = decode(key);
    Point claimed = decode(r);
    if (s.compareTo(L) >= 0 || a == null) {
      return false;
    }
    if (strict && (a.isOfSmallOrder() || claimed == null || claimed.isOfSmallOrder())) {
      return false;
    }
    Point expected = BASE.times(s).plus(a.times(challenge(r, key, message)).negated());
    return Arrays.equals(expected.encoded(), r);
  }

  /** k = SHA-512(R ‖ A ‖ M) mod L. */
  static BigInteger challenge(byte[] r, byte[] key, byte[] message) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-512");
      digest.update(r);
      digest.update(key);
      return number(digest.digest(message)).mod(L);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** A signature whose R has the small-order component {@code torsion}. */
  static byte[] sign(
      BigInteger secret, byte[] key, BigInteger nonce, Point torsion, byte[] message) {
    byte[] r = BASE.times(nonce).plus(torsion).encoded();
    BigInteger s = nonce.add(challenge(r, key, message).multiply(secret)).mod(L);
    byte[] signature = Arrays.copyOf(r, 64);
    System.arraycopy(encodeNumber(s), 0, signature, 32, 32);
    return signature;
  }

  /** A number as 32 bytes, least first. */
  static byte[] encodeNumber(BigInteger number) {
    byte[] out = new byte[32];
    BigInteger rest = number.mod(BigInteger.TWO.pow(256));
    for (int i = 0; i < 32; i++) {
      out[i] = rest.byteValue();
      rest = rest.shiftRight(8);
    }
    return out;
  }

  static BigInteger number(byte[] littleEndian) {
    byte[] bigEndian = new byte[littleEndian.length];
    for (int i = 0; i < bigEndian.length; i++) {
      bigEndian[i] = littleEndian[bigEndian.length - 1 - i];
    }
    return new BigInteger(1, bigEndian);
  }
}
