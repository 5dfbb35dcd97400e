package dev.latticenano.core.state;

import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.store.StoreException;

/** Receives the authority ops that take a right from somebody. */
public interface Withdrawals {
  /** The intention {@code op} takes something from {@code peer}. */
  void withdrawn(Hash op, AuthorId peer) throws StoreException;
}
