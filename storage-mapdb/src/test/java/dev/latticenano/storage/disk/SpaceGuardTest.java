package dev.latticenano.storage.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.StoreException.Kind;
import dev.latticenano.storage.log.OwnRecord;
import dev.latticenano.storage.log.SegmentLog;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpaceGuardTest {
  private static final long RESERVE = 16_777_216;

  @TempDir Path directory;
  private long free = Long.MAX_VALUE;
  private int asked;

  private final SpaceGuard guard =
      new SpaceGuard(
          () -> {
            asked++;
            return free;
          },
          RESERVE);

  @Test
  void refusesTheCoreButNotStorageAndGoesOnByItself() throws StoreException {
    WriteCounters counters = new WriteCounters();
    byte[] body = new byte[100];
    try (SegmentLog log =
        SegmentLog.open(
            new FileDisk(counters, WriteCounters.Use.LOG),
            directory,
            new UUID(1, 2),
            10_000,
            guard,
            counters)) {
      free = RESERVE - 1;
      StoreException e = assertThrows(StoreException.class, () -> log.append(1, body, 0, 100));
      assertEquals(Kind.FULL, e.kind());
      assertEquals(
          "cannot append to "
              + directory
              + ": 16777215 bytes are free and the last 16777216 are kept in reserve",
          e.getMessage());
      log.appendOwn(OwnRecord.RUNS, body, 0, 100);
      log.sync();
      free = RESERVE;
      log.append(1, body, 0, 100);
      assertEquals(100, counters.payload());
    }
  }

  @Test
  void asksOncePerMebibyteAndAtEachAppendWhileItRefuses() throws StoreException {
    Path path = Path.of("/log");
    guard.admit(path, 1000);
    assertEquals(1, asked);
    for (int i = 1; i < 3 * 1024; i++) {
      guard.admit(path, 1024);
    }
    assertEquals(3, asked);
    guard.admit(path, 1024);
    assertEquals(4, asked);
    free = 0;
    guard.admit(path, (int) guard.askBytes() - 1);
    for (int i = 1; i <= 5; i++) {
      assertThrows(StoreException.class, () -> guard.admit(path, 1));
      assertEquals(4 + i, asked);
    }
    free = RESERVE;
    guard.admit(path, 1);
    guard.admit(path, 1);
    assertEquals(10, asked);
  }

  @Test
  void keepsA64thOfASmallFileSystemAndNothingWhereThereIsNoReserve() throws StoreException {
    SpaceGuard real = SpaceGuard.of(directory);
    long total = DiskFailure.totalBytes(directory);
    assertEquals(Math.min(SpaceGuard.RESERVE_BYTES, total / 64), real.reserveBytes());
    assertTrue(real.askBytes() * 16 <= real.reserveBytes());
    SpaceGuard.none().admit(directory, Integer.MAX_VALUE);
    assertThrows(IllegalArgumentException.class, () -> new SpaceGuard(() -> 0, -1));
  }
}
