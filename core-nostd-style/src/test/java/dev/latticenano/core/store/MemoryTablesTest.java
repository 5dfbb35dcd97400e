package dev.latticenano.core.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryTablesTest implements TablesContract, SievedTablesContract {
  private static final TableShape SHAPE = TableShape.fixed("rows", 1, 0);

  private long position;

  @Override
  public Tables emptyTables() {
    return new MemoryTables();
  }

  @Override
  public Tables cutPower(Tables tables) {
    ((MemoryTables) tables).cutPower();
    return tables;
  }

  @Override
  public SievedTables emptySievedTables() {
    return new MemoryTables();
  }

  @Override
  public SievedTables cutSievedPower(SievedTables tables) {
    ((MemoryTables) tables).cutPower();
    return tables;
  }

  @Override
  public long nextLogPosition() {
    return nextPosition();
  }

  @Override
  public long nextPosition() {
    return position += 10;
  }

  @Test
  void areDueAfterAsManyWritesAsTheyWereMadeWith() throws Exception {
    MemoryTables tables = new MemoryTables(3);
    Table table = tables.table(SHAPE);
    for (int i = 0; i < 2; i++) {
      table.put(new byte[] {(byte) i}, 0, 1, new byte[0], 0, 0);
    }
    assertFalse(tables.isDue());
    table.delete(new byte[] {1}, 0, 1);
    assertTrue(tables.isDue());
    assertThrows(IllegalArgumentException.class, () -> new MemoryTables(0));
  }

  @Test
  void keepTheirObjectsThroughAPowerCutAndStayClearedAfterOne() throws Exception {
    MemoryTables tables = new MemoryTables();
    Table table = tables.table(SHAPE);
    table.put(new byte[1], 0, 1, new byte[0], 0, 0);
    tables.checkpoint(5);
    tables.cutPower();
    assertSame(table, tables.table(SHAPE));
    assertEquals(1, TableModel.shown(table, new byte[1], null).size());
    tables.clear();
    tables.cutPower();
    assertEquals(0, tables.covered());
    assertEquals(List.of(), TableModel.shown(table, new byte[1], null));
  }

  @Test
  void neverCoverLessThanBefore() {
    MemoryTables tables = new MemoryTables();
    tables.checkpoint(5);
    tables.checkpoint(5);
    assertThrows(IllegalArgumentException.class, () -> tables.checkpoint(4));
  }
}
