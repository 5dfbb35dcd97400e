package dev.latticenano.core.session;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.frame.FrameWriter;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.store.StoreException;

/**
 * One peer and one store. Each side publishes its frontier in a numbered round; the other answers
 * the round with the suffixes that are lacking, in batches acknowledged when durable. A side whose
 * set has changed by then publishes again. Done when both digests agree, never because a message
 * said so.
 *
 * <p>Every message may be lost, repeated or come late: all are numbered, and on a link that loses
 * frames the unanswered is sent again. Rules: docs/protocol.md §14.
 */
final class Session {
  private final Held store;
  private final LinkProfile profile;
  private final Marks marks;
  private final Showing showing;
  private final Gain gain;
  private final Lacking lacking;
  private final Progress progress = new Progress();
  private final Answer answer;
  private final RoundTaking taking;
  private final Acknowledgement acknowledgement;
  private final Sides sides;
  private final Gossip gossip;
  private final PeerDigest theirs = new PeerDigest();
  private final OwnDigest current;
  private final Evening evening;
  private int heard;
  private boolean unclear;
  private boolean stuck;
  private boolean apart;
  private boolean answered;
  private boolean peerGrew;
  private boolean again;
  private long retryAtMs = Long.MAX_VALUE;

  /**
   * A session that has said nothing yet: {@link #refresh} begins it.
   *
   * @param place how this end names the session: of the store in its own offer, from 0
   * @param first true if this end begins what one of the ends must begin
   * @param selfKey this node's key, lent
   * @param peerKey the peer's, lent
   */
  Session(Held store, LinkProfile profile, int place, boolean first, byte[] selfKey, byte[] peerKey)
      throws StoreException {
    this.store = store;
    this.current = store.digest();
    this.profile = profile;
    this.marks = new Marks(store.meetings(), peerKey);
    this.showing = new Showing(store, place, peerKey);
    this.gain = store.gain();
    this.lacking = new Lacking(store.dag(), selfKey);
    this.answer = new Answer(store, profile, place, progress);
    this.evening = new Evening(store, answer, theirs, current);
    this.taking = new RoundTaking(store, profile, place, progress, theirs, evening);
    this.acknowledgement = taking.acknowledgement();
    this.sides = new Sides(store, profile, place, first, answer);
    this.gossip =
        new Gossip(store, profile, place, selfKey, showing, theirs, current, marks, progress);
  }

  /** Of which store. */
  StoreId store() {
    return store.id();
  }

  /**
   * True if both sides' sets were last known to be the same; or if something keeps them apart and
   * each side has given what the other can take.
   */
  boolean isAtRest() {
    if (agreed() || agreedApart()) {
      return true;
    }
    boolean given = answer.isThrough() || answer.verdict() != Verdict.OK;
    boolean taken = answered || isHalted();
    return trouble() != Verdict.OK && given && taken && sides.bases().isAtRest();
  }

  /** True if both sides' digests agree, and each end has told all of its own. */
  boolean agreed() {
    boolean same = theirs.isOf(current.now()) && showing.isOf(current.now());
    return same && theirs.isWhole() && showing.isConfirmed();
  }

  /**
   * True if the sets agree apart from intentions that one of the ends keeps out for their author's
   * sake and the other, which cannot judge, holds.
   */
  boolean agreedApart() {
    return apart && !grew();
  }

  /** What stopped this session short of agreement; OK while nothing did. */
  Verdict trouble() {
    Verdict first = isHalted() ? acknowledgement.verdict() : answer.verdict();
    first = first == Verdict.OK ? sides.bases().trouble() : first;
    return first == Verdict.OK && stuck ? Verdict.SETS_DIFFER : first;
  }

  Progress progress() {
    return progress;
  }

  Sides sides() {
    return sides;
  }

  /** True if the peer has sent all it knows to lack here. */
  boolean isAnswered() {
    return answered;
  }

  /** What the peer lacks, and whether this end has lost something of its own. */
  Lacking lacking() {
    return lacking;
  }

  /** True once after the peer was seen to have a larger set than before. */
  boolean takePeerGrew() {
    boolean was = peerGrew;
    peerGrew = false;
    return was;
  }

  /**
   * Publishes the set if this has not been done yet, or if the peer has answered and its set or
   * ours has grown since. What waits for its sync is published after it.
   *
   * @throws StoreException the set cannot be made durable, so it is not published
   */
  void refresh(long nowMs) throws StoreException {
    acknowledgement.release();
    answered |= showing.needsNothingOf(theirs);
    boolean may = answered && !store.isWaiting() && !sides.reconciliation().isFetching();
    // The peer has our set, of which it was told only the first bytes.
    boolean hinted = !showing.isConfirmed() && theirs.isOf(current.now()) && answer.isThrough();
    boolean news = grew() || again && !agreed() || hinted;
    if (may && gossip.isLive()) {
      news = !agreed() && (trouble() != Verdict.OK || gossip.needsRound(nowMs));
    }
    if (showing.round() == 0 || may && news && !tellWithAnswer()) {
      publish(false, nowMs);
    }
    if (agreed()) {
      sides.bases().agreed();
      gossip.agreed(may && answer.isThrough() && trouble() == Verdict.OK, nowMs);
      answer.rest();
    }
  }

