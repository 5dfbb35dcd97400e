package dev.latticenano.core.snapshot;

import dev.latticenano.core.store.StoreException;

/**
 * What the rows of a store name: the intentions whose heads they hold, and those that decide who
 * may write. A tail may cite them after the log below it is gone, so a snapshot says where in its
 * author's chain each stood.
 */
public interface RowNames {
  /**
   * Shows {@code found} every intention that a row names, where its hash stands in the row, in
   * rising order of place.
   *
   * @param table which table: {@link SnapshotRows#SYSTEM} or {@link SnapshotRows#STATE}
   */
  void names(
      int table,
      byte[] key,
      int keyOffset,
      int keyLength,
      byte[] value,
      int valueOffset,
      int valueLength,
      Found found)
      throws StoreException;

  /** Receives the names in a row. */
  interface Found {
    /**
     * One name.
     *
     * @param place where the 32 bytes of the hash begin in key and value, one behind the other
     * @param author the array that holds the 32 bytes of its author
     * @param height in its author's chain, from 1
     */
    void name(int place, byte[] author, int authorOffset, int height) throws StoreException;
  }
}
