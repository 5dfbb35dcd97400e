package dev.latticenano.core.dag;

import java.util.Arrays;

/** A growing list of ints; clearing keeps its memory. */
public final class IntList {
  private static final int[] NONE = {};
  private static final int FIRST = 16;

  private int[] items;
  private int count;

  /** An empty list, which takes no room yet. */
  public IntList() {
    items = NONE;
  }

  /** An empty list with room for {@code capacity}, 1 or more. */
  IntList(int capacity) {
    items = new int[capacity];
  }

  /** Number of items. */
  public int count() {
    return count;
  }

  /** The item at {@code index}, 0 to {@code count() - 1}. */
  public int at(int index) {
    assert index >= 0 && index < count : index + " beyond count " + count;
    return items[index];
  }

  /** Replaces the item at {@code index}. */
  public void set(int index, int value) {
    assert index >= 0 && index < count : index + " beyond count " + count;
    items[index] = value;
  }

  /** Adds an item at the end. */
  public void add(int value) {
    if (count == items.length) {
      items = Arrays.copyOf(items, Math.max(FIRST, count * 2));
    }
    items[count++] = value;
  }

  /** Removes and returns the last item. */
  public int removeLast() {
    return items[--count];
  }

  /** Cuts the list to its first {@code newCount} items. */
  void truncate(int newCount) {
    assert newCount <= count : newCount + " beyond count " + count;
    count = newCount;
  }

  /** Sorts the items in ascending order. */
  public void sort() {
    Arrays.sort(items, 0, count);
  }

  /** Forgets all items, and takes no room any more. */
  public void release() {
    count = 0;
    items = NONE;
  }

  /** Forgets all items, keeps the memory. */
  public void clear() {
    count = 0;
  }
}
