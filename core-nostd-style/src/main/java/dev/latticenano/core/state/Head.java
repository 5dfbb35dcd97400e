package dev.latticenano.core.state;

import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.Hlc;

/**
 * One write of a key that no other applied write of that key cites: a value or a tombstone, and the
 * intention it came with. Immutable. Heads order by (timestamp, author, hash); the greatest wins.
 */
public final class Head implements Comparable<Head> {
  private final Hash hash;
  private final Hlc timestamp;
  private final AuthorId author;
  private final byte[] value;

  /** A head that keeps {@code value}, or is a tombstone when it is null. */
  Head(Hash hash, Hlc timestamp, AuthorId author, byte[] value) {
    this.hash = hash;
    this.timestamp = timestamp;
    this.author = author;
    this.value = value;
  }

  /** The intention that wrote it; what the next write of the key must cite. */
  public Hash hash() {
    return hash;
  }

  /** When its author says it was written. */
  public Hlc timestamp() {
    return timestamp;
  }

  /** Who wrote it. */
  public AuthorId author() {
    return author;
  }

  /** True if it deletes the key. */
  public boolean tombstone() {
    return value == null;
  }

  /** A copy of the value; null for a tombstone. */
  public byte[] value() {
    return value == null ? null : value.clone();
  }

  /** Bytes of the value; 0 for a tombstone. */
  public int valueLength() {
    return value == null ? 0 : value.length;
  }

  /** The value itself, for this package to read only; null for a tombstone. */
  byte[] array() {
    return value;
  }

  @Override
  public int compareTo(Head other) {
    int order = timestamp.compareTo(other.timestamp);
    if (order == 0) {
      order = author.compareTo(other.author);
    }
    return order == 0 ? hash.compareTo(other.hash) : order;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Head head && hash.equals(head.hash);
  }

  @Override
  public int hashCode() {
    return hash.hashCode();
  }

  @Override
  public String toString() {
    return (tombstone() ? "tombstone " : "value ") + hash.shortText() + "@" + timestamp;
  }
}
