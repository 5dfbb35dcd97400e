package dev.latticenano.link.bridge;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.EnumMap;
import java.util.Map;

/**
 * What a bridge has counted at one port since its start: its answer to {@link
 * BridgeRequest#COUNTERS}.
 *
 * @param port the port's number
 * @param counts each modulo 2³²
 */
public record BridgeCounters(int port, Map<Counter, Long> counts) {
  static final int BYTES = 2 + 4 * Counter.values().length;

  /** What is counted, in the order on the wire. */
  public enum Counter {
    FRAMES_IN,
    BYTES_IN,
    FRAMES_OUT,
    BYTES_OUT,
    BAD_STUFFING,
    TOO_SHORT,
    TOO_LONG,
    BAD_CHECKSUM,
    UNKNOWN_VERSION,
    UNKNOWN_TYPE,
    UNKNOWN_FLAG,
    BAD_PAYLOAD,
    STRAYS,
    NO_ROOM,
    PUSHED_OUT,
    REPEATED,
    PAUSED,
    BUSY,
    LOST_BYTES,
    LINE_ERRORS
  }

  /** The counters in {@code body}, an answer of the right length. */
  public static BridgeCounters of(byte[] body) {
    ByteBuffer in = ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN);
    Map<Counter, Long> counts = new EnumMap<>(Counter.class);
    for (Counter each : Counter.values()) {
      counts.put(each, Integer.toUnsignedLong(in.getInt(2 + 4 * each.ordinal())));
    }
    return new BridgeCounters(in.get(0) & 0xff, counts);
  }

  /** One count. */
  public long of(Counter counter) {
    return counts.get(counter);
  }
}
