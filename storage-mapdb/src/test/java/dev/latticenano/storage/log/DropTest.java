package dev.latticenano.storage.log;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.bytes.Seeds;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.storage.disk.PowerCutDisk;
import dev.latticenano.storage.disk.PowerCuts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The first segments of a log go; docs/storage.md §16. */
class DropTest {
  private static final Path DIRECTORY = Path.of("/log");
  private static final UUID STORE = new UUID(1, 2);
  private static final int SEGMENT_BYTES = 400;
  private static final int BUFFER_BYTES = 512;

  private static SegmentLog open(PowerCutDisk disk) throws StoreException {
    return SegmentLog.open(disk, DIRECTORY, STORE, SEGMENT_BYTES, BUFFER_BYTES, () -> 0x5eedL);
  }

  private static byte[] body(int number) {
    byte[] body = new byte[60];
    body[0] = (byte) number;
    return body;
  }

  private static void fill(SegmentLog log, int from, int to) throws StoreException {
    for (int i = from; i < to; i++) {
      log.append(i, body(i), 0, 60);
      if (i % 2 == 0) {
        log.sync();
      }
    }
    log.sync();
  }

  @Test
  void positionsStayWhatTheyWere() throws StoreException {
    PowerCutDisk disk = new PowerCutDisk();
    SegmentLog log = open(disk);
    fill(log, 1, 20);
    long limit = log.end();
    NavigableMap<Long, byte[]> before = Trace.shown(log);
    while (log.nextBegin() >= 0 && log.nextBegin() <= limit) {
      log.dropFirst(limit);
      assertShows(before.tailMap(log.begin()), log);
    }
    assertTrue(log.begin() > 0);
    assertTrue(disk.list(DIRECTORY).size() <= 2, disk.list(DIRECTORY).toString());
    StoreException gone = assertThrows(StoreException.class, () -> log.read(128, new byte[60], 0));
    assertEquals(StoreException.Kind.CORRUPT, gone.kind());
    fill(log, 20, 30);
    NavigableMap<Long, byte[]> after = Trace.shown(log);
    log.close();
    SegmentLog again = open(disk);
    assertShows(after, again);
    assertEquals(0, again.recovery().damaged().size());
    assertEquals(again.end(), verified(again));
    assertEquals(log.begin(), again.begin());
  }

  private static long verified(SegmentLog log) {
    Damages found = new Damages();
    long at = 0;
    while (at < log.end()) {
      at = log.verify(at, 100, found);
    }
    assertEquals(0, found.stretches());
    return at;
  }

  private static void assertShows(SortedMap<Long, byte[]> expected, SegmentLog log)
      throws StoreException {
    NavigableMap<Long, byte[]> shown = Trace.shown(log);
    assertEquals(List.copyOf(expected.keySet()), List.copyOf(shown.keySet()));
    expected.forEach((position, body) -> assertArrayEquals(body, shown.get(position)));
  }

  @Test
  void aScrubGoesOnBehindWhatWent() throws StoreException {
    SegmentLog log = open(new PowerCutDisk());
    fill(log, 1, 20);
    Damages found = new Damages();
    long at = log.verify(0, 200, found);
    log.dropFirst(log.nextBegin());
    while (at < log.end()) {
      at = log.verify(at, 100, found);
    }
    assertEquals(0, found.stretches());
  }

  @Test
  void aFirstSegmentThatNobodyDroppedIsMissed() throws StoreException, IOException {
    PowerCutDisk disk = new PowerCutDisk();
    SegmentLog log = open(disk);
    fill(log, 1, 20);
    log.close();
    disk.delete(DIRECTORY.resolve(LogRecovery.name(1)));
    SegmentLog again = open(disk);
    assertEquals(1, again.recovery().damaged().size());
    assertEquals("the segment is missing", again.recovery().damaged().get(0).reason());
  }

  @Test
  void aSegmentBehindTheDroppedOnesIsMissed() throws StoreException, IOException {
    PowerCutDisk disk = new PowerCutDisk();
    SegmentLog log = open(disk);
    fill(log, 1, 20);
    log.dropFirst(log.nextBegin());
    log.close();
    disk.delete(DIRECTORY.resolve(LogRecovery.name(2)));
    SegmentLog again = open(disk);
    assertEquals(1, again.recovery().damaged().size());
  }

  @Test
  void aDamagedHeaderOfTheFirstFileIsToldFromTheNextOne() throws StoreException {
    PowerCutDisk disk = new PowerCutDisk();
    SegmentLog log = open(disk);
    fill(log, 1, 20);
    log.dropFirst(log.nextBegin());
    NavigableMap<Long, byte[]> before = Trace.shown(log);
    log.close();
    Path second = DIRECTORY.resolve(LogRecovery.name(2));
    byte[] bytes = disk.bytes(second).clone();
    bytes[9] ^= 1;
    bytes[9 + 64] ^= 1;
    disk.replace(second, bytes);
    SegmentLog again = open(disk);
    assertShows(before, again);
    assertEquals(1, again.recovery().damaged().size());
  }

  /** Segments are dropped on a full disk: nothing is written that has not room in a reserve. */
  @Test
  void losesNothingWheneverPowerFailsWhileSegmentsGo() {
    Seeds.run(
        DropTest.class,
        random -> {
          PowerCutDisk before = new PowerCutDisk();
          SegmentLog filled = open(before);
          fill(filled, 1, 14);
          NavigableMap<Long, byte[]> all = Trace.shown(filled);
          filled.close();
          PowerCutDisk disk = before.copy();
          SegmentLog log = open(disk);
          long limit = log.end();
          // A straggler of the first segment, before that goes.
          long moved = log.appendReserved(1, body(1), 0, 60);
          log.sync();
          int synced = disk.operations();
          while (log.nextBegin() >= 0 && log.nextBegin() <= limit) {
            log.dropFirst(limit);
          }
          PowerCuts cuts = new PowerCuts(disk, random);
          int[] count = {0};
          for (int n = synced; n <= disk.operations(); n++) {
            cuts.after(n, (left, how) -> count[0] += judge(left, all, moved, how));
          }
          assertTrue(count[0] >= 20, "cuts: " + count[0]);
        });
  }

  private static int judge(
      PowerCutDisk left, NavigableMap<Long, byte[]> all, long moved, String how)
      throws StoreException {
    SegmentLog log = open(left);
    assertEquals(0, log.recovery().damaged().size(), how);
    NavigableMap<Long, byte[]> shown = Trace.shown(log);
    assertTrue(shown.keySet().containsAll(all.tailMap(log.begin()).keySet()), how);
    assertArrayEquals(body(1), shown.get(moved), how);
    long next = log.append(9, body(9), 0, 60);
    log.close();
    assertArrayEquals(body(9), Trace.shown(open(left)).get(next), how);
    return 1;
  }
}
