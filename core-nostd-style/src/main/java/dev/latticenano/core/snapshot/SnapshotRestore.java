package dev.latticenano.core.snapshot;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.Table;
import dev.latticenano.core.store.Tables;
import java.nio.charset.StandardCharsets;

/**
 * Puts a snapshot's rows into the tables of a store, all or none. More rows than fit the heap are
 * made durable on the way, under a mark in the table of what is this node's own; the last
 * checkpoint takes the mark away. Tables that are found with the mark were cut short: {@link
 * #settle} clears them, and the store stands where its log says.
 */
public final class SnapshotRestore implements SnapshotRows {
  private static final byte[] MARK = "restoring".getBytes(StandardCharsets.US_ASCII);

  private final Tables tables;
  private final Table[] byNumber = new Table[STATE + 1];
  private final Table local;
  private final SnapshotBase base;
  private boolean restored;

  /**
   * Clears the tables and stands ready for the rows of a snapshot.
   *
   * @param local the table of what is this node's own; keys that begin with {@code restoring} are
   *     this class's
   */
  public SnapshotRestore(Tables tables, Table system, Table state, Table local, SnapshotBase base)
      throws StoreException {
    this.tables = tables;
    byNumber[SYSTEM] = system;
    byNumber[STATE] = state;
    this.local = local;
    this.base = base;
    tables.clear();
    local.put(MARK, 0, MARK.length, MARK, 0, 0);
  }

  /**
   * Before anything is read from tables just opened: clears them if a restoration was cut short.
   *
   * @return true if they were cleared
   */
  public static boolean settle(Tables tables, Table local) throws StoreException {
    if (local.get(MARK, 0, MARK.length, new byte[1], 0) == Table.ABSENT) {
      return false;
    }
    tables.clear();
    return true;
  }

  @Override
  public void begin(Frontier frontier, Covered covered) throws StoreException {
    base.floor(frontier, covered);
  }

  @Override
  public void row(
      int table,
      byte[] key,
      int keyOffset,
      int keyLength,
      byte[] value,
      int valueOffset,
      int valueLength)
      throws StoreException {
    if (tables.isDue()) {
      tables.checkpoint(tables.covered());
    }
    byNumber[table].put(key, keyOffset, keyLength, value, valueOffset, valueLength);
  }

  @Override
  public void name(byte[] hash, int hashOffset, int author, int height) throws StoreException {
    base.ghost(hash, hashOffset, author, height);
  }

  @Override
  public void end(Verdict verdict) throws StoreException {
    if (verdict != Verdict.OK) {
      tables.clear();
      return;
    }
    local.delete(MARK, 0, MARK.length);
    base.checkpoint();
    restored = true;
  }

  /** True if the rows are in the tables and durable. */
  public boolean isRestored() {
    return restored;
  }
}
