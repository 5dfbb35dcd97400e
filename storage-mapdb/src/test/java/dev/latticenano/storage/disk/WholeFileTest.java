package dev.latticenano.storage.disk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.store.StoreException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WholeFileTest {
  private static final Path FILE = Path.of("/store/keys");
  private static final int BYTES_MAX = 20_000;

  private final PowerCutDisk disk = new PowerCutDisk();

  private static byte[] content(int value) {
    byte[] content = new byte[5000 * value];
    Arrays.fill(content, (byte) value);
    return content;
  }

  /** Every state that a cut may leave, at every operation of three writes. */
  @Test
  void holdsTheOldOrTheNewContentWheneverThePowerFails() throws StoreException {
    List<Integer> done = new ArrayList<>(List.of(0));
    for (int value = 1; value <= 3; value++) {
      WholeFile.write(disk, FILE, content(value));
      done.add(disk.operations());
    }
    PowerCuts cuts = new PowerCuts(disk, new Random(1));
    int states = 0;
    for (int n = 0; n <= disk.operations(); n++) {
      int before = 0;
      while (before < 3 && done.get(before + 1) <= n) {
        before++;
      }
      int least = before;
      states +=
          cuts.after(
              n,
              (left, how) -> {
                byte[] found = WholeFile.read(left, FILE, BYTES_MAX);
                int value = found == null ? 0 : found[0];
                assertTrue(value == least || value == least + 1, how + " holds " + value);
                assertArrayEquals(value == 0 ? null : content(value), found, how);
                // What a stopped write left is in nobody's way.
                WholeFile.write(left, FILE, content(2));
                assertArrayEquals(content(2), WholeFile.read(left, FILE, BYTES_MAX));
              });
    }
    assertTrue(states > 30, states + " states");
  }

  @Test
  void keepsTheOldContentOnAFullDiskAndWhenASyncFails() throws StoreException {
    WholeFile.write(disk, FILE, content(1));
    disk.spaceBytes(100);
    StoreException full =
        assertThrows(StoreException.class, () -> WholeFile.write(disk, FILE, content(2)));
    assertEquals(StoreException.Kind.FULL, full.kind());
    disk.spaceBytes(Long.MAX_VALUE);
    disk.syncFails(true);
    assertThrows(StoreException.class, () -> WholeFile.write(disk, FILE, content(2)));
    disk.syncFails(false);
    assertArrayEquals(content(1), WholeFile.read(disk, FILE, BYTES_MAX));
  }

  @Test
  void readsNoMoreThanItMay() throws StoreException {
    assertNull(WholeFile.read(disk, FILE, BYTES_MAX));
    WholeFile.write(disk, FILE, content(3));
    assertEquals(15_000, WholeFile.read(disk, FILE, 15_000).length);
    StoreException tooLong =
        assertThrows(StoreException.class, () -> WholeFile.read(disk, FILE, 14_999));
    assertEquals(StoreException.Kind.CORRUPT, tooLong.kind());
  }
}
