package dev.latticenano.storage.disk;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/**
 * The real disk. Files are made readable by their owner alone. Reading and writing allocate nothing
 * and do not mind an interrupt of the thread; a file has one owner, because its place is shared.
 */
public final class FileDisk implements ShardedDisk {
  private static final int TRANSFER_BYTES = 65_536;

  private final WriteCounters counters;
  private final WriteCounters.Use use;
  private final ByteBuffer transfer = ByteBuffer.allocateDirect(TRANSFER_BYTES);

  /** A disk whose writes nobody counts. */
  public FileDisk() {
    this(new WriteCounters(), WriteCounters.Use.LOG);
  }

  /** A disk that counts what is written to it as written for {@code use}. */
  public FileDisk(WriteCounters counters, WriteCounters.Use use) {
    this.counters = counters;
    this.use = use;
  }

  @Override
  public List<String> list(Path directory) throws IOException {
    try (Stream<Path> paths = Files.list(directory)) {
      return paths.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  @Override
  public DiskFile open(Path path, boolean create) throws IOException {
    if (create) {
      Files.createFile(
          path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } else if (!Files.exists(path)) {
      // The mode "rw" would make it.
      throw new NoSuchFileException(path.toString());
    }
    RandomAccessFile file;
    try {
      file = new RandomAccessFile(path.toFile(), "rw");
    } catch (FileNotFoundException e) {
      throw Files.isWritable(path) ? e : new AccessDeniedException(path.toString());
    }
    try {
      return new PlainFile(path, file);
    } catch (IOException e) {
      try (file) {
        throw e;
      }
    }
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void delete(Path path) throws IOException {
    Files.delete(path);
  }

  @Override
  public boolean exists(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  public void makeDirectory(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      Files.createDirectory(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
  }

  @Override
  public void syncDirectory(Path directory) throws IOException {
    // Only a channel opens a directory, and an interrupt closes it: then once more, without.
    boolean interrupted = Thread.interrupted();
    try {
      while (!syncedUninterrupted(directory)) {
        interrupted |= Thread.interrupted();
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static boolean syncedUninterrupted(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
      return true;
    } catch (ClosedByInterruptException e) {
      return false;
    }
  }

  /**
   * A file that is written without a channel, because an interrupt of the thread closes those, and
   * read through one, which takes one call of the system where a place and a read take two.
   */
  private final class PlainFile implements MappableFile {
    private final Path path;
    private final RandomAccessFile file;
    // Null once an interrupt has closed it and the file has no longer this name.
    private FileChannel reading;
    // Null unless it is memory.
    private MappedBytes mapped;

    PlainFile(Path path, RandomAccessFile file) throws IOException {
      this.path = path;
      this.file = file;
      reading = FileChannel.open(path, StandardOpenOption.READ);
    }

    @Override
    public long size() throws IOException {
      return file.length();
    }

    @Override
    public boolean map() {
      mapped = mapped == null ? MappedBytes.of(path) : mapped;
      return mapped != null;
    }

    @Override
    public void copy(long at, byte[] out, int offset, int length) {
      mapped.copy(at, out, offset, length);
    }

    @Override
    public int read(long at, byte[] out, int offset, int length) throws IOException {
      int done = 0;
      while (done < length) {
        int n = readSome(at + done, out, offset + done, Math.min(TRANSFER_BYTES, length - done));
        if (n < 0) {
          break;
        }
        done += n;
      }
      return done;
    }

    private int readSome(long at, byte[] out, int offset, int length) throws IOException {
      boolean interrupted = false;
      try {
        while (reading != null) {
          try {
            int n = reading.read(transfer.clear().limit(length), at);
            if (n > 0) {
              transfer.flip().get(out, offset, n);
            }
            return n;
          } catch (ClosedByInterruptException e) {
            interrupted |= Thread.interrupted();
            reading = again();
          }
        }
        file.seek(at);
        return file.read(out, offset, length);
      } finally {
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }

    private FileChannel again() throws IOException {
      try {
        return FileChannel.open(path, StandardOpenOption.READ);
      } catch (NoSuchFileException e) {
        return null;
      }
    }

    @Override
    public void write(long at, byte[] source, int offset, int length) throws IOException {
      file.seek(at);
      file.write(source, offset, length);
      counters.wrote(use, length);
    }

    @Override
    public void truncate(long size) throws IOException {
      // Never longer: setLength would fill up with zeros.
      if (size < file.length()) {
        file.setLength(size);
      }
    }

    @Override
    public void sync() throws IOException {
      file.getFD().sync();
      counters.synced(1);
    }

    @Override
    public void close() throws IOException {
      try {
        file.close();
      } finally {
        if (reading != null) {
          reading.close();
        }
        if (mapped != null) {
          MappedBytes gone = mapped;
          mapped = null;
          gone.close();
        }
      }
    }
  }
}
