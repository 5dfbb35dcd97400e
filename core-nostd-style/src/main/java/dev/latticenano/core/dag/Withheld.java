package dev.latticenano.core.dag;

import dev.latticenano.core.store.StoreException;

/**
 * Tells which intentions an ack must not name, because to name them says more than to have seen.
 */
public interface Withheld {
  /** Nothing is withheld. */
  Withheld NOTHING = row -> false;

  /** True if {@code row} must not be named. */
  boolean isWithheld(int row) throws StoreException;
}
