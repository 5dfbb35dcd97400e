package dev.latticenano.core.session;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.dag.IntList;
import dev.latticenano.core.frame.FrameWriter;
import dev.latticenano.core.frame.Message;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.store.IdSum;
import dev.latticenano.core.store.StoreException;
import java.util.Arrays;

/**
 * Our answer to one round of the peer: the intentions it lacks, in causal order, cut into batches
 * of which a few may be on the way unacknowledged. A batch that is not acknowledged is cut again at
 * the same places, so nothing is kept for repeating it.
 */
final class Answer {
  static final int BATCHES_IN_FLIGHT = 8;

  // Session, round, batch, last, and the heads of run and message.
  private static final int HEAD_BYTES_MAX = 64;

  private final Dag dag;
  private final HeldRuns runs;
  private final LinkProfile profile;
  private final int place;
  private final Progress progress;
  private final Reading reading;
  private IntList missing = new IntList();
  private IntList next = new IntList();
  private int[] batchStart;
  private int round;
  private boolean needed;
  private int equalRound;
  private int nextBatch;
  private int nextItem;
  private int ackedBatch;
  private int lastBatch;
  private int sentBatch;
  private int total;
  private int fresh;
  private int heard;
  private int resumed;
  private boolean runsAlone;
  private boolean overtaken;
  private byte[] closing;
  private Verdict verdict = Verdict.OK;
  private long retryAtMs = Long.MAX_VALUE;

  Answer(Held store, LinkProfile profile, int place, Progress progress) {
    this.dag = store.dag();
    this.runs = store.runs();
    this.reading = store.reading();
    this.profile = profile;
    this.place = place;
    this.progress = progress;
  }

  /** The rows to send in the answer that {@link #start} begins; filled by the caller before it. */
  IntList next() {
    return next;
  }

  /** The peer's round that is being answered; 0 before the first. */
  int round() {
    return round;
  }

  /** The last of the peer's rounds that showed the very set we had; 0 if none did. */
  int equalRound() {
    return equalRound;
  }

  /**
   * The peer has taken more again so often after it had stopped. If this is news, nothing keeps it
   * now, and what it did not acknowledge of the last answer it may have dropped.
   */
  void resume(int newResumed) {
    if (newResumed > resumed) {
      resumed = newResumed;
      verdict = Verdict.OK;
      drop();
    }
  }

  /** True if the last batch is still to be sent, so that it can tell a digest. */
  boolean mayTell() {
    return needed && lastBatch == 0 && verdict == Verdict.OK;
  }

  /**
   * Tells a digest with the last batch.
   *
   * @param digest what the peer's set has when it has taken all; null if unknown, or known there
   */
  void tell(byte[] digest) {
    closing = digest == null ? null : Arrays.copyOf(digest, Mark.DIGEST_BYTES);
  }

  /**
   * Begins to answer {@code newRound}.
   *
   * @param newNeeded false if nothing is to be sent, for the peer knows that there is nothing
   * @param digest see {@link #tell}
   */
  void start(int newRound, boolean newNeeded, byte[] digest, long nowMs) {
    settlePrevious(newNeeded);
    tell(digest);
    IntList previous = missing;
    missing = next;
    next = previous;
    round = newRound;
    needed = newNeeded;
    equalRound = needed ? equalRound : newRound;
    nextBatch = 1;
    nextItem = 0;
    ackedBatch = 0;
    lastBatch = 0;
    sentBatch = 0;
    fresh = 0;
    overtaken = false;
    if (batchStart != null) {
      batchStart[1] = 0;
    }
    total = needed ? missing.count() : 0;
    progress.toSend += total;
    retryAtMs = nowMs + profile.retryMs();
  }

  /** Sends these rows, too, in causal order, behind an answer that is through. */
  void extend(IntList rows, long nowMs) {
    if (!isThrough()) {
      throw new IllegalStateException("under way");
    }
    if (!needed) {
      missing.clear();
      needed = true;
    }
    for (int i = 0; i < rows.count(); i++) {
      missing.add(rows.at(i));
    }
    lastBatch = 0;
    total = missing.count();
    progress.toSend += rows.count();
    retryAtMs = nowMs + profile.retryMs();
  }

