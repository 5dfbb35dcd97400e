package dev.latticenano.relay;

/**
 * How long to wait before another relay is called again: a second at first, twice as long each
 * time, five minutes at most. Where a link stood it is called at once, but only once until a link
 * has stood for as long as the longest wait: who hangs up again and again is called seldom.
 */
final class PeerBackoff {
  static final long FIRST_MS = 1000;
  static final long MOST_MS = 300_000;

  private long nextMs = FIRST_MS;
  private boolean hurried;

  /** The wait after a call that came to nothing, in ms. */
  long afterFailureMs() {
    long ms = nextMs;
    nextMs = Math.min(2 * nextMs, MOST_MS);
    return ms;
  }

  /** The wait after a link that stood for so long, in ms. */
  long afterLinkMs(long stoodMs) {
    if (stoodMs >= MOST_MS) {
      nextMs = FIRST_MS;
      hurried = false;
    }
    if (hurried) {
      return afterFailureMs();
    }
    hurried = true;
    return 0;
  }
}
