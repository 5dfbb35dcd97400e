package dev.latticenano.core;

import dev.latticenano.core.store.StoreException;

/**
 * State of one store that is made anew, in turns: its rows go, then those of the snapshot come that
 * it begins with, if there is one. If it is cut short, it begins again.
 */
final class Renewal {
  // Rows removed for the cost of one applied.
  private static final int REMOVED_ROWS = 4;

  // Bytes of a snapshot's rows for the cost of one applied.
  private static final int LOADED_BYTES = 512;

  private final StateTables state;
  private final Origin origin;
  private boolean underWay;
  private boolean members;
  private boolean loading;

  Renewal(StateTables state, Origin origin) {
    this.state = state;
    this.origin = origin;
  }

  /** The last run left it so. */
  void restore(boolean wasUnderWay, boolean wasOfMembers) {
    underWay = wasUnderWay;
    members = wasOfMembers;
  }

  /**
   * Begins.
   *
   * @param alsoMembers whether the rows that say who may write what go, too
   */
  void begin(boolean alsoMembers) {
    members = alsoMembers || underWay && members;
    underWay = true;
    loading = false;
    origin.begin();
  }

  /** True until state can be applied to. */
  boolean isUnderWay() {
    return underWay;
  }

  /** True if it learns anew who may write what. */
  boolean isOfMembers() {
    return members;
  }

  /** True if something of the snapshot is missing: it goes on when that has come. */
  boolean isWaiting() {
    return loading && origin.stands();
  }

  /** True if {@code row} of the witness order is in what state begins with. */
  boolean holds(int row) throws StoreException {
    return origin.holds(row);
  }

  /** Goes on for about {@code budget}; returns what of it was used, at least 1. */
  int turn(int budget) throws StoreException {
    return loading ? load(budget) : clear(budget);
  }

  private int clear(int budget) throws StoreException {
    int most = Math.max(1, budget * REMOVED_ROWS);
    int gone = state.remove(most, members);
    loading = gone < most && origin.exists();
    underWay = gone == most || loading;
    members &= underWay;
    return Math.max(1, gone / REMOVED_ROWS);
  }

  private int load(int budget) throws StoreException {
    if (origin.isAgain() && origin.turn((long) budget * LOADED_BYTES)) {
      state.loaded();
      loading = false;
      underWay = false;
      members = false;
    }
    return budget;
  }
}
