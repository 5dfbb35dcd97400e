package dev.latticenano.core.state;

import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.Hlc;
import java.util.Arrays;

/**
 * One witnessed intention as a state machine sees it: its name, time, author, condition and the
 * bytes of its op. Reusable; wraps arrays that stay the caller's.
 */
public final class Applied {
  private Hash hash = Hash.ZERO;
  private Hlc timestamp = Hlc.ZERO;
  private AuthorId author = AuthorId.ZERO;
  private byte[] condition = new byte[0];
  private int conditionOffset;
  private int conditionCount;
  private byte[] op = new byte[0];
  private int opOffset;
  private int opBytes;

  /** Names the intention; its condition and op become empty. Returns this. */
  public Applied wrap(Hash hash, Hlc timestamp, AuthorId author) {
    this.hash = hash;
    this.timestamp = timestamp;
    this.author = author;
    conditionCount = 0;
    opBytes = 0;
    return this;
  }

  /** Lends {@code count} hashes of 32 bytes each from {@code bytes[offset]}. Returns this. */
  public Applied condition(byte[] bytes, int offset, int count) {
    condition = bytes;
    conditionOffset = offset;
    conditionCount = count;
    return this;
  }

  /**
   * Lends the op: what stands in {@code UniversalOp.app_data}, or for the system table in {@code
   * UniversalOp.system}; without the envelope around it. Returns this.
   */
  public Applied op(byte[] bytes, int offset, int length) {
    op = bytes;
    opOffset = offset;
    opBytes = length;
    return this;
  }

  /** The intention's name. */
  public Hash hash() {
    return hash;
  }

  /** When its author says it was written. */
  public Hlc timestamp() {
    return timestamp;
  }

  /** Who signed it. */
  public AuthorId author() {
    return author;
  }

  /** How many hashes its condition has. */
  public int conditionCount() {
    return conditionCount;
  }

  /** Hash {@code index} of its condition. */
  public Hash cited(int index) {
    return Hash.of(condition, conditionOffset(index));
  }

  /** True if its condition names {@code write}; what the author's chain implies does not count. */
  public boolean cites(Hash write) {
    for (int i = 0; i < conditionCount; i++) {
      if (write.matches(condition, conditionOffset(i))) {
        return true;
      }
    }
    return false;
  }

  /** True if its condition names the 32 bytes at {@code bytes[offset]}. */
  boolean cites(byte[] bytes, int offset) {
    int end = offset + Hash.BYTES;
    for (int i = 0; i < conditionCount; i++) {
      int at = conditionOffset(i);
      if (Arrays.equals(condition, at, at + Hash.BYTES, bytes, offset, end)) {
        return true;
      }
    }
    return false;
  }

  /** The array that holds the condition; read only. */
  byte[] conditionArray() {
    return condition;
  }

  /** Where hash {@code index} of the condition begins. */
  int conditionOffset(int index) {
    return conditionOffset + index * Hash.BYTES;
  }

  /** The array that holds the op; read only. */
  public byte[] opArray() {
    return op;
  }

  /** Where the op begins in {@link #opArray}. */
  public int opOffset() {
    return opOffset;
  }

  /** Bytes of the op. */
  public int opBytes() {
    return opBytes;
  }
}
