package dev.latticenano.core.reconcile;

import java.util.Arrays;

/**
 * The upper end of a range, exclusive: a created time and the first bytes of an id, the others
 * zero. Mutable; reused for one range after the other.
 */
final class Bound {
  /** Bytes of an id. */
  static final int ID_BYTES = 32;

  /** A time behind that of every item. */
  static final long INFINITY = -1;

  private static final byte[] ZERO = new byte[ID_BYTES];

  final byte[] id = new byte[ID_BYTES];
  long created;
  int idLength;

  /** Becomes the bound behind everything. */
  Bound setInfinite() {
    return set(INFINITY, ZERO, 0, 0);
  }

  /** Becomes a bound at the first {@code length} bytes of an id. */
  Bound set(long newCreated, byte[] bytes, int offset, int length) {
    created = newCreated;
    idLength = length;
    System.arraycopy(bytes, offset, id, 0, length);
    Arrays.fill(id, length, ID_BYTES, (byte) 0);
    return this;
  }

  Bound set(Bound other) {
    return set(other.created, other.id, 0, other.idLength);
  }

  boolean isInfinite() {
    return created == INFINITY;
  }

  /** Negative, zero or positive: this is below, at or above another. */
  int compare(Bound other) {
    int order = Long.compareUnsigned(created, other.created);
    return order != 0 ? order : Arrays.compareUnsigned(id, other.id);
  }

  /** Becomes the shortest bound above {@code previous} and not above {@code next}, both items. */
  Bound setBetween(Bound previous, Bound next) {
    if (previous.created != next.created) {
      return set(next.created, next.id, 0, 0);
    }
    int shared = Arrays.mismatch(previous.id, next.id);
    if (shared < 0) {
      throw new IllegalStateException("the same item twice");
    }
    return set(next.created, next.id, 0, shared + 1);
  }
}