  private boolean grew() {
    return !showing.isOf(current.now());
  }

  /** The last batch tells the set where it can, and no round has to; false if it cannot. */
  private boolean tellWithAnswer() throws StoreException {
    // Of a peer that has this very set an equal frontier needs no acknowledgement.
    boolean fresh = grew() && !unclear && !again && !theirs.isOf(current.now());
    if (!fresh || isHalted() || gossip.isLive() || !evening.canTell(heard)) {
      return false;
    }
    answer.tell(current.now());
    showing.tell(current.now(), store.durable(), false);
    marks.show(showing.mark());
    stuck = false;
    apart = false;
    return true;
  }

  private void publish(boolean full, long nowMs) throws StoreException {
    evening.forget(gossip.stop());
    if (isHalted()) {
      return;
    }
    store.sync(nowMs);
    acknowledgement.release();
    // A digest that is still to be told with an answer is not that of this set.
    answer.tell(null);
    boolean all = full || unclear;
    int kind = all ? FrontierView.FULL : marks.kind(current.now(), gain, evening.isEven());
    showing.show(current.now(), store.durable(), kind, marks.last(), unclear);
    marks.show(showing.mark());
    stuck = false;
    apart = false;
    progress.apart = 0;
    taking.begin();
    again = false;
    // A peer known to have this very set, or the one before it, has nothing to answer.
    answered = showing.needsNothingOf(theirs);
    retryAtMs = nowMs + profile.retryMs();
  }

  /** The peer's frontier. */
  Verdict frontier(byte[] bytes, int offset, int length, long nowMs) throws StoreException {
    FrontierView frontier = store.reading().frontier();
    if (!frontier.read(bytes, offset, length) || !lacking.check(frontier)) {
      return Verdict.FRONTIER_MALFORMED;
    }
    if (profile.retryMs() > 0) {
      acknowledgement.repeat();
      gossip.repeat();
    }
    sides.bases().heard(frontier.base());
    if (frontier.round() <= heard) {
      return Verdict.OK;
    }
    boolean grew = theirs.take(bytes, frontier.digestAt(), frontier.digestLength());
    // It answers, or answered, from a smaller set: asked again it sends what it has got since.
    again |= grew && heard > 0;
    heard = frontier.round();
    answer.resume(frontier.resumed());
    peerGrew |= grew;
    evening.forget(grew);
    stuck = false;
    apart = false;
    lacking.readOwn(frontier);
    try {
      if (gossip.isAsked() && (grew || !agreed())) {
        publish(false, nowMs);
      }
      refresh(nowMs);
    } finally {
      // It is not said again: whoever cannot publish, for the disk is full, can still give.
      understand(frontier, nowMs);
    }
    proceed(nowMs);
    return Verdict.OK;
  }

  private void understand(FrontierView frontier, long nowMs) throws StoreException {
    boolean same = theirs.isOf(current.now());
    Mark since = same ? null : marks.since(frontier, gain);
    unclear = !same && frontier.kind() != FrontierView.FULL && since == null;
    if (unclear) {
      publish(true, nowMs);
    }
    answer.next().clear();
    if (unclear && !isHalted()) {
      return;
    }
    if (!same && !unclear) {
      lacking.rows(frontier, since == null ? null : gain, store.durable(), answer.next());
    }
    boolean below = !same && !unclear && lacking.isBelowFloor();
    sides.peerIsBelow(below, answer.next(), nowMs);
    boolean nothing =
        same || unclear || since != null && since.begins(current.now(), 0, Mark.DIGEST_BYTES);
    // Who publishes no more must say in an empty answer that there is nothing to send.
    boolean hints = !showing.isConfirmed() && showing.isOf(current.now()) && !lacking.isBehind();
    answer.start(heard, isHalted() || !nothing, hints ? current.now() : null, nowMs);
    evening.answering();
    // Whoever has our set, or has or had the one that we published, has nothing to answer.
    answered |= same || showing.isRound(frontier.equalRound()) || showing.needsNothingOf(theirs);
    if (frontier.lost() && !same && !unclear && showing.kind() != FrontierView.FULL) {
      publish(true, nowMs);
    }
  }

