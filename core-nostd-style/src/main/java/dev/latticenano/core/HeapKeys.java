package dev.latticenano.core;

import dev.latticenano.core.seal.EpochKey;
import dev.latticenano.core.seal.Keyring;
import java.util.ArrayList;
import java.util.List;

/** Epoch keys on the heap, for simulations and tests, and for stores that have none. */
public final class HeapKeys implements EpochKeys {
  private final List<EpochKey> kept = new ArrayList<>();

  @Override
  public void load(Keyring ring) {
    kept.forEach(ring::add);
  }

  /** Keeps them in {@code other}, too, in place of what is there. */
  public void copy(HeapKeys other) {
    other.kept.clear();
    other.kept.addAll(kept);
  }

  /** How many there are. */
  public int count() {
    return kept.size();
  }

  @Override
  public void keep(EpochKey key) {
    kept.add(key);
  }
}
