package dev.latticenano.core.session;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.dag.IntList;
import dev.latticenano.core.frame.FrameWriter;
import dev.latticenano.core.frame.Message;
import dev.latticenano.core.pace.Pace;
import dev.latticenano.core.store.StoreException;

/** Takes what a peer pushes, as much as it may, and has the answer to it. */
final class PushTaking {
  private static final long NEVER = Long.MAX_VALUE;

  private final Held store;
  private final LinkProfile profile;
  private final Progress progress;

  // From the first push on.
  private Arrivals arrivals;
  private IntList came;
  private Pace bytesIn;
  private Pace intentionsIn;
  private boolean halted;
  private int heard;
  private boolean answerDue;
  private boolean lazy;
  private Verdict verdict = Verdict.OK;
  private long gapAtMs = NEVER;

  PushTaking(Held store, LinkProfile profile, Progress progress) {
    this.store = store;
    this.profile = profile;
    this.progress = progress;
  }

  boolean isHalted() {
    return halted;
  }

  /** Nothing more can be taken, or it can again. */
  void halt(boolean newHalted) {
    halted = newHalted;
    answerDue &= !newHalted;
  }

  /** True if the push did not come before, and can be taken; one that did is answered again. */
  boolean isNew(PushView push) {
    boolean late = push.number() <= heard;
    answerDue |= late && !halted;
    return !late && !halted;
  }

  /**
   * Takes the run of a push.
   *
   * @return OK, or what the last intention that breaks a rule breaks; or PUSH_TOO_FAST: nothing of
   *     it was taken
   */
  Verdict take(PushView push, byte[] bytes, int offset, int length, long nowMs)
      throws StoreException {
    if (!isWaiting() && !begin(push, length, nowMs)) {
      return verdict;
    }
    Verdict worst = arrivals.take(bytes, offset, length, came, nowMs);
    if (isWaiting()) {
      store.await(1, GroupCommit.DELAY_MS_MAX, nowMs);
      return worst;
    }
    answer(push);
    intentionsIn.take(Math.max(1, arrivals.seen()));
    lazy = arrivals.seen() > 0 && arrivals.repeated() == arrivals.seen();
    if ((arrivals.isHalfway() || arrivals.floated() > 0) && gapAtMs == NEVER) {
      gapAtMs = nowMs + Limits.PUSH_GAP_WAIT_MS;
    }
    long delayMsMax = profile.retryMs() > 0 ? profile.retryMs() / 4 : GroupCommit.DELAY_MS_MAX;
    store.await(length, delayMsMax, nowMs);
    return worst;
  }

  /** True if the last push is taken further when it is another time this store's turn. */
  boolean isWaiting() {
    return arrivals != null && arrivals.isWaiting();
  }

  private void answer(PushView push) {
    heard = push.number();
    answerDue = true;
  }

  /** False if it comes too fast. */
  private boolean begin(PushView push, int length, long nowMs) {
    lazy = false;
    verdict = Verdict.OK;
    if (bytesIn == null) {
      arrivals = new Arrivals(store, progress);
      came = new IntList();
      bytesIn = new Pace(Limits.PUSH_BYTES_BURST, Limits.PUSH_BYTES_PER_SECOND);
      intentionsIn = new Pace(Limits.PUSH_INTENTIONS_BURST, Limits.PUSH_INTENTIONS_PER_SECOND);
    }
    if (!intentionsIn.holds(1, nowMs) || !bytesIn.holds(length, nowMs)) {
      verdict = Verdict.PUSH_TOO_FAST;
      answer(push);
      return false;
    }
    bytesIn.take(length);
    arrivals.begin();
    return true;
  }

  /** When a round is to bring what something pushed waits for; Long.MAX_VALUE for never. */
  long gapAtMs() {
    return gapAtMs;
  }

  /** The sets are the same: which of it the peer brought does not matter any more. */
  void forget() {
    if (came != null) {
      came.clear();
    }
    gapAtMs = NEVER;
  }

  /** True if the peer itself brought what stands at a place of the witness order. */
  boolean brought(int sequence) {
    int low = 0;
    int high = came == null ? -1 : came.count() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (came.at(middle) == sequence) {
        return true;
      }
      if (came.at(middle) < sequence) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return false;
  }

  boolean isAnswerDue() {
    return answerDue;
  }

  /** It is answered again. */
  void repeat() {
    answerDue = true;
  }

  /** No answer is needed. */
  void answered() {
    answerDue = false;
  }

  /** Writes the answer; returns its bytes. */
  int transmit(FrameWriter writer, byte[] out, int offset, int place, byte[] digest) {
    answerDue = false;
    return writer
        .start(out, offset, Message.PUSHED)
        .number(1, place)
        .number(2, heard)
        .bytes(3, digest, 0, Mark.DIGEST_BYTES)
        .number(4, lazy ? 1 : 0)
        .number(5, verdict.code())
        .finish();
  }
}
