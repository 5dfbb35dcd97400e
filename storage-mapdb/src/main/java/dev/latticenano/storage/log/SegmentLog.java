package dev.latticenano.storage.log;

import dev.latticenano.core.store.PrunableStore;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.storage.disk.Disk;
import dev.latticenano.storage.disk.DiskFailure;
import dev.latticenano.storage.disk.DiskFile;
import dev.latticenano.storage.disk.FileDisk;
import dev.latticenano.storage.disk.SpaceGuard;
import dev.latticenano.storage.disk.WriteCounters;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * The log of one store in append-only, checksummed segment files: the truth on a node's disk
 * (docs/storage.md). Appends gather in one buffer; {@link #sync} is one write, with a commit mark
 * at its end, and one sync of the file. Appending and reading allocate nothing after construction,
 * unless a segment fills.
 *
 * <p>A failed write takes nothing away: every record appended before can be read, a later append
 * works when space returns. After a failed sync nobody knows what the disk holds, so the log only
 * reads until it is opened again. Damage takes nothing away but itself: scans step over it and
 * {@link #damages} tells of it.
 */
public final class SegmentLog implements PrunableStore, AutoCloseable {
  /** Bytes after which a log goes on in another segment. */
  public static final int SEGMENT_BYTES = 67_108_864;

  private static final int BUFFER_BYTES = 65_536;

  private final Disk disk;
  private final Path directory;
  private final int segmentBytes;
  private final SpaceGuard guard;
  private final WriteCounters counters;
  private final byte[] buffer;
  private final SegmentTally tally = new SegmentTally();
  private final Damages damages = new Damages();
  private final LogReader reader;
  private final LogScrub scrub;
  private final LogFront front;
  private final List<Segment> segments;
  private final Recovery recovery;
  private Segment tail;
  private long end;
  private long syncedEnd;
  private long lastRuns;
  private String refusal;
  private boolean closed;

  private SegmentLog(Disk disk, Path directory, UUID store, LogSettings settings)
      throws StoreException {
    this.disk = disk;
    this.directory = directory;
    segmentBytes = settings.segmentBytes();
    if (segmentBytes <= SegmentHeader.BYTES) {
      throw new IllegalArgumentException("segmentBytes " + segmentBytes + " holds no record");
    }
    guard = settings.guard();
    counters = settings.counters();
    buffer = new byte[settings.bufferBytes() + CommitMark.BYTES];
    LogRecovery opening = new LogRecovery(disk, directory, store, buffer, tally, damages);
    recovery = opening.run(settings.salts());
    segments = opening.segments();
    reader = new LogReader(segments, damages);
    scrub = new LogScrub(segments);
    front = new LogFront(disk, directory, segments);
    lastRuns = opening.lastRuns();
    tail = segments.get(segments.size() - 1);
    end = tail.base() + tail.length();
    syncedEnd = end;
    commitFound();
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

  /** As {@link #open(Path, UUID)}, with segments of about {@code bytes} bytes. */
  public static SegmentLog open(Path directory, UUID store, int bytes) throws StoreException {
    WriteCounters counters = new WriteCounters();
    Disk disk = new FileDisk(counters, WriteCounters.Use.LOG);
    return open(disk, directory, store, bytes, SpaceGuard.none(), counters);
  }

  /** Opens a log on any disk, with a buffer that holds at least a record's head. */
  public static SegmentLog open(
      Disk disk, Path directory, UUID store, int segmentBytes, int bufferBytes, LongSupplier salts)
      throws StoreException {
    return new SegmentLog(disk, directory, store, LogSettings.of(segmentBytes, bufferBytes, salts));
  }

  /** Opens a log whose appends {@code guard} may refuse; {@code counters} are the disk's. */
  public static SegmentLog open(
      Disk disk,
      Path directory,
      UUID store,
      int segmentBytes,
      SpaceGuard guard,
      WriteCounters counters)
      throws StoreException {
    LongSupplier salts = new SecureRandom()::nextLong;
    LogSettings settings = new LogSettings(segmentBytes, BUFFER_BYTES, salts, guard, counters);
    return new SegmentLog(disk, directory, store, settings);
  }

  /** What opening found, cut and stepped over. */
  public Recovery recovery() {
    return recovery;
  }

  /** All damage known: what opening found and what scans have met since. */
  public Damages damages() {
    return damages;
  }

  /** Bytes written and payload, of the process. */
  public WriteCounters counters() {
    return counters;
  }

  /** Files of the log. */
  public int segments() {
    return segments.size();
  }

  /** The footer of segment {@code index} from 0, read anew; null if it has none that is sound. */
  public SegmentFooter footer(int index) {
    return SegmentEnd.of(segments.get(index)).footer();
  }

  /**
   * Checks some of the log again, for rot: every record, header, footer and, where it reads a full
   * segment from its beginning, the checksum of the whole. Needs no clock and no thread: the caller
   * decides when. Call it with 0 first, then with what it returned, up to {@link #end}. It reads
   * {@code budgetBytes} and at most a record more; {@code out} receives what is known already, too.
   */
  public long verify(long from, int budgetBytes, Damages out) {
    if (closed) {
      throw new IllegalStateException(refusal);
    }
    return scrub.verify(from, budgetBytes, out, end);
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
  public long begin() {
    return front.begin();
  }

  @Override
  public long nextBegin() {
    return front.nextBegin();
  }

  @Override
  public void dropFirst(long limit) throws StoreException {
    requireWritable();
    if (front.nextBegin() < 0 || front.nextBegin() > limit || limit > end) {
      throw new IllegalArgumentException("the first segment does not end before " + limit);
    }
    int first = front.numberAt(limit);
    if (tail.header().first() < first) {
      beginSegment(first);
    }
    damages.forget(front.remove());
    scrub.forgetPlace();
  }

  @Override
  public long append(int kind, byte[] source, int offset, int length) throws StoreException {
    requireWritable();
    guard.admit(directory, RecordFormat.HEAD_BYTES + length);
    return appendReserved(kind, source, offset, length);
  }

  @Override
  public long appendReserved(int kind, byte[] source, int offset, int length)
      throws StoreException {
    if (kind < 1 || kind > KIND_MAX) {
      throw new IllegalArgumentException("kind " + kind + " outside 1 to " + KIND_MAX);
    }
    RecordFormat.checkRange(source, offset, length);
    requireWritable();
    long position = put(kind, source, offset, length);
    counters.payload(length);
    return position;
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
    RecordFormat.checkRange(source, offset, length);
    requireWritable();
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
    boolean full = tail.length() + RecordFormat.HEAD_BYTES + length > segmentBytes;
    if (tail.sealed() || (full && tail.length() > SegmentHeader.BYTES)) {
      beginSegment(tail.header().first());
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
      tail.commit();
    } catch (IOException e) {
      throw writeFailed(e);
    }
    end = tail.base() + tail.length();
    syncTail();
  }

  private void syncTail() throws StoreException {
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
    requireOpen();
    return reader.read(position, false, out, offset, end);
  }

  /** As {@link #read}, of a record that {@link #appendOwn} wrote. */
  public int readOwn(long position, byte[] out, int offset) throws StoreException {
    requireOpen();
    return reader.read(position, true, out, offset, end);
  }

  @Override
  public void scan(long from, Reader sink) throws StoreException {
    requireOpen();
    reader.scan(from, end, sink);
  }

  /** Syncs and closes the files; on a failure they are closed all the same. */
  @Override
  public void close() throws StoreException {
    StoreException failure = null;
    try {
      if (refusal == null) {
        sync();
      }
    } catch (StoreException e) {
      failure = e;
    }
    for (Segment segment : segments) {
      try {
        segment.close();
      } catch (IOException e) {
        failure = failure == null ? DiskFailure.of("close", segment.path(), e) : failure;
      }
    }
    refusal = directory + " is closed";
    closed = true;
    if (failure != null) {
      throw failure;
    }
  }

  /** The salt of the log's records: tells this log from any other, copies excepted. */
  public long salt() {
    return tail.header().salt();
  }

  /**
   * Makes durable what opening found, be it a mark alone: the process that wrote it may have been
   * killed before it could. Where that fails, reading goes on, and the next sync says why.
   */
  private void commitFound() {
    try {
      if (tail.header().version() >= 2 && tail.batchCount() > 0) {
        syncedEnd = tail.batchFirst();
        sync();
      } else {
        syncTail();
      }
    } catch (StoreException e) {
      // Said by the next sync or append: either this fails again or writing is refused for it.
      return;
    }
  }

  /** Commits, gives the last segment its footer, and begins another that says where all begins. */
  private void beginSegment(int first) throws StoreException {
    sync();
    if (!tail.sealed()) {
      try {
        tail.writeFooter(lastRuns);
      } catch (IOException e) {
        throw writeFailed(e);
      }
      end = tail.base() + tail.length();
      syncTail();
    }
    SegmentHeader next = tail.header().next(end, first);
    Path path = directory.resolve(LogRecovery.name(next.number()));
    try {
      DiskFile file = LogRecovery.create(disk, directory, next);
      tail = new Segment(path, file, next, SegmentHeader.BYTES, buffer, tally);
    } catch (IOException e) {
      throw DiskFailure.ofWrite("create", path, e);
    }
    tally.begin(next.bytes());
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

  private void requireOpen() throws StoreException {
    if (closed) {
      throw new StoreException(StoreException.Kind.IO, refusal, null);
    }
  }
}
