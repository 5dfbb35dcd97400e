package dev.latticenano.core.dag;

import dev.latticenano.core.store.StoreException;

/** Which intentions stay when all else below a floor goes: docs/snapshots.md §8, kept. */
public interface Staying {
  /** Nothing stays. */
  Staying NOTHING = row -> false;

  /** True if the intention of {@code row}, which would go, stays. */
  boolean stays(int row) throws StoreException;
}
