package dev.latticenano.storage.table;

import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.StoreException.Kind;
import dev.latticenano.core.store.Table;
import dev.latticenano.core.store.TableShape;
import dev.latticenano.core.store.Tables;
import dev.latticenano.storage.disk.Disk;
import dev.latticenano.storage.disk.FileDisk;
import dev.latticenano.storage.log.OwnRecord;
import dev.latticenano.storage.log.SegmentLog;
import dev.latticenano.storage.table.RunsRecord.NamedRun;
import dev.latticenano.storage.table.RunsRecord.TableRuns;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * The tables of a store on flash: rows written last on the heap, above immutable runs in one
 * directory, which the last runs record of the store's log names (docs/storage.md §7). Derived from
 * the log and never the only copy of anything: what is missing, damaged, or of another version or
 * log is deleted, and {@link #covered} is 0. The caller closes them before the log.
 */
public final class FlashTables implements Tables, AutoCloseable {
  /** Rows of one table on the heap after which a checkpoint is due. */
  public static final int DUE_ROWS = 32_768;

  /** Bytes of rows without fixed lengths on the heap after which a checkpoint is due. */
  public static final int DUE_BYTES = 4_194_304;

  private final SegmentLog log;
  private final RunFiles files;
  private final Map<String, LayeredTable> tables = new LinkedHashMap<>();
  private int nextId = 1;
  private long covered;
  private long written;
  private boolean leftovers;
  private String rebuildReason;

  private FlashTables(SegmentLog log, RunFiles files) {
    this.log = log;
    this.files = files;
  }

  /** Opens the tables in {@code directory}, which exists, of an open log. */
  public static FlashTables open(Path directory, SegmentLog log) throws StoreException {
    return open(new FileDisk(), directory, log, new SecureRandom()::nextLong);
  }

  /** Opens tables on any disk; {@code salts} gives random numbers. */
  public static FlashTables open(Disk disk, Path directory, SegmentLog log, LongSupplier salts)
      throws StoreException {
    RunsOwner owner = new RunsOwner(log.store(), log.salt());
    FlashTables tables = new FlashTables(log, new RunFiles(disk, directory, owner, salts));
    tables.load();
    return tables;
  }

  /** Why the tables were deleted when opening or since, in one clause, or null if they were not. */
  public String rebuildReason() {
    return rebuildReason;
  }

  /** Bytes of all runs ever written for this store, as far as its log remembers. */
  public long writtenBytes() {
    return written;
  }

  @Override
  public Table table(TableShape shape) throws StoreException {
    LayeredTable table = tables.get(shape.name());
    if (table == null) {
      table = new LayeredTable(shape, files.owner().salt());
      tables.put(shape.name(), table);
    } else if (!table.shape().equals(shape)) {
      throw new StoreException(
          Kind.CORRUPT, files + ": table " + table.shape() + " is not " + shape, null);
    }
    return table;
  }

  @Override
  public long covered() {
    return covered;
  }

  @Override
  public boolean isDue() {
    for (LayeredTable table : tables.values()) {
      if (table.overlay().count() >= DUE_ROWS || table.variableBytes() >= DUE_BYTES) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void checkpoint(long position) throws StoreException {
    if (position < covered) {
      throw new IllegalArgumentException("position " + position + " before " + covered);
    }
    log.sync();
    List<Run> made = new ArrayList<>();
    Map<LayeredTable, List<Tier>> changed = new LinkedHashMap<>();
    try {
      for (LayeredTable table : tables.values()) {
        if (table.overlay().count() > 0) {
          changed.put(table, written(table, made));
        }
      }
      if (changed.isEmpty() && position == covered) {
        return;
      }
      if (!made.isEmpty()) {
        files.syncDirectory();
      }
      publish(position, changed);
    } catch (StoreException e) {
      giveUp(made, e);
      throw e;
    }
    for (LayeredTable table : changed.keySet()) {
      table.overlay().clear();
    }
    if (leftovers) {
      files.deleteOthers(names());
      leftovers = false;
    }
  }

  @Override
  public void clear() throws StoreException {
    Map<LayeredTable, List<Tier>> none = new LinkedHashMap<>();
    List<Run> runs = runs();
    for (LayeredTable table : tables.values()) {
      none.put(table, List.of());
    }
    publish(0, none);
    for (LayeredTable table : tables.values()) {
      table.overlay().clear();
    }
    closeAll(runs);
    files.deleteOthers(Set.of());
    leftovers = false;
  }

  /**
   * Forgets all tables because their runs cannot be trusted; the owner replays the log.
   *
   * @param reason in one clause, for people
   */
  public void discard(String reason) throws StoreException {
    clear();
    rebuildReason = reason;
  }

  /** Closes the runs. What is on the heap only is lost: the log has it. */
  @Override
  public void close() throws StoreException {
    List<Run> runs = runs();
    tables.values().forEach(table -> table.install(List.of()));
    closeAll(runs);
  }

  private void load() throws StoreException {
    List<Run> opened = new ArrayList<>();
    try {
      RunsRecord record = lastRecord();
      if (record != null) {
        for (TableRuns named : record.tables()) {
          tables.put(named.shape().name(), opened(named, opened));
        }
        nextId = record.nextId();
        covered = record.covered();
        written = record.written();
      }
    } catch (StoreException e) {
      rebuildReason = e.getMessage();
      tables.clear();
      closeAll(opened);
    }
    files.deleteOthers(names());
  }

  private RunsRecord lastRecord() throws StoreException {
    long position = log.lastRuns();
    if (position < 0) {
      return null;
    }
    byte[] body = new byte[0];
    int length = log.readOwn(position, body, 0);
    if (length < 0) {
      body = new byte[-length];
      log.readOwn(position, body, 0);
    }
    RunsRecord record = RunsRecord.decoded(body);
    if (record == null || record.covered() > position) {
      throw new StoreException(
          Kind.CORRUPT,
          "the runs record at position " + position + " is of no known version",
          null);
    }
    return record;
  }

  private LayeredTable opened(TableRuns named, List<Run> opened) throws StoreException {
    LayeredTable table = new LayeredTable(named.shape(), files.owner().salt());
    List<Tier> tiers = new ArrayList<>();
    for (List<NamedRun> names : named.tiers()) {
      List<Run> runs = new ArrayList<>();
      for (NamedRun name : names) {
        Run run = files.open(named.shape(), name);
        opened.add(run);
        runs.add(run);
      }
      Tier tier = Tier.of(runs);
      if (!tier.isDisjoint()) {
        throw new StoreException(Kind.CORRUPT, "runs of one tier overlap", null);
      }
      tiers.add(tier);
    }
    table.install(tiers);
    return table;
  }

  // The tiers of a table with what is on its heap.
  private List<Tier> written(LayeredTable table, List<Run> made) throws StoreException {
    OverlayRuns overlay = new OverlayRuns(table);
    List<Tier> tiers = table.tiers();
    while (overlay.hasMore()) {
      Run run = overlay.next(files, nextId++);
      made.add(run);
      tiers = TierOrder.withNewest(tiers, run, Set.of());
    }
    return tiers;
  }

  // Names other tiers in the log and stands on them.
  private void publish(long position, Map<LayeredTable, List<Tier>> changed) throws StoreException {
    List<TableRuns> named = new ArrayList<>();
    long fresh = 0;
    for (LayeredTable table : tables.values()) {
      List<Tier> tiers = changed.getOrDefault(table, table.tiers());
      named.add(new TableRuns(table.shape(), named(tiers)));
      fresh += freshBytes(table, tiers);
    }
    byte[] body = new RunsRecord(nextId, position, written + fresh, named).encoded();
    log.appendOwn(OwnRecord.RUNS, body, 0, body.length);
    // From here on the record may reach the disk whatever happens, so its files must stay.
    leftovers = true;
    log.sync();
    changed.forEach(LayeredTable::install);
    covered = position;
    written += fresh;
  }

  private static List<List<NamedRun>> named(List<Tier> tiers) {
    List<List<NamedRun>> named = new ArrayList<>();
    for (Tier tier : tiers) {
      List<NamedRun> names = new ArrayList<>();
      for (Run run : tier.runs()) {
        RunFooter footer = run.source().footer();
        names.add(new NamedRun(footer.id(), footer.crc(), footer.rows(), footer.fileBytes()));
      }
      named.add(names);
    }
    return named;
  }

  private static long freshBytes(LayeredTable table, List<Tier> tiers) {
    Set<Run> before = new HashSet<>();
    table.tiers().forEach(tier -> before.addAll(tier.runs()));
    long bytes = 0;
    for (Tier tier : tiers) {
      for (Run run : tier.runs()) {
        bytes += before.contains(run) ? 0 : run.source().footer().fileBytes();
      }
    }
    return bytes;
  }

  // After a failure: closes the runs made; removes them, too, if no record can ever name them.
  private void giveUp(List<Run> made, StoreException failure) {
    try {
      closeAll(made);
      if (!leftovers) {
        files.deleteOthers(names());
      }
    } catch (StoreException e) {
      leftovers = true;
      failure.addSuppressed(e);
    }
  }

  private Set<String> names() {
    Set<String> names = new HashSet<>();
    for (LayeredTable table : tables.values()) {
      for (Tier tier : table.tiers()) {
        for (Run run : tier.runs()) {
          names.add(RunFiles.name(table.shape(), run.source().footer().id()));
        }
      }
    }
    return names;
  }

  private List<Run> runs() {
    List<Run> runs = new ArrayList<>();
    for (LayeredTable table : tables.values()) {
      table.tiers().forEach(tier -> runs.addAll(tier.runs()));
    }
    return runs;
  }

  private static void closeAll(List<Run> runs) throws StoreException {
    StoreException failure = null;
    for (Run run : runs) {
      try {
        run.source().close();
      } catch (StoreException e) {
        failure = failure == null ? e : failure;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
