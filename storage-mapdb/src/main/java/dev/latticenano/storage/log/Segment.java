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
  private int pendingBytes;
  private long flushed;

  /**
   * @param flushed bytes of the file that belong to the log
   * @param pending the log's buffer, shared by its segments: only the last one fills it
   */
  Segment(Path path, DiskFile file, SegmentHeader header, long flushed, byte[] pending) {
    this.path = path;
    this.file = file;
    this.header = header;
    this.format = new RecordFormat(header.salt());
    this.flushed = flushed;
    this.pending = pending;
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

  /** Bytes waiting in the buffer. */
  int pendingBytes() {
    return pendingBytes;
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
    if (total > pending.length - pendingBytes) {
      flush();
    }
    format.writeHead(pending, pendingBytes, base() + length(), kind, source, offset, length);
    if (total <= pending.length - pendingBytes) {
      System.arraycopy(source, offset, pending, pendingBytes + RecordFormat.HEAD_BYTES, length);
      pendingBytes += total;
    } else {
      file.write(flushed, pending, 0, RecordFormat.HEAD_BYTES);
      file.write(flushed + RecordFormat.HEAD_BYTES, source, offset, length);
      flushed += total;
    }
  }

  /** Writes the buffer to the file. If this throws, the buffer still holds every record. */
  void flush() throws IOException {
    if (pendingBytes > 0) {
      file.write(flushed, pending, 0, pendingBytes);
      flushed += pendingBytes;
      pendingBytes = 0;
    }
  }

  /** Takes what a failed write left behind off the file again, durably. */
  void cutBack() throws IOException {
    file.truncate(flushed);
    file.sync();
  }

  /** Makes what was flushed durable. */
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
}
