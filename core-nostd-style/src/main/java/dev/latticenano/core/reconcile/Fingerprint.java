package dev.latticenano.core.reconcile;

import dev.latticenano.core.crypto.Sha256;
import dev.latticenano.core.store.IdSum;
import java.util.Arrays;

/**
 * The fingerprint of a range: the first 16 bytes of SHA-256 over the sum of its ids, 32 bytes
 * little-endian, and their number. Allocates nothing after construction.
 */
final class Fingerprint {
  private static final int SUM_BYTES = 32;

  private final Sha256 sha256 = new Sha256();
  private final IdSum range = new IdSum();
  private final byte[] input = new byte[SUM_BYTES + Digits.BYTES_MAX];
  private final byte[] digest = new byte[Sha256.DIGEST_BYTES];

  /** Becomes that of the items in {@code upTo} and not in {@code before}. */
  Fingerprint set(IdSum before, IdSum upTo) {
    range.set(upTo);
    range.subtract(before);
    range.write(input, 0);
    int length = SUM_BYTES + Digits.write(input, SUM_BYTES, range.count());
    sha256.hash(input, 0, length, digest, 0);
    return this;
  }

  /** The array whose first 16 bytes it is; lent until the next change. */
  byte[] bytes() {
    return digest;
  }

  /** True if it is the 16 bytes at {@code other[offset]}. */
  boolean is(byte[] other, int offset) {
    int length = MessageReader.FINGERPRINT_BYTES;
    return Arrays.equals(digest, 0, length, other, offset, offset + length);
  }
}
