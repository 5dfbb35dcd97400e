package dev.latticenano.storage.disk;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The real disk, read but never changed: whatever is written, renamed or removed is so in memory
 * only, for as long as this object lives. What opens a data directory, and mends it on the way, can
 * so be watched doing it. Holds at most {@link #BYTES_MAX} of what was written. One owner.
 */
public final class ShadowDisk implements ShardedDisk {
  /** Bytes that may be written, in all. */
  public static final int BYTES_MAX = 67_108_864;

  private final Map<Path, Content> changed = new HashMap<>();
  private final Set<Path> gone = new HashSet<>();
  private final Set<Path> directories = new HashSet<>();
  private long heldBytes;

  /** A file: the first {@code base} bytes of a real one, and behind them bytes in memory. */
  private static final class Content {
    private final Path real;
    private long base;
    private byte[] tail = {};

    Content(Path real, long base) {
      this.real = real;
      this.base = base;
    }
  }

  /** True if anything was written, renamed or removed, in memory. */
  public boolean isChanged() {
    return !changed.isEmpty() || !gone.isEmpty();
  }

  @Override
  public List<String> list(Path directory) throws IOException {
    TreeSet<String> names = new TreeSet<>();
    if (Files.isDirectory(directory)) {
      try (Stream<Path> paths = Files.list(directory)) {
        paths.filter(path -> !gone.contains(path)).forEach(path -> names.add(name(path)));
      }
    } else if (!directories.contains(directory)) {
      throw new NoSuchFileException(directory.toString());
    }
    changed.keySet().stream()
        .filter(path -> directory.equals(path.getParent()))
        .forEach(path -> names.add(name(path)));
    return List.copyOf(names);
  }

  private static String name(Path path) {
    return path.getFileName().toString();
  }

  @Override
  public DiskFile open(Path path, boolean create) throws IOException {
    if (create && exists(path)) {
      throw new FileAlreadyExistsException(path.toString());
    }
    if (create) {
      gone.remove(path);
      changed.put(path, new Content(null, 0));
    } else if (!exists(path)) {
      throw new NoSuchFileException(path.toString());
    }
    return new ShadowFile(path);
  }

  @Override
  public boolean exists(Path path) {
    boolean real = Files.exists(path, LinkOption.NOFOLLOW_LINKS) && !gone.contains(path);
    return real || changed.containsKey(path) || directories.contains(path);
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    Content content = content(from);
    delete(from);
    gone.remove(to);
    changed.put(to, content);
  }

  @Override
  public void delete(Path path) throws IOException {
    if (!exists(path)) {
      throw new NoSuchFileException(path.toString());
    }
    changed.remove(path);
    gone.add(path);
  }

  @Override
  public void makeDirectory(Path directory) {
    if (!Files.isDirectory(directory)) {
      directories.add(directory);
    }
  }

  @Override
  public void syncDirectory(Path directory) {
    // Nothing here outlives this object.
  }

  private Content content(Path path) throws IOException {
    Content content = changed.get(path);
    return content == null ? new Content(path, Files.size(path)) : content;
  }

  private void shorten(Content content, long size) {
    if (size <= content.base) {
      heldBytes -= content.tail.length;
      content.base = size;
      content.tail = new byte[0];
    } else if (size < content.base + content.tail.length) {
      int kept = (int) (size - content.base);
      heldBytes -= content.tail.length - kept;
      content.tail = Arrays.copyOf(content.tail, kept);
    }
  }

  /** An open file; the real one is opened for reading only. */
  private final class ShadowFile implements DiskFile {
    private final Path path;
    private Content content;
    private RandomAccessFile real;

    ShadowFile(Path path) throws IOException {
      this.path = path;
      this.content = content(path);
      if (content.real != null) {
        real = opened(content.real);
      }
    }

    private static RandomAccessFile opened(Path path) throws IOException {
      try {
        return new RandomAccessFile(path.toFile(), "r");
      } catch (FileNotFoundException e) {
        throw Files.isReadable(path) ? e : new AccessDeniedException(path.toString());
      }
    }

    @Override
    public long size() {
      return content.base + content.tail.length;
    }

    @Override
    public int read(long at, byte[] out, int offset, int length) throws IOException {
      int done = 0;
      int fromBase = (int) Math.max(0, Math.min(length, content.base - at));
      if (fromBase > 0) {
        real.seek(at);
        while (done < fromBase) {
          int n = real.read(out, offset + done, fromBase - done);
          if (n < 0) {
            return done;
          }
          done += n;
        }
      }
      long inTail = at + done - content.base;
      if (inTail >= 0 && inTail < content.tail.length) {
        int n = (int) Math.min(length - done, content.tail.length - inTail);
        System.arraycopy(content.tail, (int) inTail, out, offset + done, n);
        done += n;
      }
      return done;
    }

    @Override
    public void write(long at, byte[] source, int offset, int length) throws IOException {
      if (at < content.base) {
        byte[] behind = new byte[(int) (content.base - at)];
        read(at, behind, 0, behind.length);
        byte[] tail = content.tail;
        truncate(at);
        write(at, behind, 0, behind.length);
        write(at + behind.length, tail, 0, tail.length);
      }
      int from = Math.toIntExact(at - content.base);
      int end = from + length;
      if (end > content.tail.length) {
        heldBytes += end - content.tail.length;
        if (heldBytes > BYTES_MAX) {
          throw new IOException("more than " + BYTES_MAX + " bytes would be written");
        }
        content.tail = Arrays.copyOf(content.tail, end);
      }
      System.arraycopy(source, offset, content.tail, from, length);
      changed.put(path, content);
    }

    @Override
    public void truncate(long size) {
      shorten(content, size);
      changed.put(path, content);
    }

    @Override
    public void sync() {
      // Nothing here outlives this object.
    }

    @Override
    public void close() throws IOException {
      if (real != null) {
        real.close();
      }
    }
  }
}
