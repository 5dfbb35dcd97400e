package dev.latticenano.link.serial;

/**
 * How many bytes may be under way, and how long to wait for their acknowledgement.
 *
 * <p>A lost frame says nothing about the queue: noise loses frames. The delay does. As long as an
 * acknowledgement takes hardly longer than the fastest one did, the limit grows; once {@link
 * #queueMsMax} of queue has built up, it shrinks. So the wire is never idle and never more than
 * that far behind, whether its real rate is the nominal one or not. Source: docs/links.md, link-24
 * to link-26.
 */
final class FlightLimit {
  private static final int QUEUE_MS = 60;
  private static final int QUEUE_MS_MIN = 6;
  private static final int QUEUE_FRAMES = 4;
  private static final int FRAMES_MIN = 3;
  private static final int LINE_MS_MIN = 100;
  private static final int RTO_FLOOR_MS = 200;
  private static final int RTO_FLOOR_FRAMES = 10;
  private static final int RTO_FIRST_MS = 300;
  private static final int RTO_NOISY_MS = 20;
  private static final int RTO_NOISY_FRAMES = 4;
  private static final int RTO_MAX_MS = 10_000;
  private static final int BACKOFF_MAX = 2;
  private static final int LINE_BITS_PER_BYTE = 10;
  private static final int FASTEST_MEMORY_MS = 10_000;

  private final int bytesMax;
  private final int frameMs;
  private final int queueMsMax;
  private final int bytesPerMs;
  private long bytes;
  private boolean starting;
  private boolean measured;
  private long smoothMs8;
  private long spreadMs4;
  private long fastestMs;
  private long fastestNextMs;
  private long fastestUntilMs;
  private int backoff;

  FlightLimit(int baud, int bytesMax) {
    this.bytesMax = bytesMax;
    this.frameMs = SerialFrame.FRAME_BYTES_MAX * LINE_BITS_PER_BYTE * 1000 / baud + 1;
    this.bytesPerMs = baud / LINE_BITS_PER_BYTE / 1000;
    this.queueMsMax = QUEUE_MS + QUEUE_FRAMES * frameMs;
    reset();
  }

  void reset() {
    bytes = floorBytes(SerialFrame.PAYLOAD_BYTES_MAX);
    starting = true;
    measured = false;
    fastestMs = Long.MAX_VALUE;
    fastestNextMs = Long.MAX_VALUE;
    fastestUntilMs = 0;
    backoff = 0;
  }

  /** The time the longest frame takes at the nominal rate, rounded up, in ms. */
  int frameMs() {
    return frameMs;
  }

  /** Bytes that may be under way, line overhead included. */
  long bytes() {
    return bytes;
  }

  /**
   * How long an unacknowledged frame is waited for, in ms: on a noisy line, which sends short
   * frames, hardly longer than an acknowledgement takes, for noise is the likely reason there and
   * not a pause of the far end.
   */
  long timeoutMs(int payloadBytes) {
    long floor = RTO_FLOOR_MS + (long) RTO_FLOOR_FRAMES * frameMs;
    if (!measured) {
      return Math.min(floor + RTO_FIRST_MS << backoff, Math.max(RTO_MAX_MS, floor));
    }
    long noisy = RTO_NOISY_MS + (long) RTO_NOISY_FRAMES * frameMs;
    long least = Math.max(noisy, floor * payloadBytes / SerialFrame.PAYLOAD_BYTES_MAX);
    long wait = Math.max((smoothMs8 >> 3) + spreadMs4, least);
    return Math.min(wait << backoff, Math.max(RTO_MAX_MS, floor));
  }

  /**
   * Learns that {@code ackedBytes} arrived, the newest of them {@code delayMs} after it was sent.
   */
  void onAcked(int ackedBytes, long delayMs, int payloadBytes, boolean limited, long nowMs) {
    measure(delayMs, nowMs);
    if (delayMs - fastestMs > queueMs(payloadBytes)) {
      starting = false;
      bytes = Math.max(bytes - ackedBytes / 8, floorBytes(payloadBytes));
    } else if (limited) {
      bytes += starting ? ackedBytes : 1 + ackedBytes * (long) SerialFrame.FRAME_BYTES_MAX / bytes;
      bytes = Math.min(bytes, bytesMax);
    }
  }

  /**
   * On a noisy line, which sends short frames, a long queue would delay the repairs until the
   * window is full.
   */
  private long queueMs(int payloadBytes) {
    return Math.max(QUEUE_MS_MIN, (long) queueMsMax * payloadBytes / SerialFrame.PAYLOAD_BYTES_MAX);
  }

  /** Three frames, and on a fast clean line what it carries while a thread is kept from running. */
  private long floorBytes(int payloadBytes) {
    long share = LINE_MS_MIN * (long) bytesPerMs * payloadBytes / SerialFrame.PAYLOAD_BYTES_MAX;
    return Math.max(FRAMES_MIN * (long) SerialFrame.FRAME_BYTES_MAX, share);
  }

  private void measure(long delayMs, long nowMs) {
    if (nowMs >= fastestUntilMs) {
      fastestMs = fastestNextMs;
      fastestNextMs = Long.MAX_VALUE;
      fastestUntilMs = nowMs + FASTEST_MEMORY_MS;
    }
    fastestMs = Math.min(fastestMs, delayMs);
    fastestNextMs = Math.min(fastestNextMs, delayMs);
    if (!measured) {
      measured = true;
      smoothMs8 = delayMs << 3;
      spreadMs4 = delayMs << 1;
      return;
    }
    long error = delayMs - (smoothMs8 >> 3);
    smoothMs8 += error;
    spreadMs4 += Math.abs(error) - (spreadMs4 >> 2);
  }

  /**
   * Learns that a frame was waited for in vain: the next wait is twice as long, until one is
   * acknowledged.
   */
  void onTimeout() {
    backoff = Math.min(backoff + 1, BACKOFF_MAX);
  }

  /** Whether the last wait was in vain too. */
  boolean desperate() {
    return backoff > 0;
  }

  /** Learns that something arrived: waits are not doubled any more. */
  void onNews() {
    backoff = 0;
  }
}
