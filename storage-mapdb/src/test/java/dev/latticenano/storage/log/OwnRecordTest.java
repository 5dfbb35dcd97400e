package dev.latticenano.storage.log;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.latticenano.core.store.StoreContract;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.StoreException.Kind;
import dev.latticenano.storage.disk.PowerCutDisk;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What storage writes among the core's records, for itself. */
class OwnRecordTest {
  private final PowerCutDisk disk = new PowerCutDisk();

  private SegmentLog open() throws StoreException {
    return SegmentLog.open(disk, Path.of("/log"), new UUID(1, 2), 300, 100, () -> 42);
  }

  @Test
  void isReadByItsPositionAndNeverShown() throws StoreException {
    SegmentLog log = open();
    assertEquals(-1, log.lastRuns());
    byte[] body = {1, 2, 3};
    long own = log.appendOwn(OwnRecord.RUNS, body, 0, 3);
    long shown = log.append(1, body, 1, 2);
    long free = log.appendOwn(255, body, 2, 1);
    byte[] out = new byte[3];
    assertEquals(3, log.readOwn(own, out, 0));
    assertArrayEquals(body, out);
    assertEquals(1, log.readOwn(free, out, 0));
    List<String> lines = List.of(StoreContract.line(shown, 1, new byte[] {2, 3}));
    assertEquals(lines, StoreContract.shown(log, 0));
    assertEquals(lines, StoreContract.shown(log, own));
    StoreException read = assertThrows(StoreException.class, () -> log.read(own, out, 0));
    assertEquals(Kind.CORRUPT, read.kind());
    assertThrows(StoreException.class, () -> log.readOwn(shown, out, 0));
    log.close();
    SegmentLog again = open();
    assertEquals(1, again.recovery().records());
    assertEquals(lines, StoreContract.shown(again, 0));
  }

  @Test
  void remembersTheLastRunsRecordAcrossSegmentsAndOpenings() throws StoreException {
    SegmentLog log = open();
    log.appendOwn(OwnRecord.RUNS, new byte[40], 0, 40);
    long last = log.appendOwn(OwnRecord.RUNS, new byte[50], 0, 50);
    for (int i = 0; i < 20; i++) {
      log.append(1, new byte[60], 0, 60);
    }
    assertEquals(last, log.lastRuns());
    log.close();
    assertEquals(last, open().lastRuns());
  }

  @Test
  void refusesTheKindsThatOnlyTheLogWrites() throws StoreException {
    SegmentLog log = open();
    for (int kind : new int[] {-1, 0, 1, 239, OwnRecord.MARK, OwnRecord.FOOTER, 256}) {
      assertThrows(
          IllegalArgumentException.class, () -> log.appendOwn(kind, new byte[1], 0, 1), "" + kind);
    }
  }
}
