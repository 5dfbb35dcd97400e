package dev.latticenano.core.session;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.frame.FrameWriter;
import dev.latticenano.core.frame.Message;
import dev.latticenano.core.reconcile.Caps;
import dev.latticenano.core.store.StoreException;

/**
 * What finds the differences of one session's sets that frontiers cannot say. One end asks and the
 * other answers, throughout the session.
 */
final class Reconciliation {
  private final boolean initiates;
  private final Held store;
  private final LinkProfile profile;
  private final int place;
  private final Answer answer;
  private PeerFloors floors;
  private Reconciling asking;
  private ReconcileAnswer answering;

  /**
   * Nothing is under way.
   *
   * @param initiates true if this end asks
   * @param answer to the peer's rounds; what the peer lacks goes behind it
   */
  Reconciliation(Held store, LinkProfile profile, int place, boolean initiates, Answer answer) {
    this.initiates = initiates;
    this.store = store;
    this.profile = profile;
    this.place = place;
    this.answer = answer;
  }

  // Most sessions never need any of it.

  private PeerFloors floors() {
    if (floors == null) {
      floors = new PeerFloors(store.dag(), place);
    }
    return floors;
  }

  private Reconciling asking() {
    if (asking == null) {
      asking = new Reconciling(store, profile, caps(profile), place, floors(), answer);
    }
    return asking;
  }

  private ReconcileAnswer answering() {
    if (answering == null) {
      answering = new ReconcileAnswer(store, caps(profile), place, floors(), answer);
    }
    return answering;
  }

  /** What a message may take over a link. */
  static Caps caps(LinkProfile profile) {
    int frame = Math.min(profile.frameBytes(), Limits.RECONCILE_MESSAGE_BYTES_MAX);
    return new Caps(
        Math.max(frame, Limits.RECONCILE_FRAME_BYTES_MIN),
        Limits.RECONCILE_MESSAGE_BYTES_MAX,
        Limits.RECONCILE_MESSAGE_RANGES_MAX,
        Limits.RECONCILE_MESSAGES_MAX,
        false);
  }

  /** As {@link Reconciling#begin}; false at the end that answers. */
  boolean begin(byte[] own, byte[] peers, long nowMs) throws StoreException {
    return initiates && asking().begin(own, peers, nowMs);
  }

  /** As {@link Reconciling#isFetching}. */
  boolean isFetching() {
    return asking != null && asking.isFetching();
  }

  /** Nothing can be taken here for now. */
  void halt() {
    if (asking != null) {
      asking.halt();
    }
  }

  /** The peer says that it does not know these messages. */
  void unknownToPeer() {
    asking().unknownToPeer();
  }

  /**
   * Goes on; see {@link Reconciling#step}.
   *
   * @param agreed true if the sets are equal
   */
  boolean step(int round, boolean answered, int batches, boolean agreed, long nowMs)
      throws StoreException {
    if (answering != null) {
      if (agreed) {
        answering.agreed();
      }
      answering.step();
    }
    if (asking != null && agreed) {
      asking.agreed();
    }
    return asking != null && asking.step(round, answered, batches, nowMs);
  }

  /** When {@link #step} has something to do; Long.MAX_VALUE for never. */
  long deadlineMs() {
    if (answering != null && answering.isBusy()) {
      return 0;
    }
    return asking == null ? Long.MAX_VALUE : asking.deadlineMs();
  }

  /** One of the messages of a reconciliation. */
  Verdict receive(int message, byte[] bytes, int offset, int length, long nowMs)
      throws StoreException {
    return switch (message) {
      case Message.FLOORS -> floors(bytes, offset, length, nowMs);
      case Message.FETCH -> answering().fetch(bytes, offset, length, nowMs);
      default ->
          initiates
              ? asking().reconcile(bytes, offset, length, nowMs)
              : answering().reconcile(bytes, offset, length);
    };
  }

  private Verdict floors(byte[] bytes, int offset, int length, long nowMs) throws StoreException {
    int before = floors().heard();
    Verdict verdict = floors.receive(bytes, offset, length);
    if (floors.heard() != before && asking != null) {
      asking.floors(nowMs);
    }
    return verdict;
  }

  /** Writes what is due; returns its bytes or 0. */
  int transmit(FrameWriter writer, byte[] out, int offset) {
    int length = asking == null ? 0 : asking.transmit(writer, out, offset);
    return length > 0 || answering == null ? length : answering.transmit(writer, out, offset);
  }
}
