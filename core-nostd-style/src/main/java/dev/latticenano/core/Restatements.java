package dev.latticenano.core;

import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.Hlc;
import dev.latticenano.core.intention.RestatementView;
import dev.latticenano.core.intention.UniversalOpView;
import dev.latticenano.core.state.Applied;
import dev.latticenano.core.state.RestatedHeads;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.Table;
import java.util.Arrays;
import java.util.List;

/**
 * What restatements mean for state: docs/snapshots.md §8. Where all of an author's chain is here
 * they are checked and change nothing; where its beginning was dropped without its state, they
 * stand for it, and what others replaced of it before they came is remembered until then.
 */
final class Restatements {
  private final Dag dag;
  private final Seal seal;
  private final StateTables state;
  private final RestatedRows rows;
  private final RestatementView view = new RestatementView();
  private final byte[] name = new byte[AuthorId.BYTES];
  private Rereading rereading;
  private RestatementCheck check;
  private boolean stood;
  private boolean awaits;

  Restatements(Dag dag, Seal seal, StateTables state, Table local) {
    this.dag = dag;
    this.seal = seal;
    this.state = state;
    this.rows = new RestatedRows(local);
  }

  /** What is remembered. */
  RestatedRows rows() {
    return rows;
  }

  /** Takes up what the last run left. */
  void restore() throws StoreException {
    awaits = !rows.awaited().isEmpty();
    stood = awaits;
  }

  /** State begins anew. */
  void startOver() throws StoreException {
    rows.startOver();
    stood = false;
    awaits = false;
    check = null;
  }

  /** State has nothing of what lies below the floors: it is to be told. */
  void stand() throws StoreException {
    if (stood) {
      return;
    }
    stood = true;
    for (int author = 0; author < dag.authorCount(); author++) {
      // Above that only acks are gone.
      int marked = dag.pruning().marked(author);
      if (marked > 0) {
        dag.copyAuthorKey(author, name, 0);
        rows.awaited(AuthorId.of(name, 0), marked);
        awaits = true;
      }
    }
  }

  /**
   * Applies the restatement that {@code reader} has taken out of its envelope, or judges a mark on
   * something else.
   *
   * @param counts whether its author may write it and no fork leaves it out
   * @param budget rows of the log that may be looked at
   * @return OK, or why it counts for nothing; FLOATING: it is to be applied again, to go on
   */
  Verdict apply(int row, RowReader reader, boolean counts, int budget) throws StoreException {
    state.touched();
    AuthorId author = reader.content().author();
    boolean awaited = awaits && rows.awaited(author) > 0;
    if (!counts && !awaited) {
      said(row, reader, author);
      return Verdict.OK;
    }
    if (check == null) {
      check = new RestatementCheck(dag, state, rereading());
    }
    Verdict verdict = check.mark(row, reader);
    if (verdict != Verdict.OK || reader.ops().kind() != UniversalOpView.Kind.RESTATEMENT) {
      return verdict;
    }
    verdict = check.judge(row, reader, rows.said(null), budget);
    if (verdict == Verdict.OK) {
      take(row, reader, author, awaited);
    }
    return verdict;
  }

  private Rereading rereading() {
    if (rereading == null) {
      rereading = new Rereading(dag, seal, state);
    }
    return rereading;
  }

  private void take(int row, RowReader reader, AuthorId author, boolean awaited)
      throws StoreException {
    int mark = said(row, reader, author);
    RestatedHeads heads = RestatedHeads.of(state.machine());
    if (heads != null) {
      view.wrap(reader.ops()).check();
      while (awaited && view.nextHead()) {
        stand(heads, author);
      }
      view.rewind();
      while (view.nextReplaced()) {
        replace(heads, row);
      }
    }
    if (awaited && mark >= rows.awaited(author)) {
      rows.arrived(author);
      awaits = !rows.awaited().isEmpty();
      if (!awaits) {
        rows.forgetCited();
      }
    }
  }

