package dev.latticenano.storage.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.store.StoreException;
import dev.latticenano.storage.disk.FileDisk;
import dev.latticenano.storage.log.SegmentLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HashIndexTest {
  private static final UUID STORE = new UUID(3, 4);
  private static final HashIndex.Progress SILENT = (done, total) -> {};

  @TempDir Path root;
  private Path logDirectory;
  private Path indexDirectory;

  @BeforeEach
  void makeDirectories() throws IOException {
    logDirectory = Files.createDirectory(root.resolve("log"));
    indexDirectory = Files.createDirectory(root.resolve("index"));
  }

  /** The test's records are their own names: 32 bytes of kind 1; kind 2 is not indexed. */
  private static boolean name(int kind, byte[] bytes, int offset, int length, byte[] hash) {
    if (kind == 1) {
      System.arraycopy(bytes, offset, hash, 0, 32);
    }
    return kind == 1;
  }

  private static byte[] hash(long i) {
    byte[] hash = new byte[32];
    new Random(i).nextBytes(hash);
    return hash;
  }

  private static void append(SegmentLog log, HashIndex index, long from, long to)
      throws StoreException {
    for (long i = from; i < to; i++) {
      byte[] hash = hash(i);
      index.put(hash, 0, log.append(1, hash, 0, 32));
      log.append(2, hash, 0, 8);
    }
    log.sync();
    index.checkpointIfDue();
  }

  private static void findsAll(SegmentLog log, HashIndex index, long count) throws StoreException {
    byte[] out = new byte[32];
    for (long i = 0; i < count; i++) {
      byte[] hash = hash(i);
      long position = index.find(hash, 0);
      assertEquals(32, log.read(position, out, 0), "record " + i);
      assertEquals(0, Arrays.compare(hash, out));
    }
    assertEquals(-1, index.find(hash(-1), 0));
    assertEquals(-1, index.find(new byte[33], 1));
  }

  /**
   * Opens log and index, checks that the index finds {@code count} records, and why it was made.
   */
  private String reopened(long count) throws StoreException {
    try (SegmentLog log = SegmentLog.open(logDirectory, STORE);
        HashIndex index = HashIndex.open(indexDirectory, log, 500)) {
      index.catchUp(HashIndexTest::name, SILENT);
      findsAll(log, index, count);
      return index.rebuildReason();
    }
  }

  private void fill(long count) throws StoreException {
    try (SegmentLog log = SegmentLog.open(logDirectory, STORE);
        HashIndex index = HashIndex.open(indexDirectory, log, 500)) {
      index.catchUp(HashIndexTest::name, SILENT);
      append(log, index, 0, count);
      findsAll(log, index, count);
      index.checkpoint();
    }
  }

  @Test
  void findsEveryRecordInTheOverlayInTheTableAndInBoth() throws Exception {
    try (SegmentLog log = SegmentLog.open(logDirectory, STORE);
        HashIndex index = HashIndex.open(indexDirectory, log, 5000)) {
      index.catchUp(HashIndexTest::name, SILENT);
      findsAll(log, index, 0);
      append(log, index, 0, 4000);
      findsAll(log, index, 4000);
      assertEquals(0, index.covered());
      index.checkpoint();
      assertEquals(log.end(), index.covered());
      findsAll(log, index, 4000);
      append(log, index, 4000, 9500);
      findsAll(log, index, 9500);
    }
    assertNull(reopened(9500));
  }

  @Test
  void readsOnlyTheLogBehindItsTableAfterReopening() throws Exception {
    fill(600);
    try (SegmentLog log = SegmentLog.open(logDirectory, STORE);
        HashIndex index = HashIndex.open(indexDirectory, log, 5000)) {
      index.catchUp(HashIndexTest::name, SILENT);
      append(log, index, 600, 700);
    }
    try (SegmentLog log = SegmentLog.open(logDirectory, STORE);
        HashIndex index = HashIndex.open(indexDirectory, log, 5000)) {
      List<Integer> kinds = new ArrayList<>();
      index.catchUp(
          (kind, bytes, offset, length, hash) -> {
            kinds.add(kind);
            return name(kind, bytes, offset, length, hash);
          },
          SILENT);
      assertEquals(200, kinds.size());
      findsAll(log, index, 700);
    }
  }

  @Test
  void isMadeAnewWhenAnyOfItsFilesIsMissing() throws Exception {
    fill(600);
    for (String name : new FileDisk().list(indexDirectory)) {
      Files.delete(indexDirectory.resolve(name));
      assertNotNull(reopened(600), name);
      fill(600);
    }
  }

  @Test
  void isMadeAnewWhenAnyByteOfItsManifestIsFlipped() throws Exception {
    fill(600);
    Path manifest = indexDirectory.resolve("current");
    for (int i = 0; i < IndexManifest.BYTES; i += 5) {
      byte[] bytes = Files.readAllBytes(manifest);
      bytes[i] ^= 0x10;
      Files.write(manifest, bytes);
      assertNotNull(reopened(600), "byte " + i);
      fill(600);
    }
  }

  @Test
  void isMadeAnewWhenItsTableIsDamagedOrCut() throws Exception {
    fill(600);
    for (int i = 0; i < 6; i++) {
      Path table =
          indexDirectory.resolve(
              new FileDisk()
                  .list(indexDirectory).stream()
                      .filter(name -> name.startsWith("table"))
                      .findFirst()
                      .orElseThrow());
      byte[] bytes = Files.readAllBytes(table);
      bytes[i * bytes.length / 6] ^= 1;
      Files.write(table, i < 5 ? bytes : Arrays.copyOf(bytes, bytes.length / 2));
      assertEquals("its table is damaged", reopened(600));
      fill(600);
    }
  }

  @Test
  void isMadeAnewWhenItsLogWasReplacedByAnOlderCopyThatWentOn() throws Exception {
    fill(600);
    Path segment = logDirectory.resolve("00000001.seg");
    byte[] older = Files.readAllBytes(segment);
    try (SegmentLog log = SegmentLog.open(logDirectory, STORE);
        HashIndex index = HashIndex.open(indexDirectory, log)) {
      index.catchUp(HashIndexTest::name, SILENT);
      append(log, index, 600, 900);
      index.checkpoint();
    }
    Files.write(segment, older);
    try (SegmentLog log = SegmentLog.open(logDirectory, STORE)) {
      for (long i = 5000; i < 6000; i++) {
        log.append(1, hash(i), 0, 32);
      }
    }
    assertEquals("it was derived from records that the log does not hold", reopened(600));
    assertNull(reopened(600));
  }

  @Test
  void refusesACheckpointBeforeItHasCaughtUp() throws Exception {
    try (SegmentLog log = SegmentLog.open(logDirectory, STORE);
        HashIndex index = HashIndex.open(indexDirectory, log)) {
      assertThrows(IllegalStateException.class, index::checkpoint);
    }
  }

  @Test
  void tellsItsProgressUpToTheEnd() throws Exception {
    fill(3000);
    Files.delete(indexDirectory.resolve("current"));
    try (SegmentLog log = SegmentLog.open(logDirectory, STORE);
        HashIndex index = HashIndex.open(indexDirectory, log)) {
      List<Long> seen = new ArrayList<>();
      index.catchUp(HashIndexTest::name, (done, total) -> seen.add(done));
      assertTrue(seen.size() > 4);
      assertEquals(log.end(), seen.get(seen.size() - 1));
    }
  }
}
