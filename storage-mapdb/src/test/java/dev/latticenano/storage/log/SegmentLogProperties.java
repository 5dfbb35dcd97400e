package dev.latticenano.storage.log;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.bytes.Seeds;
import dev.latticenano.core.store.StoreContract;
import dev.latticenano.storage.disk.PowerCutDisk;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Random scripts against a list in memory, which is the slow and obvious log. */
class SegmentLogProperties {
  private static final Path DIRECTORY = Path.of("/log");
  private static final UUID STORE = new UUID(5, 6);

  @Test
  void readsBackEveryRecordWhateverTheSizesSyncsAndReopenings() throws Exception {
    Seeds.run(
        SegmentLogProperties.class,
        random -> {
          for (int script = 0; script < 60; script++) {
            run(random);
          }
        });
  }

  private static void run(Random random) throws Exception {
    PowerCutDisk disk = new PowerCutDisk();
    int segmentBytes = 200 + random.nextInt(4000);
    int bufferBytes = RecordFormat.HEAD_BYTES + random.nextInt(2000);
    SegmentLog log = open(disk, segmentBytes, bufferBytes);
    List<Long> positions = new ArrayList<>();
    List<byte[]> bodies = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    for (int step = 0; step < 120; step++) {
      int choice = random.nextInt(20);
      if (choice < 14) {
        byte[] body = new byte[random.nextInt(choice == 0 ? 6000 : 200)];
        random.nextBytes(body);
        int kind = 1 + random.nextInt(239);
        positions.add(log.append(kind, body, 0, body.length));
        bodies.add(body);
        lines.add(StoreContract.line(positions.get(positions.size() - 1), kind, body));
      } else if (choice < 17) {
        log.sync();
      } else if (choice == 17) {
        log.close();
        log = open(disk, segmentBytes, bufferBytes);
        assertTrue(log.recovery().clean());
        assertEquals(lines.size(), log.recovery().records());
      } else if (!bodies.isEmpty()) {
        int i = random.nextInt(bodies.size());
        byte[] out = new byte[bodies.get(i).length];
        assertEquals(out.length, log.read(positions.get(i), out, 0));
        assertArrayEquals(bodies.get(i), out);
        assertEquals(lines.subList(i, lines.size()), StoreContract.shown(log, positions.get(i)));
      }
    }
    assertEquals(lines, StoreContract.shown(log, 0));
    log.close();
  }

  private static SegmentLog open(PowerCutDisk disk, int segmentBytes, int bufferBytes)
      throws Exception {
    return SegmentLog.open(disk, DIRECTORY, STORE, segmentBytes, bufferBytes, () -> 77);
  }
}
