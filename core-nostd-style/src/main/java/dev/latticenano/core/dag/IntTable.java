package dev.latticenano.core.dag;

import java.util.Arrays;

/**
 * A map from ints to ints with open addressing; no key is Integer.MIN_VALUE. Allocates only when it
 * doubles; clearing keeps the memory.
 */
final class IntTable {
  private static final int NONE = -1;
  private static final int EMPTY = Integer.MIN_VALUE;

  private int[] keys;
  private int[] values;
  private int count;

  IntTable() {
    keys = new int[32];
    values = new int[32];
    Arrays.fill(keys, EMPTY);
  }

  /** Number of keys. */
  int count() {
    return count;
  }

  /** The value of {@code key}, or -1. */
  int at(int key) {
    int slot = slot(key);
    return keys[slot] == EMPTY ? NONE : values[slot];
  }

  boolean contains(int key) {
    return keys[slot(key)] != EMPTY;
  }

  /** Sets the value of {@code key}; true if the key is new. */
  boolean put(int key, int value) {
    int slot = slot(key);
    boolean added = keys[slot] == EMPTY;
    keys[slot] = key;
    values[slot] = value;
    if (added && ++count * 2 > keys.length) {
      grow();
    }
    return added;
  }

  /** Forgets {@code key}, if it is there. */
  void remove(int key) {
    int mask = keys.length - 1;
    int hole = slot(key);
    if (keys[hole] == EMPTY) {
      return;
    }
    count--;
    // Whatever a probe could not find past the hole moves into it.
    for (int slot = (hole + 1) & mask; keys[slot] != EMPTY; slot = (slot + 1) & mask) {
      if (((slot - home(keys[slot])) & mask) >= ((slot - hole) & mask)) {
        keys[hole] = keys[slot];
        values[hole] = values[slot];
        hole = slot;
      }
    }
    keys[hole] = EMPTY;
  }

  /** Adds every key to {@code out}, in no particular order. */
  void keys(IntList out) {
    for (int key : keys) {
      if (key != EMPTY) {
        out.add(key);
      }
    }
  }

  void clear() {
    if (count > 0) {
      Arrays.fill(keys, EMPTY);
      count = 0;
    }
  }

  private int slot(int key) {
    int mask = keys.length - 1;
    int slot = home(key);
    while (keys[slot] != EMPTY && keys[slot] != key) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private int home(int key) {
    int mixed = key * 0x9E3779B9;
    return (mixed ^ mixed >>> 16) & (keys.length - 1);
  }

  private void grow() {
    int[] oldKeys = keys;
    int[] oldValues = values;
    keys = new int[oldKeys.length * 2];
    values = new int[oldKeys.length * 2];
    Arrays.fill(keys, EMPTY);
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] != EMPTY) {
        int slot = slot(oldKeys[i]);
        keys[slot] = oldKeys[i];
        values[slot] = oldValues[i];
      }
    }
  }
}
