package dev.latticenano.storage.disk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.storage.disk.WriteCounters.Use;
import dev.latticenano.storage.log.SegmentLog;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileDiskTest {
  @TempDir Path directory;

  @Test
  void doesNotMindAnInterruptOfItsThread() throws Exception {
    byte[] body = new byte[3000];
    byte[] out = new byte[3000];
    try (SegmentLog log = SegmentLog.open(directory, new UUID(1, 2), 10_000)) {
      Thread.currentThread().interrupt();
      for (int i = 0; i < 10; i++) {
        long position = log.append(1, body, 0, 3000);
        log.sync();
        assertEquals(3000, log.read(position, out, 0));
      }
      assertEquals(4, log.segments());
      assertTrue(Thread.interrupted());
    } finally {
      Thread.interrupted();
    }
    try (SegmentLog log = SegmentLog.open(directory, new UUID(1, 2), 10_000)) {
      assertEquals(10, log.recovery().records());
    }
  }

  @Test
  void makesNoFileUnlessToldToAndReplacesNone() throws IOException {
    FileDisk disk = new FileDisk();
    Path path = directory.resolve("a");
    assertThrows(NoSuchFileException.class, () -> disk.open(path, false));
    assertFalse(Files.exists(path));
    disk.open(path, true).close();
    assertThrows(FileAlreadyExistsException.class, () -> disk.open(path, true));
    disk.open(path, false).close();
    assertThrows(IOException.class, () -> disk.open(directory, false));
  }

  @Test
  void readsAsMemoryWhatItReadsAsAFileUntilItIsClosed() throws IOException {
    Path path = directory.resolve("a");
    MappableFile file = (MappableFile) new FileDisk().open(path, true);
    byte[] written = new byte[10_000];
    for (int i = 0; i < written.length; i++) {
      written[i] = (byte) (i / 7);
    }
    file.write(0, written, 0, written.length);
    assertTrue(file.map());
    assertTrue(file.map());
    byte[] out = new byte[written.length];
    file.copy(0, out, 0, out.length);
    assertArrayEquals(written, out);
    file.copy(9_990, out, 1, 10);
    assertArrayEquals(Arrays.copyOfRange(written, 9_990, 10_000), Arrays.copyOfRange(out, 1, 11));
    assertEquals(written.length, file.read(0, out, 0, out.length));
    assertArrayEquals(written, out);
    file.close();
    file.close();
    assertThrows(IOException.class, () -> file.read(0, out, 0, 1));
  }

  @Test
  void readsAFileThatCannotBeMapped() throws IOException {
    try (MappableFile file = (MappableFile) new FileDisk().open(directory.resolve("empty"), true)) {
      assertFalse(file.map());
      assertEquals(0, file.read(0, new byte[1], 0, 1));
    }
  }

  @Test
  void readsWhatWasWrittenAndShortensButNeverLengthens() throws IOException {
    try (DiskFile file = new FileDisk().open(directory.resolve("a"), true)) {
      file.write(2, new byte[] {9, 1, 2, 3}, 1, 3);
      assertEquals(5, file.size());
      byte[] out = new byte[8];
      assertEquals(5, file.read(0, out, 1, 7));
      assertArrayEquals(new byte[] {0, 0, 0, 1, 2, 3, 0, 0}, out);
      assertEquals(0, file.read(5, out, 0, 8));
      assertEquals(0, file.read(50, out, 0, 8));
      file.truncate(4);
      file.truncate(9);
      assertEquals(4, file.size());
      file.sync();
    }
  }

  @Test
  void countsWhatALogWritesAndForHowMuch() throws Exception {
    WriteCounters node = new WriteCounters();
    WriteCounters store = new WriteCounters(node);
    FileDisk disk = new FileDisk(store, Use.LOG);
    try (SegmentLog log =
        SegmentLog.open(disk, directory, new UUID(1, 2), 1000, SpaceGuard.none(), store)) {
      long syncs = store.syncs();
      log.append(1, new byte[100], 0, 100);
      log.append(1, new byte[50], 0, 50);
      log.sync();
      assertEquals(syncs + 1, store.syncs());
      for (int i = 0; i < 30; i++) {
        log.append(1, new byte[100], 0, 100);
      }
    }
    long bytes = 0;
    try (Stream<Path> paths = Files.list(directory)) {
      for (Path path : paths.toList()) {
        bytes += Files.size(path);
      }
    }
    assertEquals(bytes, store.written(Use.LOG));
    assertEquals(bytes, store.written());
    assertEquals(3150, store.payload());
    store.wrote(Use.INDEX, 7);
    store.restore(1000, 200, 30, 4, 5);
    assertEquals(bytes + 1000, node.written(Use.LOG));
    assertEquals(207, node.written(Use.INDEX));
    assertEquals(30, node.written(Use.CHUNK));
    assertEquals(3155, node.payload());
    assertEquals(store.syncs(), node.syncs());
  }
}
