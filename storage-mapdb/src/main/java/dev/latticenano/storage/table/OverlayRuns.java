package dev.latticenano.storage.table;

import dev.latticenano.core.store.RowCursor;
import dev.latticenano.core.store.RowView;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.TableShape;
import java.util.Arrays;
import java.util.List;

/**
 * What is on the heap of a table, as it becomes runs: one, or two if most rows lie behind all that
 * is on disk and a few do not. Then the many join a tier and are not written again for the sake of
 * the few.
 */
final class OverlayRuns {
  private static final byte[] START = new byte[0];
  private static final int SPLIT_ROWS_MIN = 1024;
  private static final int LATE_SHARE_MAX = 8;

  private final TableShape shape;
  private final RowCursor cursor;
  private final int rows;
  private final int lateRows;
  private int taken;
  private int rowBytesMax;

  /** What {@code table} holds now. */
  OverlayRuns(LayeredTable table) throws StoreException {
    shape = table.shape();
    rows = table.overlay().count();
    cursor = table.overlay().cursor();
    lateRows = survey(lastKey(table.tiers()));
    cursor.seek(START, 0, 0);
  }

  /** True if there are rows that are in no run. */
  boolean hasMore() {
    return taken < rows;
  }

  /** Writes the next run. */
  Run next(RunFiles files, int id) throws StoreException {
    boolean split = lateRows > 0 && lateRows <= rows / LATE_SHARE_MAX && rows >= SPLIT_ROWS_MIN;
    int end = split && taken == 0 ? lateRows : rows;
    RunWriter writer = files.begin(shape, id, end - taken, rowBytesMax);
    boolean done = false;
    try {
      for (; taken < end; taken++) {
        writer.add(cursor.row());
        cursor.next();
      }
      Run run = files.finish(shape, id, writer);
      done = true;
      return run;
    } finally {
      if (!done) {
        writer.abandon();
      }
    }
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
