package dev.latticenano.relay.net;

import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/**
 * One link: its socket, and what of a frame came or went in part. An idle one holds no buffer.
 * Fields are the loop's.
 */
final class Line {
  final SocketChannel channel;
  final int number;
  final long caller;

  /** True if this end called. */
  final boolean calls;

  final long bornMs;
  SelectionKey key;
  boolean proven;

  /** Nothing is read from it before the next tick. */
  boolean paused;

  boolean down;

  /** When a byte came last, and when one went, on the loop's own clock. */
  long heardMs;

  long saidMs;

  /** How often something came. */
  long heard;

  /** It was asked for an answer, since when, and nothing came since. */
  boolean asked;

  long askedMs;

  /** How often something had come when it was asked by a sign last. */
  long heardWhenAsked = -1;

  /** To be done when something comes; null for nothing. */
  Runnable whenHeard;

  /** A frame that came in part, behind its prefix; null if none did. */
  byte[] partial;

  int partialBytes;
  long partialSinceMs;

  /** A frame that went in part; null if none did. */
  byte[] rest;

  int restAt;
  long restSinceMs;
  long restMovedMs;

  /** The next line that may have something to say. */
  Line nextDue;

  boolean due;

  /** It said much when it was its turn, and has more: others that have little come first. */
  boolean hasMuch;

  Line(SocketChannel channel, int number, long caller, boolean calls, long nowMs) {
    this.channel = channel;
    this.number = number;
    this.caller = caller;
    this.calls = calls;
    this.bornMs = nowMs;
    this.heardMs = nowMs;
    this.saidMs = nowMs;
  }

  /** Has the loop woken for what this line waits for. */
  void interest() {
    int read = paused ? 0 : SelectionKey.OP_READ;
    key.interestOps(rest == null ? read : read | SelectionKey.OP_WRITE);
  }

  /** True if it came from outside and nobody is proven. */
  boolean isStranger() {
    return !proven && !calls;
  }

  /** It is read again: while it was not, nothing could come. */
  void resumed(long nowMs) {
    paused = false;
    heardMs = nowMs;
    askedMs = nowMs;
  }

  /** True if a frame takes longer to come or to go than it may. */
  boolean isSlow(NetLimits limits, long nowMs) {
    if (rest != null
        && (nowMs - restMovedMs > limits.times().stallMs()
            || nowMs - restSinceMs > limits.frameMs(rest.length))) {
      return true;
    }
    return partial != null && nowMs - partialSinceMs > limits.frameMs(partialBytes);
  }

  /** Bytes that lie here because a frame is not through. */
  int waitingBytes() {
    return (partial == null ? 0 : partial.length) + (rest == null ? 0 : rest.length);
  }

  /** Since when bytes lie here; Long.MAX_VALUE if none do. */
  long waitingSinceMs() {
    long since = partial == null ? Long.MAX_VALUE : partialSinceMs;
    return rest == null ? since : Math.min(since, restSinceMs);
  }
}
