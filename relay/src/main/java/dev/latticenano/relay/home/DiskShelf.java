package dev.latticenano.relay.home;

import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.relay.RelayMemory;
import dev.latticenano.core.relay.RelayPlaces;
import dev.latticenano.core.store.PrunableChunks;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.storage.DataDirectory;
import dev.latticenano.storage.disk.DiskFailure;
import dev.latticenano.storage.disk.FileDisk;
import dev.latticenano.storage.disk.SpaceGuard;
import dev.latticenano.storage.disk.WriteCounters;
import dev.latticenano.storage.log.Recovery;
import dev.latticenano.storage.log.SegmentLog;
import dev.latticenano.storage.table.FlashTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A relay's shelf on this disk: the log, the tables and the chunks of each store in a folder of its
 * own, and beside them the relay's memory. Owned by one process. A share of the disk stays free.
 */
public final class DiskShelf implements Shelf, RelayPlaces {
  private static final String GOING = ".going";

  // What is pruned goes by whole segments, and most stores on a relay are small.
  private static final int SEGMENT_BYTES = 4_194_304;

  private final DataDirectory directory;
  private final FileMemory memory;
  private final Map<StoreId, Opened> opened = new LinkedHashMap<>();
  private final List<String> findings = new ArrayList<>();
  // Stores whose tables may have runs to merge.
  private final Set<StoreId> unmerged = new LinkedHashSet<>();

  private record Opened(SegmentLog log, FlashTables tables) {
    void close() throws StoreException {
      try (log) {
        tables.close();
      }
    }
  }

  private DiskShelf(DataDirectory directory, FileMemory memory) {
    this.directory = directory;
    this.memory = memory;
  }

  /**
   * Takes a relay's directory for this process alone.
   *
   * @param keepFreePercent of the file system
   * @throws StoreException LOCKED if a process has it
   */
  public static DiskShelf open(Path root, int keepFreePercent) throws StoreException {
    DataDirectory directory = DataDirectory.open(root, SpaceGuard.of(root, keepFreePercent));
    try {
      FileMemory memory = FileMemory.open(new FileDisk(), root.resolve("memory"));
      DiskShelf shelf = new DiskShelf(directory, memory);
      shelf.finishRemovals();
      return shelf;
    } catch (StoreException e) {
      directory.close();
      throw e;
    }
  }

  private void finishRemovals() throws StoreException {
    Path stores = directory.root().resolve("stores");
    try (Stream<Path> all = Files.list(stores)) {
      for (Path each : all.filter(path -> path.toString().endsWith(GOING)).toList()) {
        deleteAll(each);
      }
    } catch (IOException e) {
      throw DiskFailure.of("list", stores, e);
    }
  }

  @Override
  public RelayPlaces places() {
    return this;
  }

  @Override
  public RelayMemory memory() {
    return memory;
  }

  @Override
  public Place open(StoreId store) throws StoreException {
    SegmentLog log = directory.openLog(uuid(store), SEGMENT_BYTES);
    try {
      FlashTables tables = directory.openTables(log);
      opened.put(store, new Opened(log, tables));
      unmerged.add(store);
      tables.onCheckpoint(() -> unmerged.add(store));
      note(store, log.recovery());
      PrunableChunks chunks =
          new GuardedChunks(directory.openChunks(uuid(store)), directory.guard(), directory.root());
      return new Place(log, tables, chunks);
    } catch (StoreException e) {
      if (opened.remove(store) == null) {
        log.close();
      }
      throw e;
    }
  }

  private static UUID uuid(StoreId store) {
    return new UUID(store.high(), store.low());
  }

  private void note(StoreId store, Recovery recovery) {
    String name = store.toString().substring(0, 8);
    if (recovery.bytesCut() > 0) {
      findings.add(recovery.bytesCut() + " unfinished bytes were cut off the log of " + name);
    }
    for (Recovery.Damage damage : recovery.damaged()) {
      findings.add(
          "damage in "
              + damage.file()
              + " at "
              + damage.offset()
              + " of store "
              + name
              + ": "
              + damage.reason());
    }
  }

  /** True if there may be runs of some store's tables to merge. */
  public boolean isMergeDue() {
    return !unmerged.isEmpty();
  }

  /**
   * Merges runs under one store's tables for about {@code budgetBytes}; the next call goes on with
   * another store. Only while {@link #isMergeDue}.
   */
  public void merge(int budgetBytes) throws StoreException {
    StoreId store = unmerged.iterator().next();
    unmerged.remove(store);
    Opened at = opened.get(store);
    try {
      if (at != null && at.tables().work(budgetBytes) > 0) {
        unmerged.add(store);
      }
    } catch (StoreException e) {
      // Merged after another checkpoint; what is damaged is made anew at the next start.
      boolean waits = e.kind() == StoreException.Kind.FULL;
      if (!waits && e.kind() != StoreException.Kind.CORRUPT) {
        throw e;
      }
    }
  }

  @Override
  public List<String> findings() {
    return List.copyOf(findings);
  }

  // Renamed first: what a power cut leaves of a removal is finished at the next start.
  @Override
  public void remove(StoreId store) throws StoreException {
    Opened closing = opened.remove(store);
    if (closing != null) {
      closing.close();
    }
    Path stores = directory.root().resolve("stores");
    Path folder = stores.resolve(uuid(store).toString());
    Path going = stores.resolve(uuid(store) + GOING);
    FileDisk disk = new FileDisk();
    try {
      if (disk.exists(folder)) {
        disk.rename(folder, going);
        disk.syncDirectory(stores);
        deleteAll(going);
      }
    } catch (IOException e) {
      throw DiskFailure.ofWrite("remove", folder, e);
    }
  }

  private static void deleteAll(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  @Override
  public ShelfFigures figures() {
    WriteCounters counters = directory.counters();
    return new ShelfFigures(
        directory.freeBytes(),
        directory.reserveBytes(),
        counters.written(WriteCounters.Use.LOG),
        counters.written(WriteCounters.Use.INDEX),
        counters.written(WriteCounters.Use.CHUNK),
        counters.syncs());
  }

  @Override
  public void close() throws StoreException {
    StoreException first = null;
    for (Opened each : opened.values()) {
      try {
        each.close();
      } catch (StoreException e) {
        first = first == null ? e : first;
      }
    }
    opened.clear();
    directory.close();
    if (first != null) {
      throw first;
    }
  }
}
