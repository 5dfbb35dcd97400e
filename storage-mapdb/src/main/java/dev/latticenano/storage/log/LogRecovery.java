package dev.latticenano.storage.log;

import dev.latticenano.core.store.StoreException;
import dev.latticenano.storage.disk.Disk;
import dev.latticenano.storage.disk.DiskFailure;
import dev.latticenano.storage.disk.DiskFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/**
 * Opens the segments of a log and makes the last one fit to append to, by the rules {@code log-1}
 * to {@code log-4} of docs/storage.md §6; {@link SegmentScan} judges what is in them. Used once per
 * opening.
 */
final class LogRecovery {
  private static final Pattern NAME = Pattern.compile("[0-9]{8}\\.seg");

  private final Disk disk;
  private final Path directory;
  private final UUID store;
  private final byte[] pending;
  private final List<Found> found = new ArrayList<>();
  private final List<Segment> segments = new ArrayList<>();
  private final SegmentTally tally;
  private final Damages damages;
  private final SegmentScan scan;
  private long bytesUnborn;

  /**
   * @param pending the buffer that the segments will share
   * @param tally likewise; afterwards it knows what the last segment holds
   * @param damages receives what is found
   */
  LogRecovery(
      Disk disk, Path directory, UUID store, byte[] pending, SegmentTally tally, Damages damages) {
    this.disk = disk;
    this.directory = directory;
    this.store = store;
    this.pending = pending;
    this.tally = tally;
    this.damages = damages;
    scan = new SegmentScan(tally, damages);
  }

  /**
   * Reads what must be read; afterwards {@link #segments} holds at least one, ready for appends.
   */
  Recovery run(LongSupplier salts) throws StoreException {
    boolean done = false;
    try {
      openFiles();
      dropUnborn();
      if (found.isEmpty()) {
        SegmentHeader header =
            new SegmentHeader(SegmentHeader.VERSION, 1, store, 0, salts.getAsLong());
        Path path = directory.resolve(name(1));
        DiskFile file = create(disk, directory, header);
        found.add(new Found(path, 1, file, SegmentHeader.BYTES, header, null, true));
      }
      link();
      for (int i = 0; i < segments.size(); i++) {
        scan.judge(segments.get(i), i == segments.size() - 1);
      }
      done = true;
      return new Recovery(
          segments.size(),
          scan.scanned(),
          scan.bytesScanned(),
          scan.records(),
          scan.recordsLost(),
          bytesUnborn + scan.bytesCut(),
          damages.listed());
    } catch (IOException e) {
      throw DiskFailure.of("open the log", directory, e);
    } finally {
      if (!done) {
        closeAll();
      }
    }
  }

  /** The segments in order; the caller closes them. */
  List<Segment> segments() {
    return segments;
  }

  /** The position of the last sound runs record, or -1. */
  long lastRuns() {
    return scan.lastRuns();
  }

  /** The file name of segment {@code number}. */
  static String name(int number) {
    String digits = Integer.toString(number);
    return "0".repeat(8 - digits.length()) + digits + ".seg";
  }

  /** Makes a segment file of a header alone, durable with its name, or leaves nothing behind. */
  static DiskFile create(Disk disk, Path directory, SegmentHeader header) throws IOException {
    Path path = directory.resolve(name(header.number()));
    DiskFile file = disk.open(path, true);
    try {
      file.write(0, header.bytes(), 0, SegmentHeader.BYTES);
      file.sync();
      disk.syncDirectory(directory);
      return file;
    } catch (IOException e) {
      try (file) {
        disk.delete(path);
      } catch (IOException suppressed) {
        e.addSuppressed(suppressed);
      }
      throw e;
    }
  }

  private void openFiles() throws IOException, StoreException {
    byte[] head = new byte[SegmentHeader.BYTES];
    for (String name : disk.list(directory)) {
      if (!NAME.matcher(name).matches()) {
        continue;
      }
      int number = Integer.parseInt(name.substring(0, 8));
      Path path = directory.resolve(name);
      DiskFile file = disk.open(path, false);
      Arrays.fill(head, (byte) 0);
      IOException failure = null;
      try {
        file.read(0, head, 0, head.length);
      } catch (IOException e) {
        failure = e;
        Arrays.fill(head, (byte) 0);
      }
      int copy = SegmentHeader.soundCopy(head);
      SegmentHeader header = copy < 0 ? null : SegmentHeader.at(head, copy);
      boolean whole = SegmentHeader.soundTwice(head);
      found.add(new Found(path, number, file, file.size(), header, failure, whole));
      if (header != null) {
        checkHeader(path, number, header);
      }
    }
  }

  private void checkHeader(Path path, int number, SegmentHeader header) throws StoreException {
    if (header.version() > SegmentHeader.VERSION) {
      throw new StoreException(
          StoreException.Kind.NEWER,
          path
              + " has format "
              + header.version()
              + "; this program reads up to "
              + SegmentHeader.VERSION,
          null);
    }
    if (!header.store().equals(store)) {
      throw DiskFailure.corrupt(path, 16, "it belongs to store " + header.store());
    }
    if (header.number() != number) {
      throw DiskFailure.corrupt(path, 12, "it is segment " + header.number());
    }
  }

