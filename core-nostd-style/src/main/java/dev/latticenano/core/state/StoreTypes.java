package dev.latticenano.core.state;

import dev.latticenano.core.store.Table;

/** The store types known here, by their type string. */
public interface StoreTypes {
  /**
   * A state machine whose state lies in {@code state}, a table of any keys and values that is its
   * alone; what an earlier run left there is taken up.
   *
   * @param type as in the store's genesis
   * @return null for a type unknown here: the store replicates without state
   */
  StateMachine open(String type, Table state);
}
