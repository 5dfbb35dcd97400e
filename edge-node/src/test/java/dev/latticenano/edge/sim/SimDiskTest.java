package dev.latticenano.edge.sim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.storage.disk.DiskFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What a power cut takes of a simulated disk, and what never. */
final class SimDiskTest {
  private static final Path DIRECTORY = Path.of("/simulated-disk/d");
  private static final Path FILE = DIRECTORY.resolve("f");

  // The first numbers of near seeds are near each other.
  private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

  private static SimDisk disk(long seed) {
    SimDisk disk = new SimDisk(new Random(seed * SPREAD), new SameContents());
    disk.makeDirectory(DIRECTORY);
    return disk;
  }

  private static void write(SimDisk disk, int at, String text) throws IOException {
    DiskFile file = disk.open(FILE, !disk.exists(FILE));
    file.write(at, text.getBytes(), 0, text.length());
  }

  private static void sync(SimDisk disk) throws IOException {
    disk.open(FILE, false).sync();
    disk.syncDirectory(DIRECTORY);
  }

  private static String read(SimDisk disk) throws IOException {
    if (!disk.exists(FILE)) {
      return "none";
    }
    byte[] out = new byte[20];
    return new String(out, 0, disk.open(FILE, false).read(0, out, 0, 20)).replace('\0', '0');
  }

  @Test
  void keepsWhatWasSynced() throws IOException {
    for (int seed = 0; seed < 50; seed++) {
      SimDisk disk = disk(seed);
      write(disk, 0, "abc");
      sync(disk);
      write(disk, 3, "def");
      disk.cut();
      assertTrue(read(disk).startsWith("abc"), read(disk));
      disk.cut();
      assertTrue(read(disk).startsWith("abc"), read(disk));
    }
  }

  @Test
  void leavesAllNothingABeginningOrZeros() throws IOException {
    TreeSet<String> left = new TreeSet<>();
    for (int seed = 0; seed < 200; seed++) {
      SimDisk disk = disk(seed);
      write(disk, 0, "a");
      sync(disk);
      write(disk, 1, "bc");
      disk.cut();
      left.add(read(disk));
    }
    assertEquals(new TreeSet<>(List.of("a", "a00", "ab", "abc")), left);
  }

  @Test
  void takesBackWhatWasWrittenOverOrCutOff() throws IOException {
    TreeSet<String> left = new TreeSet<>();
    for (int seed = 0; seed < 200; seed++) {
      SimDisk disk = disk(seed);
      write(disk, 0, "abcdef");
      sync(disk);
      write(disk, 1, "XY");
      disk.open(FILE, false).truncate(4);
      disk.cut();
      left.add(read(disk));
    }
    assertEquals(new TreeSet<>(List.of("abcdef", "aXYd")), left);
  }

  @Test
  void takesBackNamesUntilTheirDirectoryIsSynced() throws IOException {
    Path other = DIRECTORY.resolve("g");
    TreeSet<String> left = new TreeSet<>();
    for (int seed = 0; seed < 100; seed++) {
      SimDisk disk = disk(seed);
      write(disk, 0, "a");
      sync(disk);
      disk.rename(FILE, other);
      disk.cut();
      left.add(disk.list(DIRECTORY).toString());
    }
    assertEquals(new TreeSet<>(List.of("[f]", "[f, g]", "[g]")), left);
    SimDisk disk = disk(1);
    write(disk, 0, "a");
    sync(disk);
    disk.rename(FILE, other);
    disk.syncDirectory(DIRECTORY);
    disk.cut();
    assertEquals(List.of("g"), disk.list(DIRECTORY));
  }

  @Test
  void aLyingDiskKeepsNothingItSaysItSynced() throws IOException {
    TreeSet<String> left = new TreeSet<>();
    for (int seed = 0; seed < 100; seed++) {
      SimDisk disk = disk(seed);
      disk.honest(false);
      write(disk, 0, "ab");
      sync(disk);
      disk.cut();
      left.add(read(disk));
    }
    assertTrue(left.containsAll(List.of("none", "", "ab")), left.toString());
  }

  @Test
  void losesPowerInTheMiddleOfAWrite() throws IOException {
    SimDisk disk = disk(1);
    write(disk, 0, "abc");
    disk.powerFor(1);
    write(disk, 3, "d");
    assertFalse(disk.isDead());
    assertThrows(IOException.class, () -> write(disk, 4, "efgh"));
    assertTrue(disk.isDead());
    assertThrows(IOException.class, () -> sync(disk));
    disk.cut();
    assertFalse(disk.isDead());
  }

  @Test
  void whatLiesOnTwoDisksAndIsChangedOnOneIsAsBeforeOnTheOther() throws IOException {
    SameContents contents = new SameContents();
    Path other = DIRECTORY.resolve("g");
    SimDisk[] disks = {new SimDisk(new Random(1), contents), new SimDisk(new Random(2), contents)};
    for (SimDisk disk : disks) {
      disk.makeDirectory(DIRECTORY);
      write(disk, 0, "abcdef");
      sync(disk);
      disk.rename(FILE, other);
      disk.rename(other, FILE);
      disk.syncDirectory(DIRECTORY);
    }
    write(disks[0], 2, "XYZ");
    assertEquals("abXYZf", read(disks[0]));
    assertEquals("abcdef", read(disks[1]));
    disks[0].open(FILE, false).truncate(1);
    write(disks[1], 6, "g");
    assertEquals("a", read(disks[0]));
    assertEquals("abcdefg", read(disks[1]));
  }

  @Test
  void isFullAtTheByte() throws IOException {
    SimDisk disk = disk(1);
    disk.room(4);
    write(disk, 0, "abcd");
    assertFalse(disk.hasRoom());
    assertThrows(IOException.class, () -> write(disk, 4, "e"));
    assertEquals("abcd", read(disk));
  }

  @Test
  void equalSeedsLoseTheSame() throws IOException {
    byte[][] left = new byte[2][100];
    for (byte[] each : left) {
      SimDisk disk = disk(5);
      write(disk, 0, "a".repeat(90));
      disk.open(FILE, false).sync();
      write(disk, 90, "b".repeat(9000));
      disk.syncDirectory(DIRECTORY);
      disk.cut();
      Arrays.fill(each, (byte) disk.open(FILE, false).read(0, each, 0, 100));
    }
    assertArrayEquals(left[0], left[1]);
  }
}
