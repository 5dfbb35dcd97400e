package dev.latticenano.storage.powercut;

import dev.latticenano.storage.disk.DiskFile;
import dev.latticenano.storage.disk.FileDisk;
import dev.latticenano.storage.disk.ShardedDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The real disk, less one promise: shows that the test would notice if storage forgot it. */
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

  LyingDisk(Lie lie) {
    this.lie = lie;
  }

  @Override
  public List<String> list(Path directory) throws IOException {
    return disk.list(directory);
  }

  @Override
  public DiskFile open(Path path, boolean create) throws IOException {
    DiskFile file = disk.open(path, create);
    return lie == Lie.SYNC ? new UnsyncedFile(file) : file;
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

  /** A file whose sync does nothing. */
  private record UnsyncedFile(DiskFile file) implements DiskFile {
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
    public void sync() {}

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
