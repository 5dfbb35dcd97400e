package dev.latticenano.edge.sim;

import dev.latticenano.storage.disk.DiskFile;
import dev.latticenano.storage.disk.ShardedDisk;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * The disk of a simulated node: files in memory. It keeps only what a power cut may still take, so
 * it may run for years: of bytes what was not synced, of names those whose directory was not. A cut
 * keeps a random beginning of the changes of names, and of each file all that was not synced, none,
 * a beginning, or all but one page. Directories are durable once they are made.
 */
final class SimDisk implements ShardedDisk {
  private final Random random;
  private final SameContents contents;
  private final Map<Path, Map<String, SimFile>> directories = new TreeMap<>();
  private final List<NameChange> unsynced = new ArrayList<>();
  private boolean honest = true;
  private long powerLeft = Long.MAX_VALUE;
  private boolean dead;
  private long roomBytes = Long.MAX_VALUE;
  private long syncs;
  private long writtenBytes;

  /** A name and what it stood for before a change that is not durable yet; null: nothing. */
  private record NameChange(Path path, SimFile before) {}

  /**
   * An empty disk; {@code random} draws what cuts leave.
   *
   * @param contents what the disks of a run have in common
   */
  SimDisk(Random random, SameContents contents) {
    this.random = random;
    this.contents = contents;
  }

  /** From now on syncs are kept, or only promised. */
  void honest(boolean newHonest) {
    honest = newHonest;
  }

  /** True if what it says is synced is. */
  boolean isHonest() {
    return honest;
  }

  /** Power fails in the middle of the write after so many. */
  void powerFor(long writes) {
    powerLeft = writes;
  }

  /** True once power has failed: the node is to be cut off. */
  boolean isDead() {
    return dead;
  }

  /** So many more bytes may be written before the disk is full. */
  void room(long bytes) {
    roomBytes = bytes;
  }

  /** True if something can be written. */
  boolean hasRoom() {
    return roomBytes > 0;
  }

  /** Syncs of files so far. */
  long syncs() {
    return syncs;
  }

  /** Bytes written to files so far. */
  long writtenBytes() {
    return writtenBytes;
  }

  /** The power is gone: what was not durable is lost, or some of it. */
  void cut() {
    int kept = unsynced.isEmpty() ? 0 : random.nextInt(unsynced.size() + 1);
    for (int i = unsynced.size() - 1; i >= kept; i--) {
      NameChange change = unsynced.get(i);
      set(change.path(), change.before());
    }
    unsynced.clear();
    for (Map<String, SimFile> files : directories.values()) {
      files.values().forEach(file -> file.cut(random));
    }
    dead = false;
    powerLeft = Long.MAX_VALUE;
  }

  private SimFile find(Path path) {
    Map<String, SimFile> files = directories.get(path.getParent());
    return files == null ? null : files.get(path.getFileName().toString());
  }

  private void set(Path path, SimFile file) {
    Map<String, SimFile> files =
        directories.computeIfAbsent(path.getParent(), each -> new TreeMap<>());
    if (file == null) {
      files.remove(path.getFileName().toString());
    } else {
      files.put(path.getFileName().toString(), file);
    }
  }

  private void change(Path path, SimFile file) {
    unsynced.add(new NameChange(path, find(path)));
    set(path, file);
  }

  private SimFile existing(Path path) throws IOException {
    SimFile file = find(path);
    if (file == null) {
      throw new FileNotFoundException(path + " does not exist");
    }
    return file;
  }

  /** One step that needs power; the last one finds none. */
  private void use() throws IOException {
    if (dead || powerLeft-- <= 0) {
      dead = true;
      throw new IOException("the power is out");
    }
  }

  @Override
  public List<String> list(Path directory) {
    Map<String, SimFile> files = directories.get(directory);
    return files == null ? List.of() : List.copyOf(files.keySet());
  }

  @Override
  public DiskFile open(Path path, boolean create) throws IOException {
    if (create) {
      if (find(path) != null) {
        throw new IOException(path + " exists");
      }
      use();
      change(path, new SimFile());
    }
    return new OpenFile(existing(path));
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    SimFile file = existing(from);
    use();
    // Whoever writes a file and then names it is done with it.
    file.share(contents);
    change(to, file);
    change(from, null);
  }

  @Override
  public void delete(Path path) throws IOException {
    existing(path);
    use();
    change(path, null);
  }

  @Override
  public void syncDirectory(Path directory) throws IOException {
    use();
    if (honest) {
      unsynced.removeIf(change -> change.path().getParent().equals(directory));
    }
  }

  @Override
  public boolean exists(Path path) {
    return directories.containsKey(path) || find(path) != null;
  }

  @Override
  public void makeDirectory(Path directory) {
    directories.computeIfAbsent(directory, each -> new TreeMap<>());
  }

  private final class OpenFile implements DiskFile {
    private final SimFile file;

    OpenFile(SimFile file) {
      this.file = file;
    }

    @Override
    public long size() {
      return file.size();
    }

    @Override
    public int read(long at, byte[] out, int offset, int length) {
      return file.read((int) at, out, offset, length);
    }

    @Override
    public void write(long at, byte[] source, int offset, int length) throws IOException {
      int most = (int) Math.min(length, roomBytes);
      try {
        use();
      } catch (IOException e) {
        // Some of it may have reached the disk.
        file.write((int) at, source, offset, random.nextInt(most + 1));
        throw e;
      }
      file.write((int) at, source, offset, most);
      writtenBytes += most;
      roomBytes -= roomBytes == Long.MAX_VALUE ? 0 : most;
      if (most < length) {
        throw new IOException("No space left on device");
      }
    }

    @Override
    public void truncate(long size) throws IOException {
      use();
      file.truncate((int) Math.min(size, file.size()));
    }

    @Override
    public void sync() throws IOException {
      use();
      syncs++;
      if (honest) {
        file.sync();
      }
    }

    @Override
    public void close() {}
  }
}
