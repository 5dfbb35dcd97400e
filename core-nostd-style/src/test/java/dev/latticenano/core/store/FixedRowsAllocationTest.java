package dev.latticenano.core.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.latticenano.core.bytes.Allocation;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What rows of fixed lengths allocate per operation, once their blocks are there: nothing. */
class FixedRowsAllocationTest {
  private static final int RUNS = 100_000;
  private static final int COUNT = 10_000;

  private final TableShape shape = TableShape.fixed("time", 40, 0).withSums();
  private final FixedRows rows = new FixedRows(shape);
  private final List<byte[]> keys = TableModel.keys(shape, COUNT, new Random(1));
  private final byte[] nothing = new byte[0];
  private int next;

  FixedRowsAllocationTest() {
    fill();
    rows.clear();
    fill();
  }

  private void fill() {
    for (int i = 0; i < COUNT; i++) {
      byte[] key = keys.get(i);
      if (rows.find(key, 0, 40, nothing, 0) == Table.ABSENT) {
        rows.put(key, 0, 40, nothing, 0, 0);
      }
    }
  }

  private byte[] nextKey() {
    next = (next + 7919) % COUNT;
    return keys.get(next);
  }

  private static void assertNothing(Runnable operation) {
    assertEquals(0, Allocation.bytesPerRun(RUNS, operation));
  }

  @Test
  void writingAndDeletingAllocatesNothing() {
    assertNothing(
        () -> {
          byte[] key = nextKey();
          rows.delete(key, 0, 40);
          rows.put(key, 0, 40, nothing, 0, 0);
        });
    assertNothing(
        () -> {
          byte[] key = nextKey();
          rows.delete(key, 0, 40);
          rows.bury(key, 0, 40);
          rows.put(key, 0, 40, nothing, 0, 0);
          rows.put(key, 0, 40, nothing, 0, 0);
        });
  }

  @Test
  void fillingAgainAfterClearingAllocatesNothing() {
    assertEquals(
        0,
        Allocation.bytesPerRun(
            200,
            () -> {
              rows.clear();
              fill();
            }));
  }

  @Test
  void gettingAllocatesNothing() {
    assertNothing(() -> assertEquals(0, rows.get(nextKey(), 0, 40, nothing, 0)));
  }

  @Test
  void findingTheFloorAllocatesNothing() {
    Row row = new Row();
    assertNothing(() -> rows.floor(nextKey(), 0, 40, row));
  }

  @Test
  void rangesAndSumsAllocateNothing() {
    IdSum sum = new IdSum();
    int[] seen = {0};
    Table.Reader reader =
        (key, keyOffset, keyLength, value, valueOffset, valueLength) -> ++seen[0] % 20 != 0;
    assertNothing(
        () -> {
          try {
            rows.range(nextKey(), null, reader);
          } catch (StoreException e) {
            throw new AssertionError(e);
          }
        });
    byte[] middle = keys.get(COUNT / 2);
    assertEquals(0, Allocation.bytesPerRun(RUNS / 10, () -> rows.sum(nextKey(), middle, sum)));
  }

  @Test
  void aCursorAllocatesNothing() throws Exception {
    FixedRowCursor cursor = (FixedRowCursor) rows.cursor();
    assertNothing(
        () -> {
          byte[] key = nextKey();
          cursor.seek(key, 0, 40);
          cursor.next();
          cursor.seekFloor(key, 0, 20);
          cursor.previous();
        });
  }
}
