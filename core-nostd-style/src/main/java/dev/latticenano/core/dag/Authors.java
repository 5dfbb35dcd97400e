package dev.latticenano.core.dag;

import java.util.Arrays;

/**
 * The authors of one store, numbered in the order first met, each with its chain: the row at every
 * height from 1. A forked author's chain ends at the fork parent; what lies above is kept as branch
 * rows and tips, and is walked.
 */
final class Authors {
  private final HashTable keys = new HashTable();
  private IntList[] chains = new IntList[16];
  private int[] forkHeight = new int[16];
  private IntList[] branchRows = new IntList[16];
  private IntList[] tips = new IntList[16];
  private int[] firstRoot = new int[16];
  private final IntColumn firstChild = new IntColumn(Rows.NONE);
  private final IntColumn nextChild = new IntColumn(Rows.NONE);
  private final IntList forked = new IntList();
  private long forkVersion;

  int count() {
    return keys.count();
  }

  int find(byte[] key, int offset) {
    return keys.find(key, offset);
  }

  int findByPrefix(byte[] prefix, int offset) {
    return keys.findByPrefix(prefix, offset);
  }

  int findOrAdd(byte[] key, int offset) {
    int author = keys.findOrAdd(key, offset);
    if (author >= chains.length) {
      int capacity = chains.length * 2;
      chains = Arrays.copyOf(chains, capacity);
      forkHeight = Arrays.copyOf(forkHeight, capacity);
      branchRows = Arrays.copyOf(branchRows, capacity);
      tips = Arrays.copyOf(tips, capacity);
      firstRoot = Arrays.copyOf(firstRoot, capacity);
    }
    if (chains[author] == null) {
      chains[author] = new IntList();
      forkHeight[author] = Integer.MAX_VALUE;
      firstRoot[author] = Rows.NONE;
    }
    return author;
  }

  void copyKey(int author, byte[] out, int offset) {
    keys.copy(author, out, offset);
  }

  /** Unsigned byte order of two authors' keys. */
  int compare(int left, int right) {
    return keys.compare(left, right);
  }

  /**
   * Greatest height of the chain that is not above a fork; 0 for an author with nothing witnessed.
   */
  int height(int author) {
    return chains[author].count();
  }

  /** The row at {@code height}, 1 to {@link #height}. */
  int rowAt(int author, int height) {
    return chains[author].at(height - 1);
  }

  /** True if this author signed two intentions with one store_prev. */
  boolean isForked(int author) {
    return forkHeight[author] != Integer.MAX_VALUE;
  }

  /** The fork parent's height (0: two first intentions), or Integer.MAX_VALUE for a sound chain. */
  int forkHeight(int author) {
    return forkHeight[author];
  }

  /** Rises with every fork found. */
  long forkVersion() {
    return forkVersion;
  }

  /** Forked authors in the order found. */
  IntList forked() {
    return forked;
  }

  /** Rows above the fork parent, in no particular order; only of a forked author. */
  IntList branchRows(int author) {
    return branchRows[author];
  }

  /**
   * One of the branch rows of {@code author} whose store_prev is {@code parent} ({@link Rows#NONE}:
   * first intentions), or {@link Rows#NONE}; {@link #nextChild} leads to the others.
   */
  int firstChild(int author, int parent) {
    return parent == Rows.NONE ? firstRoot[author] : firstChild.at(parent);
  }

  /** Another branch row with the same store_prev, or {@link Rows#NONE}. */
  int nextChild(int row) {
    return nextChild.at(row);
  }

  /** Number of tips: 1 for a sound chain, at least 2 for a forked one, 0 for none. */
  int tipCount(int author) {
    return isForked(author) ? tips[author].count() : Math.min(1, chains[author].count());
  }

  int tip(int author, int index) {
    return isForked(author) ? tips[author].at(index) : chains[author].at(height(author) - 1);
  }

  /** Puts {@code row} on the end of a sound chain. */
  void extend(int author, int row) {
    chains[author].add(row);
  }

  /** Puts {@code row} above the fork of a forked author. */
  void extendBranch(int author, int row, int storePrev) {
    addBranchRow(author, row, storePrev);
    IntList list = tips[author];
    for (int i = 0; i < list.count(); i++) {
      if (list.at(i) == storePrev) {
        list.set(i, row);
        return;
      }
    }
    list.add(row);
  }

  /**
   * {@code row} is a second child of the row at {@code parentHeight}: what stood above becomes
   * branch rows. A deeper fork found later lowers the fork height again.
   */
  void fork(int author, int parentHeight) {
    forkVersion++;
    if (!isForked(author)) {
      forked.add(author);
      branchRows[author] = new IntList();
      tips[author] = new IntList();
      if (height(author) > parentHeight) {
        tips[author].add(rowAt(author, height(author)));
      }
    }
    IntList chain = chains[author];
    for (int height = parentHeight; height < chain.count(); height++) {
      addBranchRow(author, chain.at(height), height == 0 ? Rows.NONE : chain.at(height - 1));
    }
    chain.truncate(Math.min(chain.count(), parentHeight));
    forkHeight[author] = Math.min(forkHeight[author], parentHeight);
  }

  private void addBranchRow(int author, int row, int storePrev) {
    branchRows[author].add(row);
    nextChild.set(row, firstChild(author, storePrev));
    if (storePrev == Rows.NONE) {
      firstRoot[author] = row;
    } else {
      firstChild.set(storePrev, row);
    }
  }
}
