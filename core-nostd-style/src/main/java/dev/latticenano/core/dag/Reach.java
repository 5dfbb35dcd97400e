package dev.latticenano.core.dag;

import java.util.Arrays;

/**
 * Each author's vector of heights, at every height of its chain: the greatest height of every other
 * author in the causal past. Only the rises are kept, as sorted pairs (own height, height known),
 * so the vector of any intention is a binary search away and the whole costs one pair per piece of
 * news.
 */
final class Reach {
  private static final int NONE = -1;

  private long[] pairKeys = new long[256];
  private int[] pairLists = filled(256);
  private int pairCount;
  private IntList[] atHeight = new IntList[64];
  private IntList[] known = new IntList[64];
  private IntList[] others = new IntList[16];

  /**
   * Greatest height of {@code other} in the past of the intention of {@code author} at {@code
   * height}.
   */
  int known(int author, int other, int height) {
    if (author == other) {
      return height;
    }
    int list = list(author, other);
    if (list == NONE) {
      return 0;
    }
    int index = lastAtOrBelow(atHeight[list], height);
    return index < 0 ? 0 : known[list].at(index);
  }

  /**
   * Least height of {@code author} whose past holds {@code other} at {@code knownHeight} or higher;
   * Integer.MAX_VALUE if there is none.
   */
  int firstKnowing(int author, int other, int knownHeight) {
    if (author == other) {
      return knownHeight;
    }
    int list = list(author, other);
    if (list == NONE) {
      return Integer.MAX_VALUE;
    }
    int index = lastAtOrBelow(known[list], knownHeight - 1) + 1;
    return index == known[list].count() ? Integer.MAX_VALUE : atHeight[list].at(index);
  }

  /** The authors that {@code author} knows of, itself not counted; null if none. */
  IntList others(int author) {
    return author < others.length ? others[author] : null;
  }

  /** At {@code height}, {@code author} has seen {@code other} up to {@code knownHeight}. */
  void raise(int author, int other, int height, int knownHeight) {
    if (author == other || knownHeight <= known(author, other, height)) {
      return;
    }
    int list = listOrNew(author, other);
    IntList heights = atHeight[list];
    if (heights.count() > 0 && heights.at(heights.count() - 1) == height) {
      known[list].set(heights.count() - 1, knownHeight);
      return;
    }
    heights.add(height);
    known[list].add(knownHeight);
  }

  private static int lastAtOrBelow(IntList sorted, int bound) {
    int low = 0;
    int high = sorted.count() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (sorted.at(middle) <= bound) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return high;
  }

  private int list(int author, int other) {
    return pairLists[slot(key(author, other))];
  }

  private int listOrNew(int author, int other) {
    long key = key(author, other);
    int slot = slot(key);
    if (pairLists[slot] != NONE) {
      return pairLists[slot];
    }
    int list = pairCount++;
    pairKeys[slot] = key;
    pairLists[slot] = list;
    if (list == atHeight.length) {
      atHeight = Arrays.copyOf(atHeight, list * 2);
      known = Arrays.copyOf(known, list * 2);
    }
    atHeight[list] = new IntList(2);
    known[list] = new IntList(2);
    if (author >= others.length) {
      others = Arrays.copyOf(others, Math.max(author + 1, others.length * 2));
    }
    if (others[author] == null) {
      others[author] = new IntList();
    }
    others[author].add(other);
    if (pairCount * 2 > pairLists.length) {
      rehash();
    }
    return list;
  }

  private int slot(long key) {
    int mask = pairLists.length - 1;
    long mixed = key * 0x9E3779B97F4A7C15L;
    int slot = (int) (mixed ^ mixed >>> 32) & mask;
    while (pairLists[slot] != NONE && pairKeys[slot] != key) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void rehash() {
    long[] oldKeys = pairKeys;
    int[] oldLists = pairLists;
    pairKeys = new long[oldKeys.length * 2];
    pairLists = filled(oldKeys.length * 2);
    for (int i = 0; i < oldLists.length; i++) {
      if (oldLists[i] != NONE) {
        int slot = slot(oldKeys[i]);
        pairKeys[slot] = oldKeys[i];
        pairLists[slot] = oldLists[i];
      }
    }
  }

  private static long key(int author, int other) {
    return (long) author << 32 | other;
  }

  private static int[] filled(int length) {
    int[] array = new int[length];
    Arrays.fill(array, NONE);
    return array;
  }
}
