package dev.latticenano.storage.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.Table;
import dev.latticenano.core.store.TableModel;
import dev.latticenano.core.store.TableShape;
import dev.latticenano.storage.disk.PowerCutDisk;
import dev.latticenano.storage.disk.PowerCutDisk.Unsynced;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Enumerates power cuts between and inside the operations of checkpoints and merges. */
class TablePowerCutTest {
  private static final TableShape ROWS = TableShape.fixed("hash", 8, 2).filtered(4);
  private static final TableShape TIMES = TableShape.fixed("time", 40, 0).withSums();
  private static final TableShape DAG = TableShape.variable("dag");
  private static final List<TableShape> SHAPES = List.of(ROWS, TIMES, DAG);

  /** Position covered, and the rows there. */
  private final NavigableMap<Long, List<String>> checkpoints = new TreeMap<>();

  /** Operations after which a checkpoint had returned, and what it covers. */
  private final NavigableMap<Integer, Long> acknowledged = new TreeMap<>();

  private int judged;

  @Test
  void tablesStandAtANamedCheckpointWheneverPowerFails() throws StoreException {
    // Enough runs lie there already for the next ones to be merged.
    Flash before = Flash.on(new PowerCutDisk());
    for (int i = 0; i < 6; i++) {
      write(before, i);
      before.checkpoint();
    }
    before.tables.close();
    before.log.close();
    PowerCutDisk disk = before.disk.copy();
    Flash flash = Flash.on(disk);
    note(flash);
    for (int i = 6; i < 9; i++) {
      write(flash, i);
      flash.checkpoint();
      note(flash);
      if (i > 6) {
        // A merge is begun, and met by the next checkpoint before it ends.
        flash.tables.work(1);
      }
    }
    flash.mergeAll();
    write(flash, 20);
    flash.checkpoint();
    note(flash);
    write(flash, 22);
    List<String> begun = shown(flash);
    long position = flash.begin();
    for (int i = 23; flash.tables.covered() < position; i++) {
      // New rows gather above what is being written, and are not in it.
      write(flash, i);
      flash.tables.work(1);
    }
    checkpoints.put(position, begun);
    acknowledged.put(flash.disk.operations(), position);
    flash.tables.clear();
    note(flash);
    write(flash, 21);
    flash.checkpoint();
    note(flash);
    int cuts = 0;
    for (int n = 0; n <= disk.operations(); n++) {
      int names = disk.unsyncedNames(n);
      for (int kept = 0; kept <= names; kept++) {
        for (Unsynced unsynced : List.of(Unsynced.LOST, Unsynced.KEPT)) {
          cut(disk, n, 0, kept, unsynced);
          cuts++;
        }
      }
      cut(disk, n, 0, names, Unsynced.NOISE);
      int bytes = n == disk.operations() ? 0 : disk.writeBytes(n);
      for (int part = 1; part < bytes; part += 1 + bytes / 3) {
        cut(disk, n, part, names, Unsynced.KEPT);
        cuts++;
      }
    }
    assertTrue(cuts > 1000, "cuts: " + cuts);
  }

  private void cut(PowerCutDisk disk, int n, int part, int names, Unsynced unsynced)
      throws StoreException {
    String cut = unsynced + " at " + n + "+" + part + ", names " + names;
    PowerCutDisk left = disk.crash(n, part, names, unsynced, 0);
    Flash flash = Flash.on(left);
    assertNull(flash.tables.rebuildReason(), cut);
    long covered = flash.tables.covered();
    assertTrue(checkpoints.containsKey(covered), cut);
    assertEquals(checkpoints.get(covered), shown(flash), cut);
    if (acknowledged.floorEntry(n) != null) {
      long least = acknowledged.floorEntry(n).getValue();
      assertTrue(covered >= least || wasCleared(n), cut + ": " + covered + " before " + least);
    }
    for (String name : left.list(Flash.INDEX)) {
      assertTrue(!name.endsWith(".partial"), cut + " left " + name);
    }
    if (judged++ % 3 != 0) {
      return;
    }
    write(flash, 30);
    flash.checkpoint();
    List<String> after = shown(flash);
    Flash again = flash.cutPower();
    assertNull(again.tables.rebuildReason(), cut);
    assertEquals(after, shown(again), cut);
  }

  // Clearing covers nothing; it may have happened or not.
  private boolean wasCleared(int n) {
    return acknowledged.ceilingEntry(n + 1) == null
        || acknowledged.ceilingEntry(n + 1).getValue() == 0
        || acknowledged.floorEntry(n).getValue() == 0;
  }

  private void note(Flash flash) throws StoreException {
    checkpoints.put(flash.tables.covered(), shown(flash));
    acknowledged.put(flash.disk.operations(), flash.tables.covered());
  }

  private static List<String> shown(Flash flash) throws StoreException {
    List<String> all = new ArrayList<>();
    for (TableShape shape : SHAPES) {
      Table table = flash.tables.table(shape);
      all.addAll(TableModel.shown(table, new byte[shape.keyBytes()], null));
    }
    return all;
  }

  private static void write(Flash flash, int round) throws StoreException {
    Table rows = flash.tables.table(ROWS);
    Table times = flash.tables.table(TIMES);
    Table dag = flash.tables.table(DAG);
    for (int i = 0; i < 4; i++) {
      byte[] key = new byte[40];
      BigEndian.putInt(key, 0, (round * 4 + i) * 0x9E3779B1);
      BigEndian.putInt(key, 4, round);
      BigEndian.putInt(key, 20, round * 4 + i);
      rows.put(key, 0, 8, key, 2, 2);
      times.put(key, 0, 40, key, 0, 0);
      dag.put(key, 0, i, key, 0, 20 + i);
      if (i == 0 && round % 3 == 2) {
        times.delete(key, 0, 40);
        rows.delete(key, 0, 8);
        dag.delete(key, 0, 1);
      }
    }
  }
}
