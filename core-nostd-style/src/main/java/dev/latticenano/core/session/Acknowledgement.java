package dev.latticenano.core.session;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.frame.FrameWriter;
import dev.latticenano.core.frame.Message;
import dev.latticenano.core.store.StoreException;

/**
 * What this end has to say of the batches it is sent: how many of them are durable, and what keeps
 * it from taking more. A batch that is kept is acknowledged only after the commit of the store that
 * covers it, whoever asked for that commit.
 */
final class Acknowledgement {
  // So many batches wait for one sync: two more keep the link busy while the disk works.
  private static final int BATCHES_KEPT_MAX = Answer.BATCHES_IN_FLIGHT - 2;

  private final Held store;
  private final LinkProfile profile;
  private final int place;
  private boolean due;
  private int round;
  private int batch;
  private int fresh;
  private Verdict verdict = Verdict.OK;
  private int resumed;
  private int keptRound;
  private int keptBatch;
  private int keptFresh;
  private long keptCommit;
  private int aloneRound;
  private int aloneBatch;

  Acknowledgement(Held store, LinkProfile profile, int place) {
    this.store = store;
    this.profile = profile;
    this.place = place;
  }

  /** It is to be said again. */
  void repeat() {
    due = true;
  }

  /**
   * A batch was written to the log. Nobody with no more to give is kept waiting, and what waits for
   * its sync is not sent again.
   *
   * @param newFresh intentions witnessed since the round was published
   * @param bytes of the batch
   * @param last true if nothing follows in this round
   */
  void keep(int ofRound, int newBatch, int newFresh, int bytes, boolean last, long nowMs)
      throws StoreException {
    long delayMsMax = profile.retryMs() > 0 ? profile.retryMs() / 4 : GroupCommit.DELAY_MS_MAX;
    long commit = store.await(bytes, delayMsMax, nowMs);
    release();
    aloneRound = 0;
    aloneBatch = 0;
    keptRound = ofRound;
    keptBatch = newBatch;
    keptFresh = newFresh;
    keptCommit = commit;
    release();
    if (isWaiting() && (last || waiting() >= BATCHES_KEPT_MAX)) {
      store.sync(nowMs);
      release();
    }
  }

  /** A batch cannot be read: it, and what follows, is to stand alone (docs/runs.md). */
  void alone(int ofRound, int ofBatch) {
    aloneRound = ofRound;
    aloneBatch = ofBatch;
    due = true;
  }

  /** Acknowledges what has become durable. */
  void release() {
    if (isWaiting() && store.commits() >= keptCommit) {
      round = keptRound;
      batch = keptBatch;
      fresh = keptFresh;
      due = true;
    }
  }

  /** True if a batch is kept and not yet durable. */
  boolean isWaiting() {
    return keptRound != round || keptBatch != batch;
  }

  /** Batches of the round that are kept and not yet acknowledged. */
  private int waiting() {
    return keptBatch - (round == keptRound ? batch : 0);
  }

  /** What keeps this end from taking more; OK while nothing does. */
  Verdict verdict() {
    return verdict;
  }

  /** Nothing more can be taken, and the peer is told why. */
  void halt(Verdict newVerdict) {
    verdict = newVerdict;
    due = true;
  }

  /** More can be taken again: the next frontier says so by its count. */
  void resume() {
    verdict = Verdict.OK;
    resumed++;
  }

  /** How often this end has taken more again after it had stopped. */
  int resumed() {
    return resumed;
  }

  /**
   * Writes it, if it is due; returns its bytes or 0.
   *
   * @param refused intentions refused in this session
   * @param heard the peer's last round heard
   */
  int transmit(FrameWriter writer, byte[] out, int offset, int refused, int heard) {
    if (!due) {
      return 0;
    }
    due = false;
    return writer
        .start(out, offset, Message.ACK)
        .number(1, place)
        .number(2, round)
        .number(3, batch)
        .number(4, fresh)
        .number(5, refused)
        .number(6, verdict.code())
        .number(7, heard)
        .number(8, resumed)
        .number(9, aloneRound)
        .number(10, aloneBatch)
        .finish();
  }
}
