package dev.latticenano.core.session;

import dev.latticenano.core.Limits;
import dev.latticenano.core.intention.Hash;

/** One chunk on its way here: what has come of it so far. Has room for the longest it ever was. */
final class ChunkRequest {
  private byte[] bytes = {};
  private Hash cid;
  private int size;
  private int got;
  private boolean due;
  private long retryAtMs;

  boolean isFree() {
    return cid == null;
  }

  boolean isFor(byte[] name, int offset) {
    return cid != null && cid.matches(name, offset);
  }

  void start(Hash newCid, long newRetryAtMs) {
    cid = newCid;
    size = 0;
    got = 0;
    due = true;
    retryAtMs = newRetryAtMs;
  }

  void free() {
    cid = null;
  }

  Hash cid() {
    return cid;
  }

  /** Bytes that have come. */
  int got() {
    return got;
  }

  /** What has come; lent until the next piece. */
  byte[] bytes() {
    return bytes;
  }

  boolean isComplete() {
    return size > 0 && got == size;
  }

  /** True once, when the request has to be sent. */
  boolean takeDue() {
    boolean was = due && cid != null;
    due &= !was;
    return was;
  }

  /** Asks again for the rest if nothing came for too long. */
  void tick(long nowMs, long retryMs) {
    if (cid != null && retryMs > 0 && nowMs >= retryAtMs) {
      retryAtMs = nowMs + retryMs;
      due = true;
    }
  }

  /** When {@link #tick} has something to do; Long.MAX_VALUE for never. */
  long deadlineMs(long retryMs) {
    return cid != null && retryMs > 0 ? retryAtMs : Long.MAX_VALUE;
  }

  /**
   * Takes a piece if it is the next one.
   *
   * @return the bytes taken, 0 for a piece out of order, -1 if its numbers make no sense
   */
  int take(byte[] piece, int offset, int length, int at, int wholeSize, long newRetryAtMs) {
    if (wholeSize < 1 || wholeSize > Limits.CHUNK_BYTES_MAX || at < 0 || length > wholeSize - at) {
      return -1;
    }
    if (length < 1 || size != 0 && size != wholeSize) {
      return -1;
    }
    size = wholeSize;
    if (at != got) {
      return 0;
    }
    if (bytes.length < wholeSize) {
      // Nothing has come yet: of one chunk the size stays.
      bytes = new byte[wholeSize];
    }
    System.arraycopy(piece, offset, bytes, got, length);
    got += length;
    retryAtMs = newRetryAtMs;
    return length;
  }
}
