package dev.latticenano.storage.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.bytes.Allocation;
import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.store.IdSum;
import dev.latticenano.core.store.Row;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.SummedTable;
import dev.latticenano.core.store.Table;
import dev.latticenano.core.store.TableShape;
import dev.latticenano.storage.log.SegmentLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Reading tables of fixed shape, or that are sought, allocates nothing, from the heap or from runs.
 */
class TableAllocationTest {
  private static final int ROWS = 4000;
  private static final int ITERATIONS = 4000;

  @TempDir Path directory;
  private int step;

  private interface Operation {
    void run(byte[] key) throws StoreException;
  }

  @Test
  void findsFloorsRangesAndSumsWithoutAllocating() throws Exception {
    Files.createDirectory(directory.resolve("log"));
    Files.createDirectory(directory.resolve("index"));
    UUID store = new UUID(1, 2);
    try (SegmentLog log = SegmentLog.open(directory.resolve("log"), store);
        FlashTables tables = FlashTables.open(directory.resolve("index"), log)) {
      Table hash = tables.table(TableShape.fixed("hash", 12, 0).filtered(8));
      Table row = tables.table(TableShape.fixed("row", 4, 19));
      SummedTable time = (SummedTable) tables.table(TableShape.fixed("time", 40, 0).withSums());
      Table state = tables.table(TableShape.sought("state"));
      byte[] out = new byte[64];
      Row found = new Row();
      IdSum sum = new IdSum();
      for (int run = 0; run < 4; run++) {
        for (int i = run; i < ROWS; i += 4) {
          byte[] key = key(i);
          hash.put(key, 0, 12, key, 0, 0);
          row.put(key, 4, 4, key, 0, 19);
          time.put(key, 0, 40, key, 0, 0);
          state.put(key, 0, 10, key, 0, 30);
        }
        if (run < 3) {
          tables.checkpoint(log.append(1, out, 0, 1) + 13);
        }
      }
      assertEquals(0, bytes(key -> assertEquals(0, hash.get(key, 0, 12, out, 0))));
      assertEquals(0, bytes(key -> assertEquals(19, row.get(key, 4, 4, out, 0))));
      assertEquals(0, bytes(key -> assertEquals(30, state.get(key, 0, 10, out, 0))));
      assertEquals(0, bytes(key -> assertTrue(time.floor(key, 0, 40, found))));
      assertEquals(0, bytes(key -> time.sum(key, null, sum)));
      int[] seen = {0};
      Table.Reader reader = (k, ko, kl, v, vo, vl) -> ++seen[0] % 3 != 0;
      assertEquals(0, bytes(key -> time.range(key, null, reader)));
      assertTrue(seen[0] > ITERATIONS);
    }
  }

  private long bytes(Operation operation) {
    byte[] key = key(0);
    return Allocation.bytesPerRun(
        ITERATIONS,
        () -> {
          fill(key, step++ * 7 % ROWS);
          try {
            operation.run(key);
          } catch (StoreException e) {
            throw new AssertionError(e);
          }
        });
  }

  private static byte[] key(int i) {
    byte[] key = new byte[40];
    fill(key, i);
    return key;
  }

  private static void fill(byte[] key, int i) {
    BigEndian.putInt(key, 0, i * 0x9E3779B1);
    BigEndian.putInt(key, 4, i);
    BigEndian.putInt(key, 30, i);
  }
}
