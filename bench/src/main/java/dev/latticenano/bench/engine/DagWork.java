package dev.latticenano.bench.engine;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.TableShape;
import dev.latticenano.storage.log.SegmentLog;
import dev.latticenano.storage.table.FlashTables;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * The pieces of {@link EngineWork} for a whole DAG: the records are signed intentions, a find is
 * one by hash, the scan is the one of (time, hash) that reconciliation makes. All six tables of the
 * DAG are written. Hashes are computed and signatures believed, for this measures storage.
 */
public final class DagWork {
  private static final UUID ID = new UUID(0x1111_1111_1111_4111L, 0x8111_1111_1111_1111L);
  private static final TableShape TIME = TableShape.fixed("time", 40, 0).withSums();

  private final StoreId store = StoreId.of(bytes(ID), 0);
  private final Path folder;
  private final int count;
  private final Intentions intentions;
  private final byte[] hash = new byte[Hash.BYTES];
  private final byte[] signed = new byte[Records.PAYLOAD_BYTES];
  private SegmentLog log;
  private FlashTables tables;
  private Dag dag;

  private DagWork(Path folder, int count, long seed) {
    this.folder = folder;
    this.count = count;
    intentions = new Intentions(store, seed);
  }

  /** Does one piece of work; arguments as of {@link EngineWork}. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[2]);
    int count = Integer.parseInt(arguments[3]);
    DagWork work = new DagWork(folder, count, Long.parseLong(arguments[4]));
    EngineWork.Piece piece = EngineWork.Piece.valueOf(arguments[0]);
    switch (piece) {
      case FILL, TELL -> work.fill(piece == EngineWork.Piece.TELL);
      case READ -> work.read();
      case OPEN, CHECK -> work.check(piece == EngineWork.Piece.CHECK);
    }
  }

  private void open() throws IOException, StoreException {
    log = SegmentLog.open(Files.createDirectories(folder.resolve("log")), ID);
    tables = FlashTables.open(Files.createDirectories(folder.resolve("index")), log);
    dag = new Dag(store, log, tables, new Believer());
    dag.replay(0);
  }

  private void close() throws StoreException {
    tables.close();
    log.close();
  }

  private void fill(boolean telling) throws IOException, StoreException {
    FillCost cost = new FillCost(count);
    open();
    byte[] batch = new byte[EngineWork.BATCH * Records.PAYLOAD_BYTES];
    for (int from = 0; from < count; from += EngineWork.BATCH) {
      int to = Math.min(count, from + EngineWork.BATCH);
      int end = 0;
      for (int i = from; i < to; i++, end += Records.PAYLOAD_BYTES) {
        intentions.next();
        System.arraycopy(intentions.bytes(), 0, batch, end, Records.PAYLOAD_BYTES);
      }
      cost.begin();
      for (int at = 0; at < end; at += Records.PAYLOAD_BYTES) {
        Verdict verdict = dag.ingest(batch, at, Records.PAYLOAD_BYTES, from);
        if (verdict != Verdict.OK) {
          throw new IllegalStateException(verdict.toString());
        }
      }
      cost.commit();
      log.sync();
      if (dag.isCheckpointDue()) {
        dag.checkpoint();
      }
      tables.work(end);
      cost.committed();
      if (telling) {
        System.out.println("durable " + to);
      }
    }
    cost.full();
    dag.checkpoint();
    close();
    cost.closed(folder);
  }

  private void read() throws IOException, StoreException {
    byte[] hashes = new byte[count * Hash.BYTES];
    for (int i = 0; i < count; i++) {
      intentions.next();
      intentions.hash(hashes, i * Hash.BYTES);
    }
    long heapBytes = ProcessCost.heapBytes();
    open();
    for (int pass = 0; pass < EngineWork.PASSES; pass++) {
      int[] order = EngineWork.shuffled(count);
      long cpuNs = ProcessCost.threadNs();
      long startNs = System.nanoTime();
      for (int number : order) {
        System.arraycopy(hashes, number * Hash.BYTES, hash, 0, Hash.BYTES);
        if (!isFound()) {
          throw new IllegalStateException("intention " + number + " is not found");
        }
      }
      EngineWork.say("gets", count / EngineWork.seconds(startNs));
      EngineWork.say("getcpu", (ProcessCost.threadNs() - cpuNs) / 1e3 / count);
      EngineWork.say("keyscan", scan());
    }
    EngineWork.say("readheap", (double) (ProcessCost.heapBytes() - heapBytes) / count);
    // They were there before, too.
    Reference.reachabilityFence(hashes);
    EngineWork.say("readrss", ProcessCost.residentBytes() / 1e6);
    close();
  }

  private double scan() throws StoreException {
    int[] rows = {0};
    long startNs = System.nanoTime();
    tables
        .table(TIME)
        .range(
            new byte[TIME.keyBytes()],
            null,
            (key, keyOffset, keyLength, value, valueOffset, valueLength) -> rows[0]++ >= 0);
    double rate = rows[0] / EngineWork.seconds(startNs);
    if (rows[0] != count) {
      throw new IllegalStateException("a scan of " + rows[0] + " rows");
    }
    return rate;
  }

  private void check(boolean checking) throws IOException, StoreException {
    intentions.next();
    intentions.hash(hash, 0);
    long writtenBytes = ProcessCost.writtenBytes();
    long startNs = System.nanoTime();
    open();
    int missing = isFound() ? 0 : 1;
    EngineWork.say("open", EngineWork.seconds(startNs) * 1e3);
    for (int i = 1; checking && i < count; i++) {
      intentions.next();
      intentions.hash(hash, 0);
      missing += isFound() ? 0 : 1;
    }
    EngineWork.say("missing", missing);
    dag.checkpoint();
    close();
    EngineWork.say("openwritten", ProcessCost.writtenBytes() - writtenBytes);
  }

  private boolean isFound() throws StoreException {
    int row = dag.find(hash, 0);
    return row != Dag.NONE
        && dag.read(row, signed, 0) == signed.length
        && Intentions.hasHash(signed, hash);
  }

  private static byte[] bytes(UUID id) {
    return ByteBuffer.allocate(StoreId.BYTES)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .array();
  }
}
