package dev.latticenano.storage.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.bytes.Seeds;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.dag.DagLife;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.storage.disk.PowerCutDisk;
import dev.latticenano.storage.disk.PowerCutDisk.Unsynced;
import dev.latticenano.storage.log.SegmentLog;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * A whole DAG on log and tables, whose checkpoints are begun, gone on with and begun again while
 * intentions come in; the power fails anywhere, the disk is full here and there.
 */
class BegunCheckpointProperties {
  private static final UUID STORE = new UUID(7, 8);
  private static final Path LOG = Path.of("/store/log");
  private static final Path INDEX = Path.of("/store/index");
  private static final int SEGMENT_BYTES = 4000;
  private static final int BUFFER_BYTES = 512;
  private static final int RUNS = 25;

  private Random random;
  private DagLife life;
  private PowerCutDisk disk;
  private SegmentLog log;
  private FlashTables tables;
  private Dag dag;
  // What the last checkpoint begun covers when it is done.
  private long begun;
  // Of each sync: operations of the disk then, and what was durable.
  private final TreeMap<Integer, Promise> promises = new TreeMap<>();
  private int taken;
  private boolean working;
  private int cutsUnderWay;
  private int refusedUnderWay;
  private int closedUnderWay;

  /** How many had arrived, and those of them that were witnessed, in their order. */
  private record Promise(int taken, List<Hash> order) {}

  private void begin(Random numbers) throws StoreException {
    random = numbers;
    life = new DagLife(random);
    disk = new PowerCutDisk();
    taken = 0;
    begun = 0;
    open();
  }

  private static SegmentLog log(PowerCutDisk disk) throws StoreException {
    long[] salt = {0x5eed};
    return SegmentLog.open(disk, LOG, STORE, SEGMENT_BYTES, BUFFER_BYTES, () -> salt[0] += 77);
  }

  private void open() throws StoreException {
    long[] salt = {random.nextLong()};
    log = log(disk);
    tables = FlashTables.open(disk, INDEX, log, 1 << 20, () -> salt[0] += 3);
    assertNull(tables.rebuildReason());
    dag = life.open(log, tables);
    assertEquals("", dag.rebuildReason());
    // What was ready to be witnessed when power failed has its place in the log by now.
    log.sync();
    life.assertAsReadFrom(log(disk.copy()));
    begun = 0;
    promises.clear();
    promise();
  }

  private void promise() throws StoreException {
    promises.put(disk.operations(), new Promise(taken, life.order()));
  }

  private boolean isUnderWay() {
    return tables.covered() < begun;
  }

  private void cutPower() throws StoreException {
    cutsUnderWay += isUnderWay() ? 1 : 0;
    int least = promises.firstKey();
    int n = least + random.nextInt(disk.operations() - least + 1);
    int bytes = n == disk.operations() ? 0 : disk.writeBytes(n);
    int part = random.nextBoolean() && bytes > 0 ? random.nextInt(bytes) : 0;
    int names = random.nextInt(disk.unsyncedNames(n) + 1);
    Unsynced unsynced = Unsynced.values()[random.nextInt(Unsynced.values().length)];
    Promise promised = promises.floorEntry(n).getValue();
    disk = disk.crash(n, part, names, unsynced, random.nextInt(3));
    open();
    List<Hash> order = life.order();
    int kept = Math.min(order.size(), promised.order().size());
    assertEquals(promised.order(), order.subList(0, kept));
    // What may be gone comes again, in its order.
    taken = promised.taken();
  }

  private void close() throws StoreException {
    closedUnderWay += isUnderWay() ? 1 : 0;
    List<Hash> order = life.order();
    tables.close();
    log.close();
    open();
    assertEquals(order, life.order());
  }

  private void beginCheckpoint() throws StoreException {
    log.sync();
    long position = log.end();
    dag.beginCheckpoint();
    begun = position;
  }

  /** Something of a checkpoint: it is begun, or gone on with, or made. */
  private void doSome() throws StoreException {
    working = false;
    switch (random.nextInt(6)) {
      case 0, 1 -> beginCheckpoint();
      case 2 -> dag.checkpoint();
      default -> {
        working = isUnderWay();
        tables.work(1 + random.nextInt(400));
      }
    }
  }

  private void runFull() throws StoreException {
    byte[] digest = digest();
    List<Hash> order = life.order();
    disk.spaceBytes(random.nextInt(3000));
    boolean refused = false;
    for (int i = 0; i < 6 && !refused; i++) {
      try {
        doSome();
      } catch (StoreException e) {
        assertEquals(StoreException.Kind.FULL, e.kind());
        assertTrue(tables.isDue() || !working, "nobody tries it again");
        refused = true;
      }
    }
    refusedUnderWay += refused && isUnderWay() ? 1 : 0;
    assertArrayEquals(digest, digest());
    assertEquals(order, life.order());
    life.assertReadable();
    disk.spaceBytes(Long.MAX_VALUE);
    if (random.nextBoolean()) {
      dag.checkpoint();
      assertEquals(0, dag.behind());
    }
  }

  private byte[] digest() {
    byte[] digest = new byte[32];
    dag.digest(digest, 0);
    return digest;
  }

  @Test
  void aDagWhoseCheckpointsAreCutAnywhereEndsLikeOneThatNeverWas() {
    Seeds.run(
        BegunCheckpointProperties.class,
        numbers -> {
          for (int i = 0; i < RUNS; i++) {
            live(numbers);
          }
          assertTrue(cutsUnderWay > 0, "none was cut");
          assertTrue(refusedUnderWay > 0, "none met a full disk");
          assertTrue(closedUnderWay > 0, "none was closed");
        });
  }

  private void live(Random numbers) throws StoreException {
    begin(numbers);
    while (taken < life.count()) {
      life.take(taken++);
      switch (random.nextInt(12)) {
        case 0 -> cutPower();
        case 1 -> close();
        case 2 -> runFull();
        case 3 -> {
          log.sync();
          promise();
        }
        case 4, 5 -> {}
        default -> doSome();
      }
    }
    beginCheckpoint();
    while (isUnderWay()) {
      assertTrue(tables.work(200) > 0, "stands still");
    }
    assertEquals(0, dag.behind());
    cutPower();
    life.assertWhole();
  }
}
