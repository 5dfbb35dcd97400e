package dev.latticenano.storage.log;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads a segment record by record through a sliding copy of its bytes, and finds the next sound
 * record behind a damaged one. After {@link #stopAt} said true, the accessors show that record
 * until the next call. The copy grows to the largest record met.
 *
 * <p>Bytes that the disk cannot give are read as zeros, block by block around them, and zeros are
 * never a record: so they are damage like any other. {@link #unreadable} tells them apart.
 */
final class RecordCursor {
  private static final int WINDOW_BYTES = 65_536;

  /** What a disk reads or refuses as a whole: the page of the operating system. */
  private static final int BLOCK_BYTES = 4096;

  private byte[] window = new byte[0];
  private Segment shown;
  private long windowOffset;
  private int windowBytes;
  private int kind;
  private int bodyAt;
  private int bodyBytes;
  private final List<Failure> failures = new ArrayList<>();

  /** True if a whole, sound record begins at {@code offset}. */
  boolean stopAt(Segment segment, long offset) {
    int at = locate(segment, offset, RecordFormat.HEAD_BYTES);
    if (at < 0) {
      return false;
    }
    long position = segment.base() + offset;
    int length = segment.format().length(window, at, position);
    if (length < 0 || length > segment.recordsEnd() - offset - RecordFormat.HEAD_BYTES) {
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
  long resume(Segment segment, long offset) {
    int at = locate(segment, offset, RecordFormat.HEAD_BYTES);
    if (at >= 0) {
      int length = segment.format().length(window, at, segment.base() + offset);
      long next = offset + RecordFormat.HEAD_BYTES + length;
      if (length >= 0 && stopAt(segment, next)) {
        return next;
      }
    }
    long last = segment.recordsEnd() - RecordFormat.HEAD_BYTES;
    for (long next = offset + 1; next <= last; next++) {
      if (stopAt(segment, next)) {
        return next;
      }
    }
    return -1;
  }

  /** Lets go of its copy, so that the next bytes come from the disk again. */
  void forget() {
    shown = null;
    failures.clear();
  }

  /** Why some of the bytes between two offsets could not be read, in one clause, or null. */
  String unreadable(Segment segment, long from, long to) {
    for (Failure failure : failures) {
      if (failure.segment == segment && failure.to > from && failure.from < to) {
        return "it cannot be read: " + failure.reason;
      }
    }
    return null;
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
  private int locate(Segment segment, long offset, int needed) {
    if (segment == shown
        && offset >= windowOffset
        && offset + needed <= windowOffset + windowBytes) {
      return (int) (offset - windowOffset);
    }
    if (needed > segment.recordsEnd() - offset) {
      return -1;
    }
    long useful = Math.min(WINDOW_BYTES, segment.recordsEnd() - offset);
    if (window.length < Math.max(needed, useful)) {
      window = new byte[(int) Math.max(needed, useful)];
    }
    shown = null;
    windowBytes = fill(segment, offset);
    windowOffset = offset;
    shown = segment;
    return windowBytes < needed ? -1 : 0;
  }

  /** Fills the window from {@code offset}; returns how much of it. */
  private int fill(Segment segment, long offset) {
    try {
      return segment.read(offset, window, 0, window.length);
    } catch (IOException e) {
      return fillByBlocks(segment, offset);
    }
  }

  private int fillByBlocks(Segment segment, long offset) {
    int wanted = (int) Math.min(window.length, segment.length() - offset);
    int done = 0;
    while (done < wanted) {
      long at = offset + done;
      int n = Math.min(wanted - done, BLOCK_BYTES - (int) (at % BLOCK_BYTES));
      try {
        n = segment.read(at, window, done, n);
        if (n == 0) {
          break;
        }
      } catch (IOException e) {
        Arrays.fill(window, done, done + n, (byte) 0);
        noteFailure(segment, at, at + n, e);
      }
      done += n;
    }
    return done;
  }

  /** Remembers blocks that cannot be read; those of other segments are of no more interest. */
  private void noteFailure(Segment segment, long from, long to, IOException e) {
    failures.removeIf(f -> f.segment != segment);
    long start = from;
    int last = failures.size() - 1;
    if (last >= 0 && failures.get(last).to == from) {
      start = failures.remove(last).from;
    }
    if (unreadable(segment, start, to) == null) {
      failures.add(new Failure(segment, start, to, String.valueOf(e.getMessage())));
    }
  }

  /** Bytes of a segment that the disk did not give. */
  private record Failure(Segment segment, long from, long to, String reason) {}
}
