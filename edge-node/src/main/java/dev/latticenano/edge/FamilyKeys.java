package dev.latticenano.edge;

import dev.latticenano.core.EpochKeys;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.seal.EpochKey;
import dev.latticenano.core.seal.Keyring;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.host.Failure;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The epoch keys of a store that lies in others: its own, and those of the stores above it. Whoever
 * was let into a store was given the keys of the stores in it that have its members, and keeps them
 * there until such a store is here. New keys go to the store's own.
 *
 * @param own the store's
 * @param above of the stores it lies in
 */
record FamilyKeys(EpochKeys own, List<EpochKeys> above) implements EpochKeys {
  /** Those of a store of this node. */
  static FamilyKeys open(NodeHome home, StoreId id) throws Failure {
    StoreMarks marks = home.tree().marks();
    List<EpochKeys> above = new ArrayList<>();
    Set<StoreId> seen = new HashSet<>(Set.of(id));
    StoreId parent = marks.parent(id);
    while (parent != null && seen.add(parent)) {
      above.add(KeysFile.open(home.place(parent), parent));
      parent = marks.parent(parent);
    }
    return new FamilyKeys(KeysFile.open(home.place(id), id), above);
  }

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
