package dev.latticenano.storage.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.store.Row;
import dev.latticenano.core.store.Table;
import dev.latticenano.core.store.TableShape;
import dev.latticenano.storage.disk.PowerCutDisk;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows and keys of lengths around what a block holds. */
class PackedRunTest {
  private static final int[] LENGTHS = {
    0, 1, 127, 128, 4081, 4082, 4083, 4084, 4085, 4086, 4087, 8180, 16_384, 65_535, 65_536
  };

  private static byte[] filled(int length, int with) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) with);
    return bytes;
  }

  @Test
  void rowsOfEveryLengthAreFoundAmongSmallOnes() throws Exception {
    Flash flash = Flash.on(new PowerCutDisk());
    Table table = flash.tables.table(TableShape.sought("state"));
    byte[] small = {1};
    for (int i = 0; i < LENGTHS.length; i++) {
      byte[] key = {(byte) i, 5};
      byte[] value = filled(LENGTHS[i], i);
      table.put(key, 0, 2, value, 0, value.length);
      table.put(key, 0, 1, small, 0, 1);
    }
    flash.checkpoint();
    byte[] out = new byte[TableShape.VARIABLE_BYTES_MAX];
    for (int i = 0; i < LENGTHS.length; i++) {
      byte[] key = {(byte) i, 5};
      assertEquals(LENGTHS[i], table.get(key, 0, 2, out, 0));
      assertArrayEquals(filled(LENGTHS[i], i), Arrays.copyOf(out, LENGTHS[i]));
      assertEquals(1, table.get(key, 0, 1, out, 0));
      assertEquals(Table.ABSENT, table.get(new byte[] {(byte) i, 6}, 0, 2, out, 0));
    }
    List<Integer> lengths = new ArrayList<>();
    table.range(
        new byte[0],
        null,
        (key, keyAt, keyLength, value, valueAt, valueLength) -> lengths.add(valueLength));
    assertEquals(2 * LENGTHS.length, lengths.size());
    assertEquals(65_536, lengths.get(lengths.size() - 1));
  }

  @Test
  void keysOfEveryLengthAreFoundAndFlooredWhereBlocksMeet() throws Exception {
    Flash flash = Flash.on(new PowerCutDisk());
    Table table = flash.tables.table(TableShape.sought("state"));
    byte[] value = filled(100, 7);
    List<byte[]> keys = new ArrayList<>();
    for (int i = 0; i < LENGTHS.length; i++) {
      keys.add(filled(LENGTHS[i], 9));
    }
    for (int i = 0; i < 200; i++) {
      keys.add(new byte[] {10, 0, 0, (byte) i, 0});
    }
    for (byte[] key : keys) {
      table.put(key, 0, key.length, value, 0, value.length);
    }
    flash.checkpoint();
    byte[] out = new byte[100];
    Row row = new Row();
    for (byte[] key : keys) {
      assertEquals(100, table.get(key, 0, key.length, out, 0));
      if (key.length < TableShape.VARIABLE_BYTES_MAX) {
        byte[] above = Arrays.copyOf(key, key.length + 1);
        assertEquals(
            Table.ABSENT, key.length == 0 ? -1 : table.get(above, 0, above.length, out, 0));
        assertTrue(table.floor(above, 0, above.length, row));
        assertArrayEquals(key, Arrays.copyOf(row.key(), row.keyLength()));
      }
    }
  }

  @Test
  void manyTiersAnswerAsOneAndMergesKeepEveryRow() throws Exception {
    Flash flash = Flash.on(new PowerCutDisk());
    Table table = flash.tables.table(TableShape.sought("state"));
    for (int run = 0; run < 20; run++) {
      for (int i = 0; i < 40; i++) {
        byte[] key = {(byte) (i * 7), (byte) run};
        table.put(key, 0, 2, key, 0, 2);
      }
      flash.checkpoint();
    }
    byte[] out = new byte[2];
    for (int round = 0; round < 2; round++) {
      for (int run = 0; run < 20; run++) {
        byte[] key = {7, (byte) run};
        assertEquals(2, table.get(key, 0, 2, out, 0));
        assertArrayEquals(key, out);
      }
      flash.mergeAll();
    }
    assertTrue(flash.disk.list(Flash.INDEX).size() < 20);
  }
}
