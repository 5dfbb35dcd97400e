package dev.latticenano.core;

import dev.latticenano.core.store.StoreException;

/** What a disk needs: power for so many steps, and room for so many appends. */
final class Power {
  int steps = Integer.MAX_VALUE;
  int rooms = Integer.MAX_VALUE;

  /** One step; the last one's power fails. */
  void use() throws StoreException {
    if (steps == 0) {
      throw new StoreException(StoreException.Kind.IO, "the power is out", null);
    }
    steps--;
  }

  /** Room for one append. */
  void room() throws StoreException {
    if (rooms == 0) {
      throw new StoreException(StoreException.Kind.FULL, "no room", null);
    }
    rooms--;
  }
}
