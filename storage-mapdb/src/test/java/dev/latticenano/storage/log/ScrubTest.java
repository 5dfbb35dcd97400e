package dev.latticenano.storage.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.store.StoreException;
import dev.latticenano.storage.disk.PowerCutDisk;
import dev.latticenano.storage.disk.PowerCutDisk.Unsynced;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/** What only going over a log again, or over its checksums, can find. */
class ScrubTest {
  private static final Path DIRECTORY = Path.of("/log");
  private static final Path FIRST = DIRECTORY.resolve("00000001.seg");

  private final PowerCutDisk disk = new PowerCutDisk();

  private SegmentLog open() throws StoreException {
    return SegmentLog.open(disk, DIRECTORY, new UUID(1, 2), 500, 200, () -> 42);
  }

  private static List<Recovery.Damage> verified(SegmentLog log) {
    Damages found = new Damages();
    assertEquals(log.end(), log.verify(0, 1_000_000, found));
    return found.listed();
  }

  @Test
  void readsFromTheDiskAgainEachTime() throws StoreException {
    SegmentLog log = open();
    long position = log.append(1, new byte[50], 0, 50);
    log.sync();
    assertEquals(List.of(), verified(log));
    byte[] bytes = disk.bytes(FIRST).clone();
    bytes[(int) position + 30] ^= 1;
    disk.replace(FIRST, bytes);
    assertEquals(
        List.of(new Recovery.Damage(FIRST, position, 62, "no sound record")), verified(log));
    log.close();
    assertThrows(IllegalStateException.class, () -> verified(log));
  }

  @Test
  void goesOnWhereTheLogHasGrownSince() throws StoreException {
    SegmentLog log = open();
    Damages found = new Damages();
    long place = 0;
    for (int i = 1; i <= 30; i++) {
      log.append(1, new byte[50], 0, 50);
      log.sync();
      int steps = 0;
      while (place < log.end()) {
        long next = log.verify(place, i % 2 == 0 ? 1 : 1000, found);
        assertTrue(next > place, "from " + place + " to " + next);
        place = next;
        assertTrue(++steps < 10, "steps to go over one record more");
      }
    }
    assertEquals(0, found.stretches());
    assertTrue(log.segments() > 3);
  }

  @Test
  void findsARecordThatWasReplacedByAnotherSoundOne() throws StoreException {
    SegmentLog log = open();
    long position = log.append(1, new byte[50], 0, 50);
    log.append(1, new byte[400], 0, 400);
    assertEquals(2, log.segments());
    byte[] bytes = disk.bytes(FIRST).clone();
    byte[] other = {7, 7, 7};
    byte[] body = new byte[50];
    System.arraycopy(other, 0, body, 0, 3);
    new RecordFormat(42).writeHead(bytes, (int) position, position, 1, body, 0, 50);
    System.arraycopy(body, 0, bytes, (int) position + RecordFormat.HEAD_BYTES, 50);
    disk.replace(FIRST, bytes);
    assertEquals(
        List.of(
            new Recovery.Damage(
                FIRST, 0, log.footer(0).last() + 24, "the segment fails its checksum")),
        verified(log));
  }

  @Test
  void sealsADamagedSegmentWithTheChecksumOfItsBytesAsTheyAre() throws StoreException {
    SegmentLog log = open();
    long position = log.append(1, new byte[50], 0, 50);
    log.append(1, new byte[60], 0, 60);
    log.close();
    byte[] bytes = disk.bytes(FIRST).clone();
    bytes[(int) position + 30] ^= 1;
    disk.replace(FIRST, bytes);
    SegmentLog again = open();
    again.append(1, new byte[400], 0, 400);
    SegmentFooter footer = again.footer(0);
    CRC32C crc = new CRC32C();
    crc.update(disk.bytes(FIRST), 0, (int) footer.last() + 24);
    assertEquals((int) crc.getValue(), footer.crc());
  }

  @Test
  void cutsNothingThatCannotBeReadThoughNobodyWasPromisedIt() throws StoreException {
    SegmentLog log = open();
    log.append(1, new byte[20], 0, 20);
    log.sync();
    int synced = disk.bytes(FIRST).length;
    for (int i = 0; i < 3; i++) {
      log.append(1, new byte[70], 0, 70);
    }
    int n = disk.operations();
    PowerCutDisk left = disk.crash(n, 0, disk.unsyncedNames(n), Unsynced.KEPT, 0);
    int length = left.bytes(FIRST).length;
    left.unreadable(FIRST, synced + 5, synced + 6);
    SegmentLog again = SegmentLog.open(left, DIRECTORY, new UUID(1, 2), 500, 200, () -> 42);
    assertEquals(0, again.recovery().bytesCut());
    assertEquals(1, again.recovery().damaged().size());
    assertEquals(length, left.bytes(FIRST).length - (again.recovery().records() > 1 ? 24 : 0));
  }
}
