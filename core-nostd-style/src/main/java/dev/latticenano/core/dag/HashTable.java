package dev.latticenano.core.dag;

import dev.latticenano.core.bytes.LittleEndian;
import java.util.Arrays;

/**
 * Numbers 32-byte names: each distinct name gets a number, 0, 1, 2, … in the order first seen; that
 * of a name removed is given out again. Flat columns and open addressing; look-up allocates
 * nothing, adding allocates only when a page or the probe table is full.
 */
final class HashTable {
  private static final int NONE = -1;

  private final NameColumn names = new NameColumn();
  private final IntList free = new IntList();
  private int[] slots = emptySlots(1024);
  private int bound;

  /** Number of names. */
  int count() {
    return bound - free.count();
  }

  /** All numbers are below this one. */
  int bound() {
    return bound;
  }

  /** The number of the 32 bytes at {@code name[offset]}, or -1. */
  int find(byte[] name, int offset) {
    return slots[probe(name, offset)];
  }

  /**
   * The number of the name that begins with the 8 bytes at {@code prefix[offset]}; -1 if none or
   * several.
   */
  int findByPrefix(byte[] prefix, int offset) {
    long first = LittleEndian.longAt(prefix, offset);
    int mask = slots.length - 1;
    int found = NONE;
    for (int slot = spread(first) & mask; slots[slot] != NONE; slot = (slot + 1) & mask) {
      if (names.first(slots[slot]) == first) {
        if (found != NONE) {
          return NONE;
        }
        found = slots[slot];
      }
    }
    return found;
  }

  /** The number of the 32 bytes at {@code name[offset]}, given now if they are new. */
  int findOrAdd(byte[] name, int offset) {
    int slot = probe(name, offset);
    if (slots[slot] != NONE) {
      return slots[slot];
    }
    int number = free.count() > 0 ? free.removeLast() : bound++;
    names.set(number, name, offset);
    slots[slot] = number;
    if (count() * 2 > slots.length) {
      rehash();
    }
    return number;
  }

  /** Forgets the name of {@code number}, which is one. */
  void remove(int number) {
    int mask = slots.length - 1;
    int hole = spread(names.first(number)) & mask;
    while (slots[hole] != number) {
      hole = (hole + 1) & mask;
    }
    // Whatever a probe could not find past the hole moves into it.
    for (int slot = (hole + 1) & mask; slots[slot] != NONE; slot = (slot + 1) & mask) {
      int home = spread(names.first(slots[slot])) & mask;
      if (((slot - home) & mask) >= ((slot - hole) & mask)) {
        slots[hole] = slots[slot];
        hole = slot;
      }
    }
    slots[hole] = NONE;
    free.add(number);
  }

  /** Forgets all names. */
  void clear() {
    Arrays.fill(slots, NONE);
    free.clear();
    bound = 0;
  }

  /** Copies the name of {@code number} to {@code out}. */
  void copy(int number, byte[] out, int offset) {
    names.copy(number, out, offset);
  }

  private int probe(byte[] name, int offset) {
    int mask = slots.length - 1;
    int slot = spread(LittleEndian.longAt(name, offset)) & mask;
    while (slots[slot] != NONE && !names.equals(slots[slot], name, offset)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void rehash() {
    int[] larger = emptySlots(slots.length * 2);
    int mask = larger.length - 1;
    for (int number : slots) {
      if (number != NONE) {
        int slot = spread(names.first(number)) & mask;
        while (larger[slot] != NONE) {
          slot = (slot + 1) & mask;
        }
        larger[slot] = number;
      }
    }
    slots = larger;
  }

  // Authors choose their keys, so the bits are mixed before they pick a slot.
  static int spread(long word) {
    long mixed = word * 0x9E3779B97F4A7C15L;
    return (int) (mixed ^ mixed >>> 32);
  }

  private static int[] emptySlots(int length) {
    int[] slots = new int[length];
    Arrays.fill(slots, NONE);
    return slots;
  }
}
