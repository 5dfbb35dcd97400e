package dev.latticenano.storage.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.bytes.Seeds;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.TableModel;
import dev.latticenano.core.store.TableShape;
import dev.latticenano.storage.disk.PowerCutDisk;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Whatever is written, checkpointed, merged, cut and opened again: tables are like sorted maps. */
class FlashTablesProperties {
  private static final List<TableShape> SHAPES =
      List.of(
          TableShape.fixed("hash", 12, 0).filtered(8),
          TableShape.fixed("row", 4, 19),
          TableShape.fixed("reach", 8, 4).filtered(4),
          TableShape.fixed("time", 40, 0).withSums(),
          TableShape.variable("dag"),
          TableShape.sought("state"));

  private static final int CUT_UNDER_WAY = 7;

  private Flash flash;
  private List<TableModel> models;
  private List<NavigableMap<byte[], byte[]>> kept;
  // Of a checkpoint that was begun: what it covers when it is done, and the rows then.
  private long begunPosition;
  private List<NavigableMap<byte[], byte[]>> begun;
  private int clock;

  @Test
  void answerLikeSortedMapsThroughCheckpointsMergesAndReopenings() {
    Seeds.run(getClass(), random -> run(random, MergeChoice.CAP_BYTES, 70));
  }

  @Test
  void answerLikeSortedMapsWhenMergesMeetTheirCap() {
    Seeds.run(getClass(), random -> run(random, 30_000, 50));
  }

  private void run(Random random, long capBytes, int rounds) throws Exception {
    flash = Flash.on(new PowerCutDisk(), capBytes);
    kept = new ArrayList<>();
    begun = null;
    SHAPES.forEach(shape -> kept.add(new TreeMap<>(Arrays::compareUnsigned)));
    attach();
    int runsMost = 0;
    for (int round = 0; round < rounds; round++) {
      write(random, 1 + random.nextInt(random.nextInt(8) == 0 ? 2000 : 60));
      checkpoint(random);
      for (int i = random.nextInt(6); i > 0; i--) {
        flash.tables.work(1 << random.nextInt(18));
        write(random, random.nextInt(4));
        settle();
      }
      if (round == CUT_UNDER_WAY) {
        write(random, 50);
        begin();
        flash.tables.work(1);
        assertTrue(flash.tables.covered() < begunPosition);
      }
      if (random.nextInt(12) == 0 || round == CUT_UNDER_WAY) {
        begun = null;
        flash = flash.cutPower();
        assertNull(flash.tables.rebuildReason());
        attach();
      }
      if (round % 5 == 0) {
        check(random);
      }
      runsMost = Math.max(runsMost, runs());
    }
    flash.mergeAll();
    settle();
    assertNull(begun);
    check(random);
    assertEquals(0, flash.tables.pendingBytes());
    assertTrue(runsMost > 10, "runs: " + runsMost);
    long read = 0;
    for (long n = 1; n > 0; read += n) {
      n = flash.tables.verify(5000);
    }
    assertEquals(storedBytes(), read);
  }

  private void checkpoint(Random random) throws StoreException {
    int how = random.nextInt(10);
    if (how == 0) {
      return;
    }
    if (how < 5) {
      flash.checkpoint();
      kept = rows();
      begun = null;
    } else {
      begin();
    }
  }

  private void begin() throws StoreException {
    begunPosition = flash.begin();
    // One that was under way is done.
    kept = begun == null ? kept : begun;
    begun = rows();
  }

  private List<NavigableMap<byte[], byte[]>> rows() {
    List<NavigableMap<byte[], byte[]>> rows = new ArrayList<>();
    models.forEach(model -> rows.add(copy(model.rows)));
    return rows;
  }

  private void settle() {
    if (begun != null && flash.tables.covered() == begunPosition) {
      kept = begun;
      begun = null;
    }
  }

  private void attach() throws StoreException {
    models = new ArrayList<>();
    for (TableShape shape : SHAPES) {
      TableModel model = new TableModel(flash.tables.table(shape), shape);
      model.rows.putAll(kept.get(models.size()));
      models.add(model);
    }
  }

  private void write(Random random, int rows) throws StoreException {
    for (int i = 0; i < rows; i++) {
      int which = random.nextInt(SHAPES.size());
      TableShape shape = SHAPES.get(which);
      TableModel model = models.get(which);
      if (random.nextInt(5) == 0 && !model.rows.isEmpty()) {
        byte[] near = key(shape, random);
        byte[] found = model.rows.floorKey(near);
        model.delete(found == null ? near : found);
      } else {
        model.put(key(shape, random), TableModel.value(shape, random));
      }
    }
  }

  /** Keys as the tables of a node have them: some follow each other, some do not. */
  private byte[] key(TableShape shape, Random random) {
    byte[] key = new byte[shape.isFixed() ? shape.keyBytes() : 1 + random.nextInt(2)];
    random.nextBytes(key);
    if (shape.name().equals("row")) {
      BigEndian.putInt(key, 0, clock++);
    } else if (shape.name().equals("time")) {
      BigEndian.putLong(key, 0, clock++ - (random.nextInt(30) == 0 ? random.nextInt(500) : 0));
    } else if (shape.name().equals("reach")) {
      BigEndian.putInt(key, 0, random.nextInt(8));
      BigEndian.putInt(key, 4, random.nextInt(300));
    }
    return key;
  }

  private void check(Random random) throws StoreException {
    for (TableModel model : models) {
      TableShape shape = SHAPES.get(models.indexOf(model));
      model.checkAll();
      for (int i = 0; i < 20; i++) {
        byte[] key = key(shape, random);
        byte[] near = model.rows.ceilingKey(key);
        byte[] other = near != null && random.nextBoolean() ? near : key;
        model.checkGet(other);
        model.checkFloor(other);
        model.checkRange(key, other);
        model.checkRange(other, random.nextInt(5) == 0 ? null : key(shape, random));
        if (shape.isFixed() && shape.filterBytes() > 0) {
          model.checkRange(prefix(shape, other, (byte) 0), prefix(shape, other, (byte) 0xFF));
        }
      }
    }
  }

  private static byte[] prefix(TableShape shape, byte[] key, byte rest) {
    byte[] bound = key.clone();
    Arrays.fill(bound, shape.filterBytes(), bound.length, rest);
    return bound;
  }

  private int runs() {
    return (int) flash.disk.list(Flash.INDEX).stream().filter(n -> !n.endsWith("partial")).count();
  }

  private long storedBytes() {
    long bytes = 0;
    for (String name : flash.disk.list(Flash.INDEX)) {
      bytes += flash.disk.bytes(Flash.INDEX.resolve(name)).length;
    }
    return bytes;
  }

  private static NavigableMap<byte[], byte[]> copy(NavigableMap<byte[], byte[]> rows) {
    return new TreeMap<>(rows);
  }
}
