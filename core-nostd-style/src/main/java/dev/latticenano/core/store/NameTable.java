package dev.latticenano.core.store;

import dev.latticenano.core.bytes.LittleEndian;
import java.util.Arrays;

/**
 * A set of 32-byte names in the order in which they came, numbered from 0: whoever keeps more about
 * a name keeps it in arrays of his own beside it. Four longs and about two ints a name, nothing
 * else; grows as names come. Asking allocates nothing.
 */
final class NameTable {
  static final int NAME_BYTES = 32;
  static final int NONE = -1;

  private static final int WORDS = NAME_BYTES / Long.BYTES;
  private static final int ROWS_FIRST = 64;

  private long[] words = new long[ROWS_FIRST * WORDS];

  /** Row + 1 by the name's first word; 0 is empty. At most half is taken. */
  private int[] slots = new int[ROWS_FIRST * 2];

  private int count;

  /** Names in the set. */
  int count() {
    return count;
  }

  /** The number of the name at {@code bytes[offset]}, or {@link #NONE}. */
  int find(byte[] bytes, int offset) {
    return slots[slot(bytes, offset)] - 1;
  }

  /** The number of the name at {@code bytes[offset]}, which is added if it is new. */
  int findOrAdd(byte[] bytes, int offset) {
    int slot = slot(bytes, offset);
    if (slots[slot] != 0) {
      return slots[slot] - 1;
    }
    if (count == slots.length / 2) {
      grow();
      slot = slot(bytes, offset);
    }
    for (int i = 0; i < WORDS; i++) {
      words[count * WORDS + i] = LittleEndian.longAt(bytes, offset + i * Long.BYTES);
    }
    slots[slot] = ++count;
    return count - 1;
  }

  /** Copies name {@code row} to {@code out[offset]}. */
  void copy(int row, byte[] out, int offset) {
    for (int i = 0; i < WORDS; i++) {
      LittleEndian.putLong(out, offset + i * Long.BYTES, words[row * WORDS + i]);
    }
  }

  /** Where the name stands, or would. */
  private int slot(byte[] bytes, int offset) {
    int mask = slots.length - 1;
    int slot = (int) LittleEndian.longAt(bytes, offset) & mask;
    while (slots[slot] != 0 && !isAt(slots[slot] - 1, bytes, offset)) {
      slot = slot + 1 & mask;
    }
    return slot;
  }

  private boolean isAt(int row, byte[] bytes, int offset) {
    for (int i = 0; i < WORDS; i++) {
      if (words[row * WORDS + i] != LittleEndian.longAt(bytes, offset + i * Long.BYTES)) {
        return false;
      }
    }
    return true;
  }

  private void grow() {
    words = Arrays.copyOf(words, words.length * 2);
    slots = new int[slots.length * 2];
    int mask = slots.length - 1;
    for (int row = 0; row < count; row++) {
      int slot = (int) words[row * WORDS] & mask;
      while (slots[slot] != 0) {
        slot = slot + 1 & mask;
      }
      slots[slot] = row + 1;
    }
  }
}
