package dev.latticenano.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.StoreException.Kind;
import dev.latticenano.storage.disk.FileDisk;
import dev.latticenano.storage.log.SegmentLog;
import dev.latticenano.storage.table.FlashTables;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
  @TempDir Path parent;
  private Path root;

  @BeforeEach
  void choose() {
    root = parent.resolve("node");
  }

  /** The process that owns a directory until it is killed. */
  static final class Owner {
    public static void main(String[] arguments) throws Exception {
      DataDirectory.open(Path.of(arguments[0]));
      System.out.println("open");
      System.in.read();
    }
  }

  private static StoreException refused(Path root, Kind kind) {
    StoreException e = assertThrows(StoreException.class, () -> DataDirectory.open(root));
    assertEquals(kind, e.kind(), e.getMessage());
    return e;
  }

  @Test
  void keepsStoresAndChunksApartAndListsTheStores() throws Exception {
    UUID one = new UUID(1, 1);
    UUID two = new UUID(2, 2);
    try (DataDirectory directory = DataDirectory.create(root)) {
      assertEquals(List.of(), directory.stores());
      try (SegmentLog log = directory.openLog(two);
          FlashTables tables = directory.openTables(log)) {
        assertEquals(two, log.store());
        assertEquals(0, tables.covered());
      }
      directory.openLog(one).close();
      directory.openChunks();
      assertEquals(List.of(one, two), directory.stores());
      assertTrue(directory.freeBytes() > 0);
    }
    assertTrue(Files.exists(root.resolve("stores/" + one + "/log/00000001.seg")));
    try (DataDirectory directory = DataDirectory.open(root)) {
      assertEquals(List.of(one, two), directory.stores());
    }
  }

  @Test
  void keepsEverythingFromOtherUsers() throws Exception {
    try (DataDirectory directory = DataDirectory.create(root)) {
      directory.openLog(new UUID(1, 1)).close();
    }
    try (var paths = Files.walk(root)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        String expected = Files.isDirectory(path) ? "rwx------" : "rw-------";
        assertEquals(expected, mode, path.toString());
      }
    }
  }

  @Test
  void refusesASecondOpeningInTheSameProcess() throws Exception {
    DataDirectory first = DataDirectory.create(root);
    String said = root + " is in use by this process (" + ProcessHandle.current().pid() + ")";
    assertEquals(said, refused(root, Kind.LOCKED).getMessage());
    assertEquals(
        said,
        refused(parent.resolve("node/../node"), Kind.LOCKED)
            .getMessage()
            .replace("node/../node", "node"));
    first.close();
    DataDirectory.open(root).close();
  }

  @Test
  void namesTheProcessThatHasItOpenAndOpensOnceThatIsKilled() throws Exception {
    DataDirectory.create(root).close();
    try (ChildJvm child = new ChildJvm(Owner.class, root.toString())) {
      assertEquals("open", child.line());
      assertEquals(
          root + " is in use by process " + child.pid(), refused(root, Kind.LOCKED).getMessage());
      assertEquals(Kind.LOCKED, refused(root, Kind.LOCKED).kind());
      child.kill();
    }
    DataDirectory.open(root).close();
  }

  @Test
  void refusesWhatIsNotADataDirectory() throws Exception {
    assertEquals(
        root + " is not a data directory: there is no such directory",
        refused(root, Kind.IO).getMessage());
    Files.createDirectory(root);
    assertFalse(DataDirectory.isOne(root));
    assertEquals(
        root + " is not a data directory: it has no file named format",
        refused(root, Kind.IO).getMessage());
    assertEquals(List.of(), new FileDisk().list(root));
  }

  @Test
  void refusesToCreateWhereSomethingElseIsAndTouchesNothing() throws Exception {
    Files.createDirectory(root);
    Files.writeString(root.resolve("letter.txt"), "Dear");
    StoreException e = assertThrows(StoreException.class, () -> DataDirectory.create(root));
    assertEquals(root + " is not empty: choose a new or an empty directory", e.getMessage());
    assertEquals(List.of("letter.txt"), new FileDisk().list(root));
    Path file = root.resolve("letter.txt");
    assertThrows(StoreException.class, () -> DataDirectory.create(file));
    Path orphan = parent.resolve("no/such/parent");
    StoreException none = assertThrows(StoreException.class, () -> DataDirectory.create(orphan));
    assertEquals(
        "cannot create the data directory " + orphan + ": no such file or directory",
        none.getMessage());
  }

  @Test
  void refusesToCreateTwice() throws Exception {
    DataDirectory.create(root).close();
    StoreException e = assertThrows(StoreException.class, () -> DataDirectory.create(root));
    assertEquals(root + " is a data directory already", e.getMessage());
  }

  @Test
  void finishesACreationThatWasStopped() throws Exception {
    DataDirectory.create(root).close();
    Files.move(root.resolve("format"), root.resolve("format.partial"));
    refused(root, Kind.IO);
    DataDirectory.create(root).close();
    DataDirectory.open(root).close();
  }

  @Test
  void refusesANewerFormatAndADamagedMarker() throws Exception {
    DataDirectory.create(root).close();
    Path marker = root.resolve("format");
    Files.writeString(marker, "Lattice Nano data directory, format 2\n");
    assertEquals(
        root + " has format 2; this program reads up to format 1",
        refused(root, Kind.NEWER).getMessage());
    for (String text : List.of("", "Lattice Nano data directory, format 1", "\0\0\0\0")) {
      Files.writeString(marker, text);
      refused(root, Kind.CORRUPT);
    }
    Files.writeString(marker, "Lattice Nano data directory, format 1\n");
    DataDirectory.open(root).close();
  }
}
