package dev.latticenano.storage.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.Table;
import dev.latticenano.core.store.TableShape;
import dev.latticenano.storage.disk.PowerCutDisk;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Runs that are had as memory are no less guarded for it. */
class MappedRunTest {
  private static final List<TableShape> SHAPES =
      List.of(TableShape.fixed("row", 4, 8), TableShape.sought("state"));
  private static final int ROWS = 2000;

  @Test
  void findsADamagedBlockWhenItIsFirstReadAndLaterByReadingAgain() throws Exception {
    for (TableShape shape : SHAPES) {
      Flash flash = Flash.on(disk());
      Table table = filled(flash, shape);
      assertEquals(8, get(table, 0));
      flip(flash, 2 * FlatBlock.BYTES);
      assertEquals(8, get(table, 0));
      assertThrows(StoreException.class, () -> getAll(table));
      flip(flash, 2 * FlatBlock.BYTES);
      getAll(table);
      flip(flash, FlatBlock.BYTES + 100);
      assertThrows(StoreException.class, () -> verify(flash.tables));
      // Tables in which damage was met are not there any more at the next start.
      flash.tables.close();
      assertEquals(List.of(), flash.disk.list(Flash.INDEX));
    }
  }

  @Test
  void readsNoBlockTwiceButAnswersNothingWhenItsMemoryIsGone() throws Exception {
    for (TableShape shape : SHAPES) {
      PowerCutDisk disk = disk();
      Flash flash = Flash.on(disk);
      Table table = filled(flash, shape);
      getAll(table);
      long reads = disk.reads();
      getAll(table);
      assertEquals(reads, disk.reads());
      disk.memory(PowerCutDisk.Memory.GONE);
      assertThrows(StoreException.class, () -> getAll(table));
    }
  }

  @Test
  void findsWhatThereIsWhereItLiesAmongGapsAndMarks() throws Exception {
    for (TableShape shape : List.of(TableShape.fixed("row", 4, 60), TableShape.sought("state"))) {
      int wide = shape.isFixed() ? shape.valueBytes() : 600;
      Flash flash = Flash.on(disk());
      Table table = flash.tables.table(shape);
      // From the 500th on every third key is missing, and in a newer run every seventh is deleted.
      for (int i = 0; i < ROWS; i++) {
        if (i < 500 || i % 3 != 0) {
          table.put(key(i), 0, 4, wide(i, wide), 0, wide);
        }
      }
      flash.checkpoint();
      for (int i = 0; i < ROWS; i += 7) {
        table.delete(key(i), 0, 4);
      }
      flash.checkpoint();
      byte[] found = new byte[wide];
      for (int i = 0; i < 2 * ROWS; i++) {
        int number = i % ROWS;
        boolean there = number % 7 != 0 && (number < 500 || number % 3 != 0);
        int length = table.get(key(number), 0, 4, found, 0);
        assertEquals(there ? wide : Table.ABSENT, length, shape + " " + number);
        if (there) {
          assertArrayEquals(wide(number, wide), found);
        }
      }
    }
  }

  @Test
  void answersNothingFromABlockWhoseChecksumIsAnother() throws Exception {
    for (TableShape shape : SHAPES) {
      Flash flash = Flash.on(disk());
      Table table = filled(flash, shape);
      getAll(table);
      flip(flash, FlatBlock.CRC_AT);
      assertThrows(StoreException.class, () -> get(table, 0));
    }
  }

  private static byte[] wide(int number, int length) {
    byte[] value = new byte[length];
    new Random(number).nextBytes(value);
    return value;
  }

  private static PowerCutDisk disk() {
    PowerCutDisk disk = new PowerCutDisk();
    disk.memory(PowerCutDisk.Memory.THERE);
    return disk;
  }

  private static Table filled(Flash flash, TableShape shape) throws Exception {
    Table table = flash.tables.table(shape);
    for (int i = 0; i < ROWS; i++) {
      table.put(key(i), 0, 4, key(i * 0x9E3779), 0, 8);
    }
    flash.checkpoint();
    return table;
  }

  private static byte[] key(int number) {
    byte[] key = new byte[8];
    for (int i = 0; i < key.length; i++) {
      key[i] = (byte) (number >>> 8 * (3 - i % 4));
    }
    return key;
  }

  private static int get(Table table, int number) throws StoreException {
    return table.get(key(number), 0, 4, new byte[8], 0);
  }

  private static void getAll(Table table) throws StoreException {
    for (int i = 0; i < ROWS; i++) {
      assertEquals(8, get(table, i));
    }
  }

  private static void verify(FlashTables tables) throws StoreException {
    while (tables.verify(1 << 20) > 0) {
      continue;
    }
  }

  private static void flip(Flash flash, int at) throws Exception {
    Path run = Flash.INDEX.resolve(flash.disk.list(Flash.INDEX).get(0));
    byte[] bytes = flash.disk.bytes(run).clone();
    bytes[at] ^= 1;
    flash.disk.replace(run, bytes);
  }
}
