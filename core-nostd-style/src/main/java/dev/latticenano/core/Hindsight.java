package dev.latticenano.core;

import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.store.StoreException;
import java.util.List;
import java.util.Queue;

/**
 * Finds out whether what was projected still counts: forks, records that came back and keys that
 * came or went change it after the fact.
 */
final class Hindsight {
  private final StoreId id;
  private final Dag dag;
  private final Seal seal;
  private final LeftOut leftOut;
  private final Forked forked;
  private long forks;
  private long mended = -1;
  private int keys;
  private String began = "";

  /**
   * Why state begins anew.
   *
   * @param members true if who may write what is learnt anew, too
   */
  record Reason(String text, boolean members) {}

  Hindsight(StoreId id, Dag dag, Seal seal, LeftOut leftOut) {
    this.id = id;
    this.dag = dag;
    this.seal = seal;
    this.leftOut = leftOut;
    forked = new Forked(dag);
  }

  /** The DAG stands, and state as {@code cursor} says; null: there is none. */
  Reason restore(LocalRows.Cursor cursor) throws StoreException {
    forked.settle();
    if (cursor == null) {
      return new Reason("nothing was projected yet", true);
    }
    forks = cursor.forks();
    keys = cursor.keys();
    if (cursor.rows() > dag.sequence()) {
      return new Reason("the log is shorter than what was projected", true);
    }
    return forks == forked.mark()
        ? null
        : new Reason("other forks are known than were projected", false);
  }

  /** Why state must begin anew; null if it need not. */
  Reason look(Queue<Event> events) throws StoreException {
    Reason reason = null;
    if (forked.settle()) {
      forked.tell(id, events);
      if (forked.mark() != forks) {
        reason = new Reason("an author's chain forked, or a branch became final", false);
      }
    }
    if (dag.mendedCount() != mended && leftOut.isMended(dag)) {
      reason = new Reason("a damaged intention came back", true);
    }
    mended = dag.mendedCount();
    int held = seal.ring().count();
    if (held < keys) {
      // The host lost some, and the log may still say them.
      reason = new Reason("epoch keys are missing that were here", true);
    } else if (held > keys && leftOut.isReadable(seal.ring())) {
      reason = new Reason("a key came with which more can be read", true);
    }
    keys = held;
    return reason;
  }

  /** State begins anew, by what is known now. */
  void begin(Reason why) {
    began = why.text();
    forks = forked.mark();
  }

  /** Tells why state has begun anew, once, if there is anything to tell it of. */
  void tellStart(Queue<Event> events) {
    if (!began.isEmpty() && dag.sequence() > 0) {
      events.add(new Event.StartedOver(id, began));
    }
    began = "";
  }

  /** The mark of the forks that were projected. */
  long forks() {
    return forks;
  }

  /** How many epoch keys were held at the last look. */
  int keys() {
    return keys;
  }

  /** Rows above forks that do not count, lowest first. */
  List<Integer> branchRows() {
    return forked.branchRows();
  }
}
