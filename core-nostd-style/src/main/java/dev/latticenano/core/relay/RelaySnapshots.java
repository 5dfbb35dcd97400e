package dev.latticenano.core.relay;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.dag.IntList;
import dev.latticenano.core.dag.LogRecord;
import dev.latticenano.core.dag.SettledRecord;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.SignedIntentionView;
import dev.latticenano.core.intention.SnapshotNoticeView;
import dev.latticenano.core.intention.UniversalOpView;
import dev.latticenano.core.session.BaseProof;
import dev.latticenano.core.store.ChunkStore;
import dev.latticenano.core.store.IdSum;
import dev.latticenano.core.store.PrunableStore;
import dev.latticenano.core.store.Store;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The snapshots of one store on a relay, by what everybody may see of them: which is final and lies
 * here whole, so that all below it may go, and the one that the store begins with since. Knows
 * nothing of what they hold. Rules: docs/relay.md §6, 3. Cold.
 */
final class RelaySnapshots {
  private static final int SUM_BYTES = 40;
  private static final int TIP_BYTES = 12;

  private final Dag dag;
  private final Store log;
  private final SnapshotParts parts;
  private final Markings markings;
  private final byte[] name = new byte[Hash.BYTES];
  private Told begins;
  private Told next;

  /**
   * A snapshot.
   *
   * @param notice what was said of it, sound
   * @param covered what it covers; null: not known
   */
  private record Told(SnapshotNoticeView notice, byte[] covered) {
    private byte[] content() {
      return notice.content();
    }

    /** Intentions at or below its frontier. */
    private long count() {
      long count = 0;
      for (int i = 0; i < notice.entries(); i++) {
        count += notice.height(i);
      }
      return count;
    }
  }

  /** Of what {@code dag} holds and {@code markings} say of it; {@link #restore} first. */
  RelaySnapshots(Dag dag, Store log, ChunkStore chunks, Markings markings) {
    this.dag = dag;
    this.log = log;
    this.parts = new SnapshotParts(chunks);
    this.markings = markings;
  }

  /** The DAG stands: takes up what the log says, if the store stands on a snapshot. */
  void restore() throws StoreException {
    boolean settled = false;
    for (int author = 0; author < dag.authorCount(); author++) {
      settled |= dag.pruning().settled(author) > 0;
    }
    if (!settled) {
      return;
    }
    log.scan(
        0,
        (position, kind, bytes, offset, length) -> {
          if (kind == LogRecord.SETTLED) {
            SettledRecord record = SettledRecord.of(bytes, offset, length);
            SnapshotNoticeView notice = notice(record.notice());
            Told told = notice == null ? null : new Told(notice, record.covered());
            // Records move when a log is shortened: their order says nothing.
            boolean more = told != null && (begins == null || told.count() > begins.count());
            begins = more ? told : begins;
          }
          return true;
        });
    if (begins != null) {
      dag.pruning().settle(heights(begins.notice));
    }
  }

  /** Shows the chunks of the snapshot that the store begins with, if it begins with one. */
  void names(SnapshotParts.Names names) throws StoreException {
    if (begins != null) {
      parts.areHere(begins.notice, names);
    }
  }

  /** True if the store begins with a snapshot: nothing goes any more but by the next one. */
  boolean stands() {
    return begins != null;
  }

  /**
   * The frontier of the final snapshot that lets most go, as heights, one an author; null if there
   * is none of which all chunks are here.
   *
   * @param sight what the voters have seen
   */
  int[] look(VotersSight sight) throws StoreException {
    next = null;
    IntList rows = new IntList();
    markings.notices(rows);
    for (int i = 0; i < rows.count(); i++) {
      SnapshotNoticeView notice = isFinal(rows.at(i), sight) ? noticeAt(rows.at(i)) : null;
      Told told = notice == null ? null : new Told(notice, null);
      boolean more = told != null && (next == null || told.count() > next.count());
      if (more && fits(notice, sight.frontier())) {
        byte[] covered = parts.areHere(notice) ? covered(told) : null;
        next = covered == null ? next : new Told(notice, covered);
      }
    }
    return next == null ? null : heights(next.notice);
  }

  private boolean isFinal(int row, VotersSight sight) throws StoreException {
    boolean all = sight.count() > 0;
    for (int i = 0; all && i < sight.count(); i++) {
      int voter = sight.authors().at(i);
      all = voter != Dag.NONE && (dag.author(row) == voter || markings.agrees(voter, row));
    }
    return all;
  }

  /** Whether all at or below its frontier can go: everybody who votes has it in the past. */
  private boolean fits(SnapshotNoticeView notice, int[] frontier) throws StoreException {
    byte[] bytes = notice.bytes();
    for (int i = 0; i < notice.entries(); i++) {
      int author = dag.findAuthor(bytes, notice.entryOffset(i));
      int height = notice.height(i);
      if (author == Dag.NONE || author >= frontier.length || height > frontier[author]) {
        return false;
      }
      if (height < dag.pruning().floor(author) || height > dag.authorHeight(author)) {
        return false;
      }
      dag.copyHash(dag.rowAtHeight(author, height), name, 0);
      int tip = notice.tipOffset(i);
      if (!Arrays.equals(name, 0, Hash.BYTES, bytes, tip, tip + Hash.BYTES)) {
        return false;
      }
    }
    return rises(heights(notice));
  }

