package dev.latticenano.core;

import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.bytes.LittleEndian;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.dag.LogRecord;
import dev.latticenano.core.dag.SettledRecord;
import dev.latticenano.core.intention.SnapshotNoticeView;
import dev.latticenano.core.snapshot.Covered;
import dev.latticenano.core.snapshot.Frontier;
import dev.latticenano.core.store.IdSum;
import dev.latticenano.core.store.PrunableStore;
import dev.latticenano.core.store.Store;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The snapshot that state of one store begins with on this node: the last one that became final and
 * was taken over here. What it holds is <em>settled</em>: it counts as seen by whoever wrote above
 * it, and is not judged again. The log says which it is; the table {@code local} has a copy, so
 * that a start reads no log.
 *
 * <pre>
 * 's' ‖ piece 2   a piece of the body of the record (docs/storage.md §4, kind 11)
 * </pre>
 *
 * Rules: docs/snapshots.md §9.
 */
final class Settled {
  private static final byte KEY = 's';
  private static final int PIECE_BYTES = 32_768;

  private final Dag dag;
  private final Store log;
  private final Table local;
  private Notice notice;
  private Covered covered;
  private int[] heights = {};
  private int known;

  /** What {@code log} and {@code local} say of it; {@link #restore} first. */
  Settled(Dag dag, Store log, Table local) {
    this.dag = dag;
    this.log = log;
    this.local = local;
  }

  /** The DAG stands: takes up what the tables say, or the log, if they were made anew. */
  void restore() throws StoreException {
    boolean anew = new LocalRows(local).cursor() == null;
    byte[] body = pieces();
    if (body.length > 0) {
      read(body, 0, body.length);
    }
    if (anew && notice == null || isBelowFloors()) {
      log.scan(
          0,
          (position, kind, bytes, offset, length) -> {
            if (kind == LogRecord.SETTLED) {
              read(bytes, offset, length);
            }
            return true;
          });
      if (notice != null) {
        keep(body());
      }
    }
    dag.pruning().settle(heights());
  }

  /** What the tables keep of it, in one piece. */
  private byte[] pieces() throws StoreException {
    List<byte[]> pieces = new ArrayList<>();
    local.range(
        new byte[] {KEY},
        new byte[] {KEY + 1},
        (key, keyOffset, keyLength, value, valueOffset, valueLength) ->
            pieces.add(Arrays.copyOfRange(value, valueOffset, valueOffset + valueLength)));
    byte[] all = new byte[pieces.stream().mapToInt(piece -> piece.length).sum()];
    int at = 0;
    for (byte[] piece : pieces) {
      System.arraycopy(piece, 0, all, at, piece.length);
      at += piece.length;
    }
    return all;
  }

  /** True if the power went between the log and the tables. */
  private boolean isBelowFloors() {
    for (int author = 0; dag.pruning().hasBase() && author < dag.authorCount(); author++) {
      if (dag.pruning().floor(author) > height(author)) {
        return true;
      }
    }
    return false;
  }

  private boolean stands(Frontier frontier) throws StoreException {
    for (int i = 0; i < frontier.count(); i++) {
      if (dag.find(frontier.rows(), frontier.tipOffset(i)) == Dag.NONE) {
        return false;
      }
    }
    return true;
  }

  private void read(byte[] bytes, int offset, int length) throws StoreException {
    int noticeBytes = LittleEndian.intAt(bytes, offset);
    SnapshotNoticeView view = new SnapshotNoticeView().wrap(bytes, offset + 4, noticeBytes);
    if (view.check() != Verdict.OK) {
      return;
    }
    Notice found = Notice.of(view);
    int at = offset + 4 + noticeBytes;
    if (offset + length - at != Covered.length(found.frontier().count())) {
      return;
    }
    Covered sum = Covered.of(bytes, at, found.frontier().count());
    if (!stands(found.frontier())) {
      // The power went before the store was restored from it.
      return;
    }
    // Records move when a log is shortened: their order says nothing.
    if (notice == null || count(sum) > count(covered)) {
      notice = found;
      covered = sum;
      known = 0;
    }
  }

  private static long count(Covered covered) {
    IdSum sum = new IdSum();
    sum.read(covered.bytes(), 0);
    return sum.count();
  }

  /**
   * State begins with this snapshot from now on, durably; everything else may be dropped. Works on
   * a full disk, within what is reserved.
   */
  void take(Notice newNotice, Covered newCovered) throws StoreException {
    Notice before = notice;
    Covered sum = covered;
    notice = newNotice;
    covered = newCovered;
    byte[] body = body();
    try {
      if (log instanceof PrunableStore prunable) {
        prunable.appendReserved(LogRecord.SETTLED, body, 0, body.length);
      } else {
        log.append(LogRecord.SETTLED, body, 0, body.length);
      }
      log.sync();
    } catch (StoreException e) {
      notice = before;
      covered = sum;
      throw e;
    }
    known = 0;
    keep(body);
    dag.pruning().settle(heights());
  }

  private byte[] body() {
    return SettledRecord.body(notice.toBytes(), covered.bytes());
  }

  private void keep(byte[] body) throws StoreException {
    byte[] key = {KEY, 0, 0};
    LocalRows.remove(local, new byte[] {KEY}, new byte[] {KEY + 1}, Integer.MAX_VALUE);
    for (int at = 0; at < body.length; at += PIECE_BYTES) {
      BigEndian.putShort(key, 1, at / PIECE_BYTES);
      local.put(key, 0, key.length, body, at, Math.min(PIECE_BYTES, body.length - at));
    }
  }

  /** The snapshot; null while everything is in the log. */
  Notice notice() {
    return notice;
  }

  /** What is to be known of what it holds; null without one. */
  Covered covered() {
    return covered;
  }

  /** The height of {@code author}, a number of the DAG, up to which its chain is settled. */
  int height(int author) {
    look();
    return author < heights.length ? heights[author] : 0;
  }

  /** True if {@code row} is settled, or is gone because it was. */
  boolean holds(int row) throws StoreException {
    return notice != null
        && (dag.pruning().isBelowFloor(row) || dag.height(row) <= height(dag.author(row)));
  }

  private void look() {
    if (notice == null || known == dag.authorCount()) {
      return;
    }
    known = dag.authorCount();
    heights = new int[known];
    byte[] key = new byte[Frontier.ROW_BYTES];
    for (int author = 0; author < known; author++) {
      dag.copyAuthorKey(author, key, 0);
      heights[author] = notice.frontier().heightOf(key, 0);
    }
  }

  /** Its frontier as heights, one an author of the DAG. */
  int[] heights() {
    look();
    return Arrays.copyOf(heights, dag.authorCount());
  }
}
