package dev.latticenano.relay.net;

/** What a {@link LinkLoop} lets callers have. */
public record NetLimits(Room room, Rate rate, Times times) {
  /**
   * How much.
   *
   * @param links links at a time
   * @param linksPerAddress links at a time from one IPv4 address, or one /64 of IPv6
   * @param strangers of all links, those over which nobody is proven yet
   * @param waitingBytes bytes of frames that came or went in part, on all links together
   */
  public record Room(int links, int linksPerAddress, int strangers, int waitingBytes) {}

  /**
   * How often.
   *
   * @param calls calls a second, from everybody
   * @param callsPerAddress calls a minute from one address; as many at once
   */
  public record Rate(int calls, int callsPerAddress) {}

  /**
   * How long, in ms.
   *
   * @param proofMs until a caller is proven
   * @param signMs until an idle link says a sign of life
   * @param silenceMs until a link on which nothing comes is down
   * @param stallMs until a frame that does not move at all ends its link
   */
  public record Times(long proofMs, long signMs, long silenceMs, long stallMs) {
    /** Until one that was asked is: one sign and some, in proportion. */
    long answerMs() {
      return silenceMs * Wire.ANSWER_MS / Wire.SILENCE_MS;
    }
  }

  /** Bytes a second that a frame moves at least, once {@code stallMs} is over. */
  static final int SLOWEST_BYTES_PER_SECOND = 2048;

  /** Those of a small machine: 64 MB of heap. */
  public static final NetLimits USUAL =
      new NetLimits(
          new Room(12_000, 256, 512, 8 * 1024 * 1024),
          new Rate(200, 120),
          new Times(10_000, Wire.SIGN_MS, Wire.SILENCE_MS, 30_000));

  /** The same with other room. */
  public NetLimits with(Room newRoom) {
    return new NetLimits(newRoom, rate, times);
  }

  /** The same with other rates. */
  public NetLimits with(Rate newRate) {
    return new NetLimits(room, newRate, times);
  }

  /** The same with other times. */
  public NetLimits with(Times newTimes) {
    return new NetLimits(room, rate, newTimes);
  }

  /** How long a frame of so many bytes may take, in ms. */
  long frameMs(int bytes) {
    return times.stallMs + bytes * 1000L / SLOWEST_BYTES_PER_SECOND;
  }
}
