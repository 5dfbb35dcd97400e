package dev.latticenano.core.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Blocks as they fill, split, empty and come back. */
class FixedRowsTest {
  private static final TableShape SHAPE = TableShape.fixed("rows", 4, 4);

  private final FixedRows rows = new FixedRows(SHAPE);

  private static byte[] key(int number) {
    return ByteBuffer.allocate(4).putInt(number).array();
  }

  private void put(int number) {
    rows.put(key(number), 0, 4, key(~number), 0, 4);
  }

  private List<Integer> shown() throws StoreException {
    List<Integer> numbers = new ArrayList<>();
    rows.range(
        key(0),
        null,
        (key, keyOffset, keyLength, value, valueOffset, valueLength) -> {
          int number = ByteBuffer.wrap(key, keyOffset, keyLength).getInt();
          assertEquals(~number, ByteBuffer.wrap(value, valueOffset, valueLength).getInt());
          return numbers.add(number);
        });
    return numbers;
  }

  @Test
  void fillsBlocksWhenKeysComeInOrder() throws Exception {
    for (int i = 0; i < 2 * RowBlock.ROWS_MAX; i++) {
      put(i);
      assertEquals(i / RowBlock.ROWS_MAX + 1, rows.blockCount());
    }
    assertEquals(2 * RowBlock.ROWS_MAX, shown().size());
  }

  @Test
  void splitsAFullBlockInTheMiddle() throws Exception {
    int[] between = {-1, 1, 511, 513, 1021};
    for (int added : between) {
      rows.clear();
      for (int i = 0; i < RowBlock.ROWS_MAX; i++) {
        put(1 + 2 * i);
      }
      assertEquals(1, rows.blockCount());
      put(1 + added);
      assertEquals(2, rows.blockCount());
      List<Integer> numbers = shown();
      assertEquals(RowBlock.ROWS_MAX + 1, numbers.size());
      List<Integer> sorted = new ArrayList<>(numbers);
      Collections.sort(sorted);
      assertEquals(sorted, numbers);
    }
  }

  @Test
  void setsEmptyBlocksAside() throws Exception {
    int count = 20 * RowBlock.ROWS_MAX;
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      numbers.add(i);
    }
    Collections.shuffle(numbers, new Random(3));
    numbers.forEach(this::put);
    assertEquals(count, shown().size());
    Collections.shuffle(numbers, new Random(4));
    for (int number : numbers) {
      rows.delete(key(number), 0, 4);
    }
    assertEquals(0, rows.count());
    assertEquals(1, rows.blockCount());
    assertEquals(List.of(), shown());
    put(7);
    assertEquals(List.of(7), shown());
  }

  @Test
  void hidesABuriedRowAndShowsItToTheCursor() throws Exception {
    put(1);
    put(3);
    rows.bury(key(2), 0, 4);
    rows.bury(key(3), 0, 4);
    byte[] out = new byte[4];
    assertEquals(List.of(1), shown());
    assertEquals(4, rows.find(key(1), 0, 4, out, 0));
    assertEquals(Overlay.BURIED, rows.find(key(2), 0, 4, out, 0));
    assertEquals(Table.ABSENT, rows.get(key(3), 0, 4, out, 0));
    assertEquals(Table.ABSENT, rows.find(key(4), 0, 4, out, 0));
    assertEquals(3, rows.count());
    RowCursor cursor = rows.cursor();
    assertTrue(cursor.seekFloor(key(9), 0, 4));
    assertTrue(cursor.row().isBuried());
    assertTrue(cursor.previous());
    assertTrue(cursor.row().isBuried());
    assertTrue(cursor.previous());
    assertFalse(cursor.row().isBuried());
    assertFalse(cursor.previous());
    assertTrue(cursor.seek(key(0), 0, 0));
    assertEquals(1, ByteBuffer.wrap(cursor.row().key(), cursor.row().keyOffset(), 4).getInt());
    Row row = new Row();
    assertTrue(rows.floor(key(9), 0, 4, row));
    assertEquals(1, ByteBuffer.wrap(row.key(), 0, 4).getInt());
  }

  @Test
  void assertsTheTwoRulesOfSums() {
    TableShape shape = TableShape.fixed("sum", 32, 0).withSums();
    FixedRows summed = new FixedRows(shape);
    byte[] key = new byte[32];
    assertThrows(AssertionError.class, () -> summed.delete(key, 0, 32));
    summed.put(key, 0, 32, key, 0, 0);
    assertThrows(AssertionError.class, () -> summed.put(key, 0, 32, key, 0, 0));
    summed.bury(key, 0, 32);
    assertEquals(0, summed.count());
    summed.bury(key, 0, 32);
    assertThrows(AssertionError.class, () -> summed.bury(key, 0, 32));
    summed.put(key, 0, 32, key, 0, 0);
    assertEquals(0, summed.count());
  }

  @Test
  void refusesShapesItCannotHold() {
    assertThrows(IllegalArgumentException.class, () -> new FixedRows(TableShape.variable("rows")));
    assertThrows(IllegalStateException.class, () -> rows.sum(key(0), null, new IdSum()));
    assertThrows(IllegalArgumentException.class, () -> TableShape.fixed("sum", 32, 1).withSums());
    assertThrows(IllegalArgumentException.class, () -> TableShape.fixed("sum", 31, 0).withSums());
  }
}
