package dev.latticenano.storage.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.StoreException.Kind;
import dev.latticenano.storage.disk.PowerCutDisk;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.NavigableMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Blocks that a disk refuses to read: they cost what lies in them. */
class BadSectorTest {
  private static final Path DIRECTORY = Path.of("/log");
  private static final int BLOCK = 4096;

  private static SegmentLog open(PowerCutDisk disk) throws StoreException {
    return SegmentLog.open(disk, DIRECTORY, new UUID(1, 2), 40_000, 2000, () -> 42);
  }

  private static PowerCutDisk filled() throws StoreException {
    PowerCutDisk disk = new PowerCutDisk();
    SegmentLog log = open(disk);
    for (int i = 1; i <= 70; i++) {
      byte[] body = new byte[200 + 13 * i];
      Arrays.fill(body, (byte) i);
      log.append(i, body, 0, body.length);
      if (i % 5 == 0) {
        log.sync();
      }
    }
    log.close();
    assertEquals(2, disk.list(DIRECTORY).size());
    return disk;
  }

  @Test
  void loseOnlyTheRecordsInThemWhereverTheyAre() throws StoreException {
    PowerCutDisk sound = filled();
    NavigableMap<Long, byte[]> all = Trace.shown(open(sound.copy()));
    long base = 0;
    for (String name : sound.list(DIRECTORY)) {
      Path path = DIRECTORY.resolve(name);
      int length = sound.bytes(path).length;
      for (int block = 0; block < length; block += BLOCK) {
        String where = name + " block " + block;
        PowerCutDisk disk = sound.copy();
        disk.unreadable(path, block, block + BLOCK);
        SegmentLog log = open(disk);
        assertEquals(0, log.recovery().bytesCut(), where);
        NavigableMap<Long, byte[]> shown = Trace.shown(log);
        for (var record : all.entrySet()) {
          long from = record.getKey() - base;
          long to = from + RecordFormat.HEAD_BYTES + record.getValue().length;
          boolean hit = from < block + BLOCK && to > block && from >= 0 && to <= length;
          assertEquals(!hit, shown.containsKey(record.getKey()), where + " record " + from);
          if (hit) {
            refuses(log, record.getKey());
          }
        }
        assertTrue(log.damages().stretches() > 0, where);
        Damages found = new Damages();
        assertEquals(log.end(), log.verify(0, 1_000_000, found), where);
        assertTrue(found.listed().get(0).reason().contains("Input/output error"), where);
        long next = log.append(9, new byte[] {9}, 0, 1);
        log.sync();
        disk.unreadable(path, 0, 0);
        assertEquals(all.size() + 1, Trace.shown(open(disk.copy())).size(), where);
        assertEquals(1, log.read(next, new byte[1], 0), where);
      }
      base += length;
    }
  }

  private static void refuses(SegmentLog log, long position) {
    StoreException e =
        assertThrows(StoreException.class, () -> log.read(position, new byte[5000], 0));
    assertEquals(Kind.CORRUPT, e.kind());
    assertNotNull(e.getCause());
    assertTrue(e.getMessage().contains(" cannot be read at byte "), e.getMessage());
  }

  @Test
  void saysThatTheOnlyHeaderCannotBeRead() throws StoreException {
    PowerCutDisk disk = new PowerCutDisk();
    open(disk).close();
    disk.unreadable(DIRECTORY.resolve("00000001.seg"), 0, BLOCK);
    StoreException e = assertThrows(StoreException.class, () -> open(disk));
    assertEquals(Kind.IO, e.kind());
    assertEquals("cannot read the header of /log/00000001.seg: Input/output error", e.getMessage());
  }
}
