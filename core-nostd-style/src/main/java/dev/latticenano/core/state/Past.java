package dev.latticenano.core.state;

import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.store.StoreException;

/** Questions about who had seen what, which the causal order answers. */
public interface Past {
  /** True if intention {@code past} is {@code of} or in its causal past; both are witnessed. */
  boolean holds(Hash past, Hash of) throws StoreException;

  /** True if everything witnessed here that {@code author} wrote is in the past of {@code of}. */
  boolean holdsAllOf(AuthorId author, Hash of) throws StoreException;
}