  /** A batch of the answer to our round. */
  Verdict intentions(byte[] bytes, int offset, int length, long nowMs) throws StoreException {
    int before = taking.batches();
    Verdict verdict = taking.take(showing.round(), bytes, offset, length, nowMs);
    if (taking.batches() > before) {
      answered = taking.isLast();
      proceed(nowMs);
    }
    return verdict;
  }

  /** A part of the base that the peer hands over. */
  Verdict base(byte[] bytes, int offset, int length) throws StoreException {
    int before = sides.bases().taken();
    Verdict verdict = sides.base(bytes, offset, length);
    showing.repeat(profile.retryMs() > 0 && sides.bases().taken() != before);
    return verdict;
  }

  /** Nothing more can be taken in this session, and the peer is told why. */
  void halt(Verdict verdict) {
    acknowledgement.halt(verdict);
    sides.reconciliation().halt();
  }

  private boolean isHalted() {
    return acknowledgement.verdict() != Verdict.OK;
  }

  /** True if the peer cannot be told of what is here before it is durable. */
  boolean isHeldUp() {
    return acknowledgement.isWaiting() || grew();
  }

  /**
   * More can be taken again: publishes anew, which tells the peer.
   *
   * @throws StoreException the set cannot be made durable, so it is not published
   */
  void resume(long nowMs) throws StoreException {
    if (isHalted()) {
      acknowledgement.resume();
      publish(false, nowMs);
    }
  }

  /** What the peer holds durably of our answer. */
  Verdict ack(byte[] bytes, int offset, int length, long nowMs) throws StoreException {
    Verdict verdict = answer.ack(bytes, offset, length, nowMs);
    if (showing.isOf(current.now()) && answer.hasTold(current.now())) {
      showing.confirm();
    }
    proceed(nowMs);
    return verdict;
  }

  // Once our round is answered: if neither set grew and yet they differ, something does it.
  private void proceed(long nowMs) throws StoreException {
    refresh(nowMs);
    boolean through = answered && answer.isThrough() && !unclear && !gossip.isLive();
    boolean even = theirs.isOf(current.now()) || apart;
    boolean grows = answer.fresh() > 0 && !evening.isTold();
    if (!through || grows || even || trouble() != Verdict.OK) {
      return;
    }
    apart = answer.agreesApart(taking.keptOut(), theirs);
    if (apart) {
      progress.apart = (int) Math.max(taking.keptOut().count(), answer.refused());
    } else {
      differ(nowMs);
    }
  }

  /**
   * Both ends have sent what the rounds so far showed to be lacking, and their sets differ: show
   * all tips; then reconcile, which one of the ends begins; if that does not help, say so.
   */
  private void differ(long nowMs) throws StoreException {
    if (showing.kind() == FrontierView.FULL) {
      stuck = !sides.reconciliation().begin(showing.digest(), theirs.toBytes(), nowMs);
    } else {
      publish(true, nowMs);
    }
  }

  /** On a link that loses frames: sends again what has had no answer for too long. */
  void tick(long nowMs) throws StoreException {
    answer.tick(nowMs);
    sides.bases().tick(nowMs);
    if (sides.reconciliation().step(showing.round(), answered, taking.batches(), agreed(), nowMs)) {
      proceed(nowMs);
    }
    if (profile.retryMs() > 0 && nowMs >= retryAtMs) {
      retryAtMs = nowMs + profile.retryMs();
      showing.repeat(isUnheard());
    }
  }

  private boolean isUnheard() {
    boolean asks = !answered && answer.verdict() == Verdict.OK && gossip.isAsking();
    return taking.batches() == 0 && (answer.heard() < showing.round() || asks);
  }

  /** When {@link #tick} has something to do; Long.MAX_VALUE for never. */
  long deadlineMs() {
    long own = profile.retryMs() > 0 && isUnheard() ? retryAtMs : Long.MAX_VALUE;
    long others = Math.min(sides.reconciliation().deadlineMs(), sides.bases().deadlineMs());
    return Math.min(Math.min(own, answer.deadlineMs()), others);
  }

  /** Writes the next short message, if one is due; returns its bytes or 0. */
  int transmitControl(FrameWriter writer, byte[] out, int offset) throws StoreException {
    int length = acknowledgement.transmit(writer, out, offset, progress.refused, heard);
    if (length == 0) {
      int equal = answer.equalRound();
      int resumed = acknowledgement.resumed();
      length = showing.transmit(writer, out, offset, equal, resumed, sides.bases().taken());
    }
    return length > 0 ? length : sides.reconciliation().transmit(writer, out, offset);
  }

  /** To the peer's round. */
  Answer answer() {
    return answer;
  }

  /** Pushes what is new as long as both ends agree. */
  Gossip gossip() {
    return gossip;
  }
}
