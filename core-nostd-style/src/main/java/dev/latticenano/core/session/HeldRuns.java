package dev.latticenano.core.session;

import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.dag.IntList;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.run.RunContext;
import dev.latticenano.core.run.RunWriter;
import dev.latticenano.core.store.StoreException;

/**
 * Compact runs of one store, for all sessions of it: one writer, for a run is written in one go,
 * and what takes one, as many as are taken at a time; made when they are first needed
 * (docs/runs.md).
 */
final class HeldRuns implements RunContext {
  private static final int FIRST_BYTES = 4096;

  private final StoreId store;
  private final Dag dag;
  private RunWriter writer;
  private RunTaking idle;
  private final RunCopy last = new RunCopy();
  private byte[] record = {};
  private int length;
  private boolean gone;

  HeldRuns(StoreId store, Dag dag) {
    this.store = store;
    this.dag = dag;
  }

  /** Takes a run, and looks up in the store; to be given back. */
  RunTaking take(byte[] bytes, int offset, int length) {
    RunTaking taking = idle == null ? new RunTaking(store, this, dag) : idle;
    idle = null;
    return taking.wrap(bytes, offset, length);
  }

  /** A run is taken. */
  void giveBack(RunTaking taking) {
    idle = taking;
  }

  @Override
  public boolean find(byte[] prefix, int offset, byte[] hash, byte[] author) throws StoreException {
    int row = dag.findByPrefix(prefix, offset);
    if (row == Dag.NONE) {
      return false;
    }
    dag.copyHash(row, hash, 0);
    dag.copyAuthorKey(dag.author(row), author, 0);
    return true;
  }

  /**
   * Writes a run of the intentions of some rows, at {@code out[offset]} and before {@code limit}.
   * What is damaged here is left out: the peer gets it elsewhere, or when it is mended. It ends
   * before what has been dropped meanwhile: then {@link #isGone}.
   *
   * @param rows in causal order
   * @param to before which of them the run ends at the latest
   * @param aim bytes after which no further intention is added
   * @param alone nothing is to be looked up
   * @return where it ends, {@code from} if there was no room for one
   */
  int write(
      IntList rows, int from, int to, int aim, boolean alone, byte[] out, int offset, int limit)
      throws StoreException {
    gone = false;
    long version = dag.shown().version();
    length = last.find(rows, from, to, alone, version);
    if (length > 0 && length <= Math.min(aim, limit - offset)) {
      last.write(out, offset);
      return to;
    }
    if (writer == null) {
      writer = new RunWriter(store);
    }
    writer.begin(out, offset, limit, alone);
    int end = encode(rows, from, to, aim);
    length = writer.length();
    if (end == to) {
      last.keep(rows, from, to, alone, version, out, offset, length);
    }
    return end;
  }

  private int encode(IntList rows, int from, int to, int aim) throws StoreException {
    for (int i = from; i < to; i++) {
      gone = dag.pruning().isBelowFloor(rows.at(i));
      if (gone) {
        return i;
      }
      int bytes = read(rows.at(i));
      if (bytes > 0 && !writer.add(record, 0, bytes)) {
        return i;
      }
      if (writer.length() > aim && writer.count() > 1) {
        writer.undo();
        return i;
      }
    }
    return to;
  }

  /** True if the run written last ends before something that is gone. */
  boolean isGone() {
    return gone;
  }

  /** Bytes of the run written last. */
  int length() {
    return length;
  }

  private int read(int row) throws StoreException {
    int length = dag.length(row);
    if (record.length < length) {
      record = new byte[Math.max(FIRST_BYTES, Math.max(length, 2 * record.length))];
    }
    try {
      return dag.read(row, record, 0);
    } catch (StoreException e) {
      if (!dag.isLost(row)) {
        throw e;
      }
      return 0;
    }
  }
}
