package dev.latticenano.storage.log;

import dev.latticenano.storage.disk.DiskFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/**
 * One file of a log, and, for the last one, the bytes that wait in the buffer to follow it. Offsets
 * are bytes from the file's start; a record's position is {@link #base} plus its offset. A record
 * lies wholly in the file or wholly in the buffer.
 */
final class Segment implements Closeable {
  private final Path path;
  private final DiskFile file;
  private final SegmentHeader header;
  private final RecordFormat format;
  private final byte[] pending;
  private final SegmentTally tally;
  private int pendingBytes;
  private long flushed;
  private long footer = -1;
  private long batchFirst;
  private int batchCount;

  /**
   * @param flushed bytes of the file that belong to the log
   * @param pending the log's buffer, shared by its segments: only the last one fills it; its last
   *     {@link CommitMark#BYTES} are kept for a mark
   * @param tally the log's, likewise
   */
  Segment(
      Path path,
      DiskFile file,
      SegmentHeader header,
      long flushed,
      byte[] pending,
      SegmentTally tally) {
    this.path = path;
    this.file = file;
    this.header = header;
    this.format = new RecordFormat(header.salt());
    this.flushed = flushed;
    this.pending = pending;
    this.tally = tally;
  }

  Path path() {
    return path;
  }

  SegmentHeader header() {
    return header;
  }

  RecordFormat format() {
    return format;
  }

  /** The position of the segment's first byte. */
  long base() {
    return header.base();
  }

  /** Bytes of the segment, those in the buffer included. */
  long length() {
    return flushed + pendingBytes;
  }

  /** Where its records end: at the footer, or where the next one goes. */
  long recordsEnd() {
    return footer < 0 ? length() : footer;
  }

  /** True if nothing more is appended: it has a footer, or is of format 1. */
  boolean sealed() {
    return footer >= 0 || header.version() < 2;
  }

  /** Where the footer begins, or -1. */
  long footer() {
    return footer;
  }

  /** Says where its footer begins. */
  void footer(long offset) {
    footer = offset;
  }

  /** Records since the last mark. */
  int batchCount() {
    return batchCount;
  }

  /** The position of the first of them. */
  long batchFirst() {
    return batchFirst;
  }

  /** Says which records an opening found behind the last mark. */
  void batch(long first, int count) {
    batchFirst = first;
    batchCount = count;
  }

  /** Reads up to {@code length} bytes, all from the file or all from the buffer; 0 at the end. */
  int read(long offset, byte[] out, int at, int length) throws IOException {
    if (offset < flushed) {
      return file.read(offset, out, at, (int) Math.min(length, flushed - offset));
    }
    long from = offset - flushed;
    int n = (int) Math.min(length, Math.max(0, pendingBytes - from));
    if (n > 0) {
      System.arraycopy(pending, (int) from, out, at, n);
    }
    return n;
  }

  /**
   * Puts one record behind the last. If this throws, the record is not in the segment and all
   * earlier ones still are.
   */
  void append(int kind, byte[] source, int offset, int length) throws IOException {
    int total = RecordFormat.HEAD_BYTES + length;
    int capacity = pending.length - CommitMark.BYTES;
    if (total > capacity - pendingBytes) {
      flush();
    }
    long position = base() + length();
    format.writeHead(pending, pendingBytes, position, kind, source, offset, length);
    if (total <= capacity - pendingBytes) {
      System.arraycopy(source, offset, pending, pendingBytes + RecordFormat.HEAD_BYTES, length);
      pendingBytes += total;
    } else {
      file.write(flushed, pending, 0, RecordFormat.HEAD_BYTES);
      file.write(flushed + RecordFormat.HEAD_BYTES, source, offset, length);
      tally.bytes(pending, 0, RecordFormat.HEAD_BYTES);
      tally.bytes(source, offset, length);
      flushed += total;
    }
    tally.record(position, kind, source, offset, length);
    batchFirst = batchCount == 0 ? position : batchFirst;
    batchCount++;
  }

  /**
   * Writes the buffer with a commit mark at its end, in one write. If this throws, the buffer still
   * holds every record, and no mark.
   */
  void commit() throws IOException {
    int at = pendingBytes;
    int body = at + RecordFormat.HEAD_BYTES;
    long position = base() + length();
    CommitMark.write(pending, body, batchFirst, batchCount);
    format.writeHead(pending, at, position, OwnRecord.MARK, pending, body, CommitMark.BODY_BYTES);
    pendingBytes += CommitMark.BYTES;
    try {
      flush();
    } catch (IOException e) {
      pendingBytes = at;
      throw e;
    }
    tally.record(position, OwnRecord.MARK, pending, body, CommitMark.BODY_BYTES);
    batchCount = 0;
  }

  /**
   * Writes footer and trailer behind the last record, in one write and one sync; nothing waits in
   * the buffer. If the write throws, {@link #cutBack} takes back what it left.
   *
   * @param runs position of the log's last runs record, or -1
   */
  void writeFooter(long runs) throws IOException {
    byte[] end = new byte[RecordFormat.HEAD_BYTES + SegmentFooter.BYTES_MAX + SegmentTrailer.BYTES];
    int length = SegmentFooter.write(tally, runs, end, RecordFormat.HEAD_BYTES);
    long position = base() + flushed;
    format.writeHead(end, 0, position, OwnRecord.FOOTER, end, RecordFormat.HEAD_BYTES, length);
    SegmentTrailer.write(header, flushed, end, RecordFormat.HEAD_BYTES + length);
    file.write(flushed, end, 0, RecordFormat.HEAD_BYTES + length + SegmentTrailer.BYTES);
    footer = flushed;
    flushed += RecordFormat.HEAD_BYTES + length + SegmentTrailer.BYTES;
  }

  /** Takes what a failed write left behind off the file again, durably. */
  void cutBack() throws IOException {
    file.truncate(flushed);
    file.sync();
  }

  /** Makes what was written durable. */
  void sync() throws IOException {
    file.sync();
  }

  /** Shortens the segment to {@code length} bytes, durably; nothing waits in the buffer. */
  void truncate(long length) throws IOException {
    flushed = length;
    cutBack();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  /** Writes the buffer to the file. If this throws, the buffer still holds every record. */
  private void flush() throws IOException {
    if (pendingBytes > 0) {
      file.write(flushed, pending, 0, pendingBytes);
      tally.bytes(pending, 0, pendingBytes);
      flushed += pendingBytes;
      pendingBytes = 0;
    }
  }
}
