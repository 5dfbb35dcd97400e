package dev.latticenano.core.snapshot;

import dev.latticenano.core.store.StoreException;

/**
 * What comes to stand on a restored snapshot beside its rows: the order of intentions, whose floor
 * the frontier becomes.
 */
public interface SnapshotBase {
  /** The floor: per author the height and the tip up to which everything is in the snapshot. */
  void floor(Frontier frontier, Covered covered) throws StoreException;

  /**
   * An intention at or below the floor that may still be cited; shown once for each row that names
   * it.
   *
   * @param author its row in the frontier
   */
  void ghost(byte[] hash, int hashOffset, int author, int height) throws StoreException;

  /** Everything has come: makes the tables durable, all at once. */
  void checkpoint() throws StoreException;
}
