package dev.latticenano.storage.table;

import dev.latticenano.core.store.StoreException;
import dev.latticenano.storage.disk.DiskFailure;
import dev.latticenano.storage.disk.DiskFile;
import dev.latticenano.storage.disk.FileDisk;
import dev.latticenano.storage.log.SegmentLog;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Finds a record by the 32-byte hash that the caller says it has: an array on the heap above one
 * immutable table on disk. Derived from the log and never the only copy of anything: what is
 * missing, damaged, of another version or of another log is deleted, and {@link #catchUp} makes it
 * anew. Knows nothing about records but what it is told.
 *
 * <p>The caller tells every record it wants found, through {@link #catchUp} after opening and
 * through {@link #put} for each append from then on.
 */
public final class HashIndex implements AutoCloseable {
  /** Records on the heap, at most about 80 bytes each, after which a table is due. */
  public static final int OVERLAY_RECORDS = 65_536;

  private static final int PROGRESS_RECORDS = 1024;
  private static final String MANIFEST = "current";
  private static final String PARTIAL = ".partial";

  private final FileDisk disk = new FileDisk();
  private final Path directory;
  private final SegmentLog log;
  private final int overlayRecords;
  private final HashOverlay overlay = new HashOverlay(new SecureRandom().nextLong());
  private final byte[] key = new byte[32];
  private SortedTable table;
  private int tableNumber;
  private long covered;
  private long lastPosition = -1;
  private long tableEntries;
  private boolean caughtUp;
  private String rebuildReason;

  private HashIndex(Path directory, SegmentLog log, int overlayRecords) {
    this.directory = directory;
    this.log = log;
    this.overlayRecords = overlayRecords;
  }

  /** Says which hash a record has. */
  public interface Namer {
    /** Writes 32 bytes to {@code hash} and returns true, or false if it is not to be found. */
    boolean name(int kind, byte[] bytes, int offset, int length, byte[] hash);
  }

  /** Hears how far reading the log has come. */
  public interface Progress {
    /** {@code done} of {@code total} bytes of the log are indexed. */
    void at(long done, long total);
  }

  /** Opens the index in {@code directory}, which exists, of an open log. */
  public static HashIndex open(Path directory, SegmentLog log) throws StoreException {
    return open(directory, log, OVERLAY_RECORDS);
  }

  /** As {@link #open(Path, SegmentLog)}, with a table due after {@code overlayRecords} records. */
  public static HashIndex open(Path directory, SegmentLog log, int overlayRecords)
      throws StoreException {
    HashIndex index = new HashIndex(directory, log, overlayRecords);
    try {
      index.load();
      return index;
    } catch (IOException e) {
      throw DiskFailure.of("open the index in", directory, e);
    }
  }

  /** Why the table on disk was deleted when opening, in one clause, or null if it was not. */
  public String rebuildReason() {
    return rebuildReason;
  }

  /** Every record before this position is in the table; {@link #catchUp} reads from here. */
  public long covered() {
    return covered;
  }

  /** Reads what the log holds behind {@link #covered}. Call {@link #checkpointIfDue} afterwards. */
  public void catchUp(Namer namer, Progress progress) throws StoreException {
    long total = log.end();
    long[] records = {0};
    byte[] hash = new byte[32];
    log.scan(
        covered,
        (position, kind, bytes, offset, length) -> {
          if (namer.name(kind, bytes, offset, length, hash)) {
            put(hash, 0, position);
          }
          if (++records[0] % PROGRESS_RECORDS == 0) {
            progress.at(position, total);
          }
          return true;
        });
    caughtUp = true;
    progress.at(total, total);
  }

  /** The position told for a hash, or -1. Allocates only if it has to ask the table. */
  public long find(byte[] hash, int offset) throws StoreException {
    long position = overlay.find(hash, offset);
    if (position >= 0 || table == null) {
      return position;
    }
    System.arraycopy(hash, offset, key, 0, 32);
    try {
      return table.find(key);
    } catch (IOException e) {
      throw DiskFailure.of("read", tablePath(tableNumber), e);
    }
  }

  /** Tells that the record at {@code position} has this hash; the first position told stays. */
  public void put(byte[] hash, int offset, long position) {
    overlay.put(hash, offset, position);
    lastPosition = Math.max(lastPosition, position);
  }

  /**
   * Writes a table if enough has gathered. Call it after a sync of the log; if it fails, the index
   * still finds everything.
   */
  public void checkpointIfDue() throws StoreException {
    if (overlay.count() >= overlayRecords) {
      checkpoint();
    }
  }

  /** Writes everything into a new table, which replaces the old one. Syncs the log before. */
  public void checkpoint() throws StoreException {
    if (!caughtUp) {
      throw new IllegalStateException("the index has not caught up with its log");
    }
    if (overlay.count() == 0) {
      return;
    }
    log.sync();
    int number = tableNumber + 1;
    try {
      replaceTable(number);
    } catch (IOException e) {
      throw DiskFailure.ofWrite("write the index", tablePath(number), e);
    }
  }

  /** Closes the files. Writes a table only if re-reading the log would cost more than that. */
  @Override
  public void close() throws StoreException {
    try {
      if (caughtUp && overlay.count() >= Math.max(1024, tableEntries / 8)) {
        checkpoint();
      }
    } finally {
      if (table != null) {
        table.close();
        table = null;
      }
    }
  }

  private void replaceTable(int number) throws IOException, StoreException {
    Path partial = directory.resolve(name(number) + PARTIAL);
    removeIfPresent(partial);
    long entries;
    IndexManifest manifest;
    try {
      entries = SortedTable.write(partial, table, overlay);
      try (DiskFile file = disk.open(partial, false)) {
        file.sync();
        manifest =
            new IndexManifest(
                number,
                log.store(),
                log.salt(),
                log.syncedEnd(),
                lastPosition,
                log.crcAt(lastPosition),
                crc(file),
                file.size(),
                entries);
      }
      disk.rename(partial, tablePath(number));
      disk.syncDirectory(directory);
      writeManifest(manifest);
    } catch (IOException e) {
      removeIfPresent(partial);
      throw e;
    }
    SortedTable fresh = SortedTable.open(tablePath(number));
    if (table != null) {
      table.close();
      removeIfPresent(tablePath(tableNumber));
    }
    table = fresh;
    tableNumber = number;
    tableEntries = entries;
    covered = manifest.covered();
    overlay.clear();
  }

  private void writeManifest(IndexManifest manifest) throws IOException {
    Path partial = directory.resolve(MANIFEST + PARTIAL);
    removeIfPresent(partial);
    try (DiskFile file = disk.open(partial, true)) {
      file.write(0, manifest.encoded(), 0, IndexManifest.BYTES);
      file.sync();
    }
    disk.rename(partial, directory.resolve(MANIFEST));
    disk.syncDirectory(directory);
  }

  private void load() throws IOException {
    List<String> names = disk.list(directory);
    IndexManifest manifest = null;
    if (names.contains(MANIFEST)) {
      rebuildReason = whyStale(readManifest());
      manifest = rebuildReason == null ? readManifest() : null;
    } else if (!names.isEmpty()) {
      rebuildReason = "it was never finished";
    }
    for (String name : names) {
      boolean used =
          manifest != null && (name.equals(MANIFEST) || name.equals(name(manifest.table())));
      if (!used) {
        disk.delete(directory.resolve(name));
      }
    }
    if (manifest != null) {
      table = SortedTable.open(tablePath(manifest.table()));
      tableNumber = manifest.table();
      tableEntries = manifest.entries();
      covered = manifest.covered();
      lastPosition = manifest.last();
    }
  }

  private IndexManifest readManifest() throws IOException {
    try (DiskFile file = disk.open(directory.resolve(MANIFEST), false)) {
      byte[] bytes = new byte[IndexManifest.BYTES];
      boolean whole =
          file.size() == bytes.length && file.read(0, bytes, 0, bytes.length) == bytes.length;
      return whole ? IndexManifest.decoded(bytes) : null;
    }
  }

  /** Why the table must not be believed, or null. */
  private String whyStale(IndexManifest manifest) {
    if (manifest == null) {
      return "its manifest is damaged or of another version";
    }
    if (!manifest.store().equals(log.store()) || manifest.salt() != log.salt()) {
      return "it belongs to another log";
    }
    if (manifest.covered() > log.end() || !logHoldsLast(manifest)) {
      return "it was derived from records that the log does not hold";
    }
    try (DiskFile file = disk.open(tablePath(manifest.table()), false)) {
      boolean whole = file.size() == manifest.bytes() && crc(file) == manifest.tableCrc();
      return whole ? null : "its table is damaged";
    } catch (IOException e) {
      return "its table cannot be read";
    }
  }

  /** True if the last record that the table knows is the one that stands there now. */
  private boolean logHoldsLast(IndexManifest manifest) {
    try {
      return manifest.last() < log.end() && log.crcAt(manifest.last()) == manifest.lastCrc();
    } catch (StoreException e) {
      return false;
    }
  }

  private void removeIfPresent(Path path) throws IOException {
    if (disk.exists(path)) {
      disk.delete(path);
    }
  }

  private static int crc(DiskFile file) throws IOException {
    CRC32C crc = new CRC32C();
    byte[] bytes = new byte[65_536];
    long size = file.size();
    for (long at = 0; at < size; ) {
      int n = file.read(at, bytes, 0, bytes.length);
      if (n == 0) {
        break;
      }
      crc.update(bytes, 0, n);
      at += n;
    }
    return (int) crc.getValue();
  }

  private Path tablePath(int number) {
    return directory.resolve(name(number));
  }

  private static String name(int number) {
    return "table-" + number;
  }
}
