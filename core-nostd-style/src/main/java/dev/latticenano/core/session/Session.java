package dev.latticenano.core.session;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.dag.Shown;
import dev.latticenano.core.frame.FrameWriter;
import dev.latticenano.core.frame.Message;
import dev.latticenano.core.store.StoreException;
import java.util.Arrays;

/**
 * One peer and one store. Each side publishes its frontier in a numbered round; the other answers
 * the round with the suffixes that are lacking, in batches acknowledged when durable. A side whose
 * set has changed by then publishes again. Done when both digests agree, never because a message
 * said so.
 *
 * <p>Every message may be lost, repeated or come late: rounds and batches are numbered, ingest is
 * idempotent, and on a link that loses frames the unanswered is sent again. Rules: docs/protocol.md
 * §14.
 */
final class Session {
  private static final int DIGEST_BYTES = FrontierView.DIGEST_BYTES;
  // All of a frontier but the tips, and what may stand before it in a frame.
  private static final int FRONTIER_FIXED_BYTES = 128 + Limits.CHUNK_BYTES_MAX;
  // So many batches wait for one sync: two more keep the link busy while the disk works.
  private static final int BATCHES_KEPT_MAX = Answer.BATCHES_IN_FLIGHT - 2;

  private final Held store;
  private final Dag dag;
  private final Shown shown;
  private final LinkProfile profile;
  private final int place;
  private final Tips tips;
  private final Progress progress = new Progress();
  private final Answer answer;
  private final Arrivals arrivals;
  private final Acknowledgement acknowledgement;
  private final Sides sides;
  private final BaseExchange bases;
  private final FrontierView frontier = new FrontierView();
  private final BatchView batch = new BatchView();

  private final byte[] published = new byte[DIGEST_BYTES];
  private final byte[] current = new byte[DIGEST_BYTES];
  private long currentAt = -1;
  private final byte[] peerDigest = new byte[DIGEST_BYTES];
  private int round;
  private boolean stuck;
  private boolean apart;
  private boolean frontierDue;
  private long countAtPublish;
  private int batchesIn;
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
   */
  Session(Held store, LinkProfile profile, int place, boolean first, byte[] selfKey) {
    this.store = store;
    this.dag = store.dag();
    this.shown = dag.shown();
    this.profile = profile;
    this.place = place;
    this.tips = new Tips(dag, selfKey);
    this.answer = new Answer(store, profile, place, progress);
    this.arrivals = new Arrivals(store, progress);
    this.acknowledgement = new Acknowledgement(store);
    this.sides = new Sides(store, profile, place, first, answer);
    this.bases = new BaseExchange(store, profile, place);
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
    return trouble() != Verdict.OK && given && taken && bases.isAtRest();
  }

  /** True if both sides' digests agree. */
  boolean agreed() {
    return answer.round() > 0
        && Arrays.equals(current(), peerDigest)
        && Arrays.equals(current, published);
  }

  /**
   * True if the sets agree apart from intentions that one of the ends keeps out for their author's
   * sake and the other, which cannot judge, holds.
   */
  boolean agreedApart() {
    return apart && !grew();
  }

  private byte[] current() {
    if (currentAt != shown.version()) {
      shown.digest(current, 0);
      currentAt = shown.version();
    }
    return current;
  }

  /** What stopped this session short of agreement; OK while nothing did. */
  Verdict trouble() {
    if (isHalted()) {
      return acknowledgement.verdict();
    }
    if (answer.verdict() != Verdict.OK) {
      return answer.verdict();
    }
    if (bases.trouble() != Verdict.OK) {
      return bases.trouble();
    }
    return stuck ? Verdict.SETS_DIFFER : Verdict.OK;
  }

