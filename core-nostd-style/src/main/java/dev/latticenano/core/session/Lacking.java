package dev.latticenano.core.session;

import dev.latticenano.core.bytes.Cursor;
import dev.latticenano.core.bytes.LittleEndian;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.dag.IntList;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.store.StoreException;
import java.util.Arrays;
import java.util.BitSet;

/**
 * What a peer has of each author, as far as its frontier says, and so what it lacks. Read from
 * {@link Tips}: all of them, or what changed since a set that both had.
 */
final class Lacking {
  private static final int PREFIX_BYTES = Tips.PREFIX_BYTES;
  private static final int[] NONE = {};

  private final Dag dag;
  private final byte[] selfKey;

  // Only while a frontier is read.
  private Cursor cursor;
  private int[] heightHeld = NONE;
  private int[] heightClaimed = NONE;
  private BitSet tipUnknown;
  private IntList branchTips;

  private boolean belowFloor;
  private boolean behind;
  private long ownTip;
  private boolean ownTipShown;

  /**
   * @param dag this node's set
   * @param selfKey the author whose unknown tips at the peer are to be noticed; lent
   */
  Lacking(Dag dag, byte[] selfKey) {
    this.dag = dag;
    this.selfKey = selfKey;
  }

  /** Whether a frontier consists of whole entries. */
  boolean check(FrontierView frontier) {
    cursor = new Cursor();
    cursor.wrap(frontier.bytes(), frontier.tipsAt(), frontier.tipsLength());
    while (cursor.remaining() > 0 && !cursor.malformed()) {
      cursor.skip(2 * PREFIX_BYTES);
      cursor.varint();
    }
    boolean whole = !cursor.malformed();
    cursor.wrap(frontier.bytes(), frontier.changesAt(), frontier.changesLength());
    while (cursor.remaining() > 0 && !cursor.malformed()) {
      gained(cursor.varint());
    }
    whole &= !cursor.malformed();
    cursor = null;
    return whole;
  }

  /** How many intentions an author has gained, whose change begins with {@code head}. */
  private long gained(long head) {
    return (head & 1) == 0 ? 1 : 2 + limited(cursor.varint());
  }

  // As unsigned.
  private static long limited(long value) {
    return value < 0 ? Integer.MAX_VALUE : Math.min(Integer.MAX_VALUE, value);
  }

  /**
   * Fills {@code missing} with the rows a peer with this frontier lacks, in this node's witness
   * order, which is causal.
   *
   * @param since what is new here since the set that the frontier counts from; null if it counts
   *     from nothing
   * @param through the last place of the witness order that may be sent
   */
  void rows(FrontierView frontier, Gain since, int through, IntList missing) throws StoreException {
    reserve(since);
    missing.clear();
    readTips(frontier);
    readChanges(frontier, since);
    if (since == null && lacksAll()) {
      // A newcomer to a large store: nobody waits while its chains are looked up and put in order.
      for (int place = 1; place <= through; place++) {
        missing.add(dag.rowAtSequence(place));
      }
    } else {
      find(since, through, missing);
    }
    belowFloor = findBelowFloor();
    heightHeld = NONE;
    heightClaimed = NONE;
    cursor = null;
    tipUnknown = null;
    branchTips = null;
  }

  /** True if the peer has nothing, and all that is here lies here and is shown. */
  private boolean lacksAll() {
    boolean all =
        tipUnknown.isEmpty() && !dag.pruning().hasBase() && dag.shown().hiddenCount() == 0;
    for (int author = 0; all && author < dag.authorCount(); author++) {
      all = heightHeld[author] == 0;
    }
    return all && branchTips.count() == 0;
  }

  private void find(Gain since, int through, IntList missing) throws StoreException {
    for (int author = 0; author < dag.authorCount(); author++) {
      if (tipUnknown.get(author)) {
        // The peer is most likely ahead.
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
        addBranchRows(author, since, missing);
      }
    }
    missing.sort();
    while (missing.count() > 0 && missing.at(missing.count() - 1) > through) {
      missing.removeLast();
    }
    for (int i = 0; i < missing.count(); i++) {
      missing.set(i, dag.rowAtSequence(missing.at(i)));
    }
  }

  /** True if the peer has shown something that is not here. */
  boolean isBehind() {
    return behind;
  }

  /**
   * True if the peer whose frontier was read last lacks something at or below a floor here: only a
   * snapshot can give it that. A peer with a tip that is unknown here counts as further on, unless
   * it says itself that it is not.
   */
  boolean isBelowFloor() {
    return belowFloor;
  }

