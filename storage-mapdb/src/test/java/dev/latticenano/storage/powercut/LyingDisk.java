package dev.latticenano.storage.powercut;

import dev.latticenano.storage.disk.DiskFile;
import dev.latticenano.storage.disk.FileDisk;
import dev.latticenano.storage.disk.ShardedDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The real disk, less one promise: shows that the test would notice if storage forgot it. Or the
 * process dies of a sync: then the page cache holds bytes and names that the disk does not, and the
 * next process finds them.
 */
final class LyingDisk implements ShardedDisk {
  /** What is promised and not kept. */
  enum Lie {
    /** Nothing: the disk is honest. */
    NONE,
    /** The writer says that a batch is kept before it syncs it; the disk is honest. */
    EARLY,
    /** A file's sync does nothing. */
    SYNC,
    /** A directory's sync does nothing. */
    NAMES
  }

  private final FileDisk disk = new FileDisk();
  private final Lie lie;
  private int syncsLeft;

  /**
   * A disk that tells one lie.
   *
   * @param death the how manieth sync ends the process instead of syncing; 0 for none
   */
  LyingDisk(Lie lie, int death) {
    this.lie = lie;
    syncsLeft = death;
  }

  Lie lie() {
    return lie;
  }

  private void liveOrDie() {
    if (--syncsLeft == 0) {
      Runtime.getRuntime().halt(0);
    }
  }

  @Override
  public List<String> list(Path directory) throws IOException {
    return disk.list(directory);
  }

  @Override
  public DiskFile open(Path path, boolean create) throws IOException {
    return new LyingFile(disk.open(path, create));
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    disk.rename(from, to);
  }

  @Override
  public void delete(Path path) throws IOException {
    disk.delete(path);
  }

  @Override
  public void syncDirectory(Path directory) throws IOException {
    liveOrDie();
    if (lie != Lie.NAMES) {
      disk.syncDirectory(directory);
    }
  }

  @Override
  public boolean exists(Path path) {
    return disk.exists(path);
  }

  @Override
  public void makeDirectory(Path directory) throws IOException {
    disk.makeDirectory(directory);
  }

  /** A file whose sync may do nothing. */
  private final class LyingFile implements DiskFile {
    private final DiskFile file;

    LyingFile(DiskFile file) {
      this.file = file;
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public int read(long at, byte[] out, int offset, int length) throws IOException {
      return file.read(at, out, offset, length);
    }

    @Override
    public void write(long at, byte[] source, int offset, int length) throws IOException {
      file.write(at, source, offset, length);
    }

    @Override
    public void truncate(long size) throws IOException {
      file.truncate(size);
    }

    @Override
    public void sync() throws IOException {
      liveOrDie();
      if (lie != Lie.SYNC) {
        file.sync();
      }
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
