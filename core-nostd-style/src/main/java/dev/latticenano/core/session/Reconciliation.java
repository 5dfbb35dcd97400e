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
  private final PeerFloors floors;
  private final Reconciling asking;
  private final ReconcileAnswer answering;

  /**
   * Nothing is under way.
   *
   * @param initiates true if this end asks
   * @param answer to the peer's rounds; what the peer lacks goes behind it
   */
  Reconciliation(Held store, LinkProfile profile, int place, boolean initiates, Answer answer) {
    this.initiates = initiates;
    Caps caps = caps(profile);
    floors = new PeerFloors(store.dag(), place);
    asking = new Reconciling(store, profile, caps, place, floors, answer);
    answering = new ReconcileAnswer(store, caps, place, floors, answer);
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
    return initiates && asking.begin(own, peers, nowMs);
  }

  /** As {@link Reconciling#isFetching}. */
  boolean isFetching() {
    return asking.isFetching();
  }

  /** Nothing can be taken here for now. */
  void halt() {
    asking.halt();
  }

  /** The peer says that it does not know these messages. */
  void unknownToPeer() {
    asking.unknownToPeer();
  }

  /**
   * Goes on; see {@link Reconciling#step}.
   *
   * @param agreed true if the sets are equal
   */
  boolean step(int round, boolean answered, int batches, boolean agreed, long nowMs)
      throws StoreException {
    if (agreed) {
      asking.agreed();
      answering.agreed();
    }
    answering.step();
    return asking.step(round, answered, batches, nowMs);
  }

  /** When {@link #step} has something to do; Long.MAX_VALUE for never. */
  long deadlineMs() {
    return answering.isBusy() ? 0 : asking.deadlineMs();
  }

  /** One of the messages of a reconciliation. */
  Verdict receive(int message, byte[] bytes, int offset, int length, long nowMs)
      throws StoreException {
    return switch (message) {
      case Message.FLOORS -> floors(bytes, offset, length, nowMs);
      case Message.FETCH -> answering.fetch(bytes, offset, length, nowMs);
      default ->
          initiates
              ? asking.reconcile(bytes, offset, length, nowMs)
              : answering.reconcile(bytes, offset, length);
    };
  }

  private Verdict floors(byte[] bytes, int offset, int length, long nowMs) throws StoreException {
    int before = floors.heard();
    Verdict verdict = floors.receive(bytes, offset, length);
    if (floors.heard() != before) {
      asking.floors(nowMs);
    }
    return verdict;
  }

  /** Writes what is due; returns its bytes or 0. */
  int transmit(FrameWriter writer, byte[] out, int offset) {
    int length = asking.transmit(writer, out, offset);
    return length > 0 ? length : answering.transmit(writer, out, offset);
  }
}
