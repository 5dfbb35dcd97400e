package dev.latticenano.core.crypto;

/** Comparison of secrets that takes as long whatever they are. */
public final class ConstantTime {
  private ConstantTime() {}

  /** Whether {@code length} bytes are equal; every one of them is read. */
  public static boolean equal(byte[] a, int aOffset, byte[] b, int bOffset, int length) {
    int difference = 0;
    for (int i = 0; i < length; i++) {
      difference |= a[aOffset + i] ^ b[bOffset + i];
    }
    return difference == 0;
  }
}
