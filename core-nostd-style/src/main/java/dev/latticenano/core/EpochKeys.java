package dev.latticenano.core;

import dev.latticenano.core.seal.EpochKey;
import dev.latticenano.core.seal.Keyring;
import dev.latticenano.core.store.StoreException;

/**
 * Where a host keeps the epoch keys of one store: apart from its log, readable by its owner alone.
 * Whoever loses them cannot read the store any more.
 */
public interface EpochKeys {
  /** Adds every key kept so far to {@code ring}, in the order they came. */
  void load(Keyring ring) throws StoreException;

  /**
   * Makes one more key durable. It is used only when this returns.
   *
   * @throws StoreException the disk failed or is full; the key is not used, and offered again later
   */
  void keep(EpochKey key) throws StoreException;
}