  private boolean findBelowFloor() {
    for (int author = 0; author < dag.authorCount(); author++) {
      int floor = dag.pruning().floor(author);
      boolean known = heightHeld[author] >= floor;
      if (!known && (!tipUnknown.get(author) || heightClaimed[author] < floor)) {
        return true;
      }
    }
    return false;
  }

  /** True if the peer has shown a tip of our own chain that is not here: we have lost data. */
  boolean ownTipUnknown() throws StoreException {
    if (!ownTipShown) {
      return false;
    }
    byte[] name = new byte[Hash.BYTES];
    LittleEndian.putLong(name, 0, ownTip);
    return dag.findByPrefix(name, 0) == Dag.NONE;
  }

  /** The first 8 bytes of the hash of that tip. */
  long ownTip() {
    return ownTip;
  }

  /** The peer tells a tip of our own: whoever lost its own is to know it at once. */
  void readOwn(FrontierView frontier) throws StoreException {
    ownTipShown &= ownTipUnknown();
    if (frontier.tellsOwn()) {
      showOwn(frontier.bytes(), frontier.ownAt());
    }
  }

  private void showOwn(byte[] bytes, int offset) throws StoreException {
    if (dag.findByPrefix(bytes, offset) == Dag.NONE) {
      ownTipShown = true;
      ownTip = LittleEndian.longAt(bytes, offset);
    }
  }

  private void readTips(FrontierView frontier) throws StoreException {
    byte[] bytes = frontier.bytes();
    cursor.wrap(bytes, frontier.tipsAt(), frontier.tipsLength());
    while (cursor.remaining() > 0) {
      int at = cursor.position();
      cursor.skip(2 * PREFIX_BYTES);
      int claimed = (int) limited(cursor.varint());
      int tip = dag.findByPrefix(bytes, at + PREFIX_BYTES);
      behind |= tip == Dag.NONE;
      if (isOwn(bytes, at)) {
        showOwn(bytes, at + PREFIX_BYTES);
      }
      int author = dag.findAuthorByPrefix(bytes, at);
      if (author != Dag.NONE) {
        hold(author, tip);
        heightClaimed[author] = Math.max(heightClaimed[author], claimed);
      }
    }
  }

  private void readChanges(FrontierView frontier, Gain since) throws StoreException {
    cursor.wrap(frontier.bytes(), frontier.changesAt(), frontier.changesLength());
    long number = -1;
    while (since != null && cursor.remaining() > 0) {
      long head = cursor.varint();
      number += limited(head >>> 1) + 1;
      long gained = gained(head);
      if (number < since.authorCount()) {
        change(since.author((int) number), gained);
      }
    }
  }

  private void change(int author, long gained) {
    int claimed = (int) limited(heightHeld[author] + gained);
    heightClaimed[author] = Math.max(heightClaimed[author], claimed);
    if (claimed > dag.shown().authorHeight(author) || dag.isForked(author)) {
      tipUnknown.set(author);
      behind = true;
      return;
    }
    heightHeld[author] = claimed;
  }

  // Not by the author's number here: whoever lost everything has none.
  private boolean isOwn(byte[] bytes, int at) {
    return Arrays.equals(bytes, at, at + PREFIX_BYTES, selfKey, 0, PREFIX_BYTES);
  }

  private void hold(int author, int tip) throws StoreException {
    if (tip == Dag.NONE || dag.author(tip) != author) {
      tipUnknown.set(author);
      return;
    }
    int sound = Math.min(dag.height(tip), dag.authorHeight(author));
    heightHeld[author] = Math.max(heightHeld[author], sound);
    if (dag.height(tip) > dag.authorHeight(author)) {
      branchTips.add(tip);
    }
  }

  // Branch rows of a forked author are walked: what lies below a tip that the peer named is held,
  // and so is all that was there when both had the same set.
  private void addBranchRows(int author, Gain since, IntList missing) throws StoreException {
    BitSet held = new BitSet();
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
      if (!held.get(place) && (since == null || !since.wasThere(rows.at(i)))) {
        missing.add(place);
      }
    }
  }

  private void reserve(Gain since) {
    int authors = dag.authorCount();
    heightHeld = new int[authors];
    heightClaimed = new int[authors];
    for (int author = 0; author < authors; author++) {
      heightHeld[author] = since == null ? 0 : since.heightThen(author);
      heightClaimed[author] = heightHeld[author];
    }
    cursor = new Cursor();
    tipUnknown = new BitSet();
    branchTips = new IntList();
    behind = false;
  }
}
