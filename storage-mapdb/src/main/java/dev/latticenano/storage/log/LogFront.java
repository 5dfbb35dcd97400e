package dev.latticenano.storage.log;

import dev.latticenano.core.store.StoreException;
import dev.latticenano.storage.disk.Disk;
import dev.latticenano.storage.disk.DiskFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The beginning of a log: which segments may go, and how one goes (docs/storage.md §16). */
final class LogFront {
  private final Disk disk;
  private final Path directory;
  private final List<Segment> segments;

  /**
   * @param segments the log's own list
   */
  LogFront(Disk disk, Path directory, List<Segment> segments) {
    this.disk = disk;
    this.directory = directory;
    this.segments = segments;
  }

  /** The position of the first byte. */
  long begin() {
    return segments.get(0).base();
  }

  /** Where the second segment begins; -1 if there is none. */
  long nextBegin() {
    return segments.size() < 2 ? -1 : segments.get(1).base();
  }

  /** The number of the last segment that begins at or before {@code position}. */
  int numberAt(long position) {
    int number = 0;
    for (Segment segment : segments) {
      number = segment.base() <= position ? segment.header().number() : number;
    }
    return number;
  }

  /** Removes the first file, durably; returns what it was. */
  Path remove() throws StoreException {
    Path path = segments.get(0).path();
    try {
      segments.remove(0).close();
      disk.delete(path);
      disk.syncDirectory(directory);
    } catch (IOException e) {
      throw DiskFailure.ofWrite("remove", path, e);
    }
    return path;
  }
}
