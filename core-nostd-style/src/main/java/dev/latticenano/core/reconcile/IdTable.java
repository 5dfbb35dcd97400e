package dev.latticenano.core.reconcile;

import dev.latticenano.core.bytes.LittleEndian;
import java.util.Arrays;

/**
 * A set of the ids listed in a message, by their place in it: open addressing, at most half full. A
 * secret seed spreads them, so that nobody who chooses ids can make them collide. Grows to the
 * longest list it has held.
 */
final class IdTable {
  private static final int SLOTS_MIN = 64;
  private static final int FREE = -1;
  // The golden ratio as a fraction of 2^64: steps of it differ in all bits.
  private static final long STEP = 0x9E3779B97F4A7C15L;

  private final long[] keys = new long[4];
  private int[] slots = new int[SLOTS_MIN];
  private boolean[] found = new boolean[SLOTS_MIN / 2];
  private byte[] bytes;
  private int offset;
  private int count;
  private int mask;

  /** An empty set. */
  IdTable(long seed) {
    for (int i = 0; i < keys.length; i++) {
      keys[i] = spread(seed + (i + 1) * STEP);
    }
  }

  /** Becomes the set of {@code ids} ids from {@code newBytes[newOffset]}, which are borrowed. */
  void wrap(byte[] newBytes, int newOffset, int ids) {
    bytes = newBytes;
    offset = newOffset;
    count = ids;
    int wanted = Math.max(SLOTS_MIN, Integer.highestOneBit(Math.max(1, ids)) * 4);
    if (slots.length < wanted) {
      slots = new int[wanted];
      found = new boolean[wanted / 2];
    }
    mask = wanted - 1;
    Arrays.fill(slots, 0, wanted, FREE);
    Arrays.fill(found, 0, ids, false);
    for (int i = 0; i < ids; i++) {
      int slot = slotOf(newBytes, at(i));
      if (slots[slot] == FREE) {
        slots[slot] = i;
      } else {
        found[i] = true;
      }
    }
  }

  /** True if the set holds this id; it is then not left over. */
  boolean find(byte[] id, int idOffset) {
    int place = slots[slotOf(id, idOffset)];
    if (place == FREE) {
      return false;
    }
    found[place] = true;
    return true;
  }

  /** Tells of the ids that were not found, in their order, each once. */
  void tellRest(Differences differences) {
    for (int i = 0; i < count; i++) {
      if (!found[i]) {
        differences.need(bytes, at(i));
      }
    }
  }

  private int at(int place) {
    return offset + place * Bound.ID_BYTES;
  }

  // Where the id is, or where it would be.
  private int slotOf(byte[] id, int idOffset) {
    int slot = hash(id, idOffset) & mask;
    while (slots[slot] != FREE && !isSame(slots[slot], id, idOffset)) {
      slot = slot + 1 & mask;
    }
    return slot;
  }

  private boolean isSame(int place, byte[] id, int idOffset) {
    int at = at(place);
    return Arrays.equals(bytes, at, at + Bound.ID_BYTES, id, idOffset, idOffset + Bound.ID_BYTES);
  }

  private int hash(byte[] id, int idOffset) {
    long mixed = 0;
    for (int i = 0; i < keys.length; i++) {
      mixed = spread(mixed + (LittleEndian.longAt(id, idOffset + 8 * i) ^ keys[i]));
    }
    return (int) mixed;
  }

  private static long spread(long value) {
    long mixed = (value ^ value >>> 30) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
    return mixed ^ mixed >>> 31;
  }
}
