package dev.latticenano.storage.log;

import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * What the open segment of a log holds, kept while records are appended, so that its footer costs
 * no reading: how many records of each kind, the first and the last, bytes of payload, authors, and
 * the running checksum of the file's bytes. One for a log. Allocates nothing after construction.
 */
final class SegmentTally {
  private static final int KINDS = 256;

  private final int[] counts = new int[KINDS];
  private final AuthorRanges authors = new AuthorRanges();
  private final CRC32C crc = new CRC32C();
  private long first;
  private long last;
  private long payload;

  /** Starts over with a segment of which only {@code header} is written. */
  void begin(byte[] header) {
    Arrays.fill(counts, 0);
    authors.clear();
    crc.reset();
    first = -1;
    last = -1;
    payload = 0;
    bytes(header, 0, header.length);
  }

  /** The next bytes of the file. */
  void bytes(byte[] bytes, int offset, int length) {
    crc.update(bytes, offset, length);
  }

  /** A record that is now in the segment, in the file or in the buffer. */
  void record(long position, int kind, byte[] body, int offset, int length) {
    counts[kind]++;
    first = first < 0 ? position : first;
    last = position;
    if (!OwnRecord.is(kind)) {
      payload += length;
      authors.record(kind, body, offset, length);
    }
  }

  /** Records of a kind. */
  int count(int kind) {
    return counts[kind];
  }

  /** Kinds of which there are records. */
  int kinds() {
    int kinds = 0;
    for (int count : counts) {
      kinds += count > 0 ? 1 : 0;
    }
    return kinds;
  }

  AuthorRanges authors() {
    return authors;
  }

  /** Position of the first record, or -1. */
  long first() {
    return first;
  }

  /** Position of the last record, or -1. */
  long last() {
    return last;
  }

  /** Bytes of the bodies of the core's records. */
  long payload() {
    return payload;
  }

  /** CRC-32C of all bytes of the file so far. */
  int crc() {
    return (int) crc.getValue();
  }
}
