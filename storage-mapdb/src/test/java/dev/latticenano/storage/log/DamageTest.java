package dev.latticenano.storage.log;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
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
          flip(disk, all, path, at, xor);
        }
      }
    }
  }

  private static void flip(
      PowerCutDisk disk, NavigableMap<Long, byte[]> all, Path path, int at, int xor)
      throws StoreException {
    PowerCutDisk changed = with(disk, path, at, xor);
    String where = path + " byte " + at;
    SegmentLog log = open(changed);
    int lastMark = disk.bytes(THIRD).length - CommitMark.BYTES;
    boolean cut = path.equals(THIRD) && at >= lastMark;
    assertEquals(cut ? CommitMark.BYTES : 0, log.recovery().bytesCut(), where);
    // What opening scans, it reports; what it skips, the next reading of it does.
    assertTrue(!log.recovery().clean() || !path.equals(THIRD), where);
    assertEquals(cut, verified(log, 50).stretches() == 0, where);
    assertTrue(cut || covers(verified(log, 1_000_000), path, at), where);
    all.forEach((position, body) -> readsOrRefuses(log, position, body, where));
    NavigableMap<Long, byte[]> shown = Trace.shown(log);
    shown.forEach((position, body) -> assertArrayEquals(all.get(position), body, where));
    assertTrue(shown.size() >= (at < SegmentHeader.BYTES ? 9 : 8), where);
    assertTrue(shown.size() == 9 || log.damages().stretches() > 0, where);
    long next = log.append(1, new byte[] {1}, 0, 1);
    log.close();
    SegmentLog again = open(changed);
    assertEquals(shown.size() + 1, Trace.shown(again).size(), where);
    assertEquals(next, Trace.shown(again).lastKey(), where);
  }

  private static void readsOrRefuses(SegmentLog log, long position, byte[] body, String where) {
    byte[] out = new byte[body.length];
    try {
      assertEquals(body.length, log.read(position, out, 0), where);
      assertArrayEquals(body, out, where);
    } catch (StoreException e) {
      assertEquals(Kind.CORRUPT, e.kind(), where);
    }
  }

  /** What going over the whole log in steps of {@code budget} bytes finds. */
  private static Damages verified(SegmentLog log, int budget) {
    Damages found = new Damages();
    int steps = 0;
    for (long at = 0; at != log.end(); steps++) {
      long next = log.verify(at, budget, found);
      assertTrue(next > at, next + " after " + at);
      at = next;
    }
    assertTrue(steps <= log.end() / budget + 1, "steps " + steps);
    return found;
  }

  private static boolean covers(Damages damages, Path path, int at) {
    return damages.listed().stream()
        .anyMatch(d -> d.file().equals(path) && d.offset() <= at && at < d.offset() + d.bytes());
  }

  @Test
  void findsNothingToReportInASoundLog() throws StoreException {
    SegmentLog log = open(filled());
    assertTrue(log.recovery().clean());
    assertEquals(1, log.recovery().segmentsScanned());
    assertEquals(9, log.recovery().records());
    assertEquals(0, verified(log, 1).stretches());
    assertEquals(log.end(), log.verify(log.end(), 10, new Damages()));
  }

  @Test
  void findsRotThatHappenedSinceItLookedLast() throws StoreException {
    PowerCutDisk disk = filled();
    SegmentLog log = open(disk);
    for (Path path : List.of(FIRST, SECOND, THIRD)) {
      byte[] sound = disk.bytes(path).clone();
      for (int at = 0; at < sound.length; at += 13) {
        byte[] bytes = sound.clone();
        bytes[at] ^= 4;
        disk.replace(path, bytes);
        assertTrue(covers(verified(log, 100), path, at), path + " byte " + at);
        disk.replace(path, sound);
        assertEquals(0, verified(log, 100).stretches(), path + " byte " + at);
      }
    }
  }

  @Test
  void stepsOverADamagedRecordAndNamesFileOffsetAndLength() throws StoreException {
    PowerCutDisk disk = filled();
    List<Long> positions = new ArrayList<>(Trace.shown(open(disk.copy())).keySet());
    int at = positions.get(1).intValue();
    long bytes = positions.get(2) - at;
    SegmentLog log = open(with(disk, FIRST, at + 20, 1));
    assertTrue(log.recovery().clean());
    positions.remove(1);
    assertEquals(positions, List.copyOf(Trace.shown(log).keySet()));
    assertEquals(
        List.of(new Recovery.Damage(FIRST, at, bytes, "no sound record")), log.damages().listed());
    assertEquals(positions, List.copyOf(Trace.shown(log).keySet()));
    assertEquals(1, log.damages().stretches());
    assertEquals(bytes, log.damages().bytes());
    StoreException e = assertThrows(StoreException.class, () -> log.read(at, new byte[100], 0));
    assertEquals(Kind.CORRUPT, e.kind());
    assertEquals(
        FIRST + " is damaged at byte " + at + ": the record fails its checksum", e.getMessage());
  }

  @Test
  void reportsTheLastAcknowledgedRecordAsDamagedInsteadOfCuttingIt() throws StoreException {
    PowerCutDisk disk = filled();
    long last = Trace.shown(open(disk.copy())).lastKey();
    int base = disk.bytes(FIRST).length + disk.bytes(SECOND).length;
    SegmentLog log = open(with(disk, THIRD, (int) last - base + 13, 1));
    assertEquals(0, log.recovery().bytesCut());
    assertEquals(1, log.recovery().recordsLost());
    assertEquals(1, log.recovery().damaged().size());
    assertEquals(8, log.recovery().records());
  }

  @Test
  void saysHowManyRecordsABatchHasLost() throws StoreException {
    PowerCutDisk disk = filled();
    byte[] bytes = disk.bytes(THIRD).clone();
    int mark = bytes.length - CommitMark.BYTES;
    Arrays.fill(bytes, SegmentHeader.BYTES + 3, mark, (byte) 0x5a);
    disk.replace(THIRD, bytes);
    SegmentLog log = open(disk);
    int inThird = 9 - (int) log.recovery().records();
    assertTrue(inThird >= 2, "records " + inThird);
    assertEquals(inThird, log.recovery().recordsLost());
    assertEquals(1, log.recovery().damaged().size());
  }

  @Test
  void listsOnlySoMuchDamageAndCountsAllOfIt() {
    Damages damages = new Damages();
    for (int i = 0; i <= Damages.LISTED_MAX; i++) {
      damages.add(FIRST, i, 2, "rot");
      damages.add(FIRST, 0, 2, "rot");
    }
    assertEquals(Damages.LISTED_MAX, damages.listed().size());
    assertEquals(Damages.LISTED_MAX + 1, damages.stretches());
    assertEquals(2 * (Damages.LISTED_MAX + 1), damages.bytes());
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
    byte[] head = new SegmentHeader(3, 3, STORE, 0, 5).bytes();
    System.arraycopy(head, 0, bytes, 0, head.length);
    newer.replace(THIRD, bytes);
    StoreException e = refusal(newer);
    assertEquals(Kind.NEWER, e.kind());
    assertEquals(THIRD + " has format 3; this program reads up to 2", e.getMessage());
  }

  @Test
  void syncsATruncationBeforeAnythingElseIsWritten() throws StoreException {
    PowerCutDisk disk = filled();
    byte[] bytes = disk.bytes(THIRD);
    disk.replace(THIRD, Arrays.copyOf(bytes, bytes.length + 40));
    PowerCutDisk torn = disk.copy();
    SegmentLog log = open(torn);
    assertEquals(40, log.recovery().bytesCut());
    assertEquals(List.of("TRUNCATE", "SYNC", "SYNC"), torn.history());
    assertEquals(bytes.length, torn.bytes(THIRD).length);
  }
}
