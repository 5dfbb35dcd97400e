package dev.latticenano.core.session;

import dev.latticenano.core.Limits;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.frame.FrameWriter;
import dev.latticenano.core.frame.Message;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.store.StoreException;
import java.util.Arrays;

/**
 * Asks the peer, some at a time, for intentions that a reconciliation found to be there and not
 * here. They come as batches behind the answer to this end's round; if another round was published
 * meanwhile they are asked for again.
 */
final class Fetching {
  private static final byte[] NONE = {};
  private static final int FEW = 64;
  private static final int FIXED_BYTES = 64;

  private final Dag dag;
  private final LinkProfile profile;
  private final int place;
  private final int askedMax;
  private byte[] asked = NONE;
  private byte[] needs = NONE;
  private int count;
  private int next;
  private int askedTo;
  private int askedCount;
  private int number;
  private int round;
  private int batchesBefore;
  private boolean waiting;
  private boolean requestDue;
  private long retryAtMs = Long.MAX_VALUE;

  Fetching(Dag dag, LinkProfile profile, int place) {
    this.dag = dag;
    this.profile = profile;
    this.place = place;
    int fit = (profile.frameBytes() - FIXED_BYTES) / Hash.BYTES;
    askedMax = Math.max(FEW, Math.min(fit, Limits.RECONCILE_FETCH_MAX));
  }

  /** What was noted is of no use any more, and its room is given back. */
  void forget() {
    asked = NONE;
    needs = NONE;
    count = 0;
    next = 0;
    waiting = false;
    requestDue = false;
  }

  /** Notes a hash, unless there is no room: then another reconciliation finds it. */
  void add(byte[] hash, int offset) {
    if (isFull()) {
      return;
    }
    if (count * Hash.BYTES == needs.length) {
      needs = Arrays.copyOf(needs, Math.max(FEW * Hash.BYTES, 2 * needs.length));
    }
    System.arraycopy(hash, offset, needs, count++ * Hash.BYTES, Hash.BYTES);
  }

  boolean isFull() {
    return count >= Limits.RECONCILE_NEEDS_MAX;
  }

  /** True if nothing is awaited, and nothing left to ask for. */
  boolean isDone() {
    return !waiting && next == count;
  }

  /** Asks for the next, or again; see {@link Reconciling#step}. */
  void step(int newRound, boolean answered, int batches, long nowMs) throws StoreException {
    if (waiting && newRound != round) {
      waiting = false;
      requestDue = false;
    } else if (waiting && answered && batches > batchesBefore) {
      waiting = false;
      next = askedTo;
    } else if (waiting && profile.retryMs() > 0 && nowMs >= retryAtMs) {
      requestDue = batches == batchesBefore;
      retryAtMs = nowMs + profile.retryMs();
    }
    if (!waiting && answered && next < count) {
      ask(newRound, batches, nowMs);
    }
  }

  private void ask(int newRound, int batches, long nowMs) throws StoreException {
    askedTo = next;
    askedCount = 0;
    asked = new byte[Math.min(askedMax, count - next) * Hash.BYTES];
    while (askedTo < count && askedCount < askedMax) {
      int at = askedTo++ * Hash.BYTES;
      if (!dag.holds(needs, at)) {
        System.arraycopy(needs, at, asked, askedCount++ * Hash.BYTES, Hash.BYTES);
      }
    }
    if (askedCount == 0) {
      next = askedTo;
      return;
    }
    number++;
    round = newRound;
    batchesBefore = batches;
    waiting = true;
    requestDue = true;
    retryAtMs = nowMs + profile.retryMs();
  }

  /** When {@link #step} has something to do; Long.MAX_VALUE for never. */
  long deadlineMs() {
    return waiting && profile.retryMs() > 0 ? retryAtMs : Long.MAX_VALUE;
  }

  /** Writes the request, if one is due; returns its bytes or 0. */
  int transmit(FrameWriter writer, byte[] out, int offset) {
    if (!requestDue) {
      return 0;
    }
    requestDue = false;
    return writer
        .start(out, offset, Message.FETCH)
        .number(1, place)
        .number(2, number)
        .number(3, round)
        .bytes(4, asked, 0, askedCount * Hash.BYTES)
        .finish();
  }
}
