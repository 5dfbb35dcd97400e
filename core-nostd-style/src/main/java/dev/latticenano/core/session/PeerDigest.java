package dev.latticenano.core.session;

import java.util.Arrays;

/** The digest of the set that a peer showed last, as much of it as it told. */
final class PeerDigest {
  private final byte[] digest = new byte[Mark.DIGEST_BYTES];
  private int length;

  /** The peer shows a set, or more of its digest; true if it is another one than before. */
  boolean take(byte[] bytes, int offset, int newLength) {
    int both = Math.min(length, newLength);
    boolean other = length == 0 || !Arrays.equals(digest, 0, both, bytes, offset, offset + both);
    if (other || newLength > length) {
      System.arraycopy(bytes, offset, digest, 0, newLength);
      length = newLength;
    }
    return other;
  }

  /** True if as much as is known is that of the digest given. */
  boolean isOf(byte[] other) {
    return length > 0 && Arrays.equals(digest, 0, length, other, 0, length);
  }

  /** As much as is known, as a new array. */
  byte[] toBytes() {
    return Arrays.copyOf(digest, length);
  }

  /** True if enough is known to be sure. */
  boolean isWhole() {
    return length == Mark.DIGEST_BYTES;
  }
}
