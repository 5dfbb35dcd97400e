package dev.latticenano.core;

import dev.latticenano.core.intention.Hash;
import java.util.Arrays;

/** A head of another author that something superseded replaced; in the order of restatements. */
final class ReplacedHead implements Comparable<ReplacedHead> {
  private final byte[] key;
  private final Hash hash;

  /** Keeps {@code key}. */
  ReplacedHead(byte[] key, Hash hash) {
    this.key = key;
    this.hash = hash;
  }

  /** The key itself, to read only. */
  byte[] key() {
    return key;
  }

  /** The intention that wrote the head. */
  Hash hash() {
    return hash;
  }

  @Override
  public int compareTo(ReplacedHead other) {
    int order = Arrays.compareUnsigned(key, other.key);
    return order == 0 ? hash.compareTo(other.hash) : order;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ReplacedHead head && compareTo(head) == 0;
  }

  @Override
  public int hashCode() {
    return hash.hashCode();
  }

  @Override
  public String toString() {
    return "replaced " + hash.shortText();
  }
}
