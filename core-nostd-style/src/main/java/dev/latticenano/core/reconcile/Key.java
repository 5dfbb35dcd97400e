package dev.latticenano.core.reconcile;

import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.store.IdSum;

/** An item as words that sort: created, and its id as four unsigned big-endian words. Mutable. */
final class Key {
  long created;
  private long first;
  private long second;
  private long third;
  private long fourth;

  Key set(long newCreated, byte[] id, int offset) {
    created = newCreated;
    first = BigEndian.longAt(id, offset);
    second = BigEndian.longAt(id, offset + 8);
    third = BigEndian.longAt(id, offset + 16);
    fourth = BigEndian.longAt(id, offset + 24);
    return this;
  }

  /** Becomes the key at an entry of a page. */
  Key set(long newCreated, long[] words, int at) {
    created = newCreated;
    first = words[at];
    second = words[at + 1];
    third = words[at + 2];
    fourth = words[at + 3];
    return this;
  }

  /**
   * Negative, zero or positive: the id at {@code words[at]} is below, the same as or above ours.
   */
  int compareId(long[] words, int at) {
    int order = Long.compareUnsigned(words[at], first);
    if (order == 0) {
      order = Long.compareUnsigned(words[at + 1], second);
    }
    if (order == 0) {
      order = Long.compareUnsigned(words[at + 2], third);
    }
    return order != 0 ? order : Long.compareUnsigned(words[at + 3], fourth);
  }

  void writeId(long[] words, int at) {
    words[at] = first;
    words[at + 1] = second;
    words[at + 2] = third;
    words[at + 3] = fourth;
  }

  /** Adds the id at an entry of a page to a sum. */
  static void add(long[] words, int at, IdSum sum) {
    sum.add(
        Long.reverseBytes(words[at]),
        Long.reverseBytes(words[at + 1]),
        Long.reverseBytes(words[at + 2]),
        Long.reverseBytes(words[at + 3]));
  }

  /** Adds the id to a sum. */
  void add(IdSum sum) {
    sum.add(
        Long.reverseBytes(first),
        Long.reverseBytes(second),
        Long.reverseBytes(third),
        Long.reverseBytes(fourth));
  }
}
