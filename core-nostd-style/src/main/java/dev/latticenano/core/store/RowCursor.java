package dev.latticenano.core.store;

/**
 * A place in rows ordered by key, marks of buried rows among them: how the layers of a table are
 * merged and written. A search takes a key of any length, so an empty one is before every row.
 *
 * <p>A cursor is at a row after a call that returned true, and nowhere after one that returned
 * false and before the first search; from nowhere, {@link #next} and {@link #previous} lead
 * nowhere. Writing to the rows leaves it nowhere defined: search again. It may hold its row's
 * bytes; a cursor is made once and used again.
 */
public interface RowCursor {
  /** Goes to the first row whose key is not below {@code key}. */
  boolean seek(byte[] key, int offset, int length) throws StoreException;

  /** Goes to the last row whose key is not above {@code key}. */
  boolean seekFloor(byte[] key, int offset, int length) throws StoreException;

  /** Goes to the row behind. */
  boolean next() throws StoreException;

  /** Goes to the row before. */
  boolean previous() throws StoreException;

  /** The row the cursor is at: always the same view, which moves along. */
  RowView row();
}
