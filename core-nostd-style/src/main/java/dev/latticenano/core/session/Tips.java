package dev.latticenano.core.session;

import dev.latticenano.core.bytes.Cursor;
import dev.latticenano.core.bytes.LittleEndian;
import dev.latticenano.core.bytes.Varint;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.dag.IntList;
import dev.latticenano.core.store.StoreException;
import java.util.Arrays;
import java.util.BitSet;

/**
 * What one side has of a store, as it travels: per author and tip the first 8 bytes of the author's
 * key, the first 8 of the tip's hash, the tip's height. A witnessed set is prefix-closed per
 * author, so this is the set. Prefixes may collide and heights may lie: both only cost bytes, never
 * intentions, because a session ends when the whole-set digests agree.
 */
final class Tips {
  static final int PREFIX_BYTES = 8;
  private static final int ENTRY_BYTES_MAX = 2 * PREFIX_BYTES + Varint.BYTES_MAX;

  private final Dag dag;
  private final byte[] selfKey;
  private final byte[] name = new byte[32];
  private byte[] buffer = new byte[1024];
  private final Cursor cursor = new Cursor();

  // What the peer's tips say of each of our authors: its known tips' heights.
  private int[] heightHeld = new int[16];
  private boolean[] tipUnknown = new boolean[16];
  private final IntList tips = new IntList();
  private int[] heightClaimed = new int[16];
  private final IntList branchTips = new IntList();
  private final BitSet held = new BitSet();
  private long ownTip;
  private boolean ownTipShown;

  /**
   * @param dag this node's set
   * @param selfKey the author whose unknown tips at the peer are to be noticed; lent
   */
  Tips(Dag dag, byte[] selfKey) {
    this.dag = dag;
    this.selfKey = selfKey;
  }

  /**
   * Writes every author's tips to {@link #bytes}, as many as fit {@code limit} bytes: the peer
   * sends what is left out once more, no worse.
   *
   * @return the bytes written
   */
  int write(int limit) throws StoreException {
    int at = 0;
    for (int author = 0; author < dag.authorCount(); author++) {
      dag.shown().tips(author, tips);
      for (int i = 0; i < tips.count(); i++) {
        if (at + ENTRY_BYTES_MAX > limit) {
          return at;
        }
        at = writeTip(author, tips.at(i), at);
      }
    }
    return at;
  }

  /** The bytes of the last {@link #write}; lent. */
  byte[] bytes() {
    return buffer;
  }

  private int writeTip(int author, int tip, int offset) throws StoreException {
    if (offset + ENTRY_BYTES_MAX > buffer.length) {
      buffer = Arrays.copyOf(buffer, buffer.length * 2);
    }
    int at = offset;
    dag.copyAuthorKey(author, name, 0);
    System.arraycopy(name, 0, buffer, at, PREFIX_BYTES);
    dag.copyHash(tip, name, 0);
    System.arraycopy(name, 0, buffer, at + PREFIX_BYTES, PREFIX_BYTES);
    at += 2 * PREFIX_BYTES;
    return at + Varint.write(buffer, at, dag.height(tip));
  }

  /**
   * Fills {@code missing} with the rows a peer with these tips lacks, in this node's witness order,
   * which is causal. Nothing of an author of whom the peer has a tip that is unknown here: the peer
   * is most likely ahead.
   *
   * @param through the last place of the witness order that may be sent
   * @return false if the bytes are malformed; then nothing has changed
   */
  boolean missing(byte[] bytes, int offset, int length, int through, IntList missing)
      throws StoreException {
    if (!check(bytes, offset, length)) {
      return false;
    }
    reserve();
    missing.clear();
    read(bytes, offset, length);
    for (int author = 0; author < dag.authorCount(); author++) {
      if (tipUnknown[author]) {
        continue;
      }
      if (heightHeld[author] < dag.pruning().floor(author)) {
        // It needs the snapshot: what is above the floor would wait for what is gone.
        continue;
      }
      for (int h = heightHeld[author] + 1; h <= dag.shown().authorHeight(author); h++) {
        missing.add(dag.sequenceOf(dag.rowAtHeight(author, h)));
      }
      if (dag.isForked(author)) {
        addBranchRows(author, missing);
      }
    }
    missing.sort();
    while (missing.count() > 0 && missing.at(missing.count() - 1) > through) {
      missing.removeLast();
    }
    for (int i = 0; i < missing.count(); i++) {
      missing.set(i, dag.rowAtSequence(missing.at(i)));
    }
    return true;
  }

