package dev.latticenano.storage.log;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Reads a log again in bounded steps to find what has rotted. Between two steps it remembers where
 * it stands in a segment and the checksum so far; a step that begins elsewhere begins with the
 * segment that holds the place.
 */
final class LogScrub {
  private static final int BLOCK_BYTES = 4096;

  private final List<Segment> segments;
  private final RecordCursor cursor = new RecordCursor();
  private final CRC32C crc = new CRC32C();
  private final byte[] block = new byte[BLOCK_BYTES];
  private int index;
  private long offset;
  private boolean damaged;

  /**
   * @param segments the log's own list, which grows
   */
  LogScrub(List<Segment> segments) {
    this.segments = segments;
  }

  /** See {@link SegmentLog#verify}. */
  long verify(long from, int budgetBytes, Damages out, long end) {
    if (from >= end) {
      return end;
    }
    if (from != position()) {
      index = indexOf(from);
      offset = Math.max(0, from - segments.get(index).base());
      // What lies before it is not read, so nothing can be said of the whole segment.
      damaged = true;
    }
    cursor.forget();
    long read = 0;
    while (read < Math.max(1, budgetBytes)) {
      if (index >= segments.size()) {
        return end;
      }
      read += step(out);
    }
    return index >= segments.size() ? end : position();
  }

  /** The first segment is gone: the next step looks where it stands. */
  void forgetPlace() {
    index = 0;
    offset = -1;
  }

  private long position() {
    return index >= segments.size() ? -1 : segments.get(index).base() + offset;
  }

  /** Checks a header, a record, a stretch of damage or a segment's end; returns the bytes read. */
  private long step(Damages out) {
    Segment segment = segments.get(index);
    long before = offset;
    if (offset == 0) {
      crc.reset();
      damaged = false;
      header(segment, out);
      offset = SegmentHeader.BYTES;
    } else if (offset >= segment.recordsEnd()) {
      end(segment, out);
      index++;
      offset = 0;
      return segment.length() - before;
    } else if (cursor.stopAt(segment, offset)) {
      int length = RecordFormat.HEAD_BYTES + cursor.bodyBytes();
      crc.update(cursor.bytes(), cursor.bodyAt() - RecordFormat.HEAD_BYTES, length);
      offset += length;
    } else {
      long next = cursor.resume(segment, offset);
      offset = next < 0 ? segment.recordsEnd() : next;
      String unreadable = cursor.unreadable(segment, before, offset);
      report(
          segment,
          before,
          offset - before,
          unreadable == null ? "no sound record" : unreadable,
          out);
      update(segment, before, offset);
    }
    return offset - before;
  }

  private void header(Segment segment, Damages out) {
    byte[] header = new byte[SegmentHeader.BYTES];
    String reason = null;
    try {
      segment.read(0, header, 0, header.length);
      reason = SegmentHeader.soundTwice(header) ? null : "no header";
      if (reason != null && SegmentHeader.soundCopy(header) >= 0) {
        reason = "half a header";
      }
    } catch (IOException e) {
      reason = "the header cannot be read: " + e.getMessage();
    }
    if (reason != null) {
      report(segment, 0, header.length, reason, out);
    }
    crc.update(header, 0, header.length);
  }

  /** Of a full segment: footer, trailer, and the checksum of everything before them. */
  private void end(Segment segment, Damages out) {
    if (segment.footer() < 0) {
      return;
    }
    SegmentEnd end = SegmentEnd.of(segment);
    long trailer = segment.length() - SegmentTrailer.BYTES;
    if (end.footer() == null) {
      long at = segment.footer();
      report(segment, at, segment.length() - at, "the footer or the trailer is damaged", out);
    } else if (end.copies() == 1) {
      long at = end.firstSound() ? trailer + SegmentTrailer.COPY_BYTES : trailer;
      report(segment, at, SegmentTrailer.COPY_BYTES, "half a trailer", out);
    } else if (!damaged && end.footer().crc() != (int) crc.getValue()) {
      report(segment, 0, segment.footer(), "the segment fails its checksum", out);
    }
  }

  /** Takes damaged bytes into the checksum as they are: they may be older than the footer. */
  private void update(Segment segment, long from, long to) {
    for (long at = from; at < to; ) {
      int wanted = (int) Math.min(block.length, to - at);
      Arrays.fill(block, (byte) 0);
      try {
        segment.read(at, block, 0, wanted);
      } catch (IOException e) {
        // Reported already; zeros take their place.
        Arrays.fill(block, (byte) 0);
      }
      crc.update(block, 0, wanted);
      at += wanted;
    }
  }

  private void report(Segment segment, long at, long bytes, String reason, Damages out) {
    damaged = true;
    out.add(segment.path(), at, bytes, reason);
  }

  private int indexOf(long position) {
    int found = 0;
    for (int i = 0; i < segments.size(); i++) {
      found = segments.get(i).base() <= position ? i : found;
    }
    return found;
  }
}
