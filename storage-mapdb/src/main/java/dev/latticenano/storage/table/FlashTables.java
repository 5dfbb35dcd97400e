package dev.latticenano.storage.table;

import dev.latticenano.core.store.SievedTables;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.StoreException.Kind;
import dev.latticenano.core.store.Table;
import dev.latticenano.core.store.TableShape;
import dev.latticenano.storage.disk.Disk;
import dev.latticenano.storage.disk.FileDisk;
import dev.latticenano.storage.log.OwnRecord;
import dev.latticenano.storage.log.SegmentLog;
import dev.latticenano.storage.table.RunsRecord.TableRuns;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
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
public final class FlashTables implements SievedTables, AutoCloseable {
  /** Rows of one table on the heap after which a checkpoint is due. */
  public static final int DUE_ROWS = 16_384;

  /** Bytes of rows without fixed lengths on the heap after which a checkpoint is due. */
  public static final int DUE_BYTES = 4_194_304;

  // Where more stays of a table, deleting the others one by one is as good.
  private static final double SIEVED_SHARE_MAX = 0.5;

  private final SegmentLog log;
  private final RunFiles files;
  private final long capBytes;
  private final RunScrub scrub = new RunScrub();
  private final Map<String, LayeredTable> tables;
  private final RunSet all;
  private int nextId;
  private long covered;
  private long written;
  private boolean leftovers;
  private Merge merge;
  private long merged;
  private String rebuildReason;
  private Runnable onCheckpoint = () -> {};

  private FlashTables(SegmentLog log, RunFiles files, long capBytes) {
    this.log = log;
    this.files = files;
    this.capBytes = capBytes;
    RunsOpening opening = new RunsOpening(log, files);
    tables = opening.tables();
    all = new RunSet(tables.values());
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
    files.deleteOthers(tables.all.names(null));
    return tables;
  }

  /** Why the tables were deleted when opening or since, in one clause, or null if they were not. */
  public String rebuildReason() {
    return rebuildReason;
  }

  /** From now on {@code told} hears of each checkpoint: there may be runs to merge. */
  public void onCheckpoint(Runnable told) {
    onCheckpoint = told;
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
    changed.keySet().forEach(table -> table.overlay().clear());
    onCheckpoint.run();
    if (leftovers) {
      files.deleteOthers(all.names(merge));
      leftovers = false;
    }
  }

  @Override
  public void clear() throws StoreException {
    abandonMerge();
    Map<LayeredTable, List<Tier>> none = new LinkedHashMap<>();
    List<Run> runs = all.runs();
    tables.values().forEach(table -> none.put(table, List.of()));
    publish(0, none);
    tables.values().forEach(table -> table.overlay().clear());
    RunSet.closeAll(runs);
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
    if (merge != null && merge.sieves()) {
      return 0;
    }
    if (merge == null) {
      MergeChoice choice = MergeChoice.of(tables.values(), capBytes);
      if (choice == null) {
        return 0;
      }
      begin(choice, 1, null);
    }
    Merge moving = merge;
    long before = moving.bytes();
    move(budgetBytes);
    return Math.max(1, moving.bytes() - before);
  }

  private void begin(MergeChoice choice, double share, Sieve sieve) throws StoreException {
    try {
      merge = new Merge(choice, files, nextId++, share, sieve);
    } catch (StoreException e) {
      giveUp(List.of(), e);
      throw e;
    }
  }

  // Goes on with the merge; true when it is done.
  private boolean move(int budgetBytes) throws StoreException {
    try {
      boolean done = merge.step(budgetBytes);
      if (done) {
        finishMerge();
      }
      return done;
    } catch (StoreException e) {
      abandonMerge();
      giveUp(List.of(), e);
      throw e;
    }
  }

  @Override
  public boolean sieves(TableShape shape, double share) throws StoreException {
    LayeredTable table = (LayeredTable) table(shape);
    return share <= SIEVED_SHARE_MAX && RunSet.bytes(table.tiers()) * share <= capBytes;
  }

  @Override
  public Sieving sieve(TableShape shape, double share, Sieve sieve) throws StoreException {
    LayeredTable table = (LayeredTable) table(shape);
    abandonMerge();
    if (!table.tiers().isEmpty()) {
      begin(MergeChoice.all(table), share, sieve);
    }
    return new Sieved(merge);
  }

  /** A pass over one table, or over nothing. */
  private final class Sieved implements Sieving {
    private final Merge pass;

    private Sieved(Merge pass) {
      this.pass = pass;
    }

    @Override
    public boolean step(int rowsMost) throws StoreException {
      assert pass == null || pass == merge : "the pass was given up";
      return pass != null && !move(Merge.bytesOf(rowsMost));
    }

    @Override
    public void abandon() {
      if (pass != null && pass == merge) {
        abandonMerge();
      }
    }
  }

  /** About how many bytes {@link #work} has to write before it has nothing to do for now. */
  public long pendingBytes() {
    if (merge != null) {
      return merge.sieves() ? 0 : Math.max(1, merge.choice().bytes() - merge.bytes());
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
    return scrub.step(all.runs(), budgetBytes);
  }

  /**
   * Closes the runs. What is on the heap only is lost: the log has it. If a run was found damaged
   * all tables are forgotten, so that the next opening has them made anew.
   */
  @Override
  public void close() throws StoreException {
    boolean unfinished = merge != null;
    abandonMerge();
    for (Run run : all.runs()) {
      if (run.source().damage() != null) {
        discard(run.source().damage());
        return;
      }
    }
    Set<String> named = all.names(null);
    List<Run> runs = all.runs();
    tables.values().forEach(table -> table.install(List.of()));
    RunSet.closeAll(runs);
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
    if (all.isCrowded()) {
      for (long merges = merged; merged == merges && work(Integer.MAX_VALUE) > 0; ) {
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
    RunSet.closeAll(choice.inputs());
    files.deleteOthers(all.names(merge));
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
      fresh += RunSet.freshBytes(table, tiers);
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

  // After a failure: closes the runs made; removes them, too, if no record can ever name them.
  private void giveUp(List<Run> made, StoreException failure) {
    try {
      RunSet.closeAll(made);
      if (!leftovers) {
        files.deleteOthers(all.names(merge));
      }
    } catch (StoreException e) {
      leftovers = true;
      failure.addSuppressed(e);
    }
  }
}