  // What the peer asks for no more is durable there, so its acknowledgements may be lost. What it
  // asks for again it may have dropped: it had published anew before the last answer came.
  private void settlePrevious(boolean newNeeded) {
    if (lastBatch > 0) {
      int again = newNeeded ? askedAgain() : 0;
      progress.acknowledged += open() - again;
      progress.toSend -= again;
    } else {
      drop();
    }
  }

  // Both lists rise.
  private int askedAgain() {
    int again = 0;
    int at = 0;
    for (int i = total - open(); i < total; i++) {
      while (at < next.count() && next.at(at) < missing.at(i)) {
        at++;
      }
      again += at < next.count() && next.at(at) == missing.at(i) ? 1 : 0;
    }
    return again;
  }

  private int open() {
    return total - (ackedBatch == 0 ? 0 : startOf(ackedBatch + 1));
  }

  private void drop() {
    progress.toSend -= open();
    total -= open();
  }

  /** The sets are known to be equal: of an answer that is through nothing is needed any more. */
  void rest() {
    if (isThrough() && next.count() == 0) {
      needed = false;
      total = 0;
      nextItem = 0;
      batchStart = null;
      closing = null;
      missing.release();
      next.release();
    }
  }

  /** True if the peer holds all of it durably. */
  boolean isThrough() {
    return round > 0 && (!needed || lastBatch > 0 && ackedBatch == lastBatch);
  }

  /** True if the peer has all of it, or will have as soon as the link has brought it. */
  boolean isGiven() {
    boolean sent = round > 0 && (!needed || lastBatch > 0 && nextBatch > lastBatch);
    return profile.retryMs() > 0 ? isThrough() : sent;
  }

  /** True if the peer has heard with the last batch that this is the digest. */
  boolean hasTold(byte[] digest) {
    boolean told = closing != null && needed && isThrough();
    return told && Arrays.equals(closing, 0, closing.length, digest, 0, closing.length);
  }

  /** How many intentions the peer witnessed because of this answer. */
  int fresh() {
    return fresh;
  }

  /** Intentions of this answer if the peer refused them all, and none else of it is new there. */
  int refused() {
    return fresh == 0 && progress.refusedByPeer >= total ? total : 0;
  }

  /**
   * Whether this end's set, with what it kept out and without what the peer refused of this answer,
   * is the one that the peer showed.
   */
  boolean agreesApart(IdSum keptOut, PeerDigest theirs) throws StoreException {
    if (keptOut.count() == 0 && refused() == 0) {
      return false;
    }
    IdSum others = new IdSum();
    others.add(keptOut);
    byte[] hash = new byte[Hash.BYTES];
    for (int i = 0; i < refused(); i++) {
      if (dag.pruning().isBelowFloor(missing.at(i))) {
        return false;
      }
      dag.copyHash(missing.at(i), hash, 0);
      others.subtract(hash, 0);
    }
    dag.shown().digestWith(others, hash, 0);
    return theirs.isOf(hash);
  }

  /** The last of our own rounds that the peer is known to have heard. */
  int heard() {
    return heard;
  }

  /** What keeps the peer from taking more; OK while nothing does. */
  Verdict verdict() {
    return verdict;
  }

  /** What the peer holds durably. */
  Verdict ack(byte[] bytes, int offset, int length, long nowMs) {
    AckView ack = reading.ack();
    if (!ack.read(bytes, offset, length)
        || isUnsent(ack.round(), ack.batch())
        || isUnsent(ack.aloneRound(), ack.aloneBatch())) {
      return Verdict.ACK_MALFORMED;
    }
    heard = Math.max(heard, ack.heard());
    // A word from before the peer took more again may come late.
    if (ack.code() != 0 && ack.resumed() >= resumed) {
      verdict = Verdict.ofCode(ack.code());
    }
    if (ack.round() == round && ack.batch() >= ackedBatch) {
      fresh = ack.fresh();
      progress.refusedByPeer = ack.refused();
      take(ack.batch(), nowMs);
    }
    if (ack.aloneRound() == round) {
      standAlone(ack.aloneBatch());
    }
    return Verdict.OK;
  }

  private boolean isUnsent(int ofRound, int batch) {
    return ofRound > round || ofRound == round && batch > sentBatch;
  }

