package dev.latticenano.core.crypto;

import org.bouncycastle.math.ec.rfc7748.X25519Field;

/**
 * One point of the Ed25519 curve, worked on in place: extended coordinates (X : Y : Z), where T =
 * XY/Z is kept as two factors until an addition needs it. Variable time: for public points only.
 * Source: Hisil, Wong, Carter and Dawson, "Twisted Edwards Curves Revisited", §3.1 to §3.3, a = −1.
 *
 * <p>The field is BouncyCastle's. Its {@code mul} and {@code sqr} take the sum or difference of two
 * results, no more; {@code carry} makes room after a third.
 */
final class EdwardsPoint {
  private static final int SIGN_BIT = 0x80;

  /** The curve's d: −121665/121666. */
  private static final int[] D = curveConstant();

  private static final int[] TWICE_D = twice(D);

  private final int[] x = X25519Field.create();
  private final int[] y = X25519Field.create();
  private final int[] z = X25519Field.create();
  private final int[] te = X25519Field.create();
  private final int[] th = X25519Field.create();

  private final int[] a = X25519Field.create();
  private final int[] b = X25519Field.create();
  private final int[] c = X25519Field.create();
  private final int[] f = X25519Field.create();
  private final int[] g = X25519Field.create();

  /** What an addition needs of its second operand: Y + X, Y − X, 2Z and 2dT. */
  static final class Addend {
    private final int[] sum = X25519Field.create();
    private final int[] difference = X25519Field.create();
    private final int[] twiceZ = X25519Field.create();
    private final int[] twiceDt = X25519Field.create();
  }

  /** Becomes the neutral element. */
  void neutral() {
    X25519Field.zero(x);
    X25519Field.one(y);
    X25519Field.one(z);
    X25519Field.zero(te);
    X25519Field.one(th);
  }

  /**
   * Becomes the point that 32 bytes encode: y, least byte first, with the parity of x in the top
   * bit. A y of p or more counts as its remainder.
   *
   * @return false if no point has this y; the point is then undefined
   */
  boolean decode(byte[] in, int offset) {
    X25519Field.decode255(in, offset, y, 0);
    X25519Field.sqr(y, a);
    X25519Field.mul(a, D, b);
    X25519Field.subOne(a);
    X25519Field.addOne(b);
    if (!X25519Field.sqrtRatioVar(a, b, x)) {
      return false;
    }
    X25519Field.normalize(x);
    int sign = (in[offset + 31] & SIGN_BIT) >>> 7;
    if ((x[0] & 1) != sign) {
      X25519Field.negate(x, x);
      X25519Field.carry(x);
    }
    X25519Field.one(z);
    X25519Field.copy(x, 0, te, 0);
    X25519Field.copy(y, 0, th, 0);
    return true;
  }

  /** Writes the 32 bytes that encode this point. */
  void encode(byte[] out, int offset) {
    X25519Field.invVar(z, a);
    X25519Field.mul(x, a, b);
    X25519Field.mul(y, a, c);
    X25519Field.normalize(b);
    X25519Field.normalize(c);
    X25519Field.encode(c, out, offset);
    out[offset + 31] |= (byte) ((b[0] & 1) << 7);
  }

  /** Becomes −P. */
  void negate() {
    X25519Field.negate(x, x);
    X25519Field.negate(te, te);
  }

  /** Becomes 2P. All four intermediate values are negated against the paper's; products agree. */
  void twice() {
    X25519Field.add(x, y, te);
    X25519Field.sqr(x, a);
    X25519Field.sqr(y, b);
    X25519Field.sqr(z, c);
    X25519Field.sqr(te, te);
    X25519Field.add(c, c, c);
    X25519Field.apm(a, b, th, g);
    X25519Field.sub(th, te, te);
    X25519Field.add(g, c, f);
    X25519Field.carry(f);
    finish();
  }

  /** Becomes P + Q, or P − Q if {@code minus}. */
  void add(Addend q, boolean minus) {
    X25519Field.mul(te, th, c);
    X25519Field.mul(c, q.twiceDt, c);
    X25519Field.apm(y, x, b, a);
    X25519Field.mul(a, minus ? q.sum : q.difference, a);
    X25519Field.mul(b, minus ? q.difference : q.sum, b);
    X25519Field.apm(b, a, th, te);
    X25519Field.mul(z, q.twiceZ, a);
    X25519Field.apm(a, c, minus ? f : g, minus ? g : f);
    finish();
  }

  private void finish() {
    X25519Field.mul(te, f, x);
    X25519Field.mul(g, th, y);
    X25519Field.mul(f, g, z);
  }

  /** Writes P in the form that {@link #add} takes. */
  void toAddend(Addend out) {
    X25519Field.apm(y, x, out.sum, out.difference);
    X25519Field.carry(out.sum);
    X25519Field.carry(out.difference);
    X25519Field.add(z, z, out.twiceZ);
    X25519Field.carry(out.twiceZ);
    X25519Field.mul(te, th, out.twiceDt);
    X25519Field.mul(out.twiceDt, TWICE_D, out.twiceDt);
  }

  /** Writes P, 3P, 5P and so on to {@code out}, which fixes how many; P becomes another point. */
  void oddMultiples(Addend[] out) {
    toAddend(out[0]);
    EdwardsPoint sum = new EdwardsPoint();
    twice();
    Addend step = new Addend();
    toAddend(step);
    sum.neutral();
    sum.add(out[0], false);
    for (int i = 1; i < out.length; i++) {
      sum.add(step, false);
      sum.toAddend(out[i]);
    }
  }

  /** {@code count} addends to be written. */
  static Addend[] addends(int count) {
    Addend[] addends = new Addend[count];
    for (int i = 0; i < count; i++) {
      addends[i] = new Addend();
    }
    return addends;
  }

  private static int[] curveConstant() {
    int[] numerator = X25519Field.create();
    numerator[0] = -121_665;
    int[] denominator = X25519Field.create();
    denominator[0] = 121_666;
    X25519Field.inv(denominator, denominator);
    X25519Field.mul(numerator, denominator, numerator);
    return numerator;
  }

  private static int[] twice(int[] value) {
    int[] doubled = X25519Field.create();
    X25519Field.add(value, value, doubled);
    X25519Field.carry(doubled);
    return doubled;
  }
}
