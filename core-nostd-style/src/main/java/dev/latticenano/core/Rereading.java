package dev.latticenano.core;

import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.RestatementView;
import dev.latticenano.core.intention.UniversalOpView;
import dev.latticenano.core.state.RestatedHeads;
import dev.latticenano.core.state.Right;
import dev.latticenano.core.state.StateMachine;
import dev.latticenano.core.store.StoreException;
import java.util.Arrays;

/**
 * Reads witnessed intentions a second time, one by one, to tell what each of them wrote: applied to
 * an empty state of its own, so that nobody else must know what an op of some type means. Cold.
 */
final class Rereading {
  private final Dag dag;
  private final StateTables state;
  private final RowReader reader;
  private final RestatementView restatement = new RestatementView();
  private StateMachine machine;
  private RestatedHeads wrote;
  private boolean held;

  Rereading(Dag dag, Seal seal, StateTables state) {
    this.dag = dag;
    this.state = state;
    this.reader = new RowReader(dag, seal, new RowBuffer());
  }

  /**
   * Reads {@code row}; false if that cannot be: it is below a floor, damaged, or sealed under a key
   * that is not here.
   */
  boolean read(int row) throws StoreException {
    wrote = null;
    held = !dag.pruning().isBelowFloor(row) && reader.read(row);
    return held && reader.open() == Verdict.OK;
  }

  /** True if what was to be read last is here and is kept, whether it could be opened or not. */
  boolean isKept() {
    return held && reader.isKept();
  }

  /** True if what was read last, data or a restatement, counts: its author might write it. */
  boolean counts() throws StoreException {
    AuthorId writer = reader.content().author();
    return state.members().judge(reader.hash(), writer, Right.WRITE) == Verdict.OK;
  }

  /** What was read last. */
  RowReader reader() {
    return reader;
  }

  /** The keys that data read last wrote; null if it was no data, or does not decode. */
  RestatedHeads wrote() throws StoreException {
    if (wrote == null && reader.ops().kind() == UniversalOpView.Kind.APP_DATA) {
      if (machine == null) {
        machine = state.fresh();
      } else {
        machine.clear();
      }
      boolean applied = machine != null && machine.apply(reader.content()) == Verdict.OK;
      wrote = applied ? RestatedHeads.of(machine) : null;
    }
    return wrote;
  }

  /**
   * True if what was read last, whose condition names {@code hash[hashOffset]} unless it is a
   * restatement, takes that head out of {@code key}.
   */
  boolean replaces(byte[] key, byte[] hash, int hashOffset) throws StoreException {
    if (reader.ops().kind() != UniversalOpView.Kind.RESTATEMENT) {
      return wrote() != null && wrote.head(key, reader.hash()) != null;
    }
    if (restatement.wrap(reader.ops()).check() != Verdict.OK) {
      return false;
    }
    while (restatement.nextReplaced()) {
      byte[] bytes = restatement.bytes();
      int at = restatement.keyOffset();
      int hashAt = restatement.hashOffset();
      if (restatement.space() == RestatementView.STATE
          && Arrays.equals(bytes, at, at + restatement.keyLength(), key, 0, key.length)
          && Arrays.equals(bytes, hashAt, hashAt + 32, hash, hashOffset, hashOffset + 32)) {
        return true;
      }
    }
    return false;
  }
}
