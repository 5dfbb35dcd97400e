package dev.latticenano.core.session;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.frame.Message;

/**
 * How long the peer has kept this end waiting for what it owes, on a link that loses nothing: there
 * nothing is said twice, so whoever waits would wait for ever. Counted in steps, so that a clock
 * that is set ahead makes nobody silent. Source: docs/protocol.md §14, session-46 (ours).
 */
final class Silence {
  private static final int STEPS = 4;
  private static final long STEP_MS = Limits.SILENCE_MS / STEPS;
  private static final long NEVER = Long.MAX_VALUE;

  private final boolean counts;
  private final Offers offers;
  private final Sessions sessions;
  private final ChunkExchange exchange;
  private final Joining joining;
  private int steps;
  private long received;
  private long stepAtMs = NEVER;

  /** None yet; {@code lossy} if the link loses frames, where it never counts. */
  Silence(
      boolean lossy, Offers offers, Sessions sessions, ChunkExchange exchange, Joining joining) {
    counts = !lossy;
    this.offers = offers;
    this.sessions = sessions;
    this.exchange = exchange;
    this.joining = joining;
  }

  /** True for messages that give what was asked for or awaited; others may come for ever. */
  private static boolean gives(int message) {
    return switch (message) {
      case Message.OFFER,
          Message.FRONTIER,
          Message.INTENTIONS,
          Message.ACK,
          Message.ABSENT,
          Message.MENDED,
          Message.JOINED,
          Message.BASE,
          Message.NAMED,
          Message.NEEDED,
          Message.FLOORS,
          Message.RECONCILE ->
          true;
      default -> false;
    };
  }

  /** The peer has said something, of which this is the verdict. */
  void heard(int message, Verdict verdict, long nowMs) {
    boolean more = exchange.received() != received;
    received = exchange.received();
    if (verdict == Verdict.OK && gives(message) || more) {
      boolean was = isLong();
      taken(true, nowMs);
      if (was) {
        exchange.peerGrew();
      }
    }
  }

  /** The link has taken something, {@code large} if it was a part of what the peer asked for. */
  void taken(boolean large, long nowMs) {
    if (large || stepAtMs == NEVER) {
      steps = 0;
      stepAtMs = nowMs + STEP_MS;
    }
  }

  /** True if the peer has been waited for long enough. */
  boolean isLong() {
    return steps >= STEPS;
  }

  /** True if the peer owes something. */
  private boolean isAwaited() {
    boolean met = offers.isHeard() && offers.isSettled();
    return !met || sessions.isAwaiting() || exchange.isReceiving() || joining.isWaiting();
  }

  /** Time has come to {@code nowMs}: whoever is waited for too long is not asked any more. */
  void tick(long nowMs) {
    if (!counts || isLong()) {
      return;
    }
    if (!isAwaited()) {
      taken(true, nowMs);
      return;
    }
    stepAtMs = Math.min(stepAtMs, nowMs + STEP_MS);
    if (nowMs >= stepAtMs) {
      steps++;
      stepAtMs = nowMs + STEP_MS;
    }
    if (isLong()) {
      exchange.giveUp();
    }
  }

  /** When {@link #tick} has something to do; Long.MAX_VALUE for never. */
  long deadlineMs() {
    return counts && !isLong() && isAwaited() ? stepAtMs : NEVER;
  }
}
