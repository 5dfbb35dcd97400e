package dev.latticenano.storage.log;

import dev.latticenano.core.Limits;
import dev.latticenano.core.store.Store;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.storage.disk.Disk;
import dev.latticenano.storage.disk.DiskFailure;
import dev.latticenano.storage.disk.DiskFile;
import dev.latticenano.storage.disk.FileDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * The log of one store in append-only, checksummed segment files: the truth on a node's disk
 * (docs/storage.md). Appends gather in one buffer; {@link #sync} is one write and one sync of the
 * file. Appending and reading allocate nothing after construction, unless a segment fills.
 *
 * <p>A failed write takes nothing away: every record appended before can be read, a later append
 * works when space returns. After a failed sync nobody knows what the disk holds, so the log only
 * reads until it is opened again. An interrupt of the owner's thread counts as a failed write or
 * sync: do not interrupt it.
 */
public final class SegmentLog implements Store, AutoCloseable {
  /** Bytes after which a log goes on in another segment. */
  public static final int SEGMENT_BYTES = 67_108_864;

  private static final int BUFFER_BYTES = 65_536;
  private static final int PROBE_BYTES = 4096;

  private final Disk disk;
  private final Path directory;
  private final int segmentBytes;
  private final byte[] buffer;
  private final byte[] probe = new byte[PROBE_BYTES];
  private final List<Segment> segments;
  private final Recovery recovery;
  private Segment tail;
  private long end;
  private long syncedEnd;
  private long lastRuns;
  private String refusal;

  private SegmentLog(
      Disk disk, Path directory, UUID store, int segmentBytes, int bufferBytes, LongSupplier salts)
      throws StoreException {
    if (segmentBytes <= SegmentHeader.BYTES) {
      throw new IllegalArgumentException("segmentBytes " + segmentBytes + " holds no record");
    }
    this.disk = disk;
    this.directory = directory;
    this.segmentBytes = segmentBytes;
    buffer = new byte[bufferBytes];
    LogRecovery opening = new LogRecovery(disk, directory, store, buffer);
    recovery = opening.run(salts);
    segments = opening.segments();
    lastRuns = opening.lastRuns();
    tail = segments.get(segments.size() - 1);
    end = tail.base() + tail.length();
    syncedEnd = end;
  }

  /**
   * Opens the log in {@code directory}, which exists, or begins one if there is none.
   *
   * @throws StoreException CORRUPT if files are not of this store, NEWER if a newer program wrote
   *     them
   */
  public static SegmentLog open(Path directory, UUID store) throws StoreException {
    return open(directory, store, SEGMENT_BYTES);
  }

  /** As {@link #open(Path, UUID)}, with segments of about {@code segmentBytes} bytes. */
  public static SegmentLog open(Path directory, UUID store, int segmentBytes)
      throws StoreException {
    return new SegmentLog(
        new FileDisk(), directory, store, segmentBytes, BUFFER_BYTES, new SecureRandom()::nextLong);
  }

  /** Opens a log on any disk, with a buffer that holds at least a record's head. */
  public static SegmentLog open(
      Disk disk, Path directory, UUID store, int segmentBytes, int bufferBytes, LongSupplier salts)
      throws StoreException {
    return new SegmentLog(disk, directory, store, segmentBytes, bufferBytes, salts);
  }

  /** What opening found, cut and stepped over. */
  public Recovery recovery() {
    return recovery;
  }

  /** The store whose log this is. */
  public UUID store() {
    return tail.header().store();
  }

  @Override
  public long end() {
    return end;
  }

  /** The position behind the last record that a power cut cannot take. */
  public long syncedEnd() {
    return syncedEnd;
  }

  @Override
  public long append(int kind, byte[] source, int offset, int length) throws StoreException {
    if (kind < 1 || kind > KIND_MAX) {
      throw new IllegalArgumentException("kind " + kind + " outside 1 to " + KIND_MAX);
    }
    return put(kind, source, offset, length);
  }

  /**
   * Appends a record of storage's own: {@link OwnRecord#RUNS}, or a free kind up to 255. As durable
   * as any other after the next {@link #sync}; no scan shows it and only {@link #readOwn} reads it.
   *
   * @return the record's position
   */
  public long appendOwn(int kind, byte[] source, int offset, int length) throws StoreException {
    if (kind <= OwnRecord.MARK || kind > 255 || kind == OwnRecord.FOOTER) {
      throw new IllegalArgumentException("kind " + kind + " is not for others to write");
    }
    long position = put(kind, source, offset, length);
    if (kind == OwnRecord.RUNS) {
      lastRuns = position;
    }
    return position;
  }

  /** The position of the youngest sound record of kind {@link OwnRecord#RUNS}, or -1. */
  public long lastRuns() {
    return lastRuns;
  }

  private long put(int kind, byte[] source, int offset, int length) throws StoreException {
    checkRange(source, offset, length);
    requireWritable();
    if (tail.length() + RecordFormat.HEAD_BYTES + length > segmentBytes
        && tail.length() > SegmentHeader.BYTES) {
      beginSegment();
    }
    long position = end;
    try {
      tail.append(kind, source, offset, length);
    } catch (IOException e) {
      throw writeFailed(e);
    }
    end = position + RecordFormat.HEAD_BYTES + length;
    return position;
  }

  @Override
  public void sync() throws StoreException {
    requireWritable();
    if (syncedEnd == end) {
      return;
    }
    try {
      tail.flush();
    } catch (IOException e) {
      throw writeFailed(e);
    }
    try {
      tail.sync();
    } catch (IOException e) {
      StoreException failure = DiskFailure.ofWrite("sync", tail.path(), e);
      refuseAfter(failure);
      throw failure;
    }
    syncedEnd = end;
  }

  @Override
  public int read(long position, byte[] out, int offset) throws StoreException {
    return body(position, false, out, offset);
  }

  /** As {@link #read}, of a record that {@link #appendOwn} wrote. */
  public int readOwn(long position, byte[] out, int offset) throws StoreException {
    return body(position, true, out, offset);
  }

  private int body(long position, boolean own, byte[] out, int offset) throws StoreException {
    if (position < 0 || position >= end) {
      throw new IllegalArgumentException("position " + position + " outside a log of " + end);
    }
    Segment segment = segments.get(indexOf(position));
    long at = position - segment.base();
    try {
      int got = segment.read(at, probe, 0, PROBE_BYTES);
      int length = got < RecordFormat.HEAD_BYTES ? -1 : segment.format().length(probe, 0, position);
      if (length < 0 || length > segment.length() - at - RecordFormat.HEAD_BYTES) {
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
      throw DiskFailure.of("read", segment.path(), e);
    }
  }

  @Override
  public void scan(long from, Reader reader) throws StoreException {
    long stop = end;
    RecordCursor cursor = new RecordCursor();
    for (int i = indexOf(from); i < segments.size() && segments.get(i).base() < stop; i++) {
      Segment segment = segments.get(i);
      long at = Math.max(SegmentHeader.BYTES, from - segment.base());
      try {
        while (at < segment.length() && segment.base() + at < stop) {
          if (!cursor.stopAt(segment, at)) {
            at = behindDamage(segment, at);
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
      } catch (IOException e) {
        throw DiskFailure.of("read", segment.path(), e);
      }
    }
  }

  /** Syncs and closes the files; on a failure they are closed all the same. */
  @Override
  public void close() throws StoreException {
    StoreException failure = null;
    if (refusal == null) {
      try {
        sync();
      } catch (StoreException e) {
        failure = e;
      }
    }
    for (Segment segment : segments) {
      try {
        segment.close();
      } catch (IOException e) {
        failure = failure == null ? DiskFailure.of("close", segment.path(), e) : failure;
      }
    }
    refusal = directory + " is closed";
    if (failure != null) {
      throw failure;
    }
  }

  /** The salt of the log's records: tells this log from any other, copies excepted. */
  public long salt() {
    return tail.header().salt();
  }

  /** The stored checksum of the record at {@code position}. */
  public int crcAt(long position) throws StoreException {
    Segment segment = segments.get(indexOf(position));
    long at = position - segment.base();
    try {
      if (segment.read(at, probe, 0, RecordFormat.HEAD_BYTES) < RecordFormat.HEAD_BYTES
          || segment.format().length(probe, 0, position) < 0) {
        throw DiskFailure.corrupt(segment.path(), at, "no record begins here");
      }
      return RecordFormat.crc(probe, 0);
    } catch (IOException e) {
      throw DiskFailure.of("read", segment.path(), e);
    }
  }

  /** Where the damage that opening found at {@code at} ends; damage found since is an error. */
  private long behindDamage(Segment segment, long at) throws StoreException {
    for (Recovery.Damage damage : recovery.damaged()) {
      if (damage.file().equals(segment.path()) && damage.offset() == at) {
        return at + damage.bytes();
      }
    }
    throw DiskFailure.corrupt(segment.path(), at, "no sound record");
  }

  private void beginSegment() throws StoreException {
    sync();
    SegmentHeader last = tail.header();
    SegmentHeader next =
        new SegmentHeader(SegmentHeader.VERSION, last.number() + 1, last.store(), end, last.salt());
    Path path = directory.resolve(LogRecovery.name(next.number()));
    try {
      DiskFile file = LogRecovery.create(disk, directory, next);
      tail = new Segment(path, file, next, SegmentHeader.BYTES, buffer);
    } catch (IOException e) {
      throw DiskFailure.ofWrite("create", path, e);
    }
    segments.add(tail);
    end += SegmentHeader.BYTES;
    syncedEnd = end;
  }

  /** Restores the file to whole records; if even that fails, nothing is written until reopening. */
  private StoreException writeFailed(IOException cause) {
    StoreException failure = DiskFailure.ofWrite("write", tail.path(), cause);
    try {
      tail.cutBack();
    } catch (IOException e) {
      failure.addSuppressed(e);
      refuseAfter(failure);
    }
    return failure;
  }

  private void refuseAfter(StoreException failure) {
    refusal =
        directory + " takes no more records until it is opened again: " + failure.getMessage();
  }

  private void requireWritable() throws StoreException {
    if (refusal != null) {
      throw new StoreException(StoreException.Kind.IO, refusal, null);
    }
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

  private static void checkRange(byte[] source, int offset, int length) {
    if (length < 0 || length > Limits.RECORD_BYTES_MAX) {
      throw new IllegalArgumentException(
          "length " + length + " outside 0 to " + Limits.RECORD_BYTES_MAX);
    }
    if (offset < 0 || offset > source.length - length) {
      throw new IllegalArgumentException(
          "offset " + offset + " and length " + length + " beyond " + source.length);
    }
  }
}
