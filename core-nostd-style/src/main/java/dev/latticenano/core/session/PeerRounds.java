package dev.latticenano.core.session;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Cursor;
import dev.latticenano.core.dag.Shown;
import dev.latticenano.core.pace.Allowance;

/**
 * How many rounds of the peer are answered in one session: a few after every change of the set
 * here, fewer full ones, which have all of a store listed. Of those in one frame the first alone
 * counts. Source: docs/protocol.md §14, session-44 (ours).
 */
final class PeerRounds {
  private static final int ROUND = 2;
  private static final int KIND = 9;

  private final Shown shown;
  private Allowance full;
  private Allowance other;
  private long round;
  private boolean isFull;
  private long lastRound;
  private long lastFrame = -1;
  private long version = -1;
  private boolean over;

  /** Of a store of which this is shown. */
  PeerRounds(Shown shown) {
    this.shown = shown;
  }

  /**
   * The peer's frontier, in the frame of number {@code frame}.
   *
   * @return OK if it is to be looked at
   */
  Verdict begin(byte[] bytes, int offset, int length, long frame, long nowMs) {
    read(bytes, offset, length);
    if (round <= lastRound) {
      // Repeated or late, or no frontier at all: it costs nothing.
      return Verdict.OK;
    }
    if (shown.version() != version) {
      // Both are full, as they were in the beginning.
      full = null;
      other = null;
    }
    over = frame == lastFrame || !allowance().take(nowMs);
    lastFrame = frame;
    version = shown.version();
    return trouble();
  }

  private Allowance allowance() {
    if (isFull && full == null) {
      full = new Allowance(Limits.ROUNDS_FULL_BURST, Limits.ROUND_FULL_REFILL_MS);
    } else if (!isFull && other == null) {
      other = new Allowance(Limits.ROUNDS_BURST, Limits.ROUND_REFILL_MS);
    }
    return isFull ? full : other;
  }

  private void read(byte[] bytes, int offset, int length) {
    round = 0;
    isFull = false;
    Cursor fields = new Cursor().wrap(bytes, offset, length);
    while (fields.nextField()) {
      switch (fields.fieldNumber()) {
        case ROUND -> round = fields.value();
        case KIND -> isFull = fields.value() == FrontierView.FULL;
        default -> {}
      }
    }
  }

  /** What has begun was a round indeed. */
  void count() {
    lastRound = Math.max(lastRound, round);
  }

  /** What kept the peer's last round from being answered; OK if it was. */
  Verdict trouble() {
    return over ? Verdict.ROUNDS_TOO_MANY : Verdict.OK;
  }
}
