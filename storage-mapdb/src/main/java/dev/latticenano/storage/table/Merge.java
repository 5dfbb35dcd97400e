package dev.latticenano.storage.table;

import dev.latticenano.core.store.RowView;
import dev.latticenano.core.store.SievedTables.Sieve;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.TableShape;

/**
 * A merge under way: moves rows from its inputs to one new run, a few at a time; those that a sieve
 * does not let through stay behind.
 */
final class Merge {
  private static final byte[] START = new byte[0];

  /** Bytes of the smallest step of whoever writes a run. */
  static final int STEP_BYTES_MIN = 2 * FlatBlock.BYTES;

  // A step ends after so many rows even if none of them is written.
  private static final int ROWS_PER_BYTE_SHIFT = 2;

  private final MergeChoice choice;
  private final TableShape shape;
  private final int id;
  private final RunWriter writer;
  private final MergedCursor walk;
  private final Sieve sieve;
  private boolean live;
  private long rows;

  /**
   * Begins to write run {@code id}.
   *
   * @param share of the rows that stay, about
   * @param sieve which do; null: all
   */
  Merge(MergeChoice choice, RunFiles files, int id, double share, Sieve sieve)
      throws StoreException {
    this.choice = choice;
    this.sieve = sieve;
    this.id = id;
    shape = choice.table().shape();
    long prefixes = 0;
    int rowBytesMax = 0;
    for (Run run : choice.inputs()) {
      if (run instanceof MapRun map) {
        rowBytesMax = Math.max(rowBytesMax, map.rowBytesMax());
      } else {
        prefixes += run.source().footer().extra();
      }
    }
    walk = LayeredTable.merged(null, null, choice.layers());
    live = walk.seek(START, 0, 0);
    writer = files.begin(shape, id, (long) Math.ceil(prefixes * share), rowBytesMax);
  }

  /** The budget of a step that looks at about so many rows. */
  static int bytesOf(int rows) {
    return (int) Math.min((long) rows << ROWS_PER_BYTE_SHIFT, Integer.MAX_VALUE);
  }

  /** True if a sieve keeps rows back. */
  boolean sieves() {
    return sieve != null;
  }

  MergeChoice choice() {
    return choice;
  }

  /** The name of the file being written. */
  String name() {
    return RunFiles.partialName(shape, id);
  }

  /** Bytes written so far. */
  long bytes() {
    return writer.bytes();
  }

  /**
   * Goes on for about {@code budgetBytes}, two blocks at least.
   *
   * @return true when all is written but the end: then {@link #finish}
   */
  boolean step(int budgetBytes) throws StoreException {
    int budget = Math.max(STEP_BYTES_MIN, budgetBytes);
    long until = writer.bytes() + budget - FlatBlock.BYTES;
    for (int i = 0; live && writer.bytes() < until; i++) {
      if (i > budget >> ROWS_PER_BYTE_SHIFT) {
        return false;
      }
      if (!isNeedless()) {
        writer.add(walk.row());
        rows++;
      }
      live = walk.next();
    }
    return !live && (rows == 0 || writer.flush((int) Math.min(budget, until - writer.bytes())));
  }

  /** The merged run under its name, or null if nothing was left of the inputs. */
  Run finish(RunFiles files) throws StoreException {
    if (rows > 0) {
      return files.finish(shape, id, writer);
    }
    writer.abandon();
    return null;
  }

  /** Gives up; the file is to be deleted. */
  void abandon() {
    writer.abandon();
  }

  // Of a summed table, a row and its mark are nothing, and so is a mark and its row (FixedRows).
  // Of others, a mark that has nothing left to bury.
  private boolean isNeedless() throws StoreException {
    RowView row = walk.row();
    if (shape.summed() && walk.count() % 2 == 0) {
      return true;
    }
    if (sieve != null && !row.isBuried() && !isLetThrough(row)) {
      return true;
    }
    if (shape.summed()) {
      return false;
    }
    return row.isBuried() && !isBelow(row);
  }

  private boolean isLetThrough(RowView row) throws StoreException {
    return sieve.stays(row.key(), row.keyOffset(), row.keyLength(), row.value(), row.valueOffset());
  }

  private boolean isBelow(RowView row) {
    for (Tier tier : choice.older()) {
      if (tier.spans(row.key(), row.keyOffset(), row.keyLength())) {
        return true;
      }
    }
    return false;
  }
}
