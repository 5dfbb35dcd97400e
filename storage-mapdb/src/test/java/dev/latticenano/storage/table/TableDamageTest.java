package dev.latticenano.storage.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.bytes.LittleEndian;
import dev.latticenano.core.store.IdSum;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.StoreException.Kind;
import dev.latticenano.core.store.SummedTable;
import dev.latticenano.core.store.Table;
import dev.latticenano.core.store.TableModel;
import dev.latticenano.core.store.TableShape;
import dev.latticenano.storage.disk.PowerCutDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/** Damage is found, said, and never an answer. */
class TableDamageTest {
  private static final TableShape ROWS = TableShape.fixed("hash", 8, 2).filtered(4);
  private static final TableShape TIMES = TableShape.fixed("time", 40, 0).withSums();
  private static final TableShape DAG = TableShape.variable("dag");
  private static final TableShape STATE = TableShape.sought("state");
  private static final List<TableShape> SHAPES = List.of(ROWS, TIMES, DAG, STATE);

  @Test
  void everyFlippedByteOfARunIsFoundOrChangesNothing() throws Exception {
    Flash flash = Flash.on(new PowerCutDisk());
    write(flash, 1);
    flash.checkpoint();
    List<String> expected = answers(flash);
    flash.tables.close();
    flash.log.close();
    int[] outcomes = new int[3];
    for (String name : flash.disk.list(Flash.INDEX)) {
      Path path = Flash.INDEX.resolve(name);
      byte[] sound = flash.disk.bytes(path).clone();
      PowerCutDisk disk = flash.disk.copy();
      for (int i = 0; i < sound.length; i++) {
        byte[] bytes = sound.clone();
        bytes[i] ^= (byte) (1 << i % 8);
        disk.replace(path, bytes);
        int outcome = outcome(Flash.on(disk), expected, name + " at " + i);
        outcomes[outcome]++;
        // Opening and closing delete what they cannot trust.
        disk = outcome == 0 ? disk : flash.disk.copy();
      }
    }
    assertEquals(0, outcomes[0], "flips without effect");
    assertEquals(3 * FlatBlock.BYTES, outcomes[1], "met when read");
    assertTrue(outcomes[2] > FlatBlock.BYTES, "met when opened: " + outcomes[2]);
  }

  /** 0: as if nothing had happened; 1: found when read or scrubbed; 2: rebuilt. */
  private static int outcome(Flash flash, List<String> expected, String what) throws Exception {
    if (flash.tables.rebuildReason() != null) {
      assertEquals(0, flash.tables.covered(), what);
      assertEquals(List.of(), flash.disk.list(Flash.INDEX), what);
      return 2;
    }
    try {
      assertEquals(expected, answers(flash), what);
    } catch (StoreException e) {
      assertEquals(Kind.CORRUPT, e.kind(), what);
      return forgotten(flash, what);
    }
    try {
      while (flash.tables.verify(1_000_000) > 0) {
        continue;
      }
    } catch (StoreException e) {
      assertEquals(Kind.CORRUPT, e.kind(), what);
      return forgotten(flash, what);
    }
    return 0;
  }

  // Tables in which damage was met are not there any more at the next start.
  private static int forgotten(Flash flash, String what) throws Exception {
    flash.tables.close();
    flash.log.close();
    Flash again = Flash.on(flash.disk);
    assertEquals(0, again.tables.covered(), what);
    assertEquals(List.of(), again.disk.list(Flash.INDEX), what);
    return 1;
  }

  @Test
  void aRunThatIsMissingOrShortOrAnotherOnesIsSaidAndAllIsMadeAnew() throws Exception {
    for (String name : filled().disk.list(Flash.INDEX)) {
      Path path = Flash.INDEX.resolve(name);
      PowerCutDisk missing = closed(filled()).copy();
      missing.delete(path);
      judgeRebuilt(missing);
      PowerCutDisk cut = closed(filled()).copy();
      byte[] bytes = cut.bytes(path);
      cut.replace(path, Arrays.copyOf(bytes, bytes.length - 1));
      judgeRebuilt(cut);
      PowerCutDisk empty = closed(filled()).copy();
      empty.replace(path, new byte[0]);
      judgeRebuilt(empty);
    }
    PowerCutDisk swapped = closed(filled()).copy();
    List<String> names = swapped.list(Flash.INDEX);
    byte[] first = swapped.bytes(Flash.INDEX.resolve(names.get(0))).clone();
    swapped.replace(Flash.INDEX.resolve(names.get(3)), first);
    judgeRebuilt(swapped);
  }

