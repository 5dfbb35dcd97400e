package dev.latticenano.core.dag;

import dev.latticenano.core.bytes.LittleEndian;

/**
 * Numbers 32-byte names: each distinct name gets a row, 0, 1, 2, … in the order first seen. Flat
 * columns and open addressing; look-up allocates nothing, adding allocates only when a page or the
 * probe table is full.
 */
final class HashTable {
  private static final int NONE = -1;

  private final LongColumn[] words = {
    new LongColumn(), new LongColumn(), new LongColumn(), new LongColumn()
  };
  private int[] slots = emptySlots(1024);
  private int count;

  /** Number of rows given out. */
  int count() {
    return count;
  }

  /** The row of the 32 bytes at {@code name[offset]}, or -1. */
  int find(byte[] name, int offset) {
    return slots[probe(name, offset)];
  }

  /**
   * The row whose name begins with the 8 bytes at {@code prefix[offset]}; -1 if none or several.
   */
  int findByPrefix(byte[] prefix, int offset) {
    long first = LittleEndian.longAt(prefix, offset);
    int mask = slots.length - 1;
    int found = NONE;
    for (int slot = spread(first) & mask; slots[slot] != NONE; slot = (slot + 1) & mask) {
      if (words[0].at(slots[slot]) == first) {
        if (found != NONE) {
          return NONE;
        }
        found = slots[slot];
      }
    }
    return found;
  }

  /** The row of the 32 bytes at {@code name[offset]}, given now if they are new. */
  int findOrAdd(byte[] name, int offset) {
    int slot = probe(name, offset);
    if (slots[slot] != NONE) {
      return slots[slot];
    }
    int row = count++;
    for (int i = 0; i < 4; i++) {
      words[i].set(row, LittleEndian.longAt(name, offset + 8 * i));
    }
    slots[slot] = row;
    if (count * 2 > slots.length) {
      rehash();
    }
    return row;
  }

  /** Copies the name of {@code row} to {@code out}. */
  void copy(int row, byte[] out, int offset) {
    for (int i = 0; i < 4; i++) {
      LittleEndian.putLong(out, offset + 8 * i, words[i].at(row));
    }
  }

  /** One of the four little-endian words, 0 to 3, of the name of {@code row}. */
  long word(int row, int index) {
    return words[index].at(row);
  }

  /** Unsigned byte order of two rows' names: negative, 0, positive. */
  int compare(int left, int right) {
    for (int i = 0; i < 4; i++) {
      int order =
          Long.compareUnsigned(
              Long.reverseBytes(words[i].at(left)), Long.reverseBytes(words[i].at(right)));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private int probe(byte[] name, int offset) {
    long first = LittleEndian.longAt(name, offset);
    int mask = slots.length - 1;
    int slot = spread(first) & mask;
    while (slots[slot] != NONE && !equal(slots[slot], name, offset)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private boolean equal(int row, byte[] name, int offset) {
    return words[0].at(row) == LittleEndian.longAt(name, offset)
        && words[1].at(row) == LittleEndian.longAt(name, offset + 8)
        && words[2].at(row) == LittleEndian.longAt(name, offset + 16)
        && words[3].at(row) == LittleEndian.longAt(name, offset + 24);
  }

  private void rehash() {
    int[] larger = emptySlots(slots.length * 2);
    int mask = larger.length - 1;
    for (int row = 0; row < count; row++) {
      int slot = spread(words[0].at(row)) & mask;
      while (larger[slot] != NONE) {
        slot = (slot + 1) & mask;
      }
      larger[slot] = row;
    }
    slots = larger;
  }

  // Authors choose their keys, so the bits are mixed before they pick a slot.
  private static int spread(long word) {
    long mixed = word * 0x9E3779B97F4A7C15L;
    return (int) (mixed ^ mixed >>> 32);
  }

  private static int[] emptySlots(int length) {
    int[] slots = new int[length];
    java.util.Arrays.fill(slots, NONE);
    return slots;
  }
}
