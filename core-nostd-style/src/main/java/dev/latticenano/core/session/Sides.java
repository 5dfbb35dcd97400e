package dev.latticenano.core.session;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.dag.IntList;
import dev.latticenano.core.frame.FrameWriter;
import dev.latticenano.core.frame.Message;
import dev.latticenano.core.store.StoreException;

/**
 * What goes on beside the rounds of one session. Most sessions need little of it, so each part is
 * there only from when it is needed first.
 */
final class Sides {
  private final Held store;
  private final LinkProfile profile;
  private final int place;
  private final PeerRounds rounds;
  private final Reconciliation reconciliation;
  private BaseExchange bases;
  private Mending mending;
  private MendAnswer mendAnswer;
  private Naming naming;
  private Needs needs;

  Sides(Held store, LinkProfile profile, int place, boolean first, Answer answer) {
    this.store = store;
    this.profile = profile;
    this.place = place;
    rounds = new PeerRounds(store.dag().shown());
    reconciliation = new Reconciliation(store, profile, place, first, answer);
    bases = store.reading().idleBases();
  }

  /** Finds the differences that frontiers cannot say. */
  Reconciliation reconciliation() {
    return reconciliation;
  }

  /** What becomes of peers below a floor. */
  BaseExchange bases() {
    return bases;
  }

  /** As {@link BaseExchange#peerIsBelow}. */
  void peerIsBelow(boolean below, IntList missing, long nowMs) throws StoreException {
    bases = below ? bases.begun(store, profile, place) : bases;
    bases.peerIsBelow(below, missing, nowMs);
  }

  /** A part of the base that the peer hands over. */
  Verdict base(byte[] bytes, int offset, int length) throws StoreException {
    bases = bases.begun(store, profile, place);
    return bases.base(bytes, offset, length);
  }

  /** True once after something of a message had to wait for another turn. */
  boolean takeWaiting() {
    return store.portion().takeOver();
  }

  /** How many of the peer's rounds are answered. */
  PeerRounds rounds() {
    return rounds;
  }

  private Mending mending() {
    mending = mending == null ? new Mending(store, profile, place) : mending;
    return mending;
  }

  private MendAnswer mendAnswer() {
    mendAnswer = mendAnswer == null ? new MendAnswer(store, profile, place) : mendAnswer;
    return mendAnswer;
  }

  private Naming naming() {
    naming = naming == null ? new Naming(store, profile, place) : naming;
    return naming;
  }

  private Needs needs() {
    needs = needs == null ? new Needs(store, profile, place) : needs;
    return needs;
  }

  private boolean needsNames() {
    return naming != null || store.dag().missingCount() > 0 && store.dag().pruning().hasBase();
  }

  private boolean asksNeeds() {
    return needs != null || store.needed().isCarried();
  }

  /** One of the messages about what goes on here. */
  Verdict receive(int message, byte[] bytes, int offset, int length, long nowMs)
      throws StoreException {
    return switch (message) {
      case Message.RECONCILE, Message.FLOORS, Message.FETCH ->
          reconciliation.receive(message, bytes, offset, length, nowMs);
      case Message.MEND -> mendAnswer().mend(bytes, offset, length);
      case Message.MENDED -> mending().mended(bytes, offset, length, nowMs);
      case Message.NAME -> naming().name(bytes, offset, length);
      case Message.NAMED -> naming().named(bytes, offset, length, nowMs);
      case Message.NEEDS -> needs().needs(bytes, offset, length);
      case Message.NEEDED -> needs().needed(bytes, offset, length, nowMs);
      default -> throw new AssertionError(message);
    };
  }

  /** The peer does not know {@code message}: it is not sent again. */
  void unknownToPeer(int message) {
    switch (message) {
      case Message.MEND -> mending().unknownToPeer();
      case Message.RECONCILE -> reconciliation.unknownToPeer();
      case Message.NAME -> naming().unknownToPeer();
      case Message.NEEDS -> needs().unknownToPeer();
      default -> {}
    }
  }

  /** The peer may know of more that the store needs. */
  void peerGrew() {
    if (needs != null) {
      needs.again();
    }
  }

  /** Nothing can be kept here for now. */
  void halt() {
    mending().halt();
    needs().halt();
  }

  /** More can be kept again. */
  void resume() {
    mending().resume();
    needs().resume();
  }

  /**
   * Time has come to {@code nowMs}.
   *
   * @param answered true if the peer has sent all it knows to lack here
   * @param resting true if the rounds rest
   */
  void tick(boolean answered, boolean resting, long nowMs) throws StoreException {
    if (mending != null || store.dag().lostCount() > 0) {
      mending().tick(nowMs);
    }
    if (needsNames()) {
      naming().tick(answered, nowMs);
    }
    if (asksNeeds()) {
      needs().tick(resting, nowMs);
    }
  }

  /** When {@link #tick} has something to do; Long.MAX_VALUE for never. */
  long deadlineMs(boolean resting) {
    long deadline = Long.MAX_VALUE;
    if (mending != null) {
      deadline = mending.deadlineMs();
    }
    if (naming != null) {
      deadline = Math.min(deadline, naming.deadlineMs());
    }
    return asksNeeds() ? Math.min(deadline, needs().deadlineMs(resting)) : deadline;
  }

  /** Writes the next short message, if one is due; returns its bytes or 0. */
  int transmit(FrameWriter writer, byte[] out, int offset) throws StoreException {
    int length = mending == null ? 0 : mending.transmit(writer, out, offset);
    if (length == 0 && naming != null) {
      length = naming.transmit(writer, out, offset);
    }
    return length > 0 || needs == null ? length : needs.transmit(writer, out, offset);
  }

  /** Writes the next part of what the peer asked for because it was damaged; its bytes or 0. */
  int transmitMended(FrameWriter writer, byte[] out, int offset) throws StoreException {
    return mendAnswer == null ? 0 : mendAnswer.transmit(writer, out, offset);
  }

  /** What keeps all of it from completing; OK if nothing does. */
  Verdict trouble() {
    boolean damaged = mending == null && store.dag().lostCount() > 0;
    Verdict mends = mending == null ? Verdict.OK : mending.trouble();
    mends = damaged ? Verdict.DAMAGE_REMAINS : mends;
    return mends != Verdict.OK ? mends : rounds.trouble();
  }

  /** True if the peer owes an answer. */
  boolean isAwaiting() {
    boolean mends = mending != null && !mending.isAtRest();
    return mends || naming != null && naming.isWaiting() || needs != null && needs.isWaiting();
  }

  /** True while what the peer gave is looked at here. */
  boolean isAtWork() {
    return store.bases().isAtWork();
  }

  /** True if neither end waits for an answer. */
  boolean isAtRest() {
    boolean mended =
        (mending == null || mending.isAtRest()) && (mendAnswer == null || mendAnswer.isAtRest());
    boolean named = naming == null || naming.isAtRest();
    return mended && named && (!asksNeeds() || needs().isAtRest());
  }
}
