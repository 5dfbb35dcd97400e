package dev.latticenano.edge;

import dev.latticenano.storage.disk.DiskFile;
import dev.latticenano.storage.disk.FileDisk;
import dev.latticenano.storage.disk.ShardedDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A real disk that stops at one operation and at all after it, as a killed process does. */
final class StoppingDisk implements ShardedDisk {
  private final FileDisk disk = new FileDisk();
  private int left;

  /** Lets {@code operations} that change something pass. */
  StoppingDisk(int operations) {
    left = operations;
  }

  private void step() throws IOException {
    if (left-- <= 0) {
      throw new IOException("stopped");
    }
  }

  @Override
  public List<String> list(Path directory) throws IOException {
    return disk.list(directory);
  }

  @Override
  public boolean exists(Path path) {
    return disk.exists(path);
  }

  @Override
  public void makeDirectory(Path directory) throws IOException {
    step();
    disk.makeDirectory(directory);
  }

  @Override
  public DiskFile open(Path path, boolean create) throws IOException {
    if (create) {
      step();
    }
    return new StoppingFile(disk.open(path, create));
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    step();
    disk.rename(from, to);
  }

  @Override
  public void delete(Path path) throws IOException {
    disk.delete(path);
  }

  @Override
  public void syncDirectory(Path directory) throws IOException {
    step();
    disk.syncDirectory(directory);
  }

  private final class StoppingFile implements DiskFile {
    private final DiskFile file;

    StoppingFile(DiskFile file) {
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
      // Half of it reaches the file before the process is gone.
      file.write(at, source, offset, length / 2);
      step();
      file.write(at, source, offset, length);
    }

    @Override
    public void truncate(long size) throws IOException {
      file.truncate(size);
    }

    @Override
    public void sync() throws IOException {
      step();
      file.sync();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
