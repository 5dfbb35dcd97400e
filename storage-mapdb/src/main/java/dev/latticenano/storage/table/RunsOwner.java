package dev.latticenano.storage.table;

import java.util.UUID;

/**
 * Whose runs these are.
 *
 * @param store the store's id
 * @param salt that of its log, which tells the log from any other
 */
record RunsOwner(UUID store, long salt) {}
