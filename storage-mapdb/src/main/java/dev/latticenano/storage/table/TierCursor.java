package dev.latticenano.storage.table;

import dev.latticenano.core.store.RowCursor;
import dev.latticenano.core.store.RowView;
import dev.latticenano.core.store.StoreException;

/** A place in a {@link Tier}: one cursor that moves from run to run. */
final class TierCursor implements RowCursor {
  private final Tier tier;
  private RowCursor cursor;
  private int at = -1;

  TierCursor(Tier tier) {
    this.tier = tier;
  }

  @Override
  public boolean seek(byte[] key, int offset, int length) throws StoreException {
    int index = tier.firstNotBelow(key, offset, length);
    return index < tier.size() && moveTo(index).seek(key, offset, length);
  }

  /**
   * As {@link #seek}, but goes nowhere if filters say that nothing begins with the key's prefix.
   */
  boolean seekPrefix(RunKey key, byte[] to) throws StoreException {
    int index = tier.firstNotBelow(key.bytes(), key.offset(), key.length());
    while (index < tier.size() && tier.run(index).bounds().compare(to, 0, to.length) >= 0) {
      if (tier.run(index).mayHold(key)) {
        return moveTo(index).seek(key.bytes(), key.offset(), key.length());
      }
      index++;
    }
    return false;
  }

  @Override
  public boolean seekFloor(byte[] key, int offset, int length) throws StoreException {
    int index = tier.firstNotBelow(key, offset, length);
    if (index == tier.size() || tier.run(index).bounds().isAbove(key, offset, length)) {
      index--;
    }
    return index >= 0 && moveTo(index).seekFloor(key, offset, length);
  }

  @Override
  public boolean next() throws StoreException {
    if (cursor.next()) {
      return true;
    }
    if (at + 1 >= tier.size()) {
      return false;
    }
    byte[] first = tier.run(at + 1).bounds().first();
    return moveTo(at + 1).seek(first, 0, first.length);
  }

  @Override
  public boolean previous() throws StoreException {
    if (cursor.previous()) {
      return true;
    }
    if (at <= 0) {
      return false;
    }
    byte[] last = tier.run(at - 1).bounds().last();
    return moveTo(at - 1).seekFloor(last, 0, last.length);
  }

  @Override
  public RowView row() {
    return cursor.row();
  }

  private RowCursor moveTo(int index) {
    if (index != at) {
      cursor = tier.run(index).cursor(cursor);
      at = index;
    }
    return cursor;
  }
}
