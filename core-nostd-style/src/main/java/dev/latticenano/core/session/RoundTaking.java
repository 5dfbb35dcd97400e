package dev.latticenano.core.session;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.store.IdSum;
import dev.latticenano.core.store.StoreException;

/** Takes the batches that answer this end's rounds, in their order, and acknowledges them. */
final class RoundTaking {
  private final Held store;
  private final Dag dag;
  private final Progress progress;
  private final Acknowledgement acknowledgement;
  private final PeerDigest theirs;
  private final Evening evening;
  private long countAtPublish;
  // From the first batch of a round on, until nothing of it matters any more.
  private Arrivals arrivals;
  private int batches;
  private boolean last;

  /** Of one session; the last two are the session's, and live. */
  RoundTaking(
      Held store,
      LinkProfile profile,
      int place,
      Progress progress,
      PeerDigest theirs,
      Evening evening) {
    this.store = store;
    this.dag = store.dag();
    this.progress = progress;
    this.acknowledgement = new Acknowledgement(store, profile, place);
    this.theirs = theirs;
    this.evening = evening;
  }

  /** Another round begins. */
  void begin() {
    if (arrivals != null) {
      arrivals.begin();
    }
    countAtPublish = dag.shown().count();
    batches = 0;
  }

  /** Batches of the round taken so far. */
  int batches() {
    return batches;
  }

  /** What is said to the peer of the batches. */
  Acknowledgement acknowledgement() {
    return acknowledgement;
  }

  /** What of the round was kept out of the set; live. */
  IdSum keptOut() {
    return arrivals == null ? new IdSum() : arrivals.keptOut();
  }

  /** True if the batch taken last was the last of its round. */
  boolean isLast() {
    return last;
  }

  /**
   * A batch, if it is the next one of {@code round}; else {@link #batches} stays.
   *
   * @return OK, or what it breaks, or something in it
   */
  Verdict take(int round, byte[] bytes, int offset, int length, long nowMs) throws StoreException {
    BatchView batch = store.reading().batch();
    if (!batch.read(bytes, offset, length)) {
      return Verdict.BATCH_MALFORMED;
    }
    if (batch.round() != round) {
      return Verdict.OK;
    }
    if (batch.batch() != batches + 1 || acknowledgement.verdict() != Verdict.OK) {
      acknowledgement.repeat();
      return Verdict.OK;
    }
    int before = dag.sequence();
    arrivals = arrivals == null ? new Arrivals(store, progress) : arrivals;
    Verdict verdict = arrivals.take(bytes, offset, length, null, nowMs);
    evening.brought(dag.sequence() - before);
    if (arrivals.isWaiting()) {
      // The rest is soon here: no session has this much synced by itself meanwhile.
      store.await(1, GroupCommit.DELAY_MS_MAX, nowMs);
      return verdict;
    }
    if (arrivals.isHalfway()) {
      acknowledgement.alone(round, batches + 1);
      return verdict;
    }
    batches++;
    last = batch.last();
    if (batch.isClosing()) {
      theirs.take(bytes, batch.digestAt(), Mark.DIGEST_BYTES);
    }
    int fresh = dag.shown().countSince(countAtPublish);
    acknowledgement.keep(round, batches, fresh, length, batch.last(), nowMs);
    evening.taken(bytes, batch, !arrivals.keepsOut());
    arrivals = last && arrivals.isFine() ? null : arrivals;
    return verdict;
  }
}
