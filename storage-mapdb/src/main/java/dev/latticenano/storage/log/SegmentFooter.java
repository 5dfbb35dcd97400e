package dev.latticenano.storage.log;

import dev.latticenano.core.bytes.LittleEndian;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The body of a record of kind {@link OwnRecord#FOOTER}, the last one of a full segment: what the
 * segment holds, so that an opening need not read it (docs/storage.md §3).
 *
 * <pre>
 *  0  first    u64  position of the first record; all ones: there is none
 *  8  last     u64  position of the last one before the footer
 * 16  payload  u64  bytes of the bodies of the core's records
 * 24  runs     u64  position of the log's last runs record; all ones: there is none
 * 32  crc      u32  CRC-32C of all bytes of the file before the footer
 * 36  kinds    u16  k, 0 to 255
 * 38  authors  u16  a, 0 to 256
 * 40  more     u8   1 if there are authors that are not listed
 * 41  zero     3
 * 44  per kind 5    kind u8, count u32; kinds rising
 *     per author    see AuthorRanges
 * </pre>
 *
 * @param first position of the first record, or -1
 * @param last position of the last record before the footer, or -1
 * @param payload bytes of the bodies of kinds 1 to 239
 * @param runs position of the last runs record up to here, in this segment or before it, or -1
 * @param crc CRC-32C of all bytes of the file before the footer
 * @param counts records per kind, 256 long
 * @param authors the first 256 authors
 * @param more true if there are further authors
 */
public record SegmentFooter(
    long first,
    long last,
    long payload,
    long runs,
    int crc,
    List<Integer> counts,
    List<Range> authors,
    boolean more) {
  /** Bytes of the longest. */
  static final int BYTES_MAX = 44 + 5 * 255 + AuthorRanges.AUTHORS_MAX * AuthorRanges.RANGE_BYTES;

  private static final int FIXED_BYTES = 44;
  private static final int KIND_BYTES = 5;
  private static final int KINDS = 256;

  /**
   * The intentions of one author in a segment.
   *
   * @param author the key, in lower-case hex
   * @param count how many
   * @param leastMs the least wall time among them, Unix ms, unsigned
   * @param greatestMs the greatest
   */
  public record Range(String author, long count, long leastMs, long greatestMs) {}

  /** Unmodifiable copies of the lists. */
  public SegmentFooter {
    counts = List.copyOf(counts);
    authors = List.copyOf(authors);
  }

  /** Records of the core: kinds 1 to 239. */
  public long records() {
    long records = 0;
    for (int kind = 1; kind < OwnRecord.LEAST; kind++) {
      records += counts.get(kind);
    }
    return records;
  }

  /** Writes the footer of a segment with these contents to {@code out}; returns its bytes. */
  static int write(SegmentTally tally, long runs, byte[] out, int at) {
    LittleEndian.putLong(out, at, tally.first());
    LittleEndian.putLong(out, at + 8, tally.last());
    LittleEndian.putLong(out, at + 16, tally.payload());
    LittleEndian.putLong(out, at + 24, runs);
    LittleEndian.putInt(out, at + 32, tally.crc());
    LittleEndian.putShort(out, at + 36, tally.kinds());
    LittleEndian.putShort(out, at + 38, tally.authors().authors());
    LittleEndian.putInt(out, at + 40, tally.authors().more() ? 1 : 0);
    int to = at + FIXED_BYTES;
    for (int kind = 1; kind < KINDS; kind++) {
      if (tally.count(kind) > 0) {
        out[to] = (byte) kind;
        LittleEndian.putInt(out, to + 1, tally.count(kind));
        to += KIND_BYTES;
      }
    }
    tally.authors().write(out, to);
    return to + tally.authors().authors() * AuthorRanges.RANGE_BYTES - at;
  }

  /** The footer in a body, or null if it breaks the form. */
  static SegmentFooter at(byte[] body, int at, int length) {
    if (length < FIXED_BYTES) {
      return null;
    }
    int kinds = LittleEndian.shortAt(body, at + 36);
    int authors = LittleEndian.shortAt(body, at + 38);
    int more = LittleEndian.intAt(body, at + 40);
    if (authors > AuthorRanges.AUTHORS_MAX
        || more < 0
        || more > 1
        || length != FIXED_BYTES + KIND_BYTES * kinds + AuthorRanges.RANGE_BYTES * authors) {
      return null;
    }
    Integer[] counts = new Integer[KINDS];
    Arrays.fill(counts, 0);
    int from = at + FIXED_BYTES;
    for (int i = 0; i < kinds; i++, from += KIND_BYTES) {
      counts[body[from] & 0xff] = LittleEndian.intAt(body, from + 1);
    }
    List<Range> ranges = new ArrayList<>(authors);
    for (int i = 0; i < authors; i++, from += AuthorRanges.RANGE_BYTES) {
      ranges.add(AuthorRanges.range(body, from));
    }
    return new SegmentFooter(
        LittleEndian.longAt(body, at),
        LittleEndian.longAt(body, at + 8),
        LittleEndian.longAt(body, at + 16),
        LittleEndian.longAt(body, at + 24),
        LittleEndian.intAt(body, at + 32),
        List.of(counts),
        ranges,
        more == 1);
  }
}
