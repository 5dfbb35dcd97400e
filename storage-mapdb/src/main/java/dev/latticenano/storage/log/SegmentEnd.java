package dev.latticenano.storage.log;

import dev.latticenano.core.bytes.LittleEndian;
import java.io.IOException;

/**
 * What stands at the end of a segment: a trailer, once or twice, and the footer it points to, as
 * far as they are sound. Bytes that cannot be read are not sound.
 *
 * @param copies sound copies of the trailer, 0 to 2
 * @param firstSound true if the first of the two is
 * @param footerAt where the footer begins, or -1 if no copy is sound
 * @param footer the footer, or null if it is not sound
 */
record SegmentEnd(int copies, boolean firstSound, long footerAt, SegmentFooter footer) {
  private static final SegmentEnd NONE = new SegmentEnd(0, false, -1, null);

  /** Reads the end of a segment's file. */
  static SegmentEnd of(Segment segment) {
    long at = segment.length() - SegmentTrailer.BYTES;
    if (segment.header().version() < 2 || at < SegmentHeader.BYTES) {
      return NONE;
    }
    byte[] trailer = new byte[SegmentTrailer.BYTES];
    // Each copy by itself: a block that cannot be read need not take both.
    boolean first =
        read(segment, at, trailer, 0, SegmentTrailer.COPY_BYTES)
            && SegmentTrailer.sound(segment.header(), trailer, 0);
    boolean second =
        read(
                segment,
                at + SegmentTrailer.COPY_BYTES,
                trailer,
                SegmentTrailer.COPY_BYTES,
                SegmentTrailer.COPY_BYTES)
            && SegmentTrailer.sound(segment.header(), trailer, SegmentTrailer.COPY_BYTES);
    if (!first && !second) {
      return NONE;
    }
    long footerAt = SegmentTrailer.footer(trailer, first ? 0 : SegmentTrailer.COPY_BYTES);
    return new SegmentEnd(
        first && second ? 2 : 1, first, footerAt, footer(segment, footerAt, at - footerAt));
  }

  private static SegmentFooter footer(Segment segment, long at, long bytes) {
    int least = RecordFormat.HEAD_BYTES;
    if (at < SegmentHeader.BYTES || bytes < least || bytes > least + SegmentFooter.BYTES_MAX) {
      return null;
    }
    byte[] record = new byte[(int) bytes];
    int length = record.length - least;
    RecordFormat format = segment.format();
    long position = segment.base() + at;
    boolean sound =
        read(segment, at, record, 0, record.length)
            && (record[4] & 0xff) == OwnRecord.FOOTER
            && LittleEndian.intAt(record, 0) == length
            && format.length(record, 0, position) == length
            && format.sound(record, 0, position, record, least, length);
    return sound ? SegmentFooter.at(record, least, length) : null;
  }

  private static boolean read(Segment segment, long at, byte[] out, int offset, int length) {
    try {
      return segment.read(at, out, offset, length) == length;
    } catch (IOException e) {
      return false;
    }
  }
}
