package dev.latticenano.relay.home;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.store.StoreException;
import dev.latticenano.storage.disk.FileDisk;
import dev.latticenano.storage.disk.PowerCutDisk;
import dev.latticenano.storage.disk.PowerCuts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a relay must not forget, and disks that stop in the middle. */
class FileMemoryTest {
  private static final Path FOLDER = Path.of("/memory");

  @TempDir Path place;

  private static byte[] name(int number) {
    return new byte[] {'s', (byte) number};
  }

  private static byte[] value(int number) {
    byte[] value = new byte[100 * number];
    Arrays.fill(value, (byte) number);
    return value;
  }

  private static Map<String, Integer> all(FileMemory memory) throws StoreException {
    Map<String, Integer> all = new TreeMap<>();
    memory.read(
        (name, value) -> {
          assertArrayEquals(value(value[0]), value);
          all.put("" + name[1], (int) value[0]);
        });
    return all;
  }

  @Test
  void keepsReplacesAndForgets() throws Exception {
    FileMemory memory = FileMemory.open(new FileDisk(), place.resolve("memory"));
    memory.keep(name(1), value(3));
    memory.keep(name(2), value(4));
    memory.keep(name(1), value(5));
    assertEquals(Map.of("1", 5, "2", 4), all(memory));
    memory.forget(name(2));
    memory.forget(name(9));
    assertEquals(Map.of("1", 5), all(FileMemory.open(new FileDisk(), place.resolve("memory"))));
    Path file = place.resolve("memory/7301");
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
  }

  @Test
  void aByteThatChangedIsNoticed() throws Exception {
    FileMemory memory = FileMemory.open(new FileDisk(), place.resolve("memory"));
    memory.keep(name(1), value(3));
    Path file = place.resolve("memory/7301");
    byte[] content = Files.readAllBytes(file);
    for (int at = 0; at < content.length; at += 7) {
      byte[] changed = content.clone();
      changed[at] ^= 1;
      Files.write(file, changed);
      StoreException e = assertThrows(StoreException.class, () -> all(memory));
      assertEquals(StoreException.Kind.CORRUPT, e.kind());
      assertTrue(e.getMessage().contains(file.toString()), e::getMessage);
    }
    // A value under another's name is no value.
    Files.write(file, content);
    Files.copy(file, place.resolve("memory/7302"));
    assertThrows(StoreException.class, () -> all(memory));
  }

  @Test
  void refusesWhatIsTooLong() throws Exception {
    FileMemory memory = FileMemory.open(new FileDisk(), place.resolve("memory"));
    memory.keep(new byte[64], new byte[FileMemory.VALUE_BYTES_MAX]);
    assertThrows(
        IllegalArgumentException.class,
        () -> memory.keep(name(1), new byte[FileMemory.VALUE_BYTES_MAX + 1]));
    assertThrows(IllegalArgumentException.class, () -> memory.keep(new byte[65], new byte[0]));
    assertThrows(IllegalArgumentException.class, () -> memory.keep(new byte[0], new byte[0]));
  }

  /** Every state that a cut may leave, at every operation of a few changes. */
  @Test
  void holdsWhatWasKeptBeforeOrWhatIsKeptNowWheneverThePowerFails() throws StoreException {
    PowerCutDisk disk = new PowerCutDisk();
    FileMemory memory = FileMemory.open(disk, FOLDER);
    List<Integer> done = new ArrayList<>();
    List<Map<String, Integer>> states = new ArrayList<>();
    done.add(0);
    states.add(Map.of());
    for (int step = 1; step <= 4; step++) {
      if (step == 3) {
        memory.forget(name(1));
      } else {
        memory.keep(name(step % 2), value(step));
      }
      done.add(disk.operations());
      states.add(all(memory));
    }
    int seen = 0;
    PowerCuts cuts = new PowerCuts(disk, new Random(1));
    for (int n = 0; n <= disk.operations(); n++) {
      int before = 0;
      while (before < 4 && done.get(before + 1) <= n) {
        before++;
      }
      List<Map<String, Integer>> allowed =
          List.of(states.get(before), states.get(Math.min(4, before + 1)));
      seen +=
          cuts.after(
              n,
              (left, how) -> assertTrue(allowed.contains(all(FileMemory.open(left, FOLDER))), how));
    }
    assertTrue(seen > 30, seen + " states");
  }
}
