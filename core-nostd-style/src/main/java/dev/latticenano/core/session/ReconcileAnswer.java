package dev.latticenano.core.session;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Cursor;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.dag.IntList;
import dev.latticenano.core.frame.FrameWriter;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.reconcile.Caps;
import dev.latticenano.core.reconcile.Negentropy;
import dev.latticenano.core.store.StoreException;
import java.util.Arrays;

/**
 * The responder of a session's reconciliations: answers message by message, each for itself, and
 * sends what it is asked for behind its answer to the peer's round. Nothing here outlives a message
 * but the set gathered for a turn, which is gathered anew if it is gone. Rules: docs/protocol.md
 * §14, docs/reconcile.md §7.
 */
final class ReconcileAnswer {
  private final Held store;
  private final Dag dag;
  private final Caps caps;
  private final int place;
  private final PeerFloors floors;
  private final Answer answer;
  private final ReconcileView view = new ReconcileView();
  private final IntList found = new IntList();
  private SharedItems set;
  private Negentropy negentropy;
  private byte[] asked = new byte[0];
  private int turn;
  private int number;
  private int taken;
  private int fetched;
  private boolean waiting;
  private boolean floorsDue;
  private boolean answerDue;

  ReconcileAnswer(Held store, Caps caps, int place, PeerFloors floors, Answer answer) {
    this.store = store;
    this.dag = store.dag();
    this.caps = caps;
    this.place = place;
    this.floors = floors;
    this.answer = answer;
  }

  /** The sets agree: what was gathered is not needed any more, and all may begin again. */
  void agreed() {
    forget();
    taken = 0;
  }

  private void forget() {
    set = null;
    negentropy = null;
    asked = new byte[0];
    waiting = false;
  }

  /** A message of the initiator. */
  Verdict reconcile(byte[] bytes, int offset, int length) throws StoreException {
    if (!view.read(bytes, offset, length) || view.messageLength() == 0) {
      return Verdict.RECONCILE_MALFORMED;
    }
    if (view.messageLength() > caps.bytesMax()) {
      return Verdict.RECONCILE_TOO_LONG;
    }
    if (taken == Limits.RECONCILE_ROUNDS_MAX) {
      return Verdict.RECONCILE_ROUNDS_TOO_MANY;
    }
    if (view.turn() < turn || view.floors() != floors.heard()) {
      // It is late, or says floors that were lost and come again.
      return Verdict.OK;
    }
    if (view.heardFloors() != PeerFloors.own(dag)) {
      floorsDue = true;
      return Verdict.OK;
    }
    taken++;
    if (view.turn() != turn || set == null || set.isOutdated(floors.heard())) {
      turn = view.turn();
      set = new SharedItems(dag, floors.heights(), floors.heard());
      negentropy = set.items() == null ? null : new Negentropy(set.items(), caps, 0);
    }
    Verdict verdict = Verdict.OK;
    if (negentropy != null) {
      verdict = negentropy.check(bytes, view.messageAt(), view.messageLength());
    }
    if (verdict == Verdict.OK) {
      int at = view.messageAt();
      asked = Arrays.copyOfRange(bytes, at, at + view.messageLength());
      number = view.number();
      answerDue = false;
      waiting = true;
      step();
    } else {
      forget();
    }
    return verdict;
  }

  /** Goes on with what was asked. */
  void step() throws StoreException {
    if (!waiting || set.gather()) {
      return;
    }
    waiting = false;
    if (set.isOutdated(floors.heard())) {
      floorsDue = true;
      forget();
      return;
    }
    answerDue = true;
    if (negentropy != null) {
      Verdict verdict = negentropy.receive(asked, 0, asked.length, null);
      assert verdict == Verdict.OK : verdict;
    }
  }

  /** True if there is more to do at once. */
  boolean isBusy() {
    return waiting;
  }

  /** The initiator asks for intentions. */
  Verdict fetch(byte[] bytes, int offset, int length, long nowMs) throws StoreException {
    long newNumber = 0;
    long round = 0;
    int at = offset;
    int hashesBytes = 0;
    Cursor fields = new Cursor().wrap(bytes, offset, length);
    while (fields.nextField()) {
      switch (fields.fieldNumber()) {
        case 2 -> newNumber = fields.value();
        case 3 -> round = fields.value();
        case 4 -> {
          at = fields.dataOffset();
          hashesBytes = fields.dataLength();
        }
        default -> {}
      }
    }
    boolean numbered = newNumber > 0 && round > 0 && (newNumber | round) >>> 31 == 0;
    boolean whole = hashesBytes > 0 && hashesBytes % Hash.BYTES == 0;
    if (fields.malformed() || !numbered || !whole || !isFew(hashesBytes)) {
      return Verdict.RECONCILE_MALFORMED;
    }
    // What is repeated was heard, and what is of an old round is asked for again.
    if (newNumber > fetched && round == answer.round() && answer.isThrough()) {
      fetched = (int) newNumber;
      give(bytes, at, hashesBytes, nowMs);
    }
    return Verdict.OK;
  }

  private static boolean isFew(int hashesBytes) {
    return hashesBytes <= Limits.RECONCILE_FETCH_MAX * Hash.BYTES;
  }

  private void give(byte[] bytes, int offset, int length, long nowMs) throws StoreException {
    found.clear();
    for (int at = offset; at < offset + length; at += Hash.BYTES) {
      int row = dag.find(bytes, at);
      if (row != Dag.NONE && isGivable(row)) {
        found.add(row);
      }
    }
    // The witness order is causal.
    found.sort();
    answer.extend(found, nowMs);
  }

  private boolean isGivable(int row) throws StoreException {
    boolean durable = dag.sequenceOf(row) <= store.durable();
    return durable && dag.shown().contains(row) && !dag.pruning().isBelowFloor(row);
  }

  /** Writes what is due; returns its bytes or 0. */
  int transmit(FrameWriter writer, byte[] out, int offset) {
    if (floorsDue) {
      floorsDue = false;
      return floors.transmit(writer, out, offset);
    }
    if (!answerDue) {
      return 0;
    }
    answerDue = false;
    byte[] message = negentropy == null ? asked : negentropy.message();
    int length = negentropy == null ? 0 : negentropy.messageLength();
    int own = PeerFloors.own(dag);
    return ReconcileView.write(
        writer, out, offset, place, turn, number, message, length, own, floors.heard());
  }
}
