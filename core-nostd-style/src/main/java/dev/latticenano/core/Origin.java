package dev.latticenano.core;

import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.snapshot.Covered;
import dev.latticenano.core.snapshot.Frontier;
import dev.latticenano.core.snapshot.SnapshotReader;
import dev.latticenano.core.snapshot.SnapshotRows;
import dev.latticenano.core.store.ChunkStore;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.Table;

/**
 * Puts the rows of the settled snapshot into the empty tables of one store, in turns, before what
 * lies above it is applied. It stands while a chunk or the epoch key is not here, and begins again
 * when it is.
 */
final class Origin {
  private final StoreId id;
  private final Settled settled;
  private final Seal seal;
  private final ChunkStore chunks;
  private final Table[] tables = new Table[SnapshotRows.STATE + 1];
  private SnapshotReader reader;
  private boolean stands;
  private Verdict verdict = Verdict.OK;

  Origin(StoreId id, Settled settled, Seal seal, ChunkStore chunks, Table system, Table state) {
    this.id = id;
    this.settled = settled;
    this.seal = seal;
    this.chunks = chunks;
    tables[SnapshotRows.SYSTEM] = system;
    tables[SnapshotRows.STATE] = state;
  }

  /** True if state begins with a snapshot. */
  boolean exists() {
    return settled.notice() != null;
  }

  /** True if what stands at {@code row} of the witness order is in the snapshot. */
  boolean holds(int row) throws StoreException {
    return settled.holds(row);
  }

  /** The tables are empty: begins with the first row. */
  void begin() {
    reader = null;
    stands = false;
  }

  /** True while it cannot go on: see {@link #isAgain}. */
  boolean stands() {
    return stands;
  }

  /** Why it cannot go on, if what is here breaks a rule; else OK. */
  Verdict verdict() {
    return verdict;
  }

  /** Looks whether what was missing has come. */
  boolean isAgain() throws StoreException {
    if (stands && verdict == Verdict.OK && isNextHere()) {
      stands = false;
    }
    return !stands;
  }

  private boolean isNextHere() throws StoreException {
    return reader == null
        ? !settled.notice().isLocked(seal)
        : chunks.holds(reader.missing().toBytes(), 0);
  }

  /**
   * Goes on for about {@code bytes} of rows.
   *
   * @return true when all rows are in the tables; false also while it stands
   */
  boolean turn(long bytes) throws StoreException {
    if (reader == null) {
      stands = settled.notice().isLocked(seal);
      verdict = Verdict.OK;
      if (stands) {
        return false;
      }
      reader = settled.notice().reader(id, seal, chunks, new Putting());
    }
    SnapshotReader.Step step = reader.step(bytes);
    stands = step == SnapshotReader.Step.MISSING || step == SnapshotReader.Step.REFUSED;
    verdict = reader.verdict();
    return step == SnapshotReader.Step.DONE;
  }

  /** Rows go where they came from. */
  private final class Putting implements SnapshotRows {
    @Override
    public void begin(Frontier frontier, Covered covered) {}

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
      tables[table].put(key, keyOffset, keyLength, value, valueOffset, valueLength);
    }

    @Override
    public void name(byte[] hash, int hashOffset, int author, int height) {}

    @Override
    public void end(Verdict verdict) {}
  }
}
