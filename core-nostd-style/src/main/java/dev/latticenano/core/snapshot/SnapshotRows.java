package dev.latticenano.core.snapshot;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.store.StoreException;

/**
 * Receives what a snapshot holds, in its order: rows of the system table, then rows of the state.
 * Bytes are lent for the call. Nothing counts before the snapshot was read to its end.
 */
public interface SnapshotRows {
  /** The table of what a store says about itself. */
  int SYSTEM = 1;

  /** The table of the store's type. */
  int STATE = 2;

  /** The snapshot stands at {@code frontier}; comes first, once. */
  void begin(Frontier frontier, Covered covered) throws StoreException;

  /** One row. */
  void row(
      int table,
      byte[] key,
      int keyOffset,
      int keyLength,
      byte[] value,
      int valueOffset,
      int valueLength)
      throws StoreException;

  /**
   * An intention that the row shown last names.
   *
   * @param hash the array that holds the 32 bytes of its hash
   * @param author its row in the frontier
   * @param height in its author's chain, from 1 to the frontier's
   */
  void name(byte[] hash, int hashOffset, int author, int height) throws StoreException;

  /** The snapshot was read to its end and keeps every rule, or breaks one: nothing of it counts. */
  void end(Verdict verdict) throws StoreException;
}
