package dev.latticenano.core.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.bytes.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What all {@link Tables} keep; a test class implements it by making empty ones. */
public interface TablesContract {
  /** Fresh tables that hold nothing; the test class closes and removes them. */
  Tables emptyTables() throws Exception;

  /** The tables that stand after a power cut; {@code tables} are not used again. */
  Tables cutPower(Tables tables) throws Exception;

  /** Writes a record to the log, if there is one; its end then, greater than any before. */
  long nextPosition() throws Exception;

  /** The shape most tests use. */
  TableShape ROWS = TableShape.fixed("rows", 8, 2);

  /** Writes {@code count} rows of {@link #ROWS}, from {@code first} on. */
  private static void write(Table table, int first, int count) throws StoreException {
    byte[] key = new byte[8];
    for (int i = first; i < first + count; i++) {
      for (int b = 0; b < 4; b++) {
        key[b] = (byte) (i * 0x9E3779B1 >>> 8 * b);
      }
      table.put(key, 0, 8, key, 1, 2);
    }
  }

  private static int count(Tables tables) throws StoreException {
    return TableModel.shown(tables.table(ROWS), new byte[8], null).size();
  }

  @Test
  default void coverNothingWhenEmpty() throws Exception {
    Tables tables = emptyTables();
    assertEquals(0, tables.covered());
    assertFalse(tables.isDue());
    assertEquals(0, count(tables));
  }

  @Test
  default void giveOneObjectForOneShape() throws Exception {
    Tables tables = emptyTables();
    for (TableShape shape : TableModel.shapes()) {
      assertSame(tables.table(shape), tables.table(shape));
      if (shape.summed()) {
        assertInstanceOf(SummedTable.class, tables.table(shape));
      }
    }
  }

  @Test
  default void refuseAnotherShapeOfTheSameName() throws Exception {
    Tables tables = emptyTables();
    write(tables.table(ROWS), 0, 3);
    for (int i = 0; i < 2; i++) {
      for (TableShape other :
          List.of(
              TableShape.fixed("rows", 7, 2),
              TableShape.fixed("rows", 8, 3),
              TableShape.fixed("rows", 40, 0).withSums(),
              TableShape.variable("rows"))) {
        Tables asked = tables;
        StoreException refused =
            assertThrows(StoreException.class, () -> asked.table(other), other::toString);
        assertEquals(StoreException.Kind.CORRUPT, refused.kind());
      }
      assertEquals(3, count(tables));
      tables.checkpoint(nextPosition());
      tables = cutPower(tables);
    }
  }

  @Test
  default void standAtTheLastCheckpointAfterAPowerCut() throws Exception {
    Tables tables = emptyTables();
    write(tables.table(ROWS), 0, 10);
    tables = cutPower(tables);
    assertEquals(0, count(tables));
    assertEquals(0, tables.covered());
    write(tables.table(ROWS), 0, 10);
    long position = nextPosition();
    tables.checkpoint(position);
    assertEquals(position, tables.covered());
    assertEquals(10, count(tables));
    write(tables.table(ROWS), 10, 5);
    assertEquals(15, count(tables));
    for (int i = 0; i < 2; i++) {
      tables = cutPower(tables);
      assertEquals(10, count(tables));
      assertEquals(position, tables.covered());
    }
  }

  @Test
  default void coverFurtherWhenNothingWasWritten() throws Exception {
    Tables tables = emptyTables();
    write(tables.table(ROWS), 0, 3);
    tables.checkpoint(nextPosition());
    long position = nextPosition();
    tables.checkpoint(position);
    assertEquals(position, tables.covered());
    tables = cutPower(tables);
    assertEquals(position, tables.covered());
    assertEquals(3, count(tables));
  }

  @Test
  default void areDueWhenMuchWasWrittenUntilTheNextCheckpoint() throws Exception {
    Tables tables = emptyTables();
    int rows = 0;
    while (!tables.isDue()) {
      assertTrue(rows < 1_000_000, "never due");
      write(tables.table(ROWS), rows, 1000);
      rows += 1000;
    }
    tables.checkpoint(nextPosition());
    assertFalse(tables.isDue());
    assertEquals(rows, count(tables));
    write(tables.table(ROWS), rows, rows);
    assertTrue(tables.isDue());
    tables = cutPower(tables);
    assertFalse(tables.isDue());
    assertEquals(rows, count(tables));
    write(tables.table(ROWS), 0, rows);
    assertEquals(rows, count(tables));
  }

  @Test
  default void forgetEverythingWhenCleared() throws Exception {
    Tables tables = emptyTables();
    Table table = tables.table(ROWS);
    write(table, 0, 10);
    tables.checkpoint(nextPosition());
    write(table, 10, 10);
    tables.clear();
    assertEquals(0, tables.covered());
    assertEquals(0, count(tables));
    assertSame(table, tables.table(ROWS));
    write(table, 5, 7);
    assertEquals(7, count(tables));
    long position = nextPosition();
    tables.checkpoint(position);
    tables = cutPower(tables);
    assertEquals(7, count(tables));
    assertEquals(position, tables.covered());
  }

  @Test
  default void standAtTheLastCheckpointWhateverWasWritten() {
    Seeds.run(getClass(), this::standAtTheLastCheckpoint);
  }

  private void standAtTheLastCheckpoint(Random random) throws Exception {
    List<TableShape> shapes = TableModel.shapes();
    List<List<byte[]>> keys = new ArrayList<>();
    List<NavigableMap<byte[], byte[]>> kept = new ArrayList<>();
    for (TableShape shape : shapes) {
      keys.add(TableModel.keys(shape, 300, random));
      kept.add(new TreeMap<>(Arrays::compareUnsigned));
    }
    Tables tables = emptyTables();
    List<TableModel> models = models(tables, kept);
    long covered = 0;
    for (int round = 0; round < 60; round++) {
      for (int i = 0; i < 300; i++) {
        int which = random.nextInt(shapes.size());
        byte[] key = keys.get(which).get(random.nextInt(300));
        if (random.nextInt(3) == 0) {
          models.get(which).delete(key);
        } else {
          models.get(which).put(key, TableModel.value(shapes.get(which), random));
        }
      }
      int dice = random.nextInt(20);
      if (dice < 11) {
        covered = nextPosition();
        tables.checkpoint(covered);
        kept = copies(models);
      } else if (dice < 17) {
        tables = cutPower(tables);
        models = models(tables, kept);
      } else if (dice < 18) {
        tables.clear();
        covered = nextPosition();
        tables.checkpoint(covered);
        models.forEach(model -> model.rows.clear());
        kept = copies(models);
      }
      assertEquals(covered, tables.covered());
      for (TableModel model : models) {
        model.checkAll();
      }
    }
  }

  private static List<TableModel> models(Tables tables, List<NavigableMap<byte[], byte[]>> rows)
      throws StoreException {
    List<TableModel> models = new ArrayList<>();
    for (TableShape shape : TableModel.shapes()) {
      TableModel model = new TableModel(tables.table(shape), shape);
      model.rows.putAll(rows.get(models.size()));
      models.add(model);
    }
    return models;
  }

  private static List<NavigableMap<byte[], byte[]>> copies(List<TableModel> models) {
    List<NavigableMap<byte[], byte[]>> copies = new ArrayList<>();
    for (TableModel model : models) {
      copies.add(new TreeMap<>(model.rows));
    }
    return copies;
  }
}
