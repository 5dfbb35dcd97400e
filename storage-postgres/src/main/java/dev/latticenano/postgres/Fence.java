package dev.latticenano.postgres;

import dev.latticenano.core.store.IdSum;

/**
 * What is on the heap of one leaf: its number, where it begins, and of a table with sums the sum of
 * its names. It begins at the shortest key that is above the leaf before; the first of a table at
 * the empty one.
 */
final class Fence {
  private final long number;
  private final byte[] first;
  private final IdSum sum;

  /** Owns both from now on; {@code sum} is null without sums. */
  Fence(long number, byte[] first, IdSum sum) {
    this.number = number;
    this.first = first;
    this.sum = sum;
  }

  /** Names the leaf in its table. */
  long number() {
    return number;
  }

  /** No key of the leaf is below this, none of the leaf before is not; not to be changed. */
  byte[] first() {
    return first;
  }

  /** The sum of the leaf's names; not to be changed. */
  IdSum sum() {
    return sum;
  }
}
