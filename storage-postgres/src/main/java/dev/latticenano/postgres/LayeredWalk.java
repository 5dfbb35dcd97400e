package dev.latticenano.postgres;

import dev.latticenano.core.store.RowCursor;
import dev.latticenano.core.store.RowView;
import dev.latticenano.core.store.StoreException;

/**
 * A walk through what is on the heap and what is durable as if they were one, marks left out. It
 * goes one way, as it was begun.
 */
final class LayeredWalk {
  private final RowCursor above;
  private final RowCursor below;
  private boolean aboveLive;
  private boolean belowLive;
  private boolean atAbove;
  private boolean atBelow;

  LayeredWalk(RowCursor above, RowCursor below) {
    this.above = above;
    this.below = below;
  }

  /** Goes to the first row not below a key. */
  boolean seek(byte[] key, int offset, int length) throws StoreException {
    aboveLive = above.seek(key, offset, length);
    belowLive = below.seek(key, offset, length);
    return choose(1);
  }

  /** Goes to the next row. */
  boolean next() throws StoreException {
    step(1);
    return choose(1);
  }

  /** Goes to the last row that is not above a key. */
  boolean floor(byte[] key, int offset, int length) throws StoreException {
    aboveLive = above.seekFloor(key, offset, length);
    belowLive = below.seekFloor(key, offset, length);
    return choose(-1);
  }

  /** The row it is at. */
  RowView row() {
    return atAbove ? above.row() : below.row();
  }

  private void step(int sign) throws StoreException {
    if (atAbove) {
      aboveLive = sign > 0 ? above.next() : above.previous();
    }
    if (atBelow) {
      belowLive = sign > 0 ? below.next() : below.previous();
    }
  }

  // The least key that is visible, or the greatest if the sign is negative.
  private boolean choose(int sign) throws StoreException {
    while (aboveLive || belowLive) {
      int order = !belowLive ? -1 : !aboveLive ? 1 : above.row().compareKey(below.row()) * sign;
      atAbove = order <= 0;
      atBelow = order >= 0;
      if (!atAbove || !above.row().isBuried()) {
        return true;
      }
      step(sign);
    }
    return false;
  }
}
