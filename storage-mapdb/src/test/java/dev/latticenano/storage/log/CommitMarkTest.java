package dev.latticenano.storage.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.store.StoreException;
import dev.latticenano.storage.disk.PowerCutDisk;
import dev.latticenano.storage.disk.PowerCutDisk.Unsynced;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A mark costs no write and no sync of its own, and tells what was acknowledged. */
class CommitMarkTest {
  private static final Path DIRECTORY = Path.of("/log");
  private static final Path FIRST = DIRECTORY.resolve("00000001.seg");

  private static SegmentLog open(PowerCutDisk disk) throws StoreException {
    return SegmentLog.open(disk, DIRECTORY, new UUID(1, 2), 100_000, 600, () -> 42);
  }

  private static List<String> since(PowerCutDisk disk, int operations) {
    return disk.history().subList(operations, disk.operations());
  }

  @Test
  void goesWithItsBatchInOneWriteAndOneSync() throws StoreException {
    PowerCutDisk disk = new PowerCutDisk();
    SegmentLog log = open(disk);
    // The buffer is full to the last byte, and the mark still fits.
    for (int length : new int[] {100, 588, 587}) {
      int before = disk.operations();
      log.append(1, new byte[length], 0, length);
      log.sync();
      assertEquals(List.of("WRITE", "SYNC"), since(disk, before));
    }
    int quiet = disk.operations();
    log.sync();
    log.close();
    assertEquals(List.of(), since(disk, quiet));
  }

  @Test
  void isWrittenForWhatAKilledProcessLeftBehind() throws StoreException {
    PowerCutDisk disk = new PowerCutDisk();
    SegmentLog log = open(disk);
    for (int i = 0; i < 5; i++) {
      log.append(1, new byte[200], 0, 200);
    }
    // Two buffers' worth is in the file, nothing is synced: a killed process loses no pages.
    PowerCutDisk left =
        disk.crash(disk.operations(), 0, disk.unsyncedNames(disk.operations()), Unsynced.KEPT, 0);
    SegmentLog again = open(left);
    assertEquals(4, again.recovery().records());
    assertTrue(again.recovery().clean());
    assertEquals(List.of("WRITE", "SYNC"), left.history());
    assertEquals(again.end(), again.syncedEnd());
    assertEquals(4, Trace.shown(open(left.copy())).size());
  }

  @Test
  void isMadeDurableWhenTheProcessWasKilledBeforeTheSyncBehindIt() throws StoreException {
    for (int batches = 1; batches < 9; batches++) {
      PowerCutDisk disk = new PowerCutDisk();
      SegmentLog log = open(disk);
      for (int i = 0; i < batches; i++) {
        log.append(1, new byte[90], 0, 90);
        log.sync();
      }
      PowerCutDisk killed = new PowerCutDisk();
      killed.resume(disk, disk.operations() - 1);
      assertEquals(log.end(), open(killed).syncedEnd());
      PowerCutDisk left = killed.crash(killed.operations(), 0, 0, Unsynced.LOST, 0);
      assertEquals(batches, open(left).recovery().records());
    }
  }

  @Test
  void isPutOffWhenTheDiskIsFullAtOpening() throws StoreException {
    PowerCutDisk disk = new PowerCutDisk();
    SegmentLog log = open(disk);
    for (int i = 0; i < 5; i++) {
      log.append(1, new byte[200], 0, 200);
    }
    int n = disk.operations();
    PowerCutDisk left = disk.crash(n, 0, disk.unsyncedNames(n), Unsynced.KEPT, 0);
    left.spaceBytes(10);
    SegmentLog again = open(left);
    assertEquals(4, Trace.shown(again).size());
    assertTrue(again.syncedEnd() < again.end());
    left.spaceBytes(1000);
    again.sync();
    assertEquals(again.end(), again.syncedEnd());
    assertTrue(open(left.copy()).recovery().clean());
  }

  @Test
  void tellsTheLossEvenWhenTheMarkBeforeItIsGone() throws StoreException {
    PowerCutDisk disk = new PowerCutDisk();
    SegmentLog log = open(disk);
    List<Long> positions = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      positions.add(log.append(1, new byte[50], 0, 50));
      if (i == 2 || i == 5) {
        log.sync();
      }
    }
    byte[] bytes = disk.bytes(FIRST).clone();
    // The first mark and the record behind it.
    int mark = (int) (positions.get(2) + 62);
    Arrays.fill(bytes, mark, mark + CommitMark.BYTES + 62, (byte) 0x77);
    disk.replace(FIRST, bytes);
    Recovery found = open(disk).recovery();
    assertEquals(5, found.records());
    assertEquals(1, found.recordsLost());
    assertEquals(0, found.bytesCut());
    assertEquals(
        List.of(new Recovery.Damage(FIRST, mark, CommitMark.BYTES + 62, "no sound record")),
        found.damaged());
  }

  @Test
  void bringsBackAllRecordsWhenItAloneIsDamaged() throws StoreException {
    PowerCutDisk disk = new PowerCutDisk();
    SegmentLog log = open(disk);
    log.append(1, new byte[50], 0, 50);
    log.append(1, new byte[60], 0, 60);
    log.close();
    byte[] bytes = disk.bytes(FIRST).clone();
    bytes[bytes.length - 1] ^= 1;
    disk.replace(FIRST, bytes);
    SegmentLog again = open(disk);
    assertEquals(CommitMark.BYTES, again.recovery().bytesCut());
    assertEquals(2, again.recovery().records());
    assertEquals(List.of("TRUNCATE", "SYNC", "WRITE", "SYNC"), since(disk, disk.operations() - 4));
    assertTrue(open(disk.copy()).recovery().clean());
  }
}
