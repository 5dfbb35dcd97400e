package dev.latticenano.relay;

import dev.latticenano.core.store.StoreException;
import dev.latticenano.relay.home.DiskShelf;
import dev.latticenano.relay.net.Upkeep;

/**
 * Writes the checkpoints of a relay's stores and merges the runs under their tables, a little in
 * each turn, after what else is to be done: at once they would keep all stores waiting, a
 * checkpoint for some 20 ms, a merge for as long as 64 MiB take. Source: docs/relay.md §5.
 */
final class Merging implements Upkeep {
  /** Bytes in a turn; about a millisecond. */
  static final int TURN_BYTES = 32_768;

  private final Upkeep rest;
  private final DiskShelf shelf;

  /** Does what {@code rest} does, too. */
  Merging(Upkeep rest, DiskShelf shelf) {
    this.rest = rest;
    this.shelf = shelf;
  }

  @Override
  public void tick(long nowMs) throws StoreException {
    rest.tick(nowMs);
    if (shelf.isMergeDue()) {
      shelf.merge(TURN_BYTES);
    }
  }

  @Override
  public long deadlineMs() {
    return shelf.isMergeDue() ? 0 : rest.deadlineMs();
  }
}
