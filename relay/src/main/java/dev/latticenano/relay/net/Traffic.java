package dev.latticenano.relay.net;

import java.util.Arrays;

/** What has passed over all links since the start; the loop's, and copied for others. */
public final class Traffic {
  long bytesIn;
  long bytesOut;
  long framesIn;
  long framesOut;
  long callsTaken;
  long callsTurnedAway;
  private final long[] endings;

  /** Nothing yet. */
  public Traffic() {
    endings = new long[Ending.count()];
  }

  private Traffic(Traffic other) {
    bytesIn = other.bytesIn;
    bytesOut = other.bytesOut;
    framesIn = other.framesIn;
    framesOut = other.framesOut;
    callsTaken = other.callsTaken;
    callsTurnedAway = other.callsTurnedAway;
    endings = Arrays.copyOf(other.endings, other.endings.length);
  }

  /** What it is now, for any thread. */
  public Traffic copy() {
    return new Traffic(this);
  }

  void ended(Ending why) {
    endings[why.ordinal()]++;
  }

  /** Bytes that came, prefixes and signs of life included. */
  public long bytesIn() {
    return bytesIn;
  }

  /** Bytes that went, likewise. */
  public long bytesOut() {
    return bytesOut;
  }

  /** Whole frames that came. */
  public long framesIn() {
    return framesIn;
  }

  /** Frames that were begun to be sent. */
  public long framesOut() {
    return framesOut;
  }

  /** Calls that were taken. */
  public long callsTaken() {
    return callsTaken;
  }

  /** Calls that were not: too many, or too often. */
  public long callsTurnedAway() {
    return callsTurnedAway;
  }

  /** Links that ended so. */
  public long endings(Ending why) {
    return endings[why.ordinal()];
  }
}
