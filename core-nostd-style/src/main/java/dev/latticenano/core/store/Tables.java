package dev.latticenano.core.store;

/**
 * The ordered tables of one store on one node, and how far they follow its log. They change on the
 * heap; a checkpoint makes all of them durable at once, tied to a position of the log. After a
 * crash they stand at the last checkpoint, and whoever owns them replays the log from there.
 * Deleting all of them is always allowed: {@link #covered} is then 0.
 */
public interface Tables {
  /**
   * The table of {@code shape}, empty if it never was written; the same object every time. A shape
   * with sums gives a {@link SummedTable}. Ask for every table before writing to any.
   *
   * @throws StoreException of kind CORRUPT if a table of that name has another shape: clear all
   */
  Table table(TableShape shape) throws StoreException;

  /** The position of the log before which every record is in the tables as they stand on disk. */
  long covered();

  /** True if so much has gathered on the heap that a checkpoint pays. */
  boolean isDue();

  /**
   * Makes the tables durable as they are: they reflect every record of the log before {@code
   * position}, and none behind. It is the log's end, or, while a log is read from its beginning, a
   * place in it. The log is synced first.
   *
   * @throws StoreException the disk failed or is full; the last checkpoint still stands, and the
   *     tables are as they were
   */
  void checkpoint(long position) throws StoreException;

  /** Forgets every row of every table, durably before the next checkpoint names anything. */
  void clear() throws StoreException;
}
