package dev.latticenano.core.dag;

import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.store.StoreException;
import java.util.Arrays;

/**
 * The authors of one store, numbered in the order first met, each with the height of its chain and
 * what is needed to go on from its tip without a look into a table. A forked author's chain ends at
 * the fork parent; what lies above is kept as branch rows and tips, and is walked.
 */
final class Authors {
  /** The fork height of a sound chain. */
  static final int SOUND = Integer.MAX_VALUE;

  /** Bytes that a checkpoint keeps of an author. */
  static final int ENTRY_BYTES = 92;

  private static final int NONE = Rows.NONE;

  private final Chain chain;
  private final BranchRows branches;
  private final HashTable keys = new HashTable();
  private final IntColumn height = new IntColumn(0);
  private final IntColumn forkHeight = new IntColumn(SOUND);
  // Of a sound chain.
  private final IntColumn tip = new IntColumn(NONE);
  private final NameColumn tipHash = new NameColumn();
  private final IntColumn tipGeneration = new IntColumn(0);
  private final LongColumn tipWallMs = new LongColumn();
  private final IntColumn tipCounter = new IntColumn(0);
  // Of forked ones, by author.
  private IntList[] branchRows = new IntList[16];
  private IntList[] tips = new IntList[16];
  private final IntList forked = new IntList();
  private long forkVersion;
  private final IntList changed = new IntList();
  private final IntColumn isChanged = new IntColumn(0);
  private final byte[] name = new byte[32];

  Authors(Chain chain, BranchRows branches) {
    this.chain = chain;
    this.branches = branches;
  }

  void clear() {
    for (int author = 0; author < keys.bound(); author++) {
      height.set(author, 0);
      forkHeight.set(author, SOUND);
      tip.set(author, NONE);
      isChanged.set(author, 0);
    }
    Arrays.fill(branchRows, null);
    Arrays.fill(tips, null);
    keys.clear();
    forked.clear();
    changed.clear();
    branches.clear();
    forkVersion = 0;
  }

  int count() {
    return keys.bound();
  }

  int find(byte[] key, int offset) {
    return keys.find(key, offset);
  }

  int findByPrefix(byte[] prefix, int offset) {
    return keys.findByPrefix(prefix, offset);
  }

  int findOrAdd(byte[] key, int offset) {
    int before = keys.bound();
    int author = keys.findOrAdd(key, offset);
    if (author == before) {
      change(author);
    }
    return author;
  }

  void copyKey(int author, byte[] out, int offset) {
    keys.copy(author, out, offset);
  }

  /**
   * Greatest height of the chain that is not above a fork; 0 for an author with nothing witnessed.
   */
  int height(int author) {
    return height.at(author);
  }

  /** True if this author signed two intentions with one store_prev. */
  boolean isForked(int author) {
    return forkHeight.at(author) != SOUND;
  }

