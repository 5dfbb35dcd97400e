package dev.latticenano.storage.log;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.StoreException.Kind;
import dev.latticenano.storage.disk.PowerCutDisk;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Bytes that change on a disk at rest: never a wrong answer, always a report. */
class DamageTest {
  private static final Path DIRECTORY = Path.of("/log");
  private static final Path FIRST = DIRECTORY.resolve("00000001.seg");
  private static final Path SECOND = DIRECTORY.resolve("00000002.seg");
  private static final Path THIRD = DIRECTORY.resolve("00000003.seg");
  private static final UUID STORE = new UUID(7, 8);

  /** Nine records in three segments, closed. */
  private static PowerCutDisk filled() throws StoreException {
    PowerCutDisk disk = new PowerCutDisk();
    SegmentLog log = open(disk);
    Trace trace = new Trace(disk, log);
    for (int i = 1; i <= 9; i++) {
      byte[] body = new byte[20 + i];
      Arrays.fill(body, (byte) i);
      trace.append(body);
    }
    log.close();
    assertEquals(3, disk.list(DIRECTORY).size());
    return disk;
  }

  private static SegmentLog open(PowerCutDisk disk) throws StoreException {
    return SegmentLog.open(disk, DIRECTORY, STORE, 260, 64, () -> 0x1234_5678_9abcL);
  }

  private static StoreException refusal(PowerCutDisk disk) {
    return assertThrows(StoreException.class, () -> open(disk));
  }

  private static PowerCutDisk with(PowerCutDisk disk, Path path, int at, int xor) {
    PowerCutDisk changed = disk.copy();
    byte[] bytes = changed.bytes(path).clone();
    bytes[at] ^= (byte) xor;
    changed.replace(path, bytes);
    return changed;
  }

  @Test
  void losesAtMostTheRecordHitWhenAnyByteIsFlippedAndReportsIt() throws StoreException {
    PowerCutDisk disk = filled();
    NavigableMap<Long, byte[]> all = Trace.shown(open(disk.copy()));
    assertEquals(9, all.size());
    for (Path path : List.of(FIRST, SECOND, THIRD)) {
      for (int at = 0; at < disk.bytes(path).length; at++) {
        for (int xor : new int[] {1, 0x80, 0xff}) {
          PowerCutDisk changed = with(disk, path, at, xor);
          String where = path + " byte " + at;
          SegmentLog log = open(changed);
          assertFalse(log.recovery().clean(), where);
          NavigableMap<Long, byte[]> shown = Trace.shown(log);
          shown.forEach((position, body) -> assertArrayEquals(all.get(position), body, where));
          assertTrue(shown.size() >= (at < SegmentHeader.BYTES ? 9 : 8), where);
          long next = log.append(1, new byte[] {1}, 0, 1);
          log.close();
          SegmentLog again = open(changed);
          assertEquals(shown.size() + 1, Trace.shown(again).size(), where);
          assertEquals(next, Trace.shown(again).lastKey(), where);
        }
      }
    }
  }

  @Test
  void stepsOverADamagedRecordAndNamesFileOffsetAndLength() throws StoreException {
    PowerCutDisk disk = filled();
    List<Long> positions = new ArrayList<>(Trace.shown(open(disk.copy())).keySet());
    int at = positions.get(1).intValue();
    SegmentLog log = open(with(disk, FIRST, at + 20, 1));
    long bytes = positions.get(2) - at;
    assertEquals(
        List.of(new Recovery.Damage(FIRST, at, bytes, "no sound record")),
        log.recovery().damaged());
    positions.remove(1);
    assertEquals(positions, List.copyOf(Trace.shown(log).keySet()));
    assertEquals(0, log.recovery().bytesCut());
    StoreException e = assertThrows(StoreException.class, () -> log.read(at, new byte[100], 0));
    assertEquals(Kind.CORRUPT, e.kind());
    assertEquals(
        FIRST + " is damaged at byte " + at + ": the record fails its checksum", e.getMessage());
  }

