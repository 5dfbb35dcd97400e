package dev.latticenano.core;

import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.dag.IntList;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.Hlc;
import dev.latticenano.core.intention.RestatementView;
import dev.latticenano.core.state.Head;
import dev.latticenano.core.state.RestatedHeads;
import dev.latticenano.core.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Holds one restatement against what is here: docs/snapshots.md §8. The answer is a function of its
 * past; what of that lies below a floor is believed. Heads that are live here cost a look each;
 * whether others were live for the past takes a walk through the log, in turns.
 */
final class RestatementCheck {
  private static final byte[] AUTHORITY = "authority/".getBytes(StandardCharsets.US_ASCII);
  private static final int OP_KEY_BYTES = AUTHORITY.length + Hash.BYTES + 1;

  private final Dag dag;
  private final StateTables state;
  private final Rereading rereading;
  private final RestatementView view = new RestatementView();
  private final IntList cited = new IntList();
  private final List<Absent> absent = new ArrayList<>();
  private int row = Dag.NONE;
  private int author;
  private int next;

  /** A head that is not here any more. */
  private record Absent(int row, byte[] key, Hash hash) {}

  RestatementCheck(Dag dag, StateTables state, Rereading rereading) {
    this.dag = dag;
    this.state = state;
    this.rereading = rereading;
  }

  /**
   * Judges the restatement of {@code row}, or goes on with it.
   *
   * @param budget rows that may be looked at
   * @return what is wrong with it, or OK; FLOATING: not known yet, to be asked again
   */
  Verdict judge(int ofRow, RowReader reader, List<RestatedRows.Said> all, int budget)
      throws StoreException {
    if (row != ofRow) {
      row = ofRow;
      author = dag.author(row);
      absent.clear();
      Verdict verdict = look(reader);
      if (verdict != Verdict.OK) {
        row = Dag.NONE;
        return verdict;
      }
      next = row;
      absent.forEach(each -> next = Math.min(next, each.row + 1));
    }
    Verdict verdict = absent.isEmpty() ? Verdict.OK : search(all, budget);
    row = verdict == Verdict.FLOATING ? row : Dag.NONE;
    return verdict;
  }

  private Verdict look(RowReader reader) throws StoreException {
    Verdict verdict = view.wrap(reader.ops()).check();
    RestatedHeads heads = RestatedHeads.of(state.machine());
    while (verdict == Verdict.OK && heads != null && view.nextHead()) {
      verdict = view.space() == RestatementView.STATE ? head(heads) : Verdict.OK;
    }
    view.rewind();
    while (verdict == Verdict.OK && view.nextReplaced()) {
      verdict = view.space() == RestatementView.STATE ? replaced() : Verdict.OK;
    }
    return verdict;
  }

  private Verdict head(RestatedHeads heads) throws StoreException {
    int named = dag.find(view.bytes(), view.hashOffset());
    if (named == Dag.NONE) {
      return dag.pruning().hasBase() ? Verdict.OK : Verdict.RESTATEMENT_FOREIGN;
    }
    if (dag.author(named) != author || dag.height(named) >= dag.height(row)) {
      return Verdict.RESTATEMENT_FOREIGN;
    }
    if (dag.pruning().isBelowFloor(named)) {
      return Verdict.OK;
    }
    byte[] key =
        Arrays.copyOfRange(view.bytes(), view.keyOffset(), view.keyOffset() + view.keyLength());
    Hash hash = Hash.of(view.bytes(), view.hashOffset());
    Head held = heads.head(key, hash);
    if (held == null && !isRead(named)) {
      return dag.isLost(named) ? Verdict.OK : Verdict.RESTATEMENT_DIFFERS;
    }
    Head said = held == null ? rereading.wrote().head(key, hash) : held;
    if (said == null || !isAsSaid(said)) {
      return Verdict.RESTATEMENT_DIFFERS;
    }
    if (held == null) {
      absent.add(new Absent(named, key, hash));
    }
    return Verdict.OK;
  }

  private boolean isRead(int named) throws StoreException {
    return rereading.read(named) && rereading.wrote() != null;
  }

