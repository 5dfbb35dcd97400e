package dev.latticenano.core.dag;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.LittleEndian;
import dev.latticenano.core.store.Store;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.Tables;

/**
 * Stands a DAG where the last run stood: takes up the tables and reads the log from where they end.
 * Signatures are not checked again: nothing enters the log unverified, and its checksums guard what
 * lies there.
 */
final class Replay {
  private static final int RECORDS_PER_WORD = 4096;

  private final Parts parts;
  private final Store log;
  private final Tables tables;
  private final Names names;
  private final Waiting waiting;
  private final Intake intake;
  private final Offered offered;
  private final Checkpoint checkpoint;
  private ReplayProgress progress = ReplayProgress.SILENT;
  private String rebuildReason = "";
  private long covered;
  private long started;
  private int records;

  Replay(Parts parts) {
    this.parts = parts;
    this.log = parts.log;
    this.tables = parts.tables.all;
    this.names = parts.names;
    this.waiting = parts.waiting;
    this.intake = parts.intake;
    this.offered = parts.offered;
    this.checkpoint = parts.checkpoint;
  }

  /** See {@link Dag#rebuildReason}. */
  String rebuildReason() {
    return rebuildReason;
  }

  /** See {@link Dag#replay}. */
  void run(long nowMs, ReplayProgress newProgress) throws StoreException {
    progress = newProgress;
    String reason = fromTables();
    if (!reason.isEmpty()) {
      rebuildReason = reason;
      tables.clear();
      parts.clear();
      parts.bases.takeLast(log);
      readLog(0);
    }
    intake.collectReady();
    try {
      intake.witnessReady(nowMs);
    } catch (StoreException e) {
      // A full disk can still be read; what is ready stays ready.
      if (e.kind() != StoreException.Kind.FULL) {
        throw e;
      }
    }
  }

  /** Empty, or a sentence that says why the tables are of no use. */
  private String fromTables() throws StoreException {
    parts.clear();
    long from = tables.covered();
    if (from > log.end()) {
      return "the log ends before what the tables cover";
    }
    try {
      String reason = from == 0 ? checkpoint.restoreNothing() : checkpoint.restore();
      if (from > 0 && reason.isEmpty()) {
        parts.vectors.restore();
        parts.stretches.restore(parts.rows.count());
        parts.lost.restore();
        checkpoint.restoreFloating(this::readmit);
      }
      if (reason.isEmpty()) {
        if (from == 0) {
          parts.bases.takeLast(log);
        }
        readLog(from);
      }
      return reason;
    } catch (StoreException e) {
      if (from == 0 || e.kind() != StoreException.Kind.CORRUPT) {
        throw e;
      }
      return e.getMessage();
    }
  }

  private void readmit(long position, int length) throws StoreException {
    byte[] record = new byte[length + LogRecord.TIME_BYTES];
    try {
      int got = log.read(position, record, 0);
      if (got != length && got != record.length) {
        return;
      }
    } catch (StoreException e) {
      if (e.kind() != StoreException.Kind.CORRUPT) {
        throw e;
      }
      // It was never witnessed: whoever has it sends it again.
      return;
    }
    if (offered.open(record, 0, length) == Verdict.OK) {
      floats(position);
    }
  }

  private void readLog(long from) throws StoreException {
    covered = from;
    started = from;
    records = 0;
    log.scan(from, this::replay);
    parts.bases.settle();
    progress.replayed(log.end(), log.end());
  }

  private boolean replay(long position, int kind, byte[] bytes, int offset, int length)
      throws StoreException {
    if (++records % RECORDS_PER_WORD == 0) {
      progress.replayed(position, log.end());
    }
    long sound = parts.bases.covered(position);
    if (tables.isDue() && sound > covered) {
      // A long log does not fit the heap.
      log.sync();
      checkpoint.make(sound);
      covered = sound;
    }
    if (parts.bases.isVoid(position, kind)) {
      return true;
    }
    if (!Bases.isBase(kind)) {
      parts.bases.abandon();
    }
    switch (kind) {
      case LogRecord.SIGNED_INTENTION -> signed(position, bytes, offset, length);
      case LogRecord.WITNESS -> witness(bytes, offset, length);
      case LogRecord.TOLD -> told(bytes, offset, length);
      case LogRecord.WITNESSED_INTENTION -> witnessed(position, bytes, offset, length);
      default -> {
        if (Bases.isBase(kind)) {
          parts.bases.take(position, kind, bytes, offset, length);
        }
      }
    }
    return true;
  }

  // From the beginning nobody's word counts again: peers are asked anew.
  private void told(byte[] bytes, int offset, int length) throws StoreException {
    if (started > 0) {
      parts.told.replay(bytes, offset, length);
    }
  }

  private void signed(long position, byte[] bytes, int offset, int length) throws StoreException {
    if (offered.open(bytes, offset, length) == Verdict.OK) {
      int row = names.find(offered.hash(), 0);
      if (row == Rows.NONE) {
        floats(position);
      } else {
        intake.move(row, position);
      }
    }
  }

  /** What is open is not witnessed, or not any more: a record before it was damaged. */
  private void floats(long position) throws StoreException {
    int handle = waiting.find(offered.hash(), 0);
    if (waiting.isFloating(handle)) {
      waiting.move(handle, position);
    } else if (names.find(offered.hash(), 0) == Rows.NONE) {
      offered.resolve();
      intake.admit(offered, position);
    }
  }

  private void witness(byte[] bytes, int offset, int length) throws StoreException {
    if (length != LogRecord.WITNESS_BYTES) {
      return;
    }
    int handle = waiting.find(bytes, offset);
    if (waiting.isFloating(handle) && waiting.isReady(handle)) {
      intake.witnessAgain(handle, LittleEndian.longAt(bytes, offset + 32));
    }
  }

  private void witnessed(long position, byte[] bytes, int offset, int length)
      throws StoreException {
    int signedLength = length - LogRecord.TIME_BYTES;
    if (signedLength < 0 || offered.open(bytes, offset, signedLength) != Verdict.OK) {
      return;
    }
    int row = names.find(offered.hash(), 0);
    if (row != Rows.NONE) {
      // It was appended again, so that where it lay can go.
      intake.move(row, position);
      return;
    }
    int handle = waiting.find(offered.hash(), 0);
    if (waiting.isFloating(handle)) {
      waiting.move(handle, position);
      return;
    }
    offered.resolve();
    if (intake.waits(offered)) {
      intake.admit(offered, position);
    } else if (parts.placement.isOpen(offered)) {
      intake.place(offered, position, LittleEndian.longAt(bytes, offset + signedLength));
      intake.leaveReady();
    }
  }
}
