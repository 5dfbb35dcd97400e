package dev.latticenano.storage.log;

import dev.latticenano.core.store.Store;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.storage.disk.DiskFailure;
import java.io.IOException;
import java.util.List;

/**
 * Reads the records of a log by position and in order. What is damaged, or cannot be read, fails a
 * read and is stepped over and noted by a scan. Reading by position allocates nothing.
 */
final class LogReader {
  // Most records at once, without copying what lies behind them.
  private static final int PROBE_BYTES = 1024;

  private final List<Segment> segments;
  private final Damages damages;
  private final byte[] probe = new byte[PROBE_BYTES];

  /**
   * @param segments the log's own list, which grows
   * @param damages what opening found; told what is found later
   */
  LogReader(List<Segment> segments, Damages damages) {
    this.segments = segments;
    this.damages = damages;
  }

  /**
   * The body of the record at {@code position}.
   *
   * @param own true for a record of storage's own, false for one of the core's
   * @param end the log's
   */
  int read(long position, boolean own, byte[] out, int offset, long end) throws StoreException {
    if (position < 0 || position >= end) {
      throw new IllegalArgumentException("position " + position + " outside a log of " + end);
    }
    Segment segment = segments.get(indexOf(position));
    if (position < segment.base()) {
      throw DiskFailure.corrupt(segment.path(), 0, "position " + position + " was dropped");
    }
    long at = position - segment.base();
    try {
      int got = probe(segment, at);
      int length = got < RecordFormat.HEAD_BYTES ? -1 : segment.format().length(probe, 0, position);
      if (length < 0 || length > segment.recordsEnd() - at - RecordFormat.HEAD_BYTES) {
        throw DiskFailure.corrupt(segment.path(), at, "no record begins here");
      }
      if (OwnRecord.is(probe[4] & 0xff) != own) {
        throw DiskFailure.corrupt(
            segment.path(), at, "the record is " + (own ? "not " : "") + "storage's own");
      }
      if (length > out.length - offset) {
        return -length;
      }
      int first = Math.min(length, got - RecordFormat.HEAD_BYTES);
      System.arraycopy(probe, RecordFormat.HEAD_BYTES, out, offset, first);
      int rest = length - first;
      if (segment.read(at + got, out, offset + first, rest) < rest
          || !segment.format().sound(probe, 0, position, out, offset, length)) {
        throw DiskFailure.corrupt(segment.path(), at, "the record fails its checksum");
      }
      return length;
    } catch (IOException e) {
      throw DiskFailure.unreadable(segment.path(), at, e);
    }
  }

  /** Reads a head and what comes with it; if that meets a bad block, the head alone. */
  private int probe(Segment segment, long at) throws IOException {
    try {
      return segment.read(at, probe, 0, PROBE_BYTES);
    } catch (IOException e) {
      return segment.read(at, probe, 0, RecordFormat.HEAD_BYTES);
    }
  }

  /** Shows the records of the core from {@code from} up to {@code stop}, stepping over damage. */
  void scan(long from, long stop, Store.Reader reader) throws StoreException {
    RecordCursor cursor = new RecordCursor();
    for (int i = indexOf(from); i < segments.size() && segments.get(i).base() < stop; i++) {
      Segment segment = segments.get(i);
      long at = Math.max(SegmentHeader.BYTES, from - segment.base());
      while (at < segment.recordsEnd() && segment.base() + at < stop) {
        if (!cursor.stopAt(segment, at)) {
          at = behindDamage(cursor, segment, at);
          continue;
        }
        // The reader may scan, too, or append: the cursor must not be asked again afterwards.
        int length = cursor.bodyBytes();
        if (!OwnRecord.is(cursor.kind())
            && !reader.record(
                segment.base() + at, cursor.kind(), cursor.bytes(), cursor.bodyAt(), length)) {
          return;
        }
        at += RecordFormat.HEAD_BYTES + length;
      }
    }
  }

  /** Where the damage at {@code at} ends: known from before, or noted now. */
  private long behindDamage(RecordCursor cursor, Segment segment, long at) {
    Recovery.Damage known = damages.at(segment.path(), at);
    if (known != null) {
      return at + known.bytes();
    }
    long next = cursor.resume(segment, at);
    long stop = next < 0 ? segment.recordsEnd() : next;
    String unreadable = cursor.unreadable(segment, at, stop);
    damages.add(segment.path(), at, stop - at, unreadable == null ? "no sound record" : unreadable);
    return stop;
  }

  /** The segment that holds {@code position}: the last that begins at or before it. */
  private int indexOf(long position) {
    int low = 0;
    int high = segments.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (segments.get(middle).base() <= position) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }
}
