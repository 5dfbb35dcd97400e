package dev.latticenano.core.run;

import dev.latticenano.core.bytes.LittleEndian;
import dev.latticenano.core.intention.Hash;
import java.util.Arrays;

/**
 * Names of 32 bytes, hashes or keys, numbered from 0 as they come, each with one int beside it.
 * Allocates only while it holds more than it ever did.
 */
final class NameTable {
  static final int NONE = -1;
  private static final int FIRST_ROWS = 64;
  private static final int SLOTS_PER_ROW = 2;

  private byte[] names = new byte[FIRST_ROWS * Hash.BYTES];
  private int[] values = new int[FIRST_ROWS];
  private int[] slots;
  private int count;

  /** An empty table; {@code finds} if names are to be found by their bytes, not by number alone. */
  NameTable(boolean finds) {
    slots = finds ? new int[FIRST_ROWS * SLOTS_PER_ROW] : null;
  }

  void clear() {
    count = 0;
    if (slots != null) {
      Arrays.fill(slots, 0);
    }
  }

  int count() {
    return count;
  }

  /** Adds a name; returns its number. */
  int add(byte[] bytes, int offset, int value) {
    int row = addRow(value);
    System.arraycopy(bytes, offset, names, row * Hash.BYTES, Hash.BYTES);
    if (slots != null) {
      slots[slot(bytes, offset)] = row + 1;
    }
    return row;
  }

  /** Adds zeros, which are never found; returns their number. */
  int addNameless() {
    int row = addRow(0);
    Arrays.fill(names, row * Hash.BYTES, (row + 1) * Hash.BYTES, (byte) 0);
    return row;
  }

  private int addRow(int value) {
    if (count == values.length) {
      grow();
    }
    values[count] = value;
    return count++;
  }

  private void grow() {
    names = Arrays.copyOf(names, 2 * names.length);
    values = Arrays.copyOf(values, 2 * values.length);
    if (slots != null) {
      slots = new int[2 * slots.length];
      for (int row = 0; row < count; row++) {
        if (isNamed(row)) {
          slots[slot(names, row * Hash.BYTES)] = row + 1;
        }
      }
    }
  }

  /** The slot of a name: the one that holds it, or the one where it would go. */
  private int slot(byte[] bytes, int offset) {
    int mask = slots.length - 1;
    // The first bytes of a hash are as good as random.
    int at = LittleEndian.intAt(bytes, offset) & mask;
    while (slots[at] != 0 && !is(slots[at] - 1, bytes, offset)) {
      at = at + 1 & mask;
    }
    return at;
  }

  /** The number of a name, of several equal ones the last; {@link #NONE} if it is not here. */
  int find(byte[] bytes, int offset) {
    return slots[slot(bytes, offset)] - 1;
  }

  boolean is(int row, byte[] bytes, int offset) {
    int at = row * Hash.BYTES;
    return Arrays.equals(names, at, at + Hash.BYTES, bytes, offset, offset + Hash.BYTES);
  }

  boolean isNamed(int row) {
    return !Hash.isZero(names, row * Hash.BYTES);
  }

  void copy(int row, byte[] out, int offset) {
    System.arraycopy(names, row * Hash.BYTES, out, offset, Hash.BYTES);
  }

  int value(int row) {
    return values[row];
  }

  void value(int row, int value) {
    values[row] = value;
  }
}
