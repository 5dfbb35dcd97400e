package dev.latticenano.storage;

import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.StoreException.Kind;
import dev.latticenano.storage.chunk.ChunkFiles;
import dev.latticenano.storage.disk.DiskFailure;
import dev.latticenano.storage.disk.DiskFile;
import dev.latticenano.storage.disk.FileDisk;
import dev.latticenano.storage.disk.SpaceGuard;
import dev.latticenano.storage.disk.WriteCounters;
import dev.latticenano.storage.log.SegmentLog;
import dev.latticenano.storage.table.FlashTables;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A node's directory, owned by one process from {@link #open} to {@link #close} (docs/storage.md
 * §2).
 *
 * <pre>
 * format                          "Lattice Nano data directory, format 1"
 * lock                            locked while in use; the owner's process id
 * identity.key                    the node's, which writes it
 * stores/{uuid}/log/00000001.seg  SegmentLog
 * stores/{uuid}/index/            FlashTables
 * chunks/ab/{62 hex digits}       ChunkFiles
 * </pre>
 */
public final class DataDirectory implements AutoCloseable {
  /** The newest layout this program reads. */
  public static final int FORMAT = 1;

  private static final String MARKER = "format";
  private static final String MARKER_PARTIAL = "format.partial";
  private static final String STORES = "stores";
  private static final String CHUNKS = "chunks";
  private static final Pattern MARKER_TEXT =
      Pattern.compile("Lattice Nano data directory, format ([0-9]{1,9})\n");

  /** What a creation that was stopped half-way may have left; anything else is not ours. */
  private static final Set<String> UNFINISHED =
      Set.of(DirectoryLock.NAME, MARKER_PARTIAL, STORES, CHUNKS);

  private final Path root;
  private final FileDisk disk;
  private final DirectoryLock lock;
  private final SpaceGuard guard;
  private final WriteCounters counters = new WriteCounters();

  private DataDirectory(Path root, FileDisk disk, DirectoryLock lock, SpaceGuard guard) {
    this.root = root;
    this.disk = disk;
    this.lock = lock;
    this.guard = guard;
  }

  /** True if {@code root} carries the marker of a data directory, of whatever format. */
  public static boolean isOne(Path root) {
    return Files.isRegularFile(root.resolve(MARKER));
  }

