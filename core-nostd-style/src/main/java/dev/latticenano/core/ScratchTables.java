package dev.latticenano.core;

import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.Tables;

/** Room of the host's for tables that are needed for a while and never kept. */
public interface ScratchTables {
  /** Empty tables, nobody else's until {@link #drop}. */
  Tables open() throws StoreException;

  /** The tables opened last are not needed any more. */
  void drop() throws StoreException;
}
