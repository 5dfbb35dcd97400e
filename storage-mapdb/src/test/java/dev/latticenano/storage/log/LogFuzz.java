package dev.latticenano.storage.log;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.fuzz.Script;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.storage.disk.PowerCutDisk;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Logs whose files are anything: records of every kind and any body under right checksums,
 * storage's own among them; then bytes changed, cut off or put behind. A log opens or says why not,
 * shows what was written or less, and takes more, which is there when it is opened again.
 */
public final class LogFuzz {
  private static final Path DIRECTORY = Path.of("/log");
  private static final UUID STORE = new UUID(7, 8);
  private static final int SEGMENT_BYTES = 400;

  private LogFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) throws StoreException {
    Script script = new Script(input);
    PowerCutDisk disk = new PowerCutDisk();
    NavigableMap<Long, byte[]> written = write(disk, script);
    boolean changed = false;
    for (int changes = script.choose(4); changes > 0; changes--) {
      changed |= change(disk, script);
    }
    SegmentLog log;
    try {
      log = open(disk);
    } catch (StoreException refused) {
      assertTrue(changed, () -> "refuses what it wrote: " + refused);
      return;
    }
    read(log, written, changed);
  }

  private static SegmentLog open(PowerCutDisk disk) throws StoreException {
    return SegmentLog.open(disk, DIRECTORY, STORE, SEGMENT_BYTES, 64, () -> 0x1234_5678_9abcL);
  }

  private static NavigableMap<Long, byte[]> write(PowerCutDisk disk, Script script)
      throws StoreException {
    SegmentLog log = open(disk);
    int records = script.choose(16);
    for (int i = 0; i < records; i++) {
      int kind = script.choose(256);
      byte[] body = script.take(script.choose(200));
      if (OwnRecord.is(kind)) {
        log.appendOwn(OwnRecord.RUNS, body, 0, body.length);
      } else {
        log.append(Math.max(1, kind), body, 0, body.length);
      }
      if (kind % 5 == 0) {
        log.sync();
      }
    }
    log.sync();
    NavigableMap<Long, byte[]> shown = shown(log);
    log.close();
    return shown;
  }

  private static NavigableMap<Long, byte[]> shown(SegmentLog log) throws StoreException {
    NavigableMap<Long, byte[]> shown = new TreeMap<>();
    log.scan(
        log.begin(),
        (position, kind, bytes, offset, length) -> {
          shown.put(position, Arrays.copyOfRange(bytes, offset, offset + length));
          return true;
        });
    return shown;
  }

  private static boolean change(PowerCutDisk disk, Script script) throws StoreException {
    String name = disk.list(DIRECTORY).get(script.choose(disk.list(DIRECTORY).size()));
    Path path = DIRECTORY.resolve(name);
    byte[] bytes = disk.bytes(path).clone();
    int at = bytes.length == 0 ? 0 : script.number() % bytes.length;
    switch (script.choose(3)) {
      case 0 -> {
        byte[] over = script.take(1 + script.choose(16));
        System.arraycopy(over, 0, bytes, at, Math.min(over.length, bytes.length - at));
      }
      case 1 -> bytes = Arrays.copyOf(bytes, at);
      default -> {
        byte[] behind = script.take(script.choose(256));
        bytes = Arrays.copyOf(bytes, bytes.length + behind.length);
        System.arraycopy(behind, 0, bytes, bytes.length - behind.length, behind.length);
      }
    }
    boolean same = Arrays.equals(bytes, disk.bytes(path));
    disk.replace(path, bytes);
    return !same;
  }

  private static void read(SegmentLog log, NavigableMap<Long, byte[]> written, boolean changed)
      throws StoreException {
    Damages found = new Damages();
    for (long at = log.begin(); at < log.end(); ) {
      long next = log.verify(at, 1000, found);
      assertTrue(next > at, "stands still");
      at = next;
    }
    for (int i = 0; i < log.segments(); i++) {
      log.footer(i);
    }
    NavigableMap<Long, byte[]> shown = shown(log);
    shown.forEach((position, body) -> assertArrayEquals(written.get(position), body));
    assertTrue(changed || shown.size() == written.size(), "fewer than were written");
    log.append(1, new byte[] {1}, 0, 1);
    log.sync();
    assertEquals(shown.size() + 1, shown(log).size());
    log.close();
  }
}