  @Test
  void discardedTablesAreEmptyAndSayWhy() throws Exception {
    Flash flash = filled();
    flash.tables.discard("a block is damaged");
    assertEquals("a block is damaged", flash.tables.rebuildReason());
    assertEquals(0, flash.tables.covered());
    assertEquals(List.of(), flash.disk.list(Flash.INDEX));
    assertTrue(TableModel.shown(flash.tables.table(ROWS), new byte[8], null).isEmpty());
    Flash again = flash.cutPower();
    assertEquals(0, again.tables.covered());
    write(again, 3);
    again.checkpoint();
    assertEquals(answers(again), answers(again.cutPower()));
  }

  @Test
  void deletingTheWholeDirectoryIsAllowed() throws Exception {
    PowerCutDisk disk = closed(filled()).copy();
    for (String name : disk.list(Flash.INDEX)) {
      disk.delete(Flash.INDEX.resolve(name));
    }
    judgeRebuilt(disk);
  }

  @Test
  void aCheckpointIsDueAtOnceIfRunsWereMissing() throws Exception {
    PowerCutDisk disk = closed(filled()).copy();
    disk.delete(Flash.INDEX.resolve(disk.list(Flash.INDEX).get(0)));
    Flash flash = Flash.on(disk);
    assertTrue(flash.tables.isDue());
    flash.checkpoint();
    assertFalse(flash.tables.isDue());
    assertEquals(null, flash.cutPower().tables.rebuildReason());
    assertFalse(filled().tables.isDue());
  }

  @Test
  void anUnknownRunIsDeletedAndOtherFilesAreNot() throws Exception {
    PowerCutDisk disk = closed(filled()).copy();
    for (String name :
        List.of(
            "00000999.run", "00000998.map", "00000997.run.partial", "current", "table-3", "note")) {
      disk.open(Flash.INDEX.resolve(name), true).close();
    }
    Flash flash = Flash.on(disk);
    assertEquals(null, flash.tables.rebuildReason());
    List<String> left = disk.list(Flash.INDEX);
    assertTrue(left.contains("note"));
    assertFalse(left.stream().anyMatch(name -> name.matches("0000099.*|current|table.*")));
  }

  @Test
  void aCheckpointOnAFullDiskChangesNothingAndWorksWhenThereIsSpace() throws Exception {
    int failures = 0;
    for (int space = 0; ; space += 1 + space / 4) {
      Flash flash = filled();
      long covered = flash.tables.covered();
      write(flash, 9);
      List<String> expected = answers(flash);
      long position = flash.nextPosition();
      flash.disk.spaceBytes(space);
      try {
        flash.tables.checkpoint(position);
        assertTrue(failures > 20, "failures: " + failures);
        return;
      } catch (StoreException e) {
        assertEquals(Kind.FULL, e.kind());
        failures++;
      }
      assertEquals(expected, answers(flash));
      assertEquals(covered, flash.tables.covered());
      flash.disk.spaceBytes(Long.MAX_VALUE);
      flash.tables.checkpoint(flash.nextPosition());
      assertEquals(expected, answers(flash));
      Flash again = flash.cutPower();
      assertEquals(expected, answers(again));
      assertEquals(again.disk.list(Flash.INDEX), flash.disk.list(Flash.INDEX));
    }
  }

  @Test
  void aMergeOnAFullDiskIsGivenUpAndWorksWhenThereIsSpace() throws Exception {
    int failures = 0;
    for (int space = 0; ; space += 1 + space / 4) {
      Flash flash = filled();
      for (int i = 10; i < 18; i++) {
        write(flash, i);
        flash.checkpoint();
      }
      List<String> expected = answers(flash);
      flash.disk.spaceBytes(space);
      try {
        flash.mergeAll();
        assertTrue(failures > 20, "failures: " + failures);
        return;
      } catch (StoreException e) {
        assertEquals(Kind.FULL, e.kind());
        failures++;
      }
      assertEquals(expected, answers(flash));
      flash.disk.spaceBytes(Long.MAX_VALUE);
      flash.mergeAll();
      assertEquals(expected, answers(flash));
      assertEquals(expected, answers(flash.cutPower()));
    }
  }

