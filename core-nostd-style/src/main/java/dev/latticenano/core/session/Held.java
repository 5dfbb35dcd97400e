package dev.latticenano.core.session;

import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.store.Store;

/**
 * A store that this node holds, as sessions see it.
 *
 * @param id the store
 * @param dag its intentions; the caller's
 * @param log where they lie; the caller's
 */
public record Held(StoreId id, Dag dag, Store log) {}
