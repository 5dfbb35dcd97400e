package dev.latticenano.storage.table;

import dev.latticenano.core.store.RowCursor;
import dev.latticenano.core.store.RowView;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.TableShape;
import java.util.Arrays;
import java.util.List;

/**
 * What a table set aside, as it becomes runs: one, or two if most rows lie behind all that is on
 * disk and a few do not. Then the many join a tier and are not written again for the sake of the
 * few.
 */
final class OverlayRuns {
  private static final byte[] START = new byte[0];
  private static final int SPLIT_ROWS_MIN = 1024;
  private static final int LATE_SHARE_MAX = 8;

  private final TableShape shape;
  private final RunFiles files;
  private final Standing standing;
  private final RowCursor cursor;
  private final int rows;
  private final int lateRows;
  private RunWriter writer;
  private int id;
  private int end;
  private int taken;
  private int rowBytesMax;
  private long writtenBytes;

  /** What {@code table} has set aside, none of it written. */
  OverlayRuns(LayeredTable table, RunFiles files, Standing standing) throws StoreException {
    this.files = files;
    this.standing = standing;
    shape = table.shape();
    rows = table.aside().count();
    cursor = table.aside().cursor();
    lateRows = survey(lastKey(table.tiers()));
    cursor.seek(START, 0, 0);
  }

  /** True if there are rows that are in no finished run. */
  boolean hasMore() {
    return writer != null || taken < rows;
  }

  /**
   * Goes on with a run for about {@code budgetBytes}, two blocks at least.
   *
   * @return the run when it is finished; else null
   */
  Run step(int budgetBytes) throws StoreException {
    if (writer == null) {
      begin();
    }
    int budget = Math.max(Merge.STEP_BYTES_MIN, budgetBytes);
    long from = writer.bytes();
    long until = from + budget - FlatBlock.BYTES;
    while (taken < end && writer.bytes() < until) {
      writer.add(cursor.row());
      cursor.next();
      taken++;
    }
    boolean whole = taken == end && writer.flush((int) Math.min(budget, until - writer.bytes()));
    writtenBytes += writer.bytes() - from;
    return whole ? finish() : null;
  }

  /** Bytes written since this was last asked. */
  long takeBytes() {
    long bytes = writtenBytes;
    writtenBytes = 0;
    return bytes;
  }

  /** Closes the file of a run that is not finished; it is to be deleted. */
  void abandon() {
    if (writer != null) {
      standing.ended(RunFiles.partialName(shape, id));
      writer.abandon();
      writer = null;
    }
  }

  private void begin() throws StoreException {
    boolean split = lateRows > 0 && lateRows <= rows / LATE_SHARE_MAX && rows >= SPLIT_ROWS_MIN;
    end = split && taken == 0 ? lateRows : rows;
    id = standing.nextId();
    writer = files.begin(shape, id, end - taken, rowBytesMax);
    standing.begun(RunFiles.partialName(shape, id));
  }

  private Run finish() throws StoreException {
    Run run = files.finish(shape, id, writer);
    writer = null;
    standing.ended(RunFiles.partialName(shape, id));
    standing.begun(RunFiles.name(shape, id));
    return run;
  }

  // Rows not above a key; of rows without fixed lengths also the largest.
  private int survey(byte[] last) throws StoreException {
    int late = 0;
    for (boolean at = cursor.seek(START, 0, 0); at; at = cursor.next()) {
      RowView row = cursor.row();
      rowBytesMax = Math.max(rowBytesMax, row.keyLength() + row.valueLength());
      int end = row.keyOffset() + row.keyLength();
      if (last != null
          && Arrays.compareUnsigned(row.key(), row.keyOffset(), end, last, 0, last.length) <= 0) {
        late++;
      } else if (shape.isFixed()) {
        break;
      }
    }
    return late;
  }

  // The greatest key on disk, or null.
  private static byte[] lastKey(List<Tier> tiers) {
    byte[] last = null;
    for (Tier tier : tiers) {
      byte[] key = tier.run(tier.size() - 1).bounds().last();
      last = last == null || Arrays.compareUnsigned(key, last) > 0 ? key : last;
    }
    return last;
  }
}