  /** The fork parent's height (0: two first intentions), or {@link #SOUND}. */
  int forkHeight(int author) {
    return forkHeight.at(author);
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

  /** Number of tips: 1 for a sound chain, at least 2 for a forked one, 0 for none. */
  int tipCount(int author) {
    return isForked(author) ? tips[author].count() : Math.min(1, height.at(author));
  }

  int tip(int author, int index) {
    return isForked(author) ? tips[author].at(index) : tip.at(author);
  }

  /** The tip of a sound chain if that is its hash, or {@link Rows#NONE}. */
  int tipOfHash(int author, byte[] hash, int offset) {
    boolean isTip = tip.at(author) != NONE && tipHash.equals(author, hash, offset);
    return isTip ? tip.at(author) : NONE;
  }

  /** True if {@code row} is the tip of the sound chain of {@code author}. */
  boolean isTip(int author, int row) {
    return tip.at(author) == row;
  }

  /** Copies the hash of the tip of a sound chain. */
  void copyTipHash(int author, byte[] out, int offset) {
    tipHash.copy(author, out, offset);
  }

  /** Generation of the tip of a sound chain. */
  int tipGeneration(int author) {
    return tipGeneration.at(author);
  }

  /** HLC wall time of the tip of a sound chain. */
  long tipWallMs(int author) {
    return tipWallMs.at(author);
  }

  /** HLC counter of the tip of a sound chain. */
  int tipCounter(int author) {
    return tipCounter.at(author);
  }

  /** Puts {@code row} on the end of a sound chain. */
  void extend(int author, int row, byte[] hash, int generation, long wallMs, int counter)
      throws StoreException {
    int newHeight = height.at(author) + 1;
    chain.put(author, newHeight, row);
    setTip(author, newHeight, row, hash, 0, generation, wallMs, counter);
    change(author);
  }

  /** A base has this tip of {@code author}, who has nothing else here. */
  void stand(
      int author,
      int newHeight,
      int row,
      byte[] hash,
      int offset,
      int generation,
      long wallMs,
      int counter)
      throws StoreException {
    chain.put(author, newHeight, row);
    setTip(author, newHeight, row, hash, offset, generation, wallMs, counter);
    change(author);
  }

  private void setTip(
      int author,
      int newHeight,
      int row,
      byte[] hash,
      int offset,
      int generation,
      long wallMs,
      int counter) {
    height.set(author, newHeight);
    tip.set(author, row);
    tipHash.set(author, hash, offset);
    tipGeneration.set(author, generation);
    tipWallMs.set(author, wallMs);
    tipCounter.set(author, counter);
  }

  /** Puts {@code row} above the fork of a forked author. */
  void extendBranch(int author, int row, int storePrev, byte[] hash) {
    addBranchRow(author, row, storePrev, hash, 0);
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
   * There is a second child of the row at {@code parentHeight}: what stood above becomes branch
   * rows. A deeper fork found later lowers the fork height again.
   *
   * @param hashes tells the hashes of those rows
   */
  void fork(int author, int parentHeight, BranchRows.Names hashes) throws StoreException {
    forkVersion++;
    boolean first = !isForked(author);
    int top = height.at(author);
    if (first) {
      setForked(author, parentHeight);
      if (top > parentHeight) {
        tips[author].add(tip.at(author));
      }
    }
    for (int at = parentHeight + 1; at <= top; at++) {
      int row = chain.rowAt(author, at);
      hashes.copyHash(row, name, 0);
      addBranchRow(author, row, at == 1 ? NONE : chain.rowAt(author, at - 1), name, 0);
    }
    height.set(author, Math.min(top, parentHeight));
    forkHeight.set(author, Math.min(forkHeight.at(author), parentHeight));
    tip.set(author, NONE);
    change(author);
  }

  private void setForked(int author, int parentHeight) {
    if (author >= tips.length) {
      int capacity = Math.max(author + 1, tips.length * 2);
      branchRows = Arrays.copyOf(branchRows, capacity);
      tips = Arrays.copyOf(tips, capacity);
    }
    forked.add(author);
    branchRows[author] = new IntList();
    tips[author] = new IntList();
    forkHeight.set(author, parentHeight);
  }

  private void addBranchRow(int author, int row, int storePrev, byte[] hash, int offset) {
    branches.add(author, row, storePrev, hash, offset);
    branchRows[author].add(row);
  }

  /** Authors that are not as the last checkpoint has them. */
  IntList changed() {
    return changed;
  }

  /** A checkpoint has been made. */
  void keep() {
    for (int i = 0; i < changed.count(); i++) {
      isChanged.set(changed.at(i), 0);
    }
    changed.clear();
  }

  /**
   * Writes what a checkpoint keeps of {@code author}: {@value #ENTRY_BYTES} bytes.
   *
   * <pre>
   *  0  key         32
   * 32  height       4
   * 36  forkHeight   4  0x7fffffff: sound
   * 40  tip          4  row, 0xffffffff: none; it and the rest only of a sound chain
   * 44  generation   4
   * 48  wallMs       8
   * 56  counter      4
   * 60  hash        32
   * </pre>
   */
  void write(int author, byte[] out) {
    keys.copy(author, out, 0);
    BigEndian.putInt(out, 32, height.at(author));
    BigEndian.putInt(out, 36, forkHeight.at(author));
    BigEndian.putInt(out, 40, tip.at(author));
    BigEndian.putInt(out, 44, tipGeneration.at(author));
    BigEndian.putLong(out, 48, tipWallMs.at(author));
    BigEndian.putInt(out, 56, tipCounter.at(author));
    tipHash.copy(author, out, 60);
  }

  /** Takes up the next author as {@link #write} left it. */
  void restore(byte[] bytes, int offset) {
    int author = keys.findOrAdd(bytes, offset);
    forkHeight.set(author, BigEndian.intAt(bytes, offset + 36));
    setTip(
        author,
        BigEndian.intAt(bytes, offset + 32),
        BigEndian.intAt(bytes, offset + 40),
        bytes,
        offset + 60,
        BigEndian.intAt(bytes, offset + 44),
        BigEndian.longAt(bytes, offset + 48),
        BigEndian.intAt(bytes, offset + 56));
  }

  /** Takes up, after all authors, that {@code author} is forked; in the order found. */
  void restoreForked(int author) {
    setForked(author, forkHeight.at(author));
  }

  /** Takes up, after that, a branch row; in the order noted. */
  void restoreBranchRow(int author, int row, int storePrev, byte[] hash, int offset) {
    addBranchRow(author, row, storePrev, hash, offset);
  }

  /** Works out, after that, the tips, and takes up how many forks were found. */
  void restoreTips(long newForkVersion) {
    forkVersion = newForkVersion;
    for (int i = 0; i < forked.count(); i++) {
      int author = forked.at(i);
      for (int j = 0; j < branchRows[author].count(); j++) {
        int row = branchRows[author].at(j);
        if (branches.firstChild(author, row) == NONE) {
          tips[author].add(row);
        }
      }
    }
  }

  private void change(int author) {
    if (isChanged.at(author) == 0) {
      isChanged.set(author, 1);
      changed.add(author);
    }
  }
}
