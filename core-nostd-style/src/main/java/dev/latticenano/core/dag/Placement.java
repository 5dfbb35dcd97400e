package dev.latticenano.core.dag;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.IntentionView;
import dev.latticenano.core.store.StoreException;

/**
 * Whether there is a place for an intention: on its own author's chain, above what is settled, and
 * in the tables if it has to wait. Reads tables, changes none. Allocates nothing.
 */
final class Placement {
  private static final int NONE = Rows.NONE;

  private final Names names;
  private final Authors authors;
  private final Waiting waiting;
  private final Capacity capacity;
  private final Floors floors;
  private int[] settled = {};

  Placement(Names names, Authors authors, Waiting waiting, Capacity capacity, Floors floors) {
    this.names = names;
    this.authors = authors;
    this.waiting = waiting;
    this.capacity = capacity;
    this.floors = floors;
  }

  /**
   * OK if there is a place for what was opened and resolved, or why not. What can be witnessed at
   * once is never turned away because others wait, or a flood that waits for what never comes would
   * stall the store.
   */
  Verdict judge(Offered offered) throws StoreException {
    if (offered.isForeign() || isPrevForeignAfloat(offered)) {
      return Verdict.STORE_PREV_FOREIGN;
    }
    if (isViolation(offered)) {
      return Verdict.CHECKPOINT_VIOLATED;
    }
    boolean full =
        offered.waits() && !fits(offered)
            || offered.author() == NONE && authors.count() >= capacity.authorsMax();
    return full ? Verdict.TABLE_FULL : Verdict.OK;
  }

  /** True if what waits for nothing may be witnessed. */
  boolean isOpen(Offered each) {
    return !each.isForeign() && !isViolation(each);
  }

  private boolean isSettled(Offered each) {
    return each.author() < settled.length && each.height() <= settled[each.author()];
  }

  /** Nothing new is taken at or below {@code heights}, one an author, from now on. */
  void settle(int[] heights) {
    settled = heights;
  }

  /** True if it has a place below its author's floor, where all that there was is gone. */
  private boolean isViolation(Offered each) {
    return each.author() != NONE
        && (each.intention().isFirst() || each.prev() != NONE)
        && (floors.isBelow(each.author(), each.height()) || isSettled(each))
        && !floors.holes().awaits(each.hash());
  }

  private boolean isPrevForeignAfloat(Offered offered) {
    if (offered.intention().isFirst() || offered.prev() != NONE) {
      return false;
    }
    int prev = waiting.find(offered.bytes(), offered.intention().storePrevOffset());
    return waiting.isFloating(prev) && waiting.author(prev) != offered.author();
  }

  private boolean fits(Offered offered) throws StoreException {
    IntentionView intention = offered.intention();
    int awaited = 0;
    int missing = 0;
    if (!intention.isFirst() && offered.prev() == NONE) {
      awaited++;
      missing += isUnheardOf(offered.bytes(), intention.storePrevOffset()) ? 1 : 0;
    }
    for (int i = 0; i < intention.conditionCount(); i++) {
      int offset = intention.conditionOffset(i);
      if (!Hash.isZero(offered.bytes(), offset) && names.find(offered.bytes(), offset) == NONE) {
        awaited++;
        missing += isUnheardOf(offered.bytes(), offset) ? 1 : 0;
      }
    }
    return waiting.mayFloat()
        && waiting.floatingCount() < capacity.floatingMax()
        && waiting.missingCount() + missing <= capacity.missingMax()
        && waiting.awaitedCount() + awaited <= capacity.awaitedMax();
  }

  private boolean isUnheardOf(byte[] bytes, int offset) {
    return waiting.find(bytes, offset) == Waiting.NONE;
  }
}