  private boolean rises(int[] heights) throws StoreException {
    int rising = 0;
    for (int author = 0; author < heights.length; author++) {
      int floor = dag.pruning().floor(author);
      if (heights[author] < floor) {
        return false;
      }
      rising += heights[author] > floor ? 1 : 0;
    }
    return rising > 0
        && rising <= Limits.RECEIPT_AUTHORS_MAX
        && dag.pruning().raises(heights)
        && dag.pruning().isClosed(heights);
  }

  private int[] heights(SnapshotNoticeView notice) {
    int[] heights = new int[dag.authorCount()];
    for (int i = 0; i < notice.entries(); i++) {
      int author = dag.findAuthor(notice.bytes(), notice.entryOffset(i));
      if (author != Dag.NONE) {
        heights[author] = notice.height(i);
      }
    }
    return heights;
  }

  /** What the snapshot covers; null if that cannot be told, since a time is gone. */
  private byte[] covered(Told told) throws StoreException {
    SnapshotNoticeView notice = told.notice;
    byte[] out = new byte[SUM_BYTES + notice.entries() * TIP_BYTES];
    IdSum sum = new IdSum();
    dag.pruning().sumBelow(heights(notice), sum);
    if (sum.count() != told.count()) {
      return null;
    }
    sum.write(out, 0);
    for (int i = 0; i < notice.entries(); i++) {
      int at = SUM_BYTES + i * TIP_BYTES;
      int row = dag.find(notice.bytes(), notice.tipOffset(i));
      int before = before(notice, i);
      if (before >= 0) {
        System.arraycopy(begins.covered, SUM_BYTES + before * TIP_BYTES, out, at, TIP_BYTES);
      } else if (dag.pruning().isBelowFloor(row)) {
        return null;
      } else {
        BigEndian.putLong(out, at, dag.wallMs(row));
        BigEndian.putInt(out, at + 8, dag.counter(row));
      }
    }
    return out;
  }

  /** The row with the same tip in the frontier that the store begins with, or -1. */
  private int before(SnapshotNoticeView notice, int entry) {
    int found = -1;
    int from = notice.entryOffset(entry);
    for (int i = 0; begins != null && i < begins.notice.entries(); i++) {
      int at = begins.notice.entryOffset(i);
      int end = at + SnapshotNoticeView.ENTRY_BYTES;
      boolean same =
          Arrays.equals(
              begins.notice.bytes(),
              at,
              end,
              notice.bytes(),
              from,
              from + SnapshotNoticeView.ENTRY_BYTES);
      found = same ? i : found;
    }
    return found;
  }

  /** The store begins with what {@link #look} found, durably: all below may go. */
  void settle() throws StoreException {
    byte[] body = SettledRecord.body(next.content(), next.covered);
    if (log instanceof PrunableStore prunable) {
      prunable.appendReserved(LogRecord.SETTLED, body, 0, body.length);
    } else {
      log.append(LogRecord.SETTLED, body, 0, body.length);
    }
    log.sync();
    begins = next;
    dag.pruning().settle(heights(begins.notice));
  }

  /** The proof of what the store begins with: the notice to which most agreed, and by what. */
  BaseProof proof() throws StoreException {
    while (markings.look(Integer.MAX_VALUE)) {
      // All that is here.
    }
    byte[] content = begins.content();
    List<byte[]> best = List.of();
    IntList rows = new IntList();
    markings.notices(rows);
    for (int i = 0; i < rows.count(); i++) {
      SnapshotNoticeView notice = noticeAt(rows.at(i));
      if (notice != null && Arrays.equals(content, notice.content())) {
        List<byte[]> agreeing = agreeing(rows.at(i));
        best = agreeing.size() > best.size() ? agreeing : best;
      }
    }
    BaseProof proof = best.isEmpty() ? BaseProof.NONE : new BaseProof(best, begins.covered);
    return proof.isTooLarge() ? BaseProof.NONE : proof;
  }

  private List<byte[]> agreeing(int row) throws StoreException {
    List<byte[]> signed = new ArrayList<>();
    signed.add(signed(row));
    for (int author = 0; author < dag.authorCount(); author++) {
      int by = author == dag.author(row) ? Dag.NONE : markings.agreement(author, row);
      if (by != Dag.NONE) {
        signed.add(signed(by));
      }
    }
    return signed;
  }

  private byte[] signed(int row) throws StoreException {
    byte[] out = new byte[dag.length(row)];
    dag.read(row, out, 0);
    return out;
  }

  /** The notice that is said at {@code row}; null if it is none, or unsound. */
  private SnapshotNoticeView noticeAt(int row) throws StoreException {
    byte[] bytes = signed(row);
    SignedIntentionView signed = new SignedIntentionView().wrap(bytes, 0, bytes.length);
    if (signed.check() != Verdict.OK) {
      return null;
    }
    int offset = signed.intention().opsOffset();
    UniversalOpView ops =
        new UniversalOpView()
            .wrap(signed.intention().bytes(), offset, signed.intention().opsLength());
    boolean told = ops.check() == Verdict.OK && ops.kind() == UniversalOpView.Kind.SNAPSHOT;
    int from = ops.contentOffset();
    return told
        ? notice(Arrays.copyOfRange(ops.contentBytes(), from, from + ops.contentLength()))
        : null;
  }

  private static SnapshotNoticeView notice(byte[] content) {
    SnapshotNoticeView notice = new SnapshotNoticeView().wrap(content, 0, content.length);
    return notice.check() == Verdict.OK ? notice : null;
  }

  @Override
  public String toString() {
    return begins == null ? "no snapshot" : begins.notice.toString();
  }
}
