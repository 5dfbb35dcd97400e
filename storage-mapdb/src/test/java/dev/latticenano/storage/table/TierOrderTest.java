package dev.latticenano.storage.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.Table;
import dev.latticenano.core.store.TableModel;
import dev.latticenano.core.store.TableShape;
import dev.latticenano.storage.disk.PowerCutDisk;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is written again by merges, and what is not. */
class TierOrderTest {
  private static final int ROWS = 2000;

  @Test
  void rowsThatFollowEachOtherAreOnlyPutTogether() throws StoreException {
    Flash flash = Flash.on(new PowerCutDisk());
    Table table = flash.tables.table(TableShape.fixed("row", 4, 0));
    byte[] key = new byte[4];
    long stored = 0;
    for (int run = 0; run < 7; run++) {
      for (int i = 0; i < ROWS; i++) {
        BigEndian.putInt(key, 0, run * ROWS + i);
        table.put(key, 0, 4, key, 0, 0);
      }
      flash.checkpoint();
      assertEquals(0, flash.tables.pendingBytes());
    }
    for (String name : flash.disk.list(Flash.INDEX)) {
      stored += flash.disk.bytes(Flash.INDEX.resolve(name)).length;
    }
    assertEquals(stored, flash.tables.writtenBytes());
    assertEquals(7 * ROWS, TableModel.shown(table, new byte[4], null).size());
  }

  @Test
  void aFewLateRowsDoNotMakeTheOthersBeWrittenAgain() throws StoreException {
    Flash flash = Flash.on(new PowerCutDisk());
    TableShape shape = TableShape.fixed("time", 8, 0);
    Table table = flash.tables.table(shape);
    Random random = new Random(3);
    byte[] key = new byte[8];
    long rows = 0;
    for (int run = 0; run < 7; run++) {
      for (int i = 0; i < ROWS; i++) {
        int late = i % 20 == 0 ? random.nextInt(ROWS) : 0;
        BigEndian.putInt(key, 0, (run + 1) * ROWS + i - late);
        BigEndian.putInt(key, 4, (int) rows++);
        table.put(key, 0, 8, key, 0, 0);
      }
      flash.checkpoint();
      flash.mergeAll();
    }
    assertEquals(rows, TableModel.shown(table, new byte[8], null).size());
    assertTrue(flash.tables.writtenBytes() < rows * 10, "bytes " + flash.tables.writtenBytes());
  }

  @Test
  void aTierThatBecomesTooManyFilesIsMergedPieceByPieceUpToTheCap() throws StoreException {
    Flash flash = Flash.on(new PowerCutDisk(), 300_000);
    TableShape shape = TableShape.fixed("row", 4, 0);
    Table table = flash.tables.table(shape);
    byte[] key = new byte[4];
    int rows = 0;
    // 16,384 rows are what a checkpoint has at least, and are never merged by eights.
    for (int run = 0; run < MergeChoice.CROWD + 2; run++) {
      for (int i = 0; i < 16_384; i++) {
        BigEndian.putInt(key, 0, rows++);
        table.put(key, 0, 4, key, 0, 0);
      }
      flash.checkpoint();
      assertEquals(run + 1 < MergeChoice.CROWD, flash.tables.pendingBytes() == 0, "run " + run);
    }
    flash.mergeAll();
    int runs = flash.disk.list(Flash.INDEX).size();
    assertTrue(runs < MergeChoice.CROWD && runs > MergeChoice.CROWD / 2, "runs: " + runs);
    BigEndian.putInt(key, 0, 12_345);
    assertEquals(0, table.get(key, 0, 4, key, 0));
  }

  @Test
  void marksVanishWhenNothingIsLeftToBury() throws StoreException {
    Flash flash = Flash.on(new PowerCutDisk());
    Table table = flash.tables.table(TableShape.fixed("hash", 8, 0));
    byte[] key = new byte[8];
    for (int run = 0; run < 8; run++) {
      for (int i = 0; i < 100; i++) {
        BigEndian.putInt(key, 0, i * 0x9E3779B1);
        if (run < 4) {
          table.put(key, 0, 8, key, 0, 0);
        } else {
          table.delete(key, 0, 8);
        }
      }
      flash.checkpoint();
      table.put(key, 0, 8, key, 0, 0);
      flash.checkpoint();
      table.delete(key, 0, 8);
    }
    flash.checkpoint();
    flash.mergeAll();
    assertTrue(TableModel.shown(table, new byte[8], null).isEmpty());
    assertTrue(flash.disk.list(Flash.INDEX).size() < 8);
  }
}