  /**
   * True if the peer whose tips were read last lacks something at or below a floor here: only a
   * snapshot can give it that. A peer with a tip that is unknown here counts as further on, unless
   * it says itself that it is not.
   */
  boolean isBelowFloor() {
    for (int author = 0; author < Math.min(dag.authorCount(), heightHeld.length); author++) {
      int floor = dag.pruning().floor(author);
      boolean known = heightHeld[author] >= floor;
      if (!known && (!tipUnknown[author] || heightClaimed[author] < floor)) {
        return true;
      }
    }
    return false;
  }

  /** True if the peer has shown a tip of our own chain that is not here: we have lost data. */
  boolean ownTipUnknown() throws StoreException {
    LittleEndian.putLong(name, 0, ownTip);
    return ownTipShown && dag.findByPrefix(name, 0) == Dag.NONE;
  }

  /** The first 8 bytes of the hash of that tip. */
  long ownTip() {
    return ownTip;
  }

  private boolean check(byte[] bytes, int offset, int length) {
    cursor.wrap(bytes, offset, length);
    while (cursor.remaining() > 0 && !cursor.malformed()) {
      cursor.skip(2 * PREFIX_BYTES);
      cursor.varint();
    }
    return !cursor.malformed();
  }

  private void read(byte[] bytes, int offset, int length) throws StoreException {
    branchTips.clear();
    ownTipShown &= ownTipUnknown();
    cursor.wrap(bytes, offset, length);
    while (cursor.remaining() > 0) {
      int at = cursor.position();
      cursor.skip(2 * PREFIX_BYTES);
      int claimed = (int) Math.min(Integer.MAX_VALUE, cursor.varint());
      int tip = dag.findByPrefix(bytes, at + PREFIX_BYTES);
      if (tip == Dag.NONE && isOwn(bytes, at)) {
        ownTipShown = true;
        ownTip = LittleEndian.longAt(bytes, at + PREFIX_BYTES);
      }
      int author = dag.findAuthorByPrefix(bytes, at);
      if (author != Dag.NONE) {
        hold(author, tip);
        heightClaimed[author] = Math.max(heightClaimed[author], claimed);
      }
    }
  }

  // Not by the author's number here: whoever lost everything has none.
  private boolean isOwn(byte[] bytes, int at) {
    return Arrays.equals(bytes, at, at + PREFIX_BYTES, selfKey, 0, PREFIX_BYTES);
  }

  private void hold(int author, int tip) throws StoreException {
    if (tip == Dag.NONE || dag.author(tip) != author) {
      tipUnknown[author] = true;
      return;
    }
    int sound = Math.min(dag.height(tip), dag.authorHeight(author));
    heightHeld[author] = Math.max(heightHeld[author], sound);
    if (dag.height(tip) > dag.authorHeight(author)) {
      branchTips.add(tip);
    }
  }

  // Branch rows of a forked author are walked: what lies below a tip that the peer named is held.
  private void addBranchRows(int author, IntList missing) throws StoreException {
    held.clear();
    for (int i = 0; i < branchTips.count(); i++) {
      int at = branchTips.at(i);
      while (at != Dag.NONE
          && dag.author(at) == author
          && dag.height(at) > dag.authorHeight(author)) {
        held.set(dag.sequenceOf(at));
        at = dag.storePrev(at);
      }
    }
    IntList rows = dag.shown().branchRows(author);
    for (int i = 0; i < rows.count(); i++) {
      int place = dag.sequenceOf(rows.at(i));
      if (!held.get(place)) {
        missing.add(place);
      }
    }
  }

  private void reserve() {
    int authors = dag.authorCount();
    if (heightHeld.length < authors) {
      heightHeld = new int[authors * 2];
      tipUnknown = new boolean[authors * 2];
      heightClaimed = new int[authors * 2];
    }
    Arrays.fill(heightHeld, 0, authors, 0);
    Arrays.fill(tipUnknown, 0, authors, false);
    Arrays.fill(heightClaimed, 0, authors, 0);
  }
}
