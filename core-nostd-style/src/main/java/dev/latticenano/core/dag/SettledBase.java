package dev.latticenano.core.dag;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.SnapshotNoticeView;
import dev.latticenano.core.store.IdSum;
import dev.latticenano.core.store.Store;
import dev.latticenano.core.store.StoreException;
import java.util.Arrays;

/**
 * Lets a DAG stand on the frontier of a snapshot that a peer has proven, from its next opening on.
 * What is held above the frontier stays. Of the snapshot it knows the notice and what that covers
 * (docs/snapshots.md §3), and judges nothing that it holds. Rules: docs/protocol.md §14, Bases.
 */
public final class SettledBase {
  private static final int SUM_BYTES = 40;
  private static final int TIP_BYTES = 12;

  private final Dag dag;
  private final Store log;
  private final SnapshotNoticeView notice;
  private final byte[] covered;
  private final byte[] key = new byte[AuthorId.BYTES];

  /** Of a sound {@code notice}; {@code dag} stands over {@code log}. */
  public SettledBase(Dag dag, Store log, SnapshotNoticeView notice, byte[] covered) {
    this.dag = dag;
    this.log = log;
    this.notice = notice;
    this.covered = covered;
  }

  /** Whether what it covers has its form, and the count that the frontier has. */
  public Verdict check() {
    if (covered.length != SUM_BYTES + notice.entries() * TIP_BYTES) {
      return Verdict.BASE_PROOF_WRONG;
    }
    long count = 0;
    for (int i = 0; i < notice.entries(); i++) {
      count += notice.height(i);
    }
    boolean sane = sum().count() == count && count < Integer.MAX_VALUE;
    return sane ? Verdict.OK : Verdict.BASE_PROOF_WRONG;
  }

  /** Sum and count of all at or below the frontier. */
  public IdSum sum() {
    IdSum sum = new IdSum();
    sum.read(covered, 0);
    return sum;
  }

  /**
   * Whether what is held above the frontier stands on it, and all of one's own is in it.
   *
   * @param self the author whose intentions are not given up
   */
  public Verdict fits(AuthorId self) throws StoreException {
    int own = dag.findAuthor(self.toBytes(), 0);
    for (int author = 0; author < dag.authorCount(); author++) {
      int entry = entryOf(author);
      int floor = entry < 0 ? 0 : notice.height(entry);
      int height = dag.authorHeight(author);
      boolean lacks = height < floor && (dag.isForked(author) || author == own && height > 0);
      boolean other =
          floor > 0
              && height >= floor
              && dag.rowAtHeight(author, floor)
                  != dag.find(notice.bytes(), notice.tipOffset(entry));
      if (lacks || other || dag.pruning().floor(author) > floor) {
        return Verdict.CHECKPOINT_VIOLATED;
      }
    }
    return Verdict.OK;
  }

  // Entries rise by author.
  private int entryOf(int author) {
    dag.copyAuthorKey(author, key, 0);
    int low = 0;
    int high = notice.entries() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int at = notice.entryOffset(middle);
      int order =
          Arrays.compareUnsigned(notice.bytes(), at, at + AuthorId.BYTES, key, 0, AuthorId.BYTES);
      if (order == 0) {
        return middle;
      }
      low = order < 0 ? middle + 1 : low;
      high = order < 0 ? high : middle - 1;
    }
    return -1;
  }

  /** True if it is of something that is not here. */
  public boolean isNeeded() throws StoreException {
    for (int i = 0; i < notice.entries(); i++) {
      if (dag.find(notice.bytes(), notice.tipOffset(i)) == Dag.NONE) {
        return true;
      }
    }
    return false;
  }

  /** The heights up to which all of what is known here goes, one an author. */
  public int[] heights() {
    int[] heights = new int[dag.authorCount()];
    for (int author = 0; author < heights.length; author++) {
      int entry = entryOf(author);
      heights[author] = entry < 0 ? 0 : notice.height(entry);
    }
    return heights;
  }

  /**
   * Writes to the log with what the store begins, and its floors; without effect before {@link
   * BaseWriter#end}, and then from the next opening on.
   */
  public BaseWriter begin() throws StoreException {
    byte[] body = SettledRecord.body(notice.content(), covered);
    log.append(LogRecord.SETTLED, body, 0, body.length);
    BaseWriter base = dag.pruning().restore(sum(), heights());
    byte[] bytes = notice.bytes();
    for (int i = 0; i < notice.entries(); i++) {
      int height = notice.height(i);
      int at = SUM_BYTES + i * TIP_BYTES;
      base.floor(
          bytes,
          notice.entryOffset(i),
          bytes,
          notice.tipOffset(i),
          height,
          height,
          BigEndian.longAt(covered, at),
          BigEndian.intAt(covered, at + 8));
    }
    return base;
  }

  @Override
  public String toString() {
    return "on " + Hash.of(notice.bytes(), notice.cidOffset()).shortText();
  }
}