  /**
   * Makes a data directory out of a new or empty directory and opens it. One that was stopped
   * half-way is finished.
   *
   * @throws StoreException IO if there is something else already
   */
  public static DataDirectory create(Path root) throws StoreException {
    FileDisk disk = new FileDisk();
    try {
      if (isOne(root)) {
        throw failure(Kind.IO, root + " is a data directory already");
      }
      if (Files.exists(root) && !UNFINISHED.containsAll(disk.list(root))) {
        throw failure(Kind.IO, root + " is not empty: choose a new or an empty directory");
      }
      makeDirectory(disk, root.toAbsolutePath());
      DirectoryLock lock = DirectoryLock.take(root);
      try {
        makeDirectory(disk, root.resolve(STORES));
        makeDirectory(disk, root.resolve(CHUNKS));
        writeMarker(disk, root);
        return new DataDirectory(root, disk, lock, SpaceGuard.of(root));
      } catch (IOException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw DiskFailure.ofWrite("create the data directory", root, e);
    }
  }

  /**
   * Opens a data directory for this process alone.
   *
   * @throws StoreException IO if it is none, NEWER if a newer program made it, CORRUPT if its
   *     marker is damaged, LOCKED if a process has it open
   */
  public static DataDirectory open(Path root) throws StoreException {
    return open(root, SpaceGuard.of(root));
  }

  /** As above; {@code guard} keeps some of the file system free. */
  public static DataDirectory open(Path root, SpaceGuard guard) throws StoreException {
    if (!isOne(root)) {
      throw failure(
          Kind.IO,
          Files.isDirectory(root)
              ? root + " is not a data directory: it has no file named " + MARKER
              : root + " is not a data directory: there is no such directory");
    }
    try {
      checkMarker(root);
      return new DataDirectory(root, new FileDisk(), DirectoryLock.take(root), guard);
    } catch (IOException e) {
      throw DiskFailure.of("open the data directory", root, e);
    }
  }

  /** What the marker of a directory says. */
  public enum Format {
    /** A format of this program or an earlier one. */
    READABLE,
    /** A format of a later program. */
    NEWER,
    /** Nothing that can be understood. */
    DAMAGED,
    /** There is no marker. */
    MISSING
  }

  /** What the marker in {@code root} says; changes and locks nothing. */
  public static Format format(Path root) {
    if (!isOne(root)) {
      return Format.MISSING;
    }
    try {
      checkMarker(root);
      return Format.READABLE;
    } catch (StoreException e) {
      return e.kind() == Kind.NEWER ? Format.NEWER : Format.DAMAGED;
    } catch (IOException e) {
      return Format.DAMAGED;
    }
  }

  /** Writes the marker anew, in a directory whose parts prove that it is one. */
  public static void mark(Path root) throws StoreException {
    try {
      writeMarker(new FileDisk(), root);
    } catch (IOException e) {
      throw DiskFailure.ofWrite("write", root.resolve(MARKER), e);
    }
  }

  /**
   * Takes a directory for this process alone without looking at what is in it; for whoever examines
   * one that does not open. Closing gives it up.
   *
   * @throws StoreException LOCKED if a process has it open
   */
  public static AutoCloseable lock(Path root) throws StoreException {
    try {
      return DirectoryLock.take(root)::close;
    } catch (IOException e) {
      throw DiskFailure.of("lock", root, e);
    }
  }

  /** The directory itself. */
  public Path root() {
    return root;
  }

  /** Where the node keeps its 32-byte identity; this class never touches it. */
  public Path identityFile() {
    return root.resolve("identity.key");
  }

  /** The ids of the stores present, sorted. Names that are no id are passed over. */
  public List<UUID> stores() throws StoreException {
    Path stores = root.resolve(STORES);
    try {
      List<UUID> ids = new ArrayList<>();
      for (String name : disk.list(stores)) {
        if (name.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")) {
          ids.add(UUID.fromString(name));
        }
      }
      return ids;
    } catch (IOException e) {
      throw DiskFailure.of("list the stores in", stores, e);
    }
  }

  /** Opens the log of a store, beginning it if the store is not present. The caller closes it. */
  public SegmentLog openLog(UUID store) throws StoreException {
    return openLog(store, SegmentLog.SEGMENT_BYTES);
  }

  /** As above; new segments are sealed at {@code segmentBytes}. */
  public SegmentLog openLog(UUID store, int segmentBytes) throws StoreException {
    WriteCounters counters = new WriteCounters(this.counters);
    return SegmentLog.open(
        new FileDisk(counters, WriteCounters.Use.LOG),
        storeDirectory(store, "log"),
        store,
        segmentBytes,
        guard,
        counters);
  }

  /** What this process has written to logs, tables and chunks, and the payload of the logs. */
  public WriteCounters counters() {
    return counters;
  }

  /** Opens the tables of a store's open log. The caller closes them before the log. */
  public FlashTables openTables(SegmentLog log) throws StoreException {
    return FlashTables.open(
        new FileDisk(counters, WriteCounters.Use.INDEX), storeDirectory(log.store(), "index"), log);
  }

  /** The chunks of all stores; the caller opens them once. */
  public ChunkFiles openChunks() throws StoreException {
    return ChunkFiles.open(new FileDisk(counters, WriteCounters.Use.CHUNK), root.resolve(CHUNKS));
  }

  /** The chunks of one store alone, beside its log; the caller opens them once. */
  public ChunkFiles openChunks(UUID store) throws StoreException {
    return ChunkFiles.open(
        new FileDisk(counters, WriteCounters.Use.CHUNK), storeDirectory(store, CHUNKS));
  }

  /** What admits writes while enough of the file system is free. */
  public SpaceGuard guard() {
    return guard;
  }

  /** Bytes this process may still write to the file system; 0 also if that cannot be told. */
  public long freeBytes() {
    return DiskFailure.freeBytes(root);
  }

  /** Bytes of the file system that are kept free: with less, logs are full. */
  public long reserveBytes() {
    return guard.reserveBytes();
  }

  /** Gives the directory up; logs and chunks opened from it must be closed before. */
  @Override
  public void close() throws StoreException {
    try {
      lock.close();
    } catch (IOException e) {
      throw DiskFailure.of("unlock", root, e);
    }
  }

  /** The directory {@code part} of a store, made if missing. */
  Path storeDirectory(UUID store, String part) throws StoreException {
    Path directory = root.resolve(STORES).resolve(store.toString()).resolve(part);
    try {
      makeDirectory(disk, directory.getParent());
      makeDirectory(disk, directory);
    } catch (IOException e) {
      throw DiskFailure.ofWrite("create", directory, e);
    }
    return directory;
  }

  private static void makeDirectory(FileDisk disk, Path directory) throws IOException {
    if (!disk.exists(directory)) {
      disk.makeDirectory(directory);
      disk.syncDirectory(directory.getParent());
    }
  }

  private static void writeMarker(FileDisk disk, Path root) throws IOException {
    Path partial = root.resolve(MARKER_PARTIAL);
    if (disk.exists(partial)) {
      disk.delete(partial);
    }
    byte[] text =
        ("Lattice Nano data directory, format " + FORMAT + "\n")
            .getBytes(StandardCharsets.US_ASCII);
    try (DiskFile file = disk.open(partial, true)) {
      file.write(0, text, 0, text.length);
      file.sync();
    }
    disk.rename(partial, root.resolve(MARKER));
    disk.syncDirectory(root);
  }

  private static void checkMarker(Path root) throws IOException, StoreException {
    Path marker = root.resolve(MARKER);
    String text = new String(Files.readAllBytes(marker), StandardCharsets.ISO_8859_1);
    Matcher matcher = MARKER_TEXT.matcher(text);
    if (!matcher.matches()) {
      throw failure(Kind.CORRUPT, marker + " does not say which format the data directory has");
    }
    int format = Integer.parseInt(matcher.group(1));
    if (format > FORMAT) {
      throw failure(
          Kind.NEWER,
          root + " has format " + format + "; this program reads up to format " + FORMAT);
    }
  }

  private static StoreException failure(Kind kind, String message) {
    return new StoreException(kind, message, null);
  }
}
