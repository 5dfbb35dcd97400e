package dev.latticenano.core.store;

/**
 * A table on the heap that can lie above older layers of rows that never change: what was written
 * last. As a {@link Table} it answers from its own rows alone, and a buried row is absent; {@link
 * Table#delete} removes a row or a mark outright, so that older layers show through again.
 *
 * <p>Layers, newest first, agree on what is visible: the first one that has a row or a mark of a
 * key decides.
 */
public interface Overlay extends Table {
  /** The row is gone, whatever older layers hold. */
  int BURIED = -2;

  /** An empty one of that shape. */
  static Overlay of(TableShape shape) {
    return shape.isFixed() ? new FixedRows(shape) : new VariableRows();
  }

  /**
   * Like {@link #get}, and tells what older layers must not be asked for.
   *
   * @return the value's length, {@link #ABSENT} or {@link #BURIED}
   */
  int find(byte[] key, int keyOffset, int keyLength, byte[] out, int outOffset);

  /** Deletes a row that is visible, here or in older layers, by a mark in its place. */
  void bury(byte[] key, int keyOffset, int keyLength);

  /** A new cursor over rows and marks. */
  RowCursor cursor();

  /** How many rows and marks there are. */
  int count();

  /** Forgets all of them, and keeps the memory for those to come. */
  void clear();
}