  @Test
  void aFailedSyncLeavesTheLastCheckpoint() throws Exception {
    Flash flash = filled();
    List<String> before = answers(flash);
    write(flash, 9);
    List<String> expected = answers(flash);
    flash.disk.syncFails(true);
    assertThrows(StoreException.class, () -> flash.tables.checkpoint(flash.log.end()));
    assertEquals(expected, answers(flash));
    flash.disk.syncFails(false);
    assertEquals(before, answers(flash.cutPower()));
  }

  private static void judgeRebuilt(PowerCutDisk disk) throws Exception {
    Flash flash = Flash.on(disk);
    assertNotNull(flash.tables.rebuildReason());
    assertEquals(0, flash.tables.covered());
    assertEquals(List.of(), disk.list(Flash.INDEX));
    for (TableShape shape : SHAPES) {
      assertTrue(
          TableModel.shown(flash.tables.table(shape), new byte[shape.keyBytes()], null).isEmpty());
    }
    write(flash, 5);
    flash.checkpoint();
    assertEquals(answers(flash), answers(flash.cutPower()));
  }

  private static PowerCutDisk closed(Flash flash) throws StoreException {
    flash.tables.close();
    flash.log.close();
    return flash.disk;
  }

  private static Flash filled() throws StoreException {
    Flash flash = Flash.on(new PowerCutDisk());
    write(flash, 1);
    flash.checkpoint();
    write(flash, 2);
    flash.checkpoint();
    return flash;
  }

  private static void write(Flash flash, int round) throws StoreException {
    Random random = new Random(round);
    Table rows = flash.tables.table(ROWS);
    Table times = flash.tables.table(TIMES);
    Table dag = flash.tables.table(DAG);
    Table state = flash.tables.table(STATE);
    byte[] bytes = new byte[40];
    for (int i = 0; i < 20; i++) {
      random.nextBytes(bytes);
      rows.put(bytes, 0, 8, bytes, 2, 2);
      times.put(bytes, 0, 40, bytes, 0, 0);
      dag.put(bytes, 0, i, bytes, 0, 20 + i);
      state.put(bytes, 0, i, bytes, 0, 20 + i);
    }
    rows.delete(bytes, 0, 8);
    times.delete(bytes, 0, 40);
  }

  /** Everything there is, found in every way. */
  private static List<String> answers(Flash flash) throws StoreException {
    List<String> all = new ArrayList<>();
    byte[] out = new byte[200];
    for (TableShape shape : SHAPES) {
      Table table = flash.tables.table(shape);
      List<byte[]> keys = new ArrayList<>();
      table.range(
          new byte[shape.keyBytes()],
          null,
          (key, keyOffset, keyLength, value, valueOffset, valueLength) ->
              keys.add(Arrays.copyOfRange(key, keyOffset, keyOffset + keyLength)));
      all.addAll(TableModel.shown(table, new byte[shape.keyBytes()], null));
      for (byte[] key : keys) {
        all.add("got " + table.get(key, 0, key.length, out, 0));
        if (shape.summed()) {
          IdSum sum = new IdSum();
          ((SummedTable) table).sum(key, null, sum);
          sum.write(out, 0);
          all.add("sum " + Arrays.hashCode(out));
        }
      }
    }
    return all;
  }

  @Test
  void theRunsOfAnotherStoreAreNotTaken() throws IOException, StoreException {
    PowerCutDisk disk = closed(filled()).copy();
    for (String name : disk.list(Flash.INDEX)) {
      Path path = Flash.INDEX.resolve(name);
      byte[] bytes = disk.bytes(path).clone();
      // A sound footer, but of another log: its salt is at 48.
      int footer = bytes.length - RunFooter.BYTES;
      bytes[footer + 48]++;
      CRC32C crc = new CRC32C();
      crc.update(bytes, footer, 124);
      LittleEndian.putInt(bytes, footer + 124, (int) crc.getValue());
      PowerCutDisk other = disk.copy();
      other.replace(path, bytes);
      Flash flash = Flash.on(other);
      assertTrue(flash.tables.rebuildReason().contains("another"), flash.tables.rebuildReason());
    }
  }
}