  /** What the peer is to be told of the base that it handed over, once; OK: nothing. */
  Verdict takeRefusedBase() {
    return bases.takeRefusal();
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

  /**
   * True if the peer showed a tip of our own chain that is not here: we must not write before it
   * is.
   */
  boolean ownTipUnknown() throws StoreException {
    return tips.ownTipUnknown();
  }

  /** The first 8 bytes of the hash of that tip. */
  long ownTip() {
    return tips.ownTip();
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
    boolean may = answered && !store.isWaiting() && !sides.reconciliation().isFetching();
    if (round == 0 || may && (grew() || again && !agreed())) {
      publish(nowMs);
    }
  }

  private boolean grew() {
    return !Arrays.equals(current(), published);
  }

  private void publish(long nowMs) throws StoreException {
    if (isHalted()) {
      return;
    }
    store.sync(nowMs);
    acknowledgement.release();
    System.arraycopy(current(), 0, published, 0, published.length);
    stuck = false;
    apart = false;
    progress.apart = 0;
    arrivals.begin();
    again = false;
    round++;
    countAtPublish = shown.count();
    batchesIn = 0;
    // A peer known to have this very set has nothing to answer.
    answered = answer.round() > 0 && Arrays.equals(published, peerDigest);
    frontierDue = true;
    retryAtMs = nowMs + profile.retryMs();
  }

  /** The peer's frontier. */
  Verdict frontier(byte[] bytes, int offset, int length, long nowMs) throws StoreException {
    if (!frontier.read(bytes, offset, length)) {
      return Verdict.FRONTIER_MALFORMED;
    }
    // Where frames get lost the peer asks again until it hears that we have its frontier.
    if (profile.retryMs() > 0) {
      acknowledgement.repeat();
    }
    bases.heard(frontier.base());
    if (frontier.round() <= answer.round()) {
      return Verdict.OK;
    }
    int tipsBytes = frontier.tipsLength();
    if (!tips.missing(bytes, frontier.tipsAt(), tipsBytes, store.durable(), answer.next())) {
      return Verdict.FRONTIER_MALFORMED;
    }
    bases.peerIsBelow(tips.isBelowFloor(), answer.next(), nowMs);
    int at = frontier.digestAt();
    boolean grew = !Arrays.equals(bytes, at, at + DIGEST_BYTES, peerDigest, 0, DIGEST_BYTES);
    boolean first = answer.round() == 0;
    System.arraycopy(bytes, at, peerDigest, 0, peerDigest.length);
    answer.resume(frontier.resumed());
    // Who publishes no more must say in an empty answer that there is nothing to send.
    boolean silent = isHalted();
    answer.start(frontier.round(), silent || !Arrays.equals(current(), peerDigest), nowMs);
    peerGrew |= grew;
    stuck = false;
    apart = false;
    // Whoever has, or had, the set that we published has nothing to answer.
    boolean equal = Arrays.equals(published, peerDigest);
    answered |= equal || frontier.equalRound() == round && round > 0;
    // It answers, or answered, from a smaller set: asked again it sends what it has got since.
    again |= grew && !first;
    proceed(nowMs);
    return Verdict.OK;
  }

  /** A batch of the answer to our round. */
  Verdict intentions(byte[] bytes, int offset, int length, long nowMs) throws StoreException {
    if (!batch.read(bytes, offset, length)) {
      return Verdict.BATCH_MALFORMED;
    }
    if (batch.round() != round) {
      return Verdict.OK;
    }
    if (batch.batch() != batchesIn + 1 || isHalted()) {
      acknowledgement.repeat();
      return Verdict.OK;
    }
    Verdict verdict = arrivals.take(bytes, offset, length, nowMs);
    if (arrivals.isHalfway()) {
      acknowledgement.alone(round, batchesIn + 1);
      return verdict;
    }
    batchesIn++;
    keep(length, batch.last(), nowMs);
    answered = batch.last();
    proceed(nowMs);
    return verdict;
  }

  // Nobody with no more to give is kept waiting, and what waits for its sync is not sent again.
  private void keep(int bytes, boolean last, long nowMs) throws StoreException {
    long delayMsMax = profile.retryMs() > 0 ? profile.retryMs() / 4 : GroupCommit.DELAY_MS_MAX;
    long commit = store.await(bytes, delayMsMax, nowMs);
    acknowledgement.keep(round, batchesIn, shown.countSince(countAtPublish), commit);
    boolean stalls = last || acknowledgement.waiting(round) >= BATCHES_KEPT_MAX;
    if (stalls && acknowledgement.isWaiting()) {
      store.sync(nowMs);
      acknowledgement.release();
    }
  }

  /** A part of the base that the peer hands over. */
  Verdict base(byte[] bytes, int offset, int length) throws StoreException {
    int before = bases.taken();
    Verdict verdict = bases.base(bytes, offset, length);
    frontierDue |= profile.retryMs() > 0 && bases.taken() != before;
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
      publish(nowMs);
    }
  }

