package dev.latticenano.storage.table;

import dev.latticenano.core.store.RowCursor;
import dev.latticenano.core.store.RowView;
import dev.latticenano.core.store.StoreException;

/**
 * A walk through layers of a table, newest first, as if they were one: of the same key in several
 * the newest is shown, marks among the rows. It goes one way, as it was begun: forward from {@link
 * #seek}, back from {@link #floor}. Allocates nothing after construction if the layers do not.
 */
final class MergedCursor {
  private final RowCursor[] layers;
  private final boolean[] live;
  // The layers that stand at the row shown; the first is the newest.
  private final int[] same;
  private int sameCount;

  /** Over these cursors, newest first. */
  MergedCursor(RowCursor[] layers) {
    this.layers = layers;
    live = new boolean[layers.length];
    same = new int[layers.length];
  }

  /** Goes to the first row not below a key. */
  boolean seek(byte[] key, int offset, int length) throws StoreException {
    for (int i = 0; i < layers.length; i++) {
      live[i] = layers[i].seek(key, offset, length);
    }
    return choose(1);
  }

  /** As {@link #seek} up to {@code to}, asking filters first: all keys between share a prefix. */
  boolean seekPrefix(RunKey key, byte[] to) throws StoreException {
    for (int i = 0; i < layers.length; i++) {
      live[i] =
          layers[i] instanceof TierCursor tier
              ? tier.seekPrefix(key, to)
              : layers[i].seek(key.bytes(), key.offset(), key.length());
    }
    return choose(1);
  }

  /** Goes to the next row. */
  boolean next() throws StoreException {
    for (int i = 0; i < sameCount; i++) {
      live[same[i]] = layers[same[i]].next();
    }
    return choose(1);
  }

  /** Goes to the last row that is not above a key and is not buried. */
  boolean floor(byte[] key, int offset, int length) throws StoreException {
    for (int i = 0; i < layers.length; i++) {
      live[i] = layers[i].seekFloor(key, offset, length);
    }
    while (choose(-1)) {
      if (!row().isBuried()) {
        return true;
      }
      for (int i = 0; i < sameCount; i++) {
        live[same[i]] = layers[same[i]].previous();
      }
    }
    return false;
  }

  /** The row or mark it is at. */
  RowView row() {
    return layers[same[0]].row();
  }

  /** In how many layers there is a row or mark of this key. */
  int count() {
    return sameCount;
  }

  // Shows the least key, or the greatest if the sign is negative.
  private boolean choose(int sign) {
    sameCount = 0;
    RowView best = null;
    for (int i = 0; i < layers.length; i++) {
      if (!live[i]) {
        continue;
      }
      RowView row = layers[i].row();
      int order = best == null ? -1 : row.compareKey(best) * sign;
      if (order < 0) {
        best = row;
        sameCount = 0;
      }
      if (order <= 0) {
        same[sameCount++] = i;
      }
    }
    return sameCount > 0;
  }
}
