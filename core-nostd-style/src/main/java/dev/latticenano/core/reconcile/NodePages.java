package dev.latticenano.core.reconcile;

import dev.latticenano.core.store.IdSum;

/** The inner nodes of an {@link ItemTree}: what their entries say of the children. */
final class NodePages {
  // Words of an entry behind its created time: id, sum, number and child.
  private static final int SUM = 4;
  private static final int CHILD = 8;

  private final Pages pages = new Pages(5);
  private final IdSum scratch = new IdSum();

  Pages pages() {
    return pages;
  }

  /** The entry whose child holds a key if any does. */
  int search(int node, Key key) {
    int found = pages.search(node, 1, key);
    return found < 0 ? ~found - 1 : found;
  }

  /** The entry whose child has the item of an index below the node; the last one if it has not. */
  int entryOf(int node, int index) {
    long[] words = pages.words(node);
    int last = pages.count(node) - 1;
    int left = index;
    int entry = 0;
    while (entry < last && left >= number(words, entry)) {
      left -= number(words, entry);
      entry++;
    }
    return entry;
  }

  int child(int node, int entry) {
    return (int) pages.words(node)[pages.at(entry) + CHILD];
  }

  /** How many items are below the entries before one. */
  int numberBefore(int node, int entry) {
    long[] words = pages.words(node);
    int number = 0;
    for (int i = 0; i < entry; i++) {
      number += number(words, i);
    }
    return number;
  }

  /** Adds what is below the entries before one. */
  void addBefore(int node, int entry, IdSum to) {
    for (int i = 0; i < entry; i++) {
      addEntry(node, i, to);
    }
  }

  /** Adds what is below an entry. */
  void addEntry(int node, int entry, IdSum to) {
    long[] words = pages.words(node);
    to.addWords(words, pages.at(entry) + SUM, number(words, entry));
  }

  /** More is below an entry. */
  void add(int node, int entry, IdSum more) {
    scratch.set(more);
    addEntry(node, entry, scratch);
    write(node, entry, scratch, child(node, entry));
  }

  /** Less is below an entry. */
  void subtract(int node, int entry, IdSum less) {
    scratch.clear();
    addEntry(node, entry, scratch);
    scratch.subtract(less);
    write(node, entry, scratch, child(node, entry));
  }

  /** Puts an entry into a node that is not full. */
  void insert(int node, int entry, Key key, IdSum sum, int child) {
    pages.insert(node, entry, key);
    write(node, entry, sum, child);
  }

  private void write(int node, int entry, IdSum sum, int child) {
    long[] words = pages.words(node);
    int at = pages.at(entry);
    sum.writeWords(words, at + SUM);
    words[at + CHILD] = sum.count() << 32 | child;
  }

  private int number(long[] words, int entry) {
    return (int) (words[pages.at(entry) + CHILD] >>> 32);
  }
}