  @Test
  void refusesToScanOverDamageThatHappenedSinceOpening() throws StoreException {
    PowerCutDisk disk = filled();
    SegmentLog log = open(disk);
    byte[] bytes = disk.bytes(SECOND).clone();
    bytes[SegmentHeader.BYTES + 15] ^= 1;
    disk.replace(SECOND, bytes);
    StoreException e =
        assertThrows(StoreException.class, () -> log.scan(0, (p, kind, b, offset, n) -> true));
    assertEquals(Kind.CORRUPT, e.kind());
    assertTrue(e.getMessage().startsWith(SECOND + " is damaged at byte 128"), e.getMessage());
  }

  @Test
  void readsASegmentWithoutAHeaderBehindAnother() throws StoreException {
    PowerCutDisk disk = with(with(filled(), SECOND, 3, 1), SECOND, 67, 1);
    SegmentLog log = open(disk);
    assertEquals(9, Trace.shown(log).size());
    assertEquals(
        List.of(new Recovery.Damage(SECOND, 0, 128, "no header")), log.recovery().damaged());
  }

  @Test
  void refusesALogWhoseOnlyHeaderIsGone() throws StoreException {
    PowerCutDisk disk = new PowerCutDisk();
    SegmentLog log = open(disk);
    log.append(1, new byte[5], 0, 5);
    log.close();
    StoreException e = refusal(with(with(disk, FIRST, 3, 1), FIRST, 67, 1));
    assertEquals(Kind.CORRUPT, e.kind());
  }

  @Test
  void reportsAMissingSegmentAndKeepsPositions() throws Exception {
    PowerCutDisk disk = filled();
    NavigableMap<Long, byte[]> all = Trace.shown(open(disk.copy()));
    int missing = disk.bytes(SECOND).length;
    disk.delete(SECOND);
    SegmentLog log = open(disk);
    assertEquals(
        List.of(new Recovery.Damage(SECOND, 0, missing, "the segment is missing")),
        log.recovery().damaged());
    NavigableMap<Long, byte[]> shown = Trace.shown(log);
    assertTrue(all.keySet().containsAll(shown.keySet()));
    assertTrue(shown.containsKey(all.lastKey()) && shown.containsKey(all.firstKey()));
    long end = log.end();
    assertTrue(log.append(1, new byte[1], 0, 1) >= end);
    long inTheGap = disk.bytes(FIRST).length + 150;
    assertThrows(StoreException.class, () -> log.read(inTheGap, new byte[100], 0));
  }

  @Test
  void refusesSegmentsOfAnotherStoreAnotherPlaceAndANewerProgram() throws StoreException {
    PowerCutDisk disk = filled();
    StoreException other =
        assertThrows(
            StoreException.class,
            () -> SegmentLog.open(disk, DIRECTORY, new UUID(1, 1), 260, 64, () -> 1));
    assertEquals(Kind.CORRUPT, other.kind());
    assertTrue(other.getMessage().endsWith("it belongs to store " + STORE), other.getMessage());

    PowerCutDisk moved = disk.copy();
    moved.rename(SECOND, DIRECTORY.resolve("00000007.seg"));
    assertEquals(Kind.CORRUPT, refusal(moved).kind());

    PowerCutDisk newer = disk.copy();
    byte[] bytes = newer.bytes(THIRD).clone();
    byte[] head = new SegmentHeader(2, 3, STORE, 0, 5).bytes();
    System.arraycopy(head, 0, bytes, 0, head.length);
    newer.replace(THIRD, bytes);
    StoreException e = refusal(newer);
    assertEquals(Kind.NEWER, e.kind());
    assertEquals(THIRD + " has format 2; this program reads up to 1", e.getMessage());
  }

  @Test
  void syncsATruncationBeforeAnythingElseIsWritten() throws StoreException {
    PowerCutDisk disk = filled();
    byte[] bytes = disk.bytes(THIRD);
    disk.replace(THIRD, Arrays.copyOf(bytes, bytes.length + 40));
    PowerCutDisk torn = disk.copy();
    SegmentLog log = open(torn);
    assertEquals(40, log.recovery().bytesCut());
    assertEquals(List.of("TRUNCATE", "SYNC"), torn.history());
    assertEquals(bytes.length, torn.bytes(THIRD).length);
  }
}
