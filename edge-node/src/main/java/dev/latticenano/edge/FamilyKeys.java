package dev.latticenano.edge;

import dev.latticenano.core.EpochKeys;
import dev.latticenano.core.seal.EpochKey;
import dev.latticenano.core.seal.Keyring;
import dev.latticenano.core.store.StoreException;
import java.util.List;

/**
 * The epoch keys of a store that lies in others: its own, and those of the stores above it. Whoever
 * was let into a store was given the keys of the stores in it that have its members, and keeps them
 * there until such a store is here. New keys go to the store's own.
 *
 * @param own the store's
 * @param above of the stores it lies in
 */
record FamilyKeys(EpochKeys own, List<EpochKeys> above) implements EpochKeys {
  @Override
  public void load(Keyring ring) throws StoreException {
    own.load(ring);
    for (EpochKeys each : above) {
      each.load(ring);
    }
  }

  @Override
  public void keep(EpochKey key) throws StoreException {
    own.keep(key);
  }
}
