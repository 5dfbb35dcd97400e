package dev.latticenano.storage.log;

import java.io.IOException;
import java.util.Arrays;

/**
 * Judges segments when a log is opened, by the rules {@code log-5} to {@code log-10} of
 * docs/storage.md §6: a full one by its footer, others by reading all of them.
 */
final class SegmentScan {
  private final RecordCursor cursor = new RecordCursor();
  private final byte[] header = new byte[SegmentHeader.BYTES];
  private final SegmentTally tally;
  private final Damages damages;
  private int scanned;
  private long bytesScanned;
  private long records;
  private long recordsLost;
  private long bytesCut;
  private long lastRuns = -1;

  // Of the segment being scanned: where the batch since the last mark begins, and its records.
  private long batchFirst;
  private int batchCount;
  private boolean batchDamaged;
  // A sound mark stands here, as far as the scan has looked ahead.
  private long markSeen;

  /**
   * @param tally told everything that the last segment holds
   */
  SegmentScan(SegmentTally tally, Damages damages) {
    this.tally = tally;
    this.damages = damages;
  }

  int scanned() {
    return scanned;
  }

  long bytesScanned() {
    return bytesScanned;
  }

  long records() {
    return records;
  }

  long recordsLost() {
    return recordsLost;
  }

  long bytesCut() {
    return bytesCut;
  }

  /** The position of the last runs record, or -1. */
  long lastRuns() {
    return lastRuns;
  }

  /** Judges one segment; the last one is fit to append to afterwards, or sealed. */
  void judge(Segment segment, boolean last) throws IOException {
    SegmentEnd end = SegmentEnd.of(segment);
    long trailer = segment.length() - SegmentTrailer.BYTES;
    if (end.footer() != null) {
      if (end.copies() == 1) {
        long at = end.firstSound() ? trailer + SegmentTrailer.COPY_BYTES : trailer;
        damage(segment, at, SegmentTrailer.COPY_BYTES, "half a trailer");
      }
      segment.footer(end.footerAt());
      records += end.footer().records();
      lastRuns = end.footer().runs() < 0 ? lastRuns : end.footer().runs();
      return;
    }
    if (!last && segment.header().version() >= 2) {
      missingFooter(segment, end, trailer);
    }
    scan(segment, last);
  }

  /** log-9: a full segment whose footer or trailer is not sound is scanned. */
  private void missingFooter(Segment segment, SegmentEnd end, long trailer) {
    long at = end.footerAt();
    if (at >= SegmentHeader.BYTES && at <= trailer) {
      damage(segment, at, trailer - at, "the footer is damaged");
      segment.footer(at);
    }
  }

  private void scan(Segment segment, boolean last) throws IOException {
    scanned++;
    bytesScanned += segment.recordsEnd();
    beginSegment(segment);
    long offset = SegmentHeader.BYTES;
    while (offset < segment.recordsEnd()) {
      if (cursor.stopAt(segment, offset)) {
        int bytes = RecordFormat.HEAD_BYTES + cursor.bodyBytes();
        boolean ends = segment.length() - offset - bytes <= SegmentTrailer.BYTES;
        if (cursor.kind() == OwnRecord.FOOTER && ends) {
          endAtFooter(segment, offset, offset + bytes, last);
          break;
        }
        record(segment, offset);
        offset += bytes;
        continue;
      }
      long next = cursor.resume(segment, offset);
      if (last && torn(segment, offset, next)) {
        cut(segment, offset);
        break;
      }
      long stop = next < 0 ? segment.recordsEnd() : next;
      String unreadable = cursor.unreadable(segment, offset, stop);
      damage(segment, offset, stop - offset, unreadable == null ? "no sound record" : unreadable);
      tallyBytes(segment, offset, stop);
      batchDamaged = true;
      offset = stop;
    }
    segment.batch(batchFirst, batchCount);
  }

  private void beginSegment(Segment segment) {
    batchFirst = segment.base() + SegmentHeader.BYTES;
    batchCount = 0;
    batchDamaged = false;
    markSeen = -1;
    Arrays.fill(header, (byte) 0);
    try {
      segment.read(0, header, 0, SegmentHeader.BYTES);
    } catch (IOException e) {
      // Its place in the checksum is taken by zeros; the header was judged before.
      Arrays.fill(header, (byte) 0);
    }
    tally.begin(header);
  }

