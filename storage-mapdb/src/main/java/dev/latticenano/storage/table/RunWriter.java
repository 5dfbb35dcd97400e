package dev.latticenano.storage.table;

import dev.latticenano.core.store.RowView;
import dev.latticenano.core.store.StoreException;

/** Writes one run from rows and marks in the order of their keys. */
interface RunWriter {
  /** The next row or mark; its key is above all earlier ones. */
  void add(RowView row) throws StoreException;

  /** Bytes written so far. */
  long bytes();

  /**
   * Writes about {@code budgetBytes} of what follows the last row.
   *
   * @return true when only a little is left for {@link #finish}
   */
  boolean flush(int budgetBytes) throws StoreException;

  /** Writes what is missing of at least one row, syncs and closes the file. */
  RunFooter finish() throws StoreException;

  /** Closes the file, which is to be deleted. */
  void abandon();
}
