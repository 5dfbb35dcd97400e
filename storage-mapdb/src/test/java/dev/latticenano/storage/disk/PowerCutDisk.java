package dev.latticenano.storage.disk;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A disk in memory that remembers every operation, so that a test can ask what a power cut after
 * any of them may leave ({@link #crash}), and that can run full or fail to sync. Directories exist
 * as soon as they are named.
 */
public final class PowerCutDisk implements ShardedDisk {
  /** Whether files can be had as memory. */
  public enum Memory {
    NONE,
    THERE,
    GONE
  }

  // Of a segment: what lies before its first record.
  private static final int HEAD_BYTES = 128;

  static final int PAGE_BYTES = 4096;

  /** What becomes of bytes that were written but not synced. */
  public enum Unsynced {
    LOST,
    KEPT,
    /** Only the length reached the disk; the bytes are zeros. */
    ZEROS,
    /** Only the length reached the disk; the bytes are noise. */
    NOISE,
    /** Only the length reached the disk; the bytes are the file's first records. */
    OLD,
    /** One page, chosen by the cut's number, is zeros; the others were kept. */
    PAGE_LOST
  }

  enum Kind {
    CREATE,
    WRITE,
    TRUNCATE,
    SYNC,
    RENAME,
    DELETE,
    SYNC_DIRECTORY
  }

  /** One operation that reached the disk. */
  record Op(Kind kind, Content content, Path path, Path to, long at, Bytes bytes) {}

  /** Bytes of a write, as they were then. */
  static final class Bytes {
    final byte[] value;

    Bytes(byte[] value) {
      this.value = value;
    }
  }

  /** A file's bytes, whatever its name. */
  static final class Content {
    byte[] bytes;

    Content(byte[] bytes) {
      this.bytes = bytes;
    }
  }

  final Map<Path, Content> initial = new TreeMap<>();
  private final Map<Path, Content> names = new TreeMap<>();
  final Map<Content, byte[]> initialBytes = new HashMap<>();
  final List<Op> ops = new ArrayList<>();
  private long spaceBytes = Long.MAX_VALUE;
  private boolean syncFails;
  private Content unreadable;
  private long unreadableFrom;
  private long unreadableTo;
  private long reads;
  private Memory memory = Memory.NONE;

  /** Lets this many more bytes be written before the disk is full. */
  public void spaceBytes(long bytes) {
    spaceBytes = bytes;
  }

  /** Makes every sync of a file fail, or none. */
  public void syncFails(boolean fails) {
    syncFails = fails;
  }

  /** Makes bytes of one file unreadable, from one offset up to another. */
  public void unreadable(Path path, long from, long to) {
    unreadable = names.get(path);
    unreadableFrom = from;
    unreadableTo = to;
  }

  /** Calls to read so far. */
  public long reads() {
    return reads;
  }

  /** Operations so far: a cut at n lies after the first n of them. */
  public int operations() {
    return ops.size();
  }

  /** Bytes of operation {@code n} if it is a write, else 0: where a cut inside it may lie. */
  public int writeBytes(int n) {
    return ops.get(n).kind == Kind.WRITE ? ops.get(n).bytes.value.length : 0;
  }

  /** The kinds of all operations so far, oldest first. */
  public List<String> history() {
    return ops.stream().map(op -> op.kind.name()).toList();
  }

  /** Changes of names that a cut at {@code n} may undo. */
  public int unsyncedNames(int n) {
    return unsynced(n).size();
  }

  /** The bytes of a file now. */
  public byte[] bytes(Path path) {
    return names.get(path).bytes;
  }

  /** From now on files can be had as memory, or that memory fails. */
  public void memory(Memory now) {
    memory = now;
  }

  /** Replaces the bytes of a file behind everybody's back. */
  public void replace(Path path, byte[] bytes) {
    names.get(path).bytes = bytes.clone();
  }

  /** Takes over another disk after its first {@code n} operations, as a new process finds it. */
  public void resume(PowerCutDisk other, int n) {
    other.initial.forEach((path, content) -> put(path, other.initialBytes.get(content)));
    for (Op op : other.ops.subList(0, n)) {
      record(op);
    }
  }

  /** Equal for disks that hold the same files. */
  public String fingerprint() {
    StringBuilder text = new StringBuilder();
    names.forEach((path, c) -> text.append(path).append(' ').append(Arrays.toString(c.bytes)));
    return text.toString();
  }

  /** A disk with these files now, all of it durable. */
  public PowerCutDisk copy() {
    PowerCutDisk disk = new PowerCutDisk();
    names.forEach((path, content) -> disk.put(path, content.bytes));
    return disk;
  }

  /**
   * The disk that a cut leaves.
   *
   * @param n operations that happened
   * @param part bytes of operation {@code n}, a write, that happened as well
   * @param namesKept of the changes of names not yet durable, how many of the first happened
   * @param page for {@link Unsynced#PAGE_LOST}: which page from the first unsynced one
   */
  public PowerCutDisk crash(int n, int part, int namesKept, Unsynced unsynced, int page) {
    Map<Content, byte[]> durable = new HashMap<>(initialBytes);
    Map<Content, byte[]> written = new HashMap<>(initialBytes);
    for (int i = 0; i < n + (part > 0 ? 1 : 0); i++) {
      Op op = ops.get(i);
      byte[] before = written.getOrDefault(op.content, new byte[0]);
      if (op.kind == Kind.WRITE) {
        written.put(op.content, overlay(before, op, i < n ? op.bytes.value.length : part));
      } else if (op.kind == Kind.TRUNCATE) {
        written.put(op.content, Arrays.copyOf(before, (int) op.at));
      } else if (op.kind == Kind.SYNC) {
        durable.put(op.content, before);
      }
    }
    Map<Path, Content> kept = new TreeMap<>(initial);
    List<Op> pending = unsynced(n);
    List<Op> lost = pending.subList(namesKept, pending.size());
    for (Op op : ops.subList(0, n)) {
      if (!lost.contains(op)) {
        applyName(op, kept);
      }
    }
    PowerCutDisk disk = new PowerCutDisk();
    for (Map.Entry<Path, Content> file : kept.entrySet()) {
      byte[] safe = durable.getOrDefault(file.getValue(), new byte[0]);
      byte[] all = written.getOrDefault(file.getValue(), new byte[0]);
      disk.put(file.getKey(), left(safe, all, unsynced, page));
    }
    return disk;
  }

  @Override
  public List<String> list(Path directory) {
    TreeSet<String> found = new TreeSet<>();
    for (Path path : names.keySet()) {
      if (path.startsWith(directory) && !path.equals(directory)) {
        found.add(directory.relativize(path).getName(0).toString());
      }
    }
    return List.copyOf(found);
  }

  @Override
  public DiskFile open(Path path, boolean create) throws IOException {
    if (create == names.containsKey(path)) {
      throw new FileNotFoundException(path + (create ? " exists" : " does not exist"));
    }
    if (create) {
      record(new Op(Kind.CREATE, new Content(new byte[0]), path, null, 0, null));
    }
    return new OpenFile(names.get(path));
  }

  @Override
  public void rename(Path from, Path to) {
    record(new Op(Kind.RENAME, names.get(from), from, to, 0, null));
  }

  @Override
  public void delete(Path path) throws IOException {
    if (!names.containsKey(path)) {
      throw new FileNotFoundException(path.toString());
    }
    record(new Op(Kind.DELETE, names.get(path), path, null, 0, null));
  }

  @Override
  public void syncDirectory(Path directory) {
    record(new Op(Kind.SYNC_DIRECTORY, null, directory, null, 0, null));
  }

  @Override
  public boolean exists(Path path) {
    return names.containsKey(path) || !list(path).isEmpty();
  }

  @Override
  public void makeDirectory(Path directory) {}

  void put(Path path, byte[] bytes) {
    Content content = new Content(bytes);
    initial.put(path, content);
    names.put(path, content);
    initialBytes.put(content, bytes);
  }

  private void record(Op op) {
    ops.add(op);
    applyName(op, names);
  }

  static void applyName(Op op, Map<Path, Content> to) {
    if (op.kind == Kind.CREATE) {
      to.put(op.path, op.content);
    } else if (op.kind == Kind.DELETE) {
      to.remove(op.path);
    } else if (op.kind == Kind.RENAME) {
      to.remove(op.path);
      to.put(op.to, op.content);
    }
  }

  /** Changes of names before operation {@code n} whose directory was not synced since. */
  List<Op> unsynced(int n) {
    List<Op> pending = new ArrayList<>();
    for (Op op : ops.subList(0, n)) {
      if (op.kind == Kind.CREATE || op.kind == Kind.DELETE || op.kind == Kind.RENAME) {
        pending.add(op);
      } else if (op.kind == Kind.SYNC_DIRECTORY) {
        pending.removeIf(
            p ->
                p.path.getParent().equals(op.path)
                    || (p.to != null && p.to.getParent().equals(op.path)));
      }
    }
    return pending;
  }

  private static byte[] overlay(byte[] before, Op op, int length) {
    byte[] after = Arrays.copyOf(before, (int) Math.max(before.length, op.at + length));
    System.arraycopy(op.bytes.value, 0, after, (int) op.at, length);
    return after;
  }

  /** What is left of {@code all}, of which {@code safe} is synced. */
  private static byte[] left(byte[] safe, byte[] all, Unsynced unsynced, int page) {
    if (unsynced == Unsynced.LOST || Arrays.equals(safe, all)) {
      return safe;
    }
    if (unsynced == Unsynced.KEPT || all.length <= safe.length) {
      return all;
    }
    byte[] left = Arrays.copyOf(safe, all.length);
    for (int i = safe.length; i < left.length; i++) {
      left[i] =
          switch (unsynced) {
            case ZEROS -> 0;
            case NOISE -> (byte) (i * 0x9E3779B1 >>> 13);
            case OLD -> old(safe, i);
            case PAGE_LOST -> i / PAGE_BYTES - safe.length / PAGE_BYTES == page ? 0 : all[i];
            case LOST, KEPT -> throw new AssertionError(unsynced);
          };
    }
    return left;
  }

  /** Byte {@code i} if the records after the header stood behind {@code safe} once more. */
  private static byte old(byte[] safe, int i) {
    int records = safe.length - HEAD_BYTES;
    return records <= 0 ? 0 : safe[HEAD_BYTES + (i - safe.length) % records];
  }

  private final class OpenFile implements MappableFile {
    private final Content content;

    OpenFile(Content content) {
      this.content = content;
    }

    @Override
    public long size() {
      return content.bytes.length;
    }

    @Override
    public int read(long at, byte[] out, int offset, int length) throws IOException {
      reads++;
      if (content == unreadable && at < unreadableTo && at + length > unreadableFrom) {
        throw new IOException("Input/output error");
      }
      int n = (int) Math.max(0, Math.min(length, content.bytes.length - at));
      System.arraycopy(content.bytes, (int) Math.min(at, content.bytes.length), out, offset, n);
      return n;
    }

    @Override
    public boolean map() {
      return memory != Memory.NONE;
    }

    @Override
    public void copy(long at, byte[] out, int offset, int length) {
      if (memory == Memory.THERE) {
        System.arraycopy(content.bytes, (int) at, out, offset, length);
      }
    }

    @Override
    public void write(long at, byte[] source, int offset, int length) throws IOException {
      int room = (int) Math.min(length, spaceBytes);
      if (room > 0) {
        byte[] bytes = Arrays.copyOfRange(source, offset, offset + room);
        Op op = new Op(Kind.WRITE, content, null, null, at, new Bytes(bytes));
        content.bytes = overlay(content.bytes, op, room);
        record(op);
      }
      spaceBytes -= room;
      if (room < length) {
        throw new IOException("No space left on device");
      }
    }

    @Override
    public void truncate(long size) {
      content.bytes = Arrays.copyOf(content.bytes, (int) Math.min(size, content.bytes.length));
      record(new Op(Kind.TRUNCATE, content, null, null, content.bytes.length, null));
    }

    @Override
    public void sync() throws IOException {
      if (syncFails) {
        throw new IOException("Input/output error");
      }
      record(new Op(Kind.SYNC, content, null, null, 0, null));
    }

    @Override
    public void close() {}
  }
}
