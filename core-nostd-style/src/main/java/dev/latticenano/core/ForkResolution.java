package dev.latticenano.core;

import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.dag.IntList;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.UniversalOpView;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Says again, under our own sound identity, what a forked author wrote on its branches, so that
 * nothing is lost. Each re-issue cites the intention it repeats, which also tells a second run that
 * it is done, and what that one cited; what two branches said of one key therefore stays in
 * conflict, for a person to settle. What was sealed is sealed again, under the key of today; what
 * cannot be read here, or does not decode, is left to whoever can.
 */
final class ForkResolution {
  private final Dag dag;
  private final RowReader reader;
  private final IntList cited = new IntList();
  private final Map<Hash, Hash> reissued = new HashMap<>();

  /** One intention to write. */
  private record Reissue(Hash original, byte[] ops, List<Hash> condition) {}

  ForkResolution(Replica replica, RowBuffer buffer) {
    this.dag = replica.dag();
    this.reader = new RowReader(dag, replica.seal(), buffer);
  }

  /** Writes an intention of this node. */
  interface Writer {
    Hash write(byte[] ops, List<Hash> condition) throws StoreException, RefusedException;
  }

  /** Says again all that is open; returns how many intentions that took. */
  int run(Writer writer) throws StoreException, RefusedException {
    List<Integer> open = open();
    for (int row : open) {
      Reissue reissue = reissue(row);
      done(reissue.original(), writer.write(reissue.ops(), reissue.condition()));
    }
    return open.size();
  }

  /** The branch intentions with ops that nobody has said again, in causal order. */
  private List<Integer> open() throws StoreException {
    List<Integer> rows = new ArrayList<>();
    for (int i = 0; i < dag.forkedCount(); i++) {
      IntList branch = dag.branchRows(dag.forkedAuthor(i));
      for (int j = 0; j < branch.count(); j++) {
        rows.add(dag.sequenceOf(branch.at(j)));
      }
    }
    rows.sort(null);
    List<Integer> open = new ArrayList<>();
    for (int place : rows) {
      int row = dag.rowAtSequence(place);
      if (!dag.isProjected(row) && ops(row).length > 0 && !isSaidAgain(row)) {
        open.add(row);
      }
    }
    return open;
  }

  private boolean isSaidAgain(int original) throws StoreException {
    int row = original;
    while ((row = dag.pruning().next(row + 1)) < dag.sequence()) {
      dag.conditions(row, cited);
      for (int i = 0; i < cited.count(); i++) {
        if (cited.at(i) == original
            && dag.isProjected(row)
            && Arrays.equals(ops(row), ops(original))) {
          reissued.put(hash(original), hash(row));
          return true;
        }
      }
    }
    return false;
  }

  /** How {@code row} is said again. */
  private Reissue reissue(int row) throws StoreException {
    Hash original = hash(row);
    List<Hash> condition = new ArrayList<>();
    condition.add(original);
    dag.conditions(row, cited);
    for (int i = 0; i < cited.count(); i++) {
      Hash named = hash(cited.at(i));
      Hash mapped = reissued.getOrDefault(named, named);
      if (condition.size() < Limits.CONDITION_HASHES_EMITTED && !condition.contains(mapped)) {
        condition.add(mapped);
      }
    }
    return new Reissue(original, ops(row), condition);
  }

  /** The intention {@code original} was said again as {@code written}. */
  private void done(Hash original, Hash written) {
    reissued.put(original, written);
  }

  /** What the intention of {@code row} says, whatever it was sealed under; nothing if unread. */
  private byte[] ops(int row) throws StoreException {
    if (!reader.read(row)) {
      throw new StoreException(StoreException.Kind.CORRUPT, "an intention is damaged", null);
    }
    // A notice speaks of what its own author made.
    if (reader.open() != Verdict.OK || reader.isNotice()) {
      return new byte[0];
    }
    UniversalOpView ops = reader.ops();
    return Arrays.copyOfRange(ops.bytes(), ops.offset(), ops.offset() + ops.length());
  }

  private Hash hash(int row) throws StoreException {
    byte[] bytes = new byte[Hash.BYTES];
    dag.copyHash(row, bytes, 0);
    return Hash.of(bytes, 0);
  }
}