  private boolean isAsSaid(Head head) {
    int at = view.hlcOffset();
    Hlc said = new Hlc(BigEndian.longAt(view.bytes(), at), BigEndian.intAt(view.bytes(), at + 8));
    int from = view.valueOffset();
    byte[] value =
        view.tombstone() ? null : Arrays.copyOfRange(view.bytes(), from, from + view.valueLength());
    return head.timestamp().equals(said) && Arrays.equals(head.value(), value);
  }

  // Over a chain that was dropped the past cannot be told.
  private Verdict replaced() throws StoreException {
    int named = dag.find(view.bytes(), view.hashOffset());
    boolean seen = dag.pruning().hasBase() || named != Dag.NONE && dag.isAncestor(named, row);
    return seen ? Verdict.OK : Verdict.RESTATEMENT_UNSEEN;
  }

  private Verdict search(List<RestatedRows.Said> all, int budget) throws StoreException {
    for (int end = Math.min(row, next + budget); next < end; next++) {
      if (replacesAny(next, false)) {
        return Verdict.RESTATEMENT_REPLACED;
      }
    }
    if (next < row) {
      return Verdict.FLOATING;
    }
    for (RestatedRows.Said other : all) {
      if (replacesAny(other.row(), true)) {
        return Verdict.RESTATEMENT_REPLACED;
      }
    }
    return Verdict.OK;
  }

  private boolean replacesAny(int by, boolean restates) throws StoreException {
    if (dag.pruning().isBelowFloor(by) || dag.isLost(by) || !dag.isProjected(by)) {
      return false;
    }
    dag.conditions(by, cited);
    for (Absent each : absent) {
      if ((restates || cites(each.row))
          && dag.isAncestor(by, row)
          && rereading.read(by)
          && rereading.counts()) {
        if (rereading.replaces(each.key, each.hash.toBytes(), 0)) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean cites(int named) {
    for (int i = 0; i < cited.count(); i++) {
      if (cited.at(i) == named) {
        return true;
      }
    }
    return false;
  }

  /** Judges the mark of {@code row}, if it has one. */
  Verdict mark(int ofRow, RowReader reader) throws StoreException {
    if (reader.mark().equals(Hash.ZERO)) {
      return Verdict.OK;
    }
    switch (reader.ops().kind()) {
      case RESTATEMENT -> {}
      case ENVELOPE, UNKNOWN -> {
        // From a later version: what it says nobody here knows.
        return Verdict.OK;
      }
      default -> {
        return Verdict.RESTATEMENT_MARK_WRONG;
      }
    }
    int marked = dag.find(reader.mark().toBytes(), 0);
    if (marked == Dag.NONE) {
      return dag.pruning().hasBase() ? Verdict.OK : Verdict.RESTATEMENT_MARK_WRONG;
    }
    boolean sound =
        dag.author(marked) == dag.author(ofRow)
            && dag.height(marked) < dag.height(ofRow)
            && !passesAuthority(marked);
    return sound ? Verdict.OK : Verdict.RESTATEMENT_MARK_WRONG;
  }

  /** True if an authority op at or below {@code marked} is here and not kept. */
  private boolean passesAuthority(int marked) throws StoreException {
    byte[] behind = AUTHORITY.clone();
    behind[behind.length - 1]++;
    int writer = dag.author(marked);
    IntList passed = new IntList();
    byte[] name = new byte[AuthorId.BYTES];
    dag.copyAuthorKey(writer, name, 0);
    state
        .systemRows()
        .range(
            AUTHORITY,
            behind,
            (key, at, length, value, valueAt, valueLength) -> {
              boolean own =
                  length == OP_KEY_BYTES
                      && Arrays.equals(value, valueAt, valueAt + name.length, name, 0, name.length);
              int op = own ? dag.find(key, at + AUTHORITY.length) : Dag.NONE;
              if (op != Dag.NONE && dag.height(op) <= dag.height(marked)) {
                passed.add(op);
              }
              return true;
            });
    for (int i = 0; i < passed.count(); i++) {
      if (rereading.read(passed.at(i)) && !rereading.isKept()) {
        return true;
      }
    }
    return false;
  }
}
