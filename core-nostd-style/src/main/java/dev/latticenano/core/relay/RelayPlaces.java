package dev.latticenano.core.relay;

import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.store.PrunableChunks;
import dev.latticenano.core.store.Store;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.Tables;

/** Where the stores of a relay lie: the host's. */
public interface RelayPlaces {
  /**
   * Where one store lies.
   *
   * @param chunks of this store alone: no other's members can ask for them
   */
  record Place(Store log, Tables tables, PrunableChunks chunks) {}

  /**
   * The place of a store, with what it had when it was opened last; a new store gets an empty one.
   * Asked for once a store and run, and again where it failed.
   *
   * @throws StoreException LOCKED if another process serves the store
   */
  Place open(StoreId store) throws StoreException;

  /**
   * Where the process that serves a store now is called, as {@code HOST:PORT}; null if nobody
   * serves it, or that is not known.
   */
  default String holder(StoreId store) throws StoreException {
    return null;
  }

  /** The relay does not hold the store any more: all that was at its place goes, durably. */
  void remove(StoreId store) throws StoreException;
}
