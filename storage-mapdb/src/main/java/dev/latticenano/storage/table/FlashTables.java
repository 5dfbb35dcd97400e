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
  public static final int DUE_ROWS = 16_384;

  /** Bytes of rows without fixed lengths on the heap after which a checkpoint is due. */
  public static final int DUE_BYTES = 4_194_304;

  // With so many tiers of a table, or runs of a tier, a checkpoint merges before it adds to them.
  private static final int TIERS_MAX = 24;
  private static final int TIER_RUNS_MAX = 256;

  private final SegmentLog log;
  private final RunFiles files;
  private final long capBytes;
  private final RunScrub scrub = new RunScrub();
  private final Map<String, LayeredTable> tables;
  private int nextId;
  private long covered;
  private long written;
  private boolean leftovers;
  private Merge merge;
  private long merged;
  private String rebuildReason;

  private FlashTables(SegmentLog log, RunFiles files, long capBytes) {
    this.log = log;
    this.files = files;
    this.capBytes = capBytes;
    RunsOpening opening = new RunsOpening(log, files);
    tables = opening.tables();
    nextId = opening.record().nextId();
    covered = opening.record().covered();
    written = opening.record().written();
    rebuildReason = opening.failure();
  }

  /** Opens the tables in {@code directory}, which exists, of an open log. */
  public static FlashTables open(Path directory, SegmentLog log) throws StoreException {
    return open(new FileDisk(), directory, log);
  }

  /** As above, on any disk. */
  public static FlashTables open(Disk disk, Path directory, SegmentLog log) throws StoreException {
    return open(disk, directory, log, MergeChoice.CAP_BYTES, new SecureRandom()::nextLong);
  }

  /**
   * Opens tables on any disk, with runs merged up to a size; {@code salts} gives random numbers.
   */
  public static FlashTables open(
      Disk disk, Path directory, SegmentLog log, long capBytes, LongSupplier salts)
      throws StoreException {
    RunsOwner owner = new RunsOwner(log.store(), log.salt());
    RunFiles files = new RunFiles(disk, directory, owner, salts);
    FlashTables tables = new FlashTables(log, files, capBytes);
    files.deleteOthers(tables.names());
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
    // Else every start would find them gone, and say so, until there is enough for a checkpoint.
    boolean due = rebuildReason != null && covered == 0;
    for (LayeredTable table : tables.values()) {
      due |= table.overlay().count() >= DUE_ROWS || table.variableBytes() >= DUE_BYTES;
    }
    return due;
  }

  @Override
  public void checkpoint(long position) throws StoreException {
    if (position < covered) {
      throw new IllegalArgumentException("position " + position + " before " + covered);
    }
    relieve();
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
    abandonMerge();
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

  /**
   * Merges runs for about {@code budgetBytes}, so that there are few of them. Call it when there is
   * time; what is left undone at closing or after a crash costs nothing.
   *
   * @return bytes written, at least 1, or 0 if there is nothing to do
   * @throws StoreException the merge is given up; the tables are as they were
   */
  public long work(int budgetBytes) throws StoreException {
    MergeChoice choice = merge == null ? MergeChoice.of(tables.values(), capBytes) : null;
    if (merge == null && choice == null) {
      return 0;
    }
    try {
      if (choice != null) {
        merge = new Merge(choice, files, nextId++);
      }
      long before = merge.bytes();
      boolean done = merge.step(budgetBytes);
      long moved = merge.bytes() - before;
      if (done) {
        finishMerge();
      }
      return Math.max(1, moved);
    } catch (StoreException e) {
      abandonMerge();
      giveUp(List.of(), e);
      throw e;
    }
  }

  /** About how many bytes {@link #work} has to write before it has nothing to do for now. */
  public long pendingBytes() {
    if (merge != null) {
      return Math.max(1, merge.choice().bytes() - merge.bytes());
    }
    MergeChoice choice = MergeChoice.of(tables.values(), capBytes);
    return choice == null ? 0 : choice.bytes();
  }

  /**
   * Reads about {@code budgetBytes} of the runs to see whether they are as they were written.
   *
   * @return bytes read, or 0 when all have been; the next call begins anew
   * @throws StoreException CORRUPT if one is not: {@link #discard} the tables
   */
  public long verify(int budgetBytes) throws StoreException {
    return scrub.step(runs(), budgetBytes);
  }

  /**
   * Closes the runs. What is on the heap only is lost: the log has it. If a run was found damaged
   * all tables are forgotten, so that the next opening has them made anew.
   */
  @Override
  public void close() throws StoreException {
    boolean unfinished = merge != null;
    abandonMerge();
    for (Run run : runs()) {
      if (run.source().damage() != null) {
        discard(run.source().damage());
        return;
      }
    }
    Set<String> named = names();
    List<Run> runs = runs();
    tables.values().forEach(table -> table.install(List.of()));
    closeAll(runs);
    if (unfinished && !leftovers) {
      files.deleteOthers(named);
    }
  }

  // The tiers of a table with what is on its heap.
  private List<Tier> written(LayeredTable table, List<Run> made) throws StoreException {
    OverlayRuns overlay = new OverlayRuns(table);
    List<Tier> tiers = table.tiers();
    while (overlay.hasMore()) {
      Run run = overlay.next(files, nextId++);
      made.add(run);
      tiers = TierOrder.withNewest(tiers, run, busy());
    }
    return tiers;
  }

  // Where nobody calls work(), too many tiers or runs of one are merged before more are added.
  private void relieve() throws StoreException {
    boolean crowded = false;
    for (LayeredTable table : tables.values()) {
      crowded |= table.tiers().size() >= TIERS_MAX;
      for (Tier tier : table.tiers()) {
        crowded |= tier.size() >= TIER_RUNS_MAX;
      }
    }
    if (crowded) {
      long merges = merged;
      while (merged == merges && work(Integer.MAX_VALUE) > 0) {
        continue;
      }
    }
  }

  private void finishMerge() throws StoreException {
    MergeChoice choice = merge.choice();
    Run run = merge.finish(files);
    merge = null;
    try {
      files.syncDirectory();
      List<Tier> tiers = TierOrder.withMerged(choice.table().tiers(), choice.inputs(), run);
      publish(covered, Map.of(choice.table(), tiers));
    } catch (StoreException e) {
      giveUp(run == null ? List.of() : List.of(run), e);
      throw e;
    }
    merged++;
    closeAll(choice.inputs());
    files.deleteOthers(names());
    leftovers = false;
  }

  private void abandonMerge() {
    if (merge != null) {
      merge.abandon();
      merge = null;
    }
  }

  private Set<Run> busy() {
    return merge == null ? Set.of() : Set.copyOf(merge.choice().inputs());
  }

  // Names other tiers in the log and stands on them.
  private void publish(long position, Map<LayeredTable, List<Tier>> changed) throws StoreException {
    List<TableRuns> named = new ArrayList<>();
    long fresh = 0;
    for (LayeredTable table : tables.values()) {
      List<Tier> tiers = changed.getOrDefault(table, table.tiers());
      named.add(TableRuns.of(table.shape(), tiers));
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
    if (merge != null) {
      names.add(merge.name());
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
