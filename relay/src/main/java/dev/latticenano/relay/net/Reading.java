package dev.latticenano.relay.net;

import dev.latticenano.core.store.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Cuts frames out of what comes over all links, through one buffer. A frame that came whole lies
 * where it came; of one that came in part what is there is kept, and grows with what really comes,
 * so a length alone reserves nothing. An idle link has nothing here.
 */
final class Reading {
  private static final int READ_BYTES = 65_536;
  private static final int PART_BYTES_MIN = 256;

  private final ByteBuffer direct = ByteBuffer.allocateDirect(READ_BYTES);
  private final byte[] in = new byte[READ_BYTES];
  private final Sink sink;
  private final Traffic traffic;
  private int waiting;

  /** Takes whole frames. */
  interface Sink {
    /** One frame, lent; false to read no more from this link. */
    boolean frame(Line line, byte[] bytes, int offset, int length) throws StoreException;
  }

  Reading(Sink sink, Traffic traffic) {
    this.sink = sink;
    this.traffic = traffic;
  }

  /** Bytes kept of frames that came in part. */
  int waitingBytes() {
    return waiting;
  }

  /**
   * Reads once from a link.
   *
   * @return why the link is to end; null if it goes on
   */
  Ending read(Line line, long nowMs) throws StoreException {
    int bytes;
    try {
      bytes = line.channel.read(direct.clear());
    } catch (IOException e) {
      return Ending.CLOSED;
    }
    if (bytes < 0) {
      return Ending.CLOSED;
    }
    line.heardMs = nowMs;
    line.heard++;
    line.asked = false;
    traffic.bytesIn += bytes;
    direct.flip().get(in, 0, bytes);
    int at = 0;
    while (at < bytes) {
      at = line.partial == null ? fresh(line, at, bytes, nowMs) : more(line, at, bytes);
      if (at < 0) {
        return Ending.BAD_FRAME;
      }
      if (line.down) {
        return null;
      }
    }
    return null;
  }

  /** From the beginning of a frame: to its end, or to the end of what came; −1: no such length. */
  private int fresh(Line line, int at, int end, long nowMs) throws StoreException {
    int need = Wire.PREFIX_BYTES;
    if (end - at >= need) {
      int length = Wire.length(in, at, !line.proven);
      if (length < 0) {
        return -1;
      }
      if (end - at - need >= length) {
        return take(line, in, at + need, length) ? at + need + length : end;
      }
      need += length;
    }
    line.partial = new byte[Math.min(need, Math.max(PART_BYTES_MIN, end - at))];
    waiting += line.partial.length;
    line.partialSinceMs = nowMs;
    line.partialBytes = end - at;
    System.arraycopy(in, at, line.partial, 0, end - at);
    return end;
  }

  /** Within a frame that came in part; as above. */
  private int more(Line line, int from, int end) throws StoreException {
    int at = from;
    while (at < end) {
      int need = Wire.PREFIX_BYTES;
      if (line.partialBytes >= need) {
        int length = Wire.length(line.partial, 0, !line.proven);
        if (length < 0) {
          return -1;
        }
        need += length;
      }
      int taken = Math.min(end - at, need - line.partialBytes);
      reserve(line, line.partialBytes + taken, need);
      System.arraycopy(in, at, line.partial, line.partialBytes, taken);
      line.partialBytes += taken;
      at += taken;
      if (line.partialBytes == need && isWhole(line)) {
        byte[] whole = line.partial;
        forget(line);
        int length = need - Wire.PREFIX_BYTES;
        return take(line, whole, Wire.PREFIX_BYTES, length) ? at : end;
      }
    }
    return at;
  }

  // With the prefix alone the length is not looked at yet: only a sign of life is whole then.
  private static boolean isWhole(Line line) {
    return line.partialBytes > Wire.PREFIX_BYTES || Wire.length(line.partial, 0, true) == 0;
  }

  private void reserve(Line line, int bytes, int need) {
    if (bytes > line.partial.length) {
      int grown = Math.min(Math.max(need, bytes), Math.max(bytes, 2 * line.partial.length));
      waiting += grown - line.partial.length;
      line.partial = Arrays.copyOf(line.partial, grown);
    }
  }

  private boolean take(Line line, byte[] bytes, int offset, int length) throws StoreException {
    if (length == 0) {
      return true;
    }
    traffic.framesIn++;
    return sink.frame(line, bytes, offset, length);
  }

  /** Lets go of what came in part. */
  void forget(Line line) {
    if (line.partial != null) {
      waiting -= line.partial.length;
      line.partial = null;
      line.partialBytes = 0;
    }
  }
}