  private void record(Segment segment, long offset) {
    int kind = cursor.kind();
    int length = cursor.bodyBytes();
    long position = segment.base() + offset;
    tally.bytes(
        cursor.bytes(),
        cursor.bodyAt() - RecordFormat.HEAD_BYTES,
        RecordFormat.HEAD_BYTES + length);
    tally.record(position, kind, cursor.bytes(), cursor.bodyAt(), length);
    if (kind == OwnRecord.MARK) {
      mark(segment, offset);
      return;
    }
    records += OwnRecord.is(kind) ? 0 : 1;
    lastRuns = kind == OwnRecord.RUNS ? position : lastRuns;
    batchFirst = batchCount == 0 ? position : batchFirst;
    batchCount++;
  }

  /** A batch is whole; if something in it was damaged, its mark knows how many are missing. */
  private void mark(Segment segment, long offset) {
    if (batchDamaged && cursor.bodyBytes() == CommitMark.BODY_BYTES) {
      long first = CommitMark.first(cursor.bytes(), cursor.bodyAt());
      int count = CommitMark.count(cursor.bytes(), cursor.bodyAt());
      recordsLost += Math.max(0, count - soundBetween(segment, first - segment.base(), offset));
    }
    batchCount = 0;
    batchDamaged = false;
  }

  private int soundBetween(Segment segment, long from, long to) {
    int sound = 0;
    long at = Math.max(SegmentHeader.BYTES, from);
    while (at >= 0 && at < to) {
      if (cursor.stopAt(segment, at)) {
        sound += cursor.kind() == OwnRecord.MARK ? 0 : 1;
        at += RecordFormat.HEAD_BYTES + cursor.bodyBytes();
      } else {
        at = cursor.resume(segment, at);
      }
    }
    return sound;
  }

  /**
   * log-7: true if the unsound bytes at {@code offset} are what a write left that was never
   * acknowledged: no mark stands behind them. In format 1, which has none: no sound record. Bytes
   * that cannot be read are kept, for they may be readable elsewhere.
   */
  private boolean torn(Segment segment, long offset, long next) {
    if (cursor.unreadable(segment, offset, segment.length()) != null) {
      return false;
    }
    if (segment.header().version() < 2) {
      return next < 0;
    }
    if (markSeen > offset) {
      return false;
    }
    long at = next;
    while (at >= 0) {
      if (!cursor.stopAt(segment, at)) {
        at = cursor.resume(segment, at);
      } else if (cursor.kind() == OwnRecord.MARK) {
        markSeen = at;
        return false;
      } else {
        at += RecordFormat.HEAD_BYTES + cursor.bodyBytes();
      }
    }
    return cursor.unreadable(segment, offset, segment.length()) == null;
  }

  /** A sound footer without its trailer: of the last segment it goes, elsewhere it is the end. */
  private void endAtFooter(Segment segment, long offset, long end, boolean last)
      throws IOException {
    if (last) {
      cut(segment, offset);
    } else {
      damage(segment, end, segment.length() - end, "the trailer is damaged");
      segment.footer(offset);
    }
  }

  private void cut(Segment segment, long offset) throws IOException {
    bytesCut += segment.length() - offset;
    segment.truncate(offset);
  }

  /** Takes bytes that are no record into the checksum, as they are. */
  private void tallyBytes(Segment segment, long from, long to) {
    byte[] bytes = new byte[(int) Math.min(4096, to - from)];
    for (long at = from; at < to; ) {
      int wanted = (int) Math.min(bytes.length, to - at);
      Arrays.fill(bytes, (byte) 0);
      try {
        segment.read(at, bytes, 0, wanted);
      } catch (IOException e) {
        // Zeros, as the cursor takes them.
        Arrays.fill(bytes, (byte) 0);
      }
      tally.bytes(bytes, 0, wanted);
      at += wanted;
    }
  }

  private void damage(Segment segment, long offset, long bytes, String reason) {
    if (bytes > 0) {
      damages.add(segment.path(), offset, bytes, reason);
    }
  }
}
