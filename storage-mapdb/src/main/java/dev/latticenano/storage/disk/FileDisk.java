package dev.latticenano.storage.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The real disk. Files are made readable by their owner alone. Bytes pass through one direct buffer
 * that all files of this disk share, so a disk has one owner; reading and writing allocate nothing.
 */
public final class FileDisk implements ShardedDisk {
  private static final int TRANSFER_BYTES = 65_536;

  private final ByteBuffer transfer = ByteBuffer.allocateDirect(TRANSFER_BYTES);

  @Override
  public List<String> list(Path directory) throws IOException {
    try (Stream<Path> paths = Files.list(directory)) {
      return paths.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  @Override
  public DiskFile open(Path path, boolean create) throws IOException {
    Set<StandardOpenOption> options = EnumSet.of(StandardOpenOption.READ, StandardOpenOption.WRITE);
    if (create) {
      options.add(StandardOpenOption.CREATE_NEW);
    }
    return new ChannelFile(
        FileChannel.open(
            path,
            options,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))));
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
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** A file behind a channel. An interrupt of its thread closes it: later calls throw. */
  private final class ChannelFile implements DiskFile {
    private final FileChannel channel;

    ChannelFile(FileChannel channel) {
      this.channel = channel;
    }

    @Override
    public long size() throws IOException {
      return channel.size();
    }

    @Override
    public int read(long at, byte[] out, int offset, int length) throws IOException {
      int done = 0;
      while (done < length) {
        transfer.clear().limit(Math.min(TRANSFER_BYTES, length - done));
        int n = channel.read(transfer, at + done);
        if (n < 0) {
          break;
        }
        transfer.flip().get(out, offset + done, n);
        done += n;
      }
      return done;
    }

    @Override
    public void write(long at, byte[] source, int offset, int length) throws IOException {
      int done = 0;
      while (done < length) {
        int n = Math.min(TRANSFER_BYTES, length - done);
        transfer.clear().put(source, offset + done, n).flip();
        while (transfer.hasRemaining()) {
          done += channel.write(transfer, at + done);
        }
      }
    }

    @Override
    public void truncate(long size) throws IOException {
      channel.truncate(size);
    }

    @Override
    public void sync() throws IOException {
      channel.force(false);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