  // The peer lacks something that a run looked up there. From now on no run can ask too much.
  private void standAlone(int batch) {
    if (!runsAlone && batch > ackedBatch) {
      runsAlone = true;
      nextBatch = batch;
      nextItem = startOf(batch);
    }
  }

  private void take(int batch, long nowMs) {
    if (batch > ackedBatch) {
      progress.acknowledged += startOf(batch + 1) - startOf(ackedBatch + 1);
      retryAtMs = nowMs + profile.retryMs();
    }
    ackedBatch = batch;
    if (nextBatch <= batch) {
      // The acknowledgement came after we had gone back to send the batch again.
      nextBatch = batch + 1;
      nextItem = startOf(nextBatch);
    }
  }

  /** On a link that loses frames: goes back to the first batch that had no answer for too long. */
  void tick(long nowMs) {
    if (nowMs >= deadlineMs()) {
      retryAtMs = nowMs + profile.retryMs();
      nextBatch = ackedBatch + 1;
      nextItem = startOf(nextBatch);
    }
  }

  /** When {@link #tick} has something to do; Long.MAX_VALUE for never. */
  long deadlineMs() {
    boolean waiting = needed && nextBatch > ackedBatch + 1 && verdict == Verdict.OK;
    return waiting && profile.retryMs() > 0 ? retryAtMs : Long.MAX_VALUE;
  }

  /**
   * Writes the next batch, if there is one to send; returns its bytes or 0.
   *
   * @param room bytes to aim at
   * @param alone true if a longer one may be written, too
   */
  int transmit(FrameWriter writer, byte[] out, int offset, int room, boolean alone, long nowMs)
      throws StoreException {
    boolean sentAll = lastBatch > 0 && nextBatch > lastBatch;
    boolean full = nextBatch - ackedBatch > BATCHES_IN_FLIGHT;
    if (!needed || sentAll || full || verdict != Verdict.OK) {
      return 0;
    }
    if (nextBatch == ackedBatch + 1) {
      retryAtMs = nowMs + profile.retryMs();
    }
    // A batch that was cut before ends where it did.
    boolean cut = nextBatch <= sentBatch;
    int to = cut ? startOf(nextBatch + 1) : missing.count();
    int aim = cut ? Integer.MAX_VALUE : room;
    int runAt = offset + HEAD_BYTES_MAX;
    int limit = Math.min(out.length, offset + Limits.SESSION_FRAME_BYTES_MAX);
    int end = runs.write(missing, nextItem, to, aim, runsAlone, out, runAt, limit);
    if (runs.isGone()) {
      end = overtake(cut ? startOf(sentBatch + 1) : end, cut ? to : end);
    }
    boolean isNone = end == nextItem && end < missing.count();
    if (isNone || !alone && runs.length() > room) {
      return 0;
    }
    // Behind its place, so that it is moved down.
    writer
        .start(out, offset, Message.INTENTIONS)
        .number(1, place)
        .number(2, round)
        .number(3, nextBatch)
        .number(4, end == missing.count() ? 1 : 0)
        .bytes(6, out, runAt, runs.length());
    if (closing != null && end == missing.count()) {
      writer.bytes(7, closing, 0, closing.length);
    }
    progress.sent += end - nextItem;
    sentBatch = Math.max(sentBatch, nextBatch);
    nextItem = end;
    if (end == missing.count()) {
      lastBatch = nextBatch;
    }
    nextBatch++;
    if (batchStart == null) {
      batchStart = new int[BATCHES_IN_FLIGHT + 2];
    }
    batchStart[nextBatch % batchStart.length] = nextItem;
    return writer.finish();
  }

  // What was sent keeps its place in the batches, so that acknowledgements still say what they did.
  private int overtake(int kept, int end) {
    overtaken = true;
    while (missing.count() > kept) {
      missing.removeLast();
    }
    progress.toSend -= total - kept;
    total = kept;
    return end;
  }

  /**
   * True once after something of this answer was dropped here before the peer had it: the answer
   * ends before it, and only a snapshot can give the peer that.
   */
  boolean takeOvertaken() {
    boolean was = overtaken;
    overtaken = false;
    return was;
  }

  private int startOf(int batch) {
    return batchStart == null ? 0 : batchStart[batch % batchStart.length];
  }
}
