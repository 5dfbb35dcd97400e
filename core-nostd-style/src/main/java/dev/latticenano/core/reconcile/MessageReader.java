package dev.latticenano.core.reconcile;

import dev.latticenano.core.Verdict;
import java.util.Objects;

/**
 * A view of a message: {@link #check} goes over all of it, then {@link #next} shows range after
 * range, {@link #bound} and {@link #mode} first. Bytes: docs/reconcile.md §2. Allocates nothing
 * after construction.
 */
final class MessageReader {
  /** First byte of a message of the version spoken here. */
  static final int VERSION = 0x61;

  static final int FINGERPRINT_BYTES = 16;

  private static final int VERSION_LEAST = 0x60;
  private static final int VERSION_GREATEST = 0x6F;

  private final int bytesMax;
  private final int rangesMax;
  private final Bound bound = new Bound();
  private final Bound previous = new Bound();
  private byte[] bytes = new byte[0];
  private int start;
  private int position;
  private int limit;
  private boolean closed;
  private Mode mode;
  private int dataOffset;
  private int idCount;
  private Verdict verdict = Verdict.OK;

  /** Reads messages of so many bytes and ranges at most. */
  MessageReader(int bytesMax, int rangesMax) {
    this.bytesMax = bytesMax;
    this.rangesMax = rangesMax;
  }

  MessageReader wrap(byte[] newBytes, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, newBytes.length);
    bytes = newBytes;
    start = offset;
    limit = offset + length;
    rewind();
    return this;
  }

  /**
   * Whether every range keeps the rules. Of a message of another version nothing but its length and
   * first byte is looked at.
   */
  Verdict check() {
    if (limit - start > bytesMax) {
      return Verdict.RECONCILE_TOO_LONG;
    }
    if (limit == start || version() < VERSION_LEAST || version() > VERSION_GREATEST) {
      return Verdict.RECONCILE_VERSION_WRONG;
    }
    if (version() == VERSION) {
      int ranges = 0;
      while (next()) {
        if (++ranges > rangesMax) {
          return Verdict.RECONCILE_RANGES_TOO_MANY;
        }
      }
    }
    Verdict found = verdict;
    rewind();
    return found;
  }

  /** The first byte, 0 to 255. */
  int version() {
    return bytes[start] & 0xFF;
  }

  /** Goes to the next range; false at the end, or at the first one that breaks a rule. */
  boolean next() {
    if (verdict != Verdict.OK || position == limit) {
      return false;
    }
    readBound();
    mode = Mode.of(varint());
    if (mode == null) {
      fail(Verdict.RECONCILE_MODE_UNKNOWN);
    }
    dataOffset = position;
    idCount = 0;
    if (mode == Mode.FINGERPRINT) {
      skip(FINGERPRINT_BYTES);
    } else if (mode == Mode.IDS) {
      readIds();
    }
    return verdict == Verdict.OK;
  }

  /** Where the range ends; it begins where the one before ended. Overwritten by the next. */
  Bound bound() {
    return bound;
  }

  Mode mode() {
    return mode;
  }

  byte[] bytes() {
    return bytes;
  }

  /** The index in {@link #bytes} of the fingerprint or of the first id. */
  int dataOffset() {
    return dataOffset;
  }

  /** How many ids the range lists; 0 of other modes. */
  int idCount() {
    return idCount;
  }

  private void rewind() {
    position = Math.min(start + 1, limit);
    closed = false;
    bound.set(0, bound.id, 0, 0);
    verdict = Verdict.OK;
  }

  private void readBound() {
    previous.set(bound);
    long offset = varint();
    long created = offset == 0 ? Bound.INFINITY : previous.created + offset - 1;
    long length = varint();
    if (length < 0 || length > Bound.ID_BYTES) {
      fail(Verdict.RECONCILE_BOUND_WRONG);
    }
    int at = position;
    skip(verdict == Verdict.OK ? length : 0);
    if (verdict != Verdict.OK) {
      return;
    }
    bound.set(created, bytes, at, (int) length);
    if (offset == 0 ? length > 0 : isBeyond(previous.created, offset)) {
      fail(Verdict.RECONCILE_BOUND_WRONG);
    } else if (!rises()) {
      fail(Verdict.RECONCILE_DISORDERED);
    }
  }

  // A time of infinity or more is not reached by adding.
  private static boolean isBeyond(long created, long offset) {
    return Long.compareUnsigned(offset - 1, Bound.INFINITY - created) >= 0;
  }

  // A message may close itself once more behind everything: an empty range.
  private boolean rises() {
    if (previous.isInfinite() && bound.isInfinite() && !closed) {
      closed = true;
      return true;
    }
    return previous.compare(bound) < 0;
  }

  private void readIds() {
    long count = varint();
    dataOffset = position;
    if (count < 0 || count > (limit - position) / Bound.ID_BYTES) {
      fail(Verdict.RECONCILE_CUT);
      return;
    }
    idCount = (int) count;
    skip(count * Bound.ID_BYTES);
  }

  // Base 128, most significant digit first, all but the last with the top bit set.
  private long varint() {
    long value = 0;
    for (boolean leading = true; verdict == Verdict.OK; leading = false) {
      if (position == limit) {
        fail(Verdict.RECONCILE_CUT);
        return 0;
      }
      int digit = bytes[position++];
      if (leading && digit == (byte) 0x80 || value >>> 57 != 0) {
        fail(Verdict.RECONCILE_NUMBER_WRONG);
        return 0;
      }
      value = value << 7 | digit & 0x7F;
      if (digit >= 0) {
        return value;
      }
    }
    return 0;
  }

  private void skip(long count) {
    if (count > limit - position) {
      fail(Verdict.RECONCILE_CUT);
      return;
    }
    position += (int) count;
  }

  // The first fault is the one that is told.
  private void fail(Verdict found) {
    if (verdict == Verdict.OK) {
      verdict = found;
    }
  }
}