  /** Notes a restatement; returns the height of its mark, or 0. */
  private int said(int row, RowReader reader, AuthorId author) throws StoreException {
    if (reader.ops().kind() != UniversalOpView.Kind.RESTATEMENT) {
      return 0;
    }
    int marked = dag.find(reader.mark().toBytes(), 0);
    int mark = marked == Dag.NONE ? 0 : dag.height(marked);
    rows.said(author, new RestatedRows.Said(dag.height(row), row, mark));
    return mark;
  }

  private boolean isGone(byte[] hash, int offset) throws StoreException {
    int named = dag.find(hash, offset);
    return named == Dag.NONE || dag.pruning().isBelowFloor(named);
  }

  private void stand(RestatedHeads heads, AuthorId author) throws StoreException {
    byte[] bytes = view.bytes();
    if (view.space() != RestatementView.STATE || !isGone(bytes, view.hashOffset())) {
      return;
    }
    byte[] key = Arrays.copyOfRange(bytes, view.keyOffset(), view.keyOffset() + view.keyLength());
    for (int by : rows.citing(bytes, view.hashOffset())) {
      if (rereading().read(by) && rereading().replaces(key, bytes, view.hashOffset())) {
        return;
      }
    }
    int hlc = view.hlcOffset();
    int from = view.valueOffset();
    heads.put(
        key,
        Hash.of(bytes, view.hashOffset()),
        new Hlc(BigEndian.longAt(bytes, hlc), BigEndian.intAt(bytes, hlc + 8)),
        author,
        view.tombstone() ? null : Arrays.copyOfRange(bytes, from, from + view.valueLength()));
  }

  private void replace(RestatedHeads heads, int row) throws StoreException {
    if (view.space() != RestatementView.STATE) {
      return;
    }
    byte[] bytes = view.bytes();
    heads.remove(bytes, view.keyOffset(), view.keyLength(), bytes, view.hashOffset());
    if (!awaits) {
      return;
    }
    int named = dag.find(bytes, view.hashOffset());
    if (named == Dag.NONE || dag.pruning().isBelowFloor(named)) {
      rows.cited(bytes, view.hashOffset(), row);
    }
    // What tells their order went with the chain.
    if (named == Dag.NONE || named > row) {
      rows.early(bytes, view.hashOffset(), row);
    }
  }

  /** Data of {@code row} was applied: what it cites below a floor may be said only later. */
  void applied(int row, Applied data) throws StoreException {
    RestatedHeads heads = dag.pruning().hasBase() ? RestatedHeads.of(state.machine()) : null;
    if (heads != null) {
      data.hash().write(name, 0);
      for (int by : rows.early(name, 0)) {
        if (rereading().read(by) && view.wrap(rereading().reader().ops()).check() == Verdict.OK) {
          remove(heads);
        }
      }
    }
    for (int i = 0; awaits && i < data.conditionCount(); i++) {
      data.cited(i).write(name, 0);
      if (isGone(name, 0)) {
        rows.cited(name, 0, row);
      }
    }
  }

  /** Takes out the heads of {@link #name} that the restatement in view replaces. */
  private void remove(RestatedHeads heads) throws StoreException {
    byte[] bytes = view.bytes();
    while (view.nextReplaced()) {
      int at = view.hashOffset();
      if (view.space() == RestatementView.STATE
          && Arrays.equals(bytes, at, at + Hash.BYTES, name, 0, Hash.BYTES)) {
        heads.remove(bytes, view.keyOffset(), view.keyLength(), bytes, at);
      }
    }
  }

  /**
   * How many intentions at or below {@code mark} of this node's own chain are here and kept. Each
   * is looked at once.
   */
  int kept(int own, int mark) throws StoreException {
    RestatedRows.KeptUpTo known = rows.kept();
    if (known.height() > mark) {
      known = new RestatedRows.KeptUpTo(0, 0);
    }
    int count = known.count();
    for (int height = known.height() + 1; height <= mark; height++) {
      int row = dag.rowAtHeight(own, height);
      if (row != Dag.NONE) {
        rereading().read(row);
        count += rereading().isKept() ? 1 : 0;
      }
    }
    if (mark > known.height()) {
      rows.kept(new RestatedRows.KeptUpTo(mark, count));
    }
    return count;
  }

  /** Authors of whom something is missing in state until their restatement comes. */
  List<AuthorId> awaited() throws StoreException {
    return rows.awaited();
  }
}
