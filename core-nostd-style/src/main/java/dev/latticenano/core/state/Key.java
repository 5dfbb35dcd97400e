package dev.latticenano.core.state;

import java.util.Arrays;

/**
 * A key as a map needs it: immutable bytes in unsigned order, shorter first where one begins the
 * other.
 */
final class Key implements Comparable<Key> {
  private final byte[] bytes;

  private Key(byte[] bytes) {
    this.bytes = bytes;
  }

  /** A key of its own copy of the bytes. */
  static Key copyOf(byte[] source, int offset, int length) {
    return new Key(Arrays.copyOfRange(source, offset, offset + length));
  }

  /** A key that shares {@code bytes}, which nobody changes while it is in use. */
  static Key sharing(byte[] bytes) {
    return new Key(bytes);
  }

  /** The bytes themselves, to read only. */
  byte[] array() {
    return bytes;
  }

  /** True if the key begins with {@code prefix}. */
  boolean beginsWith(byte[] prefix) {
    return bytes.length >= prefix.length
        && Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
  }

  @Override
  public int compareTo(Key other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Key key && Arrays.equals(bytes, key.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }
}
