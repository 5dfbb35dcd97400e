package dev.latticenano.core.reconcile;

import java.util.Arrays;

/**
 * A writer of one message into its own buffer. With a frame limit the buffer has its final length
 * from the beginning; without one it grows.
 */
final class MessageWriter {
  /** Bytes kept free for the last range of a full message, and for what is written before it. */
  private static final int CLOSING_BYTES = 200;

  // A split is written before it is known whether it fits: 16 ranges of 61 bytes, or 31 ids.
  private static final int SPLIT_BYTES_MAX = 1200;
  private static final int BOUND_BYTES_MAX = 10 + 1 + Bound.ID_BYTES;

  private final int frameBytesMax;
  private byte[] bytes;
  private int length;
  private long created;
  private int markLength;
  private long markCreated;

  /** Writes messages of at most {@code frameBytesMax} bytes; 0: of any length. */
  MessageWriter(int frameBytesMax) {
    this.frameBytesMax = frameBytesMax;
    bytes = new byte[(frameBytesMax == 0 ? 1024 : frameBytesMax) + SPLIT_BYTES_MAX];
  }

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  /** Starts a message: its version. */
  void begin() {
    length = 0;
    created = 0;
    room(1);
    bytes[length++] = MessageReader.VERSION;
  }

  /** Remembers where the message stands. */
  void mark() {
    markLength = length;
    markCreated = created;
  }

  /** Forgets what was written since the mark. */
  void rewind() {
    length = markLength;
    created = markCreated;
  }

  /** Where it stood at the mark. */
  int markLength() {
    return markLength;
  }

  /** True if no further range may follow but the last one. */
  boolean isFull() {
    return frameBytesMax > 0 && length > frameBytesMax - CLOSING_BYTES;
  }

  /** True if this message would fill its frame to the last byte or beyond. */
  boolean exceeds() {
    return frameBytesMax > 0 && length > frameBytesMax;
  }

  /** How many of {@code count} ids go into a list whose range begins at the mark, at least 1. */
  int idsThatFit(int count) {
    if (frameBytesMax == 0) {
      return count;
    }
    return Math.min(count, (frameBytesMax - CLOSING_BYTES - markLength) / Bound.ID_BYTES + 1);
  }

  /** A range's upper end and mode. */
  void range(Bound bound, Mode mode) {
    room(BOUND_BYTES_MAX + 1);
    if (bound.isInfinite()) {
      varint(0);
    } else {
      varint(bound.created - created + 1);
    }
    created = bound.created;
    varint(bound.idLength);
    System.arraycopy(bound.id, 0, bytes, length, bound.idLength);
    length += bound.idLength;
    varint(mode.ordinal());
  }

  /** How many ids follow. */
  void count(int ids) {
    room(Digits.BYTES_MAX);
    varint(ids);
  }

  void id(byte[] id, int offset) {
    room(Bound.ID_BYTES);
    System.arraycopy(id, offset, bytes, length, Bound.ID_BYTES);
    length += Bound.ID_BYTES;
  }

  void fingerprint(byte[] fingerprint) {
    room(MessageReader.FINGERPRINT_BYTES);
    System.arraycopy(fingerprint, 0, bytes, length, MessageReader.FINGERPRINT_BYTES);
    length += MessageReader.FINGERPRINT_BYTES;
  }

  private void varint(long value) {
    length += Digits.write(bytes, length, value);
  }

  private void room(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
    }
  }
}
