package dev.latticenano.storage.table;

import dev.latticenano.core.store.GradualTables;
import dev.latticenano.core.store.SievedTables;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.StoreException.Kind;
import dev.latticenano.core.store.Table;
import dev.latticenano.core.store.TableShape;
import dev.latticenano.storage.disk.Disk;
import dev.latticenano.storage.disk.FileDisk;
import dev.latticenano.storage.log.SegmentLog;
import java.nio.file.Path;
import java.security.SecureRandom;
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
public final class FlashTables implements SievedTables, GradualTables, AutoCloseable {
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
  private final Standing standing;
  private Checkpointing checkpointing;
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
    standing = new Standing(log, files, tables.values(), opening.record());
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
    tables.standing.tidy();
    return tables;
  }

  /** Why the tables were deleted when opening or since, in one clause, or null if they were not. */
  public String rebuildReason() {
    return rebuildReason;
  }

  /** From now on {@code told} hears of each checkpoint that begins: {@link #work} has to do. */
  public void onCheckpoint(Runnable told) {
    onCheckpoint = told;
  }

  /** Bytes of all runs ever written for this store, as far as its log remembers. */
  public long writtenBytes() {
    return standing.written();
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
    return standing.covered();
  }

  @Override
  public boolean isDue() {
    boolean failed = checkpointing != null && checkpointing.hasFailed();
    // Else every start would find them gone, and say so, until there is enough for a checkpoint.
    boolean due = failed || rebuildReason != null && covered() == 0 && checkpointing == null;
    for (LayeredTable table : tables.values()) {
      due |= table.overlay().count() >= DUE_ROWS || table.variableBytes() >= DUE_BYTES;
    }
    return due;
  }

  @Override
  public void checkpoint(long position) throws StoreException {
    begin(position);
    finish();
  }

  @Override
  public void begin(long position) throws StoreException {
    long last = checkpointing == null ? covered() : checkpointing.position();
    if (position < last) {
      throw new IllegalArgumentException("position " + position + " before " + last);
    }
    finish();
    relieve();
    log.sync();
    Checkpointing begun = new Checkpointing(standing, files, position);
    if (!begun.isEmpty() || position > covered()) {
      checkpointing = begun;
      onCheckpoint.run();
    }
  }

  // Nobody waits for turns: the checkpoint under way is made at once.
  private void finish() throws StoreException {
    while (checkpointing != null) {
      goOn(Integer.MAX_VALUE);
    }
  }

  private void goOn(int budgetBytes) throws StoreException {
    if (checkpointing.step(budgetBytes, busy())) {
      checkpointing = null;
    }
  }

  @Override
  public void clear() throws StoreException {
    abandonAll();
    Map<LayeredTable, List<Tier>> none = new LinkedHashMap<>();
    List<Run> runs = standing.all().runs();
    tables.values().forEach(table -> none.put(table, List.of()));
    standing.publish(0, none);
    checkpointing = null;
    for (LayeredTable table : tables.values()) {
      table.dropAside();
      table.overlay().clear();
    }
    RunSet.closeAll(runs);
    standing.tidy();
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
   * Goes on for about {@code budgetBytes} with a checkpoint that was begun; when there is none,
   * merges runs, so that there are few of them. Call it when there is time; what is left undone at
   * closing or after a crash costs nothing but that the log is read again from {@link #covered}.
   *
   * @return bytes written, at least 1, or 0 if there is nothing to do
   * @throws StoreException the merge is given up, or the checkpoint, until {@link #begin} or {@link
   *     #checkpoint} tries it again; the tables are as they were
   */
  public long work(int budgetBytes) throws StoreException {
    if (checkpointing != null && !checkpointing.hasFailed()) {
      long before = checkpointing.bytes();
      Checkpointing moving = checkpointing;
      goOn(budgetBytes);
      return Math.max(1, moving.bytes() - before);
    }
    return merge(budgetBytes);
  }

  private long merge(int budgetBytes) throws StoreException {
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
      merge = new Merge(choice, files, standing.nextId(), share, sieve);
      standing.begun(merge.name());
    } catch (StoreException e) {
      standing.giveUp(List.of(), e);
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
      standing.giveUp(List.of(), e);
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
    if (checkpointing != null && !checkpointing.hasFailed()) {
      return 1;
    }
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
    return scrub.step(standing.all().runs(), budgetBytes);
  }

  /**
   * Closes the runs. What is on the heap only is lost: the log has it. If a run was found damaged
   * all tables are forgotten, so that the next opening has them made anew.
   */
  @Override
  public void close() throws StoreException {
    boolean unfinished = merge != null || checkpointing != null;
    abandonAll();
    for (Run run : standing.all().runs()) {
      if (run.source().damage() != null) {
        discard(run.source().damage());
        return;
      }
    }
    standing.close(unfinished);
  }

  // Where nobody calls work(), too many tiers or runs of one are merged before more are added.
  private void relieve() throws StoreException {
    if (standing.all().isCrowded()) {
      for (long merges = merged; merged == merges && merge(Integer.MAX_VALUE) > 0; ) {
        continue;
      }
    }
  }

  private void finishMerge() throws StoreException {
    MergeChoice choice = merge.choice();
    Run run = merge.finish(files);
    standing.ended(merge.name());
    merge = null;
    try {
      files.syncDirectory();
      List<Tier> tiers = TierOrder.withMerged(choice.table().tiers(), choice.inputs(), run);
      standing.publish(covered(), Map.of(choice.table(), tiers));
    } catch (StoreException e) {
      standing.giveUp(run == null ? List.of() : List.of(run), e);
      throw e;
    }
    merged++;
    RunSet.closeAll(choice.inputs());
    standing.tidy();
  }

  private void abandonMerge() {
    if (merge != null) {
      standing.ended(merge.name());
      merge.abandon();
      merge = null;
    }
  }

  // Nothing is being written any more; what is set aside is still there.
  private void abandonAll() throws StoreException {
    abandonMerge();
    if (checkpointing != null) {
      RunSet.closeAll(checkpointing.giveUp());
    }
  }

  private Set<Run> busy() {
    return merge == null ? Set.of() : Set.copyOf(merge.choice().inputs());
  }
}
