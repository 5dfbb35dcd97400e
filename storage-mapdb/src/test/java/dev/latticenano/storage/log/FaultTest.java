package dev.latticenano.storage.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.store.StoreContract;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.StoreException.Kind;
import dev.latticenano.storage.disk.PowerCutDisk;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A disk that runs full at any byte, and one that fails to sync. */
class FaultTest {
  private static final Path DIRECTORY = Path.of("/log");
  private static final UUID STORE = new UUID(9, 10);

  private static SegmentLog open(PowerCutDisk disk) throws StoreException {
    return SegmentLog.open(disk, DIRECTORY, STORE, 400, 100, () -> 42);
  }

  @Test
  void losesNoRecordItAcceptedWhereverTheDiskRunsFull() throws StoreException {
    int refusals = 0;
    for (int space = 0; space < 900; space++) {
      PowerCutDisk disk = new PowerCutDisk();
      SegmentLog log = open(disk);
      disk.spaceBytes(space);
      List<String> accepted = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        byte[] body = new byte[i * 17 % 130];
        try {
          accepted.add(StoreContract.line(log.append(3, body, 0, body.length), 3, body));
          if (i % 4 == 3) {
            log.sync();
          }
        } catch (StoreException e) {
          assertEquals(Kind.FULL, e.kind(), e.getMessage());
          refusals++;
        }
        assertEquals(accepted, StoreContract.shown(log, 0), "space " + space);
      }
      disk.spaceBytes(Long.MAX_VALUE);
      accepted.add(StoreContract.line(log.append(4, new byte[9], 0, 9), 4, new byte[9]));
      log.sync();
      assertEquals(accepted, StoreContract.shown(log, 0), "space " + space);
      SegmentLog again = open(disk.copy());
      assertTrue(again.recovery().clean(), "space " + space);
      assertEquals(accepted, StoreContract.shown(again, 0), "space " + space);
    }
    assertTrue(refusals > 500, "refusals " + refusals);
  }

  @Test
  void takesNoMoreRecordsAfterAFailedSyncUntilItIsOpenedAgain() throws StoreException {
    PowerCutDisk disk = new PowerCutDisk();
    SegmentLog log = open(disk);
    long first = log.append(1, new byte[8], 0, 8);
    log.sync();
    long second = log.append(1, new byte[9], 0, 9);
    disk.syncFails(true);
    StoreException failed = assertThrows(StoreException.class, log::sync);
    assertEquals(Kind.IO, failed.kind());
    disk.syncFails(false);
    StoreException refused = assertThrows(StoreException.class, log::sync);
    assertEquals(
        "/log takes no more records until it is opened again: "
            + "cannot sync /log/00000001.seg: Input/output error",
        refused.getMessage());
    assertThrows(StoreException.class, () -> log.append(1, new byte[1], 0, 1));
    assertEquals(8, log.read(first, new byte[9], 0));
    assertEquals(9, log.read(second, new byte[9], 0));
    assertEquals(second, log.syncedEnd());
    log.close();
    SegmentLog again = open(disk);
    again.append(1, new byte[1], 0, 1);
    again.sync();
    assertEquals(3, StoreContract.shown(again, 0).size());
  }

  @Test
  void refusesToWriteWhenEvenTakingAFailedWriteBackFails() throws StoreException {
    PowerCutDisk disk = new PowerCutDisk();
    SegmentLog log = open(disk);
    log.append(1, new byte[60], 0, 60);
    disk.spaceBytes(10);
    disk.syncFails(true);
    assertEquals(Kind.FULL, assertThrows(StoreException.class, log::sync).kind());
    disk.spaceBytes(1000);
    disk.syncFails(false);
    StoreException e = assertThrows(StoreException.class, () -> log.append(1, new byte[1], 0, 1));
    assertTrue(e.getMessage().startsWith("/log takes no more records"), e.getMessage());
    assertEquals(1, StoreContract.shown(log, 0).size());
  }
}
