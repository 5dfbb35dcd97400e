package dev.latticenano.storage.log;

import java.io.IOException;

/**
 * Reads a segment record by record through a sliding copy of its bytes, and finds the next sound
 * record behind a damaged one. After {@link #stopAt} said true, the accessors show that record
 * until the next call. The copy grows to the largest record met.
 */
final class RecordCursor {
  private static final int WINDOW_BYTES = 65_536;

  private byte[] window = new byte[0];
  private Segment shown;
  private long windowOffset;
  private int windowBytes;
  private int kind;
  private int bodyAt;
  private int bodyBytes;

  /** True if a whole, sound record begins at {@code offset}. */
  boolean stopAt(Segment segment, long offset) throws IOException {
    int at = locate(segment, offset, RecordFormat.HEAD_BYTES);
    if (at < 0) {
      return false;
    }
    long position = segment.base() + offset;
    int length = segment.format().length(window, at, position);
    if (length < 0 || length > segment.length() - offset - RecordFormat.HEAD_BYTES) {
      return false;
    }
    at = locate(segment, offset, RecordFormat.HEAD_BYTES + length);
    if (at < 0) {
      return false;
    }
    bodyAt = at + RecordFormat.HEAD_BYTES;
    bodyBytes = length;
    kind = window[at + 4] & 0xff;
    return segment.format().sound(window, at, position, window, bodyAt, length);
  }

  /**
   * The offset of the first sound record behind the bad one at {@code offset}, or -1. A head that
   * proves itself says where to look first; otherwise every byte is tried.
   */
  long resume(Segment segment, long offset) throws IOException {
    int at = locate(segment, offset, RecordFormat.HEAD_BYTES);
    if (at >= 0) {
      int length = segment.format().length(window, at, segment.base() + offset);
      long next = offset + RecordFormat.HEAD_BYTES + length;
      if (length >= 0 && stopAt(segment, next)) {
        return next;
      }
    }
    long last = segment.length() - RecordFormat.HEAD_BYTES;
    for (long next = offset + 1; next <= last; next++) {
      if (stopAt(segment, next)) {
        return next;
      }
    }
    return -1;
  }

  /** The array that holds the body, lent until the next call. */
  byte[] bytes() {
    return window;
  }

  int bodyAt() {
    return bodyAt;
  }

  int bodyBytes() {
    return bodyBytes;
  }

  int kind() {
    return kind;
  }

  /**
   * Where in the window {@code needed} bytes from {@code offset} stand, or -1 if there are fewer.
   */
  private int locate(Segment segment, long offset, int needed) throws IOException {
    if (segment == shown
        && offset >= windowOffset
        && offset + needed <= windowOffset + windowBytes) {
      return (int) (offset - windowOffset);
    }
    if (needed > segment.length() - offset) {
      return -1;
    }
    long useful = Math.min(WINDOW_BYTES, segment.length() - offset);
    if (window.length < Math.max(needed, useful)) {
      window = new byte[(int) Math.max(needed, useful)];
    }
    shown = null;
    windowBytes = segment.read(offset, window, 0, window.length);
    windowOffset = offset;
    shown = segment;
    return windowBytes < needed ? -1 : 0;
  }
}
