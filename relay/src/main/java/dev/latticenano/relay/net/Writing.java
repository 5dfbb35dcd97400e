package dev.latticenano.relay.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Sends frames over all links, through one buffer. What the system does not take at once is kept
 * with its link, one frame at most; until it is gone nothing else is said there.
 */
final class Writing {
  private static final int WRITE_BYTES = 131_072;

  private final ByteBuffer direct = ByteBuffer.allocateDirect(WRITE_BYTES);
  private final byte[] sign = new byte[Wire.PREFIX_BYTES];
  private final Traffic traffic;
  private int waiting;

  Writing(Traffic traffic) {
    this.traffic = traffic;
  }

  /** Bytes kept of frames that went in part. */
  int waitingBytes() {
    return waiting;
  }

  /** Sends {@code bytes[from]} to {@code bytes[to]}; false if the link is broken. */
  boolean send(Line line, byte[] bytes, int from, int to, long nowMs) {
    int at = push(line, bytes, from, to, nowMs);
    if (at >= 0 && at < to) {
      line.rest = Arrays.copyOfRange(bytes, at, to);
      line.restAt = 0;
      line.restSinceMs = nowMs;
      line.restMovedMs = nowMs;
      waiting += line.rest.length;
      line.interest();
    }
    return at >= 0;
  }

  /** Says that this end is there; false if the link is broken. */
  boolean sign(Line line, long nowMs) {
    return send(line, sign, 0, sign.length, nowMs);
  }

  /** The link takes bytes again; false if it is broken. */
  boolean goOn(Line line, long nowMs) {
    int at = push(line, line.rest, line.restAt, line.rest.length, nowMs);
    if (at == line.rest.length) {
      forget(line);
      line.interest();
    } else if (at > line.restAt) {
      line.restAt = at;
      line.restMovedMs = nowMs;
    }
    return at >= 0;
  }

  /** How far the system took it; −1 if the link is broken. */
  private int push(Line line, byte[] bytes, int from, int to, long nowMs) {
    int at = from;
    try {
      while (at < to) {
        int piece = Math.min(WRITE_BYTES, to - at);
        int taken = line.channel.write(direct.clear().put(bytes, at, piece).flip());
        at += taken;
        if (taken < piece) {
          break;
        }
      }
    } catch (IOException e) {
      return -1;
    }
    if (at > from) {
      line.saidMs = nowMs;
      traffic.bytesOut += at - from;
    }
    return at;
  }

  /** Lets go of what went in part. */
  void forget(Line line) {
    if (line.rest != null) {
      waiting -= line.rest.length;
      line.rest = null;
    }
  }
}