  /** What the peer holds durably of our answer. */
  Verdict ack(byte[] bytes, int offset, int length, long nowMs) throws StoreException {
    Verdict verdict = answer.ack(bytes, offset, length, nowMs);
    proceed(nowMs);
    return verdict;
  }

  // Once our round is answered: publish again if the set grew. If neither set grew and yet they
  // differ, reconcile them, which one of the ends begins; if that does not help, say so.
  private void proceed(long nowMs) throws StoreException {
    refresh(nowMs);
    boolean through = answered && answer.isThrough();
    if (!through || answer.fresh() > 0 || agreed() || apart || trouble() != Verdict.OK) {
      return;
    }
    apart = answer.agreesApart(arrivals.keptOut(), peerDigest);
    if (apart) {
      progress.apart = (int) Math.max(arrivals.keptOut().count(), answer.refused());
    } else {
      stuck = !sides.reconciliation().begin(published, peerDigest, nowMs);
    }
  }

  /** On a link that loses frames: sends again what has had no answer for too long. */
  void tick(long nowMs) throws StoreException {
    answer.tick(nowMs);
    bases.tick(nowMs);
    if (sides.reconciliation().step(round, answered, batchesIn, agreed(), nowMs)) {
      proceed(nowMs);
    }
    if (profile.retryMs() > 0 && nowMs >= retryAtMs) {
      retryAtMs = nowMs + profile.retryMs();
      frontierDue |= isUnheard();
    }
  }

  private boolean isUnheard() {
    return answer.heard() < round && batchesIn == 0;
  }

  /** When {@link #tick} has something to do; Long.MAX_VALUE for never. */
  long deadlineMs() {
    long own = profile.retryMs() > 0 && isUnheard() ? retryAtMs : Long.MAX_VALUE;
    long others = Math.min(sides.reconciliation().deadlineMs(), bases.deadlineMs());
    return Math.min(Math.min(own, answer.deadlineMs()), others);
  }

  /** Writes the next short message, if one is due; returns its bytes or 0. */
  int transmitControl(FrameWriter writer, byte[] out, int offset) throws StoreException {
    int length =
        acknowledgement.transmit(writer, out, offset, place, progress.refused, answer.round());
    if (length > 0) {
      return length;
    }
    if (!frontierDue) {
      return sides.reconciliation().transmit(writer, out, offset);
    }
    frontierDue = false;
    writer
        .start(out, offset, Message.FRONTIER)
        .number(1, place)
        .number(2, round)
        .bytes(3, published, 0, published.length);
    int tipsBytes = tips.write(Limits.SESSION_FRAME_BYTES_MAX - FRONTIER_FIXED_BYTES);
    return writer
        .bytes(4, tips.bytes(), 0, tipsBytes)
        .number(6, answer.equalRound())
        .number(7, acknowledgement.resumed())
        .number(8, bases.taken())
        .finish();
  }

  /** Writes the next part of a base, if one is due; returns its bytes or 0. */
  int transmitBase(FrameWriter writer, byte[] out, int offset) throws StoreException {
    return bases.transmit(writer, out, offset);
  }

  /** Writes the next batch of our answer, if there is one to send; returns its bytes or 0. */
  int transmitBatch(FrameWriter writer, byte[] out, int offset, int room, boolean alone, long nowMs)
      throws StoreException {
    return answer.transmit(writer, out, offset, room, alone, nowMs);
  }

  @Override
  public String toString() {
    return "round " + round + ", peer's " + answer.round() + ", " + trouble();
  }
}
