package dev.latticenano.core;

import dev.latticenano.core.dag.BaseWriter;
import dev.latticenano.core.dag.Pruning;
import dev.latticenano.core.snapshot.Covered;
import dev.latticenano.core.snapshot.Frontier;
import dev.latticenano.core.snapshot.SnapshotReader;
import dev.latticenano.core.snapshot.SnapshotRows;
import dev.latticenano.core.store.StoreException;

/**
 * Takes over a snapshot that is final, and drops the log below it: the base into the log, the
 * tables swept, pieces of the log gone, each in its turn. What power or a full disk cut short goes
 * on at the next turn, or the next start.
 */
final class LogDrop {
  private static final int SWEPT_ROWS = 2048;
  private static final int PROVED_BYTES = 1_048_576;

  private final Replica replica;
  private final Pruning pruning;
  private boolean baseDone;
  private boolean sweptDone;
  private long looked = -1;
  private SnapshotReader proof;

  LogDrop(Replica replica) {
    this.replica = replica;
    this.pruning = replica.dag().pruning();
  }

  /**
   * State begins with the snapshot of {@code notice} from now on, of which all chunks are here.
   *
   * @return false if they are not
   */
  boolean settle(Notice notice) throws StoreException {
    Head head = new Head(null);
    if (notice.isLocked(replica.seal())) {
      return false;
    }
    reader(notice, head).step(1);
    if (head.covered == null) {
      return false;
    }
    replica.settled().take(notice, head.covered);
    replica.held().checkpoint();
    begin();
    return true;
  }

  private SnapshotReader reader(Notice notice, Head head) throws StoreException {
    return notice.reader(replica.id(), replica.seal(), replica.chunks(), head);
  }

  /** True if something may still be dropped. */
  boolean isUnderWay() {
    if (replica.settled().notice() == null) {
      return false;
    }
    if (baseDone && looked != replica.dag().forkVersion()) {
      begin();
    }
    return !baseDone || !sweptDone;
  }

  private void begin() {
    baseDone = false;
    sweptDone = false;
    proof = null;
  }

  /** Goes on for a while. */
  void turn(long nowMs) throws StoreException {
    if (!baseDone) {
      base();
    } else if (!pruning.sweep(SWEPT_ROWS)) {
      sweptDone = !pruning.shorten(Limits.SHORTEN_TURN_BYTES, nowMs);
    }
  }

  private void base() throws StoreException {
    int[] heights = replica.settled().heights();
    if (!pruning.raises(heights)) {
      done(true);
      return;
    }
    Notice notice = replica.settled().notice();
    if (notice.isLocked(replica.seal())) {
      done(false);
      return;
    }
    // Nothing goes that this node could not make anew.
    proof = proof == null ? reader(notice, new Head(null)) : proof;
    switch (proof.step(PROVED_BYTES)) {
      case MORE -> {}
      case MISSING, REFUSED -> done(false);
      case DONE -> {
        BaseWriter base = pruning.begin(heights);
        reader(notice, new Head(base)).step(Long.MAX_VALUE);
        replica.projection().keep();
        base.end();
        done(true);
      }
    }
  }

  /** There is no base to write; if one stands, what lies below goes. */
  private void done(boolean sweeps) {
    looked = replica.dag().forkVersion();
    baseDone = true;
    sweptDone = !sweeps;
    proof = null;
  }

  /** Whether the snapshot that state begins with is here, whole; OK if there is none. */
  Verdict check() throws StoreException {
    Notice notice = replica.settled().notice();
    if (notice == null) {
      return Verdict.OK;
    }
    if (notice.isLocked(replica.seal())) {
      return Verdict.SEALED_NO_KEY;
    }
    SnapshotReader reader = reader(notice, new Head(null));
    return switch (reader.step(Long.MAX_VALUE)) {
      case DONE -> Verdict.OK;
      case MORE, MISSING -> Verdict.SNAPSHOT_PART_WRONG;
      case REFUSED -> reader.verdict();
    };
  }

  /** Takes what the base wants to know of a snapshot. */
  private static final class Head implements SnapshotRows {
    private final BaseWriter base;
    private Covered covered;

    Head(BaseWriter base) {
      this.base = base;
    }

    @Override
    public void begin(Frontier frontier, Covered of) {
      covered = of;
    }

    @Override
    public void row(
        int table,
        byte[] key,
        int keyOffset,
        int keyLength,
        byte[] value,
        int valueOffset,
        int valueLength) {}

    @Override
    public void name(byte[] hash, int hashOffset, int author, int height) throws StoreException {
      if (base != null) {
        base.keep(hash, hashOffset);
      }
    }

    @Override
    public void end(Verdict verdict) {}
  }
}