  /** log-2: a last file without a whole header was never written to; it goes. */
  private void dropUnborn() throws IOException, StoreException {
    // Files that lost all but a piece of their header hold nothing either.
    while (dropLast()) {
      continue;
    }
    Found last = found.isEmpty() ? null : found.get(found.size() - 1);
    if (last != null && last.size < SegmentHeader.BYTES) {
      throw DiskFailure.corrupt(last.path, last.size, "it ends in its header");
    }
  }

  private boolean dropLast() throws IOException {
    if (found.isEmpty()) {
      return false;
    }
    Found last = found.get(found.size() - 1);
    boolean unborn =
        last.size < SegmentHeader.BYTES
            || (last.header == null && last.failure == null && last.size == SegmentHeader.BYTES);
    boolean goes = unborn && (last.number == 1 || found.size() > 1);
    if (goes) {
      last.file.close();
      disk.delete(last.path);
      disk.syncDirectory(directory);
      found.remove(found.size() - 1);
      bytesUnborn += last.size;
    }
    return goes;
  }

  /** log-3 and log-4: puts the files one behind the other, replacing headers that are gone. */
  private void link() throws StoreException {
    long salt = salt();
    int first = first();
    for (int i = 0; i < found.size(); i++) {
      Found f = found.get(i);
      Segment before = segments.isEmpty() ? null : segments.get(segments.size() - 1);
      boolean begins = before == null && f.number <= first;
      int numberBefore = before == null ? begins ? f.number - 1 : 0 : before.header().number();
      long end = before == null ? begins ? base(i) : 0 : before.base() + before.length();
      SegmentHeader header = f.header;
      if (header == null) {
        if (f.number != numberBefore + 1) {
          throw DiskFailure.corrupt(f.path, 0, "no header, and no segment before it");
        }
        header = new SegmentHeader(version(f, before, end, salt), f.number, store, end, salt);
      }
      if (!f.whole) {
        damage(f.path, 0, SegmentHeader.BYTES, reason(f));
      }
      join(before, numberBefore, end, header);
      segments.add(new Segment(f.path, f.file, header, f.size, pending, tally));
    }
  }

  /** The number that the log may begin with, as its headers say; what is lower was dropped. */
  private int first() {
    int first = 1;
    for (Found f : found) {
      first = f.header == null ? first : Math.max(first, f.header.first());
    }
    return first;
  }

  /** Where the first file begins: its header says so, or the next one's. */
  private long base(int index) throws StoreException {
    Found f = found.get(index);
    Found next = index + 1 < found.size() ? found.get(index + 1) : null;
    if (f.header != null) {
      return f.header.base();
    }
    if (f.number == 1) {
      return 0;
    }
    if (next == null || next.header == null || next.number != f.number + 1) {
      throw DiskFailure.corrupt(f.path, 0, "no header, and no segment beside it");
    }
    return next.header.base() - f.size;
  }

  /**
   * The format of a segment without a header: versions never fall, and a trailer that fits tells.
   * Failing that, it is 1, whose rules cut less.
   */
  private int version(Found f, Segment before, long end, long salt) {
    if (before != null && before.header().version() >= 2) {
      return SegmentHeader.VERSION;
    }
    SegmentHeader guess = new SegmentHeader(SegmentHeader.VERSION, f.number, store, end, salt);
    Segment segment = new Segment(f.path, f.file, guess, f.size, pending, tally);
    return SegmentEnd.of(segment).copies() > 0 ? SegmentHeader.VERSION : 1;
  }

  private static String reason(Found f) {
    if (f.failure != null) {
      return "the header cannot be read: " + f.failure.getMessage();
    }
    return f.header == null ? "no header" : "half a header";
  }

  /** Compares where the segments so far end with where the next one says it begins. */
  private void join(Segment before, int numberBefore, long end, SegmentHeader header)
      throws StoreException {
    long missing = header.base() - end;
    if (header.number() != numberBefore + 1) {
      damage(directory.resolve(name(numberBefore + 1)), 0, missing, "the segment is missing");
    } else if (missing > 0 && before != null) {
      damage(before.path(), before.length(), missing, "the segment's end is missing");
    } else if (missing != 0) {
      Path path = before == null ? directory.resolve(name(1)) : before.path();
      throw DiskFailure.corrupt(path, end, "the next segment begins at " + header.base());
    }
  }

  private long salt() throws StoreException {
    for (Found f : found) {
      if (f.header != null) {
        return f.header.salt();
      }
    }
    Found first = found.get(0);
    if (first.failure != null) {
      throw DiskFailure.of("read the header of", first.path, first.failure);
    }
    throw DiskFailure.corrupt(first.path, 0, "both copies of its header are damaged");
  }

  private void damage(Path path, long offset, long bytes, String reason) {
    damages.add(path, offset, bytes, reason);
  }

  private void closeAll() {
    for (Found f : found) {
      try {
        f.file.close();
      } catch (IOException e) {
        // The failure that brought us here is the one to report.
        continue;
      }
    }
  }

  /**
   * A segment file as it lies in the directory.
   *
   * @param header what a sound copy says, or null
   * @param failure why the header could not be read, or null
   * @param whole both copies are sound
   */
  private record Found(
      Path path,
      int number,
      DiskFile file,
      long size,
      SegmentHeader header,
      IOException failure,
      boolean whole) {}
}
