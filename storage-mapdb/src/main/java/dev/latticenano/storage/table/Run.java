package dev.latticenano.storage.table;

import dev.latticenano.core.store.Overlay;
import dev.latticenano.core.store.RowCursor;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.Table;

/** An immutable file of sorted rows and marks of one table. */
interface Run {
  /**
   * Copies the value under a key.
   *
   * @return its length, {@link Table#ABSENT} or {@link Overlay#BURIED}
   */
  int find(RunKey key, byte[] out, int outOffset) throws StoreException;

  /** False if no row or mark begins with the key's filtered prefix; true also without a filter. */
  boolean mayHold(RunKey key);

  /** A cursor over rows and marks; {@code used}, of a run of the same table or null, may move. */
  RowCursor cursor(RowCursor used);

  /** The first and the last key. */
  RunBounds bounds();

  /** Its file. */
  RunSource source();
}
