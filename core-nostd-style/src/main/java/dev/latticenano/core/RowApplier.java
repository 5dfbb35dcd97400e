package dev.latticenano.core;

import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.intention.UniversalOpView;
import dev.latticenano.core.state.StateMachine;
import dev.latticenano.core.store.StoreException;
import java.util.List;
import java.util.Queue;

/** Applies one witnessed intention of a store to its state, or notes why that cannot be. */
final class RowApplier {
  // Bytes of an intention that cost as much as a small one.
  private static final int COST_BYTES = 4096;

  // Rows that a restatement may be held against in one turn.
  private static final int RESTATED_ROWS = 1024;

  private final StoreId id;
  private final Dag dag;
  private final RowReader reader;
  private final StateTables state;
  private final LeftOut leftOut;
  private final Restatements restatements;
  private final NoticeRows notices;
  private boolean unfinished;

  RowApplier(
      StoreId id,
      Dag dag,
      RowReader reader,
      StateTables state,
      LeftOut leftOut,
      Restatements restatements,
      NoticeRows notices) {
    this.restatements = restatements;
    this.notices = notices;
    this.id = id;
    this.dag = dag;
    this.reader = reader;
    this.state = state;
    this.leftOut = leftOut;
  }

  /** Applies to what is aside those rows below {@code place} that lie above forks. */
  void aside(List<Integer> branchRows, int place) throws StoreException {
    for (int row : branchRows) {
      if (row < place && reader.read(row) && reader.open() == Verdict.OK) {
        state.apply(reader, false);
      }
    }
  }

  /**
   * Applies {@code row}, or has state stop before it: then {@link LeftOut#stall} says so.
   *
   * @return what it cost; a small intention costs 1
   */
  int apply(int row, Queue<Event> events) throws StoreException {
    unfinished = false;
    if (!reader.read(row)) {
      leftOut.damaged(row);
      return 1;
    }
    int cost = 1 + reader.length() / COST_BYTES;
    Hash hash = reader.hash();
    if (leftOut.isSkipped(hash)) {
      return cost;
    }
    Verdict verdict = reader.open();
    if (verdict == Verdict.SEALED_NO_KEY) {
      leftOut.unread(reader.epoch());
      return cost;
    }
    Verdict right = judge(verdict);
    boolean allowed = right == Verdict.OK;
    boolean counts = dag.isProjected(row);
    if (reader.isNotice()) {
      notices.met(hash, allowed && counts);
    }
    if (verdict == Verdict.OK) {
      verdict = isRestating() ? restate(row, right, counts) : data(row, allowed, counts);
    }
    if (unfinished) {
      return RESTATED_ROWS;
    }
    if (verdict == Verdict.OK) {
      leftOut.applied(hash);
    } else if (allowed && counts) {
      leaveOut(hash, verdict, events);
    }
    return cost;
  }

  private Verdict data(int row, boolean allowed, boolean counts) throws StoreException {
    Verdict verdict = allowed ? state.apply(reader, counts) : Verdict.OK;
    if (allowed && counts && reader.ops().kind() == UniversalOpView.Kind.APP_DATA) {
      restatements.applied(row, reader.content());
    }
    return verdict;
  }

  private boolean isRestating() {
    return reader.ops().kind() == UniversalOpView.Kind.RESTATEMENT
        || !reader.mark().equals(Hash.ZERO);
  }

  // What was written before a cut or a fork above it counts, whatever becomes of who says it again.
  private Verdict restate(int row, Verdict right, boolean counts) throws StoreException {
    boolean could = right == Verdict.OK || right == Verdict.RIGHT_WITHDRAWN;
    boolean does = right == Verdict.OK && counts;
    if (!could) {
      return Verdict.OK;
    }
    Verdict verdict = restatements.apply(row, reader, does, RESTATED_ROWS);
    unfinished = verdict == Verdict.FLOATING;
    return verdict;
  }

  /** True if the row applied last has not come to an end: it is to be applied again. */
  boolean isUnfinished() {
    return unfinished;
  }

  private Verdict judge(Verdict opened) throws StoreException {
    Authority authority = state.authority();
    return opened == Verdict.OK
        ? authority.judge(reader.whole(), reader.ops())
        : authority.judgeUnread(reader.whole());
  }

  private void leaveOut(Hash hash, Verdict verdict, Queue<Event> events) throws StoreException {
    if (stalls(verdict)) {
      leftOut.stall(hash, verdict);
      events.add(new Event.Stalled(id, hash, verdict));
    } else {
      leftOut.quarantine(hash, verdict);
      events.add(new Event.Quarantined(id, hash, verdict));
    }
  }

  // What only our nodes look into is judged by all of them alike: nobody sees more.
  private boolean stalls(Verdict verdict) {
    if (verdict == Verdict.RESTATEMENT_MARK_WRONG) {
      return false;
    }
    boolean others =
        switch (reader.ops().kind()) {
          case APP_DATA, SYSTEM, GENESIS -> true;
          case ACK, UNKNOWN -> verdict == Verdict.OPS_MALFORMED && !reader.isEnveloped();
          case ENVELOPE, EPOCH_CHANGE, SNAPSHOT, RESTATEMENT -> false;
        };
    StateMachine machine = state.machine();
    return others && machine != null && machine.stalls();
  }
}
