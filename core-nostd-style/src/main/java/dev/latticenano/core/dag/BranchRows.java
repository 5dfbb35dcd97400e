package dev.latticenano.core.dag;

import dev.latticenano.core.store.StoreException;

/**
 * The rows above forks, each with its store_prev and hash, numbered in the order noted. They are
 * few: a fork is one author writing in two places.
 */
final class BranchRows {
  private static final int NONE = Rows.NONE;

  private final IntList rows = new IntList();
  private final IntList authors = new IntList();
  private final IntList storePrevs = new IntList();
  private final IntList nextSiblings = new IntList();
  private final NameColumn hashes = new NameColumn();
  private final IntTable numbers = new IntTable();
  private final IntTable firstChildren = new IntTable();

  void clear() {
    rows.clear();
    authors.clear();
    storePrevs.clear();
    nextSiblings.clear();
    numbers.clear();
    firstChildren.clear();
  }

  int count() {
    return rows.count();
  }

  /** Notes a row above the fork of {@code author}. */
  void add(int author, int row, int storePrev, byte[] hash, int offset) {
    int number = rows.count();
    hashes.set(number, hash, offset);
    rows.add(row);
    authors.add(author);
    storePrevs.add(storePrev);
    nextSiblings.add(firstChildren.at(key(author, storePrev)));
    firstChildren.put(key(author, storePrev), row);
    numbers.put(row, number);
  }

  /** The branch row that was witnessed first; greater than every row if there is none. */
  int first() {
    int first = Integer.MAX_VALUE;
    for (int i = 0; i < rows.count(); i++) {
      first = Math.min(first, rows.at(i));
    }
    return first;
  }

  /** The number of a branch row, or {@link Rows#NONE} for a row of a sound chain. */
  int number(int row) {
    return rows.count() == 0 ? NONE : numbers.at(row);
  }

  boolean contains(int row) {
    return number(row) != NONE;
  }

  int row(int number) {
    return rows.at(number);
  }

  int author(int number) {
    return authors.at(number);
  }

  int storePrev(int number) {
    return storePrevs.at(number);
  }

  void copyHash(int number, byte[] out, int offset) {
    hashes.copy(number, out, offset);
  }

  /**
   * One of the branch rows of {@code author} whose store_prev is {@code parent} ({@link Rows#NONE}:
   * first intentions), or {@link Rows#NONE}; {@link #nextChild} leads to the others.
   */
  int firstChild(int author, int parent) {
    return firstChildren.at(key(author, parent));
  }

  /** Another branch row with the same store_prev, or {@link Rows#NONE}. */
  int nextChild(int row) {
    return nextSiblings.at(numbers.at(row));
  }

  /** The branch row on {@code parent} if there is just one, or {@link Rows#NONE}. */
  int onlyChild(int author, int parent) {
    int first = firstChild(author, parent);
    return first != NONE && nextChild(first) == NONE ? first : NONE;
  }

  /** Tells the hashes of rows that become branch rows. */
  interface Names {
    /** Copies the hash of a row. */
    void copyHash(int row, byte[] out, int offset) throws StoreException;
  }

  // First intentions have no row to stand on; rows are not negative, so there is room below.
  private static int key(int author, int parent) {
    return parent == NONE ? -1 - author : parent;
  }
}
