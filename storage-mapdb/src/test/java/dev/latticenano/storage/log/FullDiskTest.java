package dev.latticenano.storage.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.latticenano.core.store.ChunkStoreContract;
import dev.latticenano.core.store.StoreContract;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.StoreException.Kind;
import dev.latticenano.core.store.Table;
import dev.latticenano.core.store.TableShape;
import dev.latticenano.storage.DataDirectory;
import dev.latticenano.storage.chunk.ChunkFiles;
import dev.latticenano.storage.table.FlashTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real file system of two megabytes that runs full: a tmpfs, which only root may mount. Without
 * that right these tests are skipped, and FaultTest shows the same through the file layer.
 */
class FullDiskTest {
  private static final UUID STORE = new UUID(13, 14);

  @TempDir Path parent;
  private Path mounted;
  private DataDirectory directory;

  @BeforeEach
  void mount() throws Exception {
    Path point = Files.createDirectory(parent.resolve("small"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", point.toString()),
        "not allowed to mount a tmpfs");
    mounted = point;
    directory = DataDirectory.create(mounted.resolve("node"));
  }

  @AfterEach
  void unmount() throws Exception {
    if (mounted != null) {
      directory.close();
      assertTrue(run("umount", mounted.toString()));
    }
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor()
        == 0;
  }

  /** Leaves {@code bytes} free and returns the file that takes the rest. */
  private Path fill(long bytes) throws Exception {
    Path ballast = mounted.resolve("ballast");
    Files.write(ballast, new byte[(int) (directory.freeBytes() - bytes)]);
    return ballast;
  }

  @Test
  void keepsAndReadsItsRecordsAndGoesOnWhenSpaceReturns() throws Exception {
    SegmentLog log = directory.openLog(STORE);
    Path ballast = fill(100_000);
    List<String> accepted = new ArrayList<>();
    byte[] body = new byte[700];
    Random random = new Random(3);
    StoreException full = null;
    while (full == null) {
      random.nextBytes(body);
      try {
        accepted.add(StoreContract.line(log.append(5, body, 0, 700), 5, body));
        if (accepted.size() % 10 == 0) {
          log.sync();
        }
      } catch (StoreException e) {
        full = e;
      }
    }
    assertEquals(Kind.FULL, full.kind(), full.getMessage());
    assertTrue(accepted.size() > 100);
    assertEquals(accepted, StoreContract.shown(log, 0));
    log.sync();
    assertTrue(directory.freeBytes() > 4096, "free " + directory.freeBytes());
    Files.delete(ballast);
    accepted.add(StoreContract.line(log.append(6, body, 0, 700), 6, body));
    log.close();
    try (SegmentLog again = directory.openLog(STORE)) {
      assertTrue(again.recovery().clean());
      assertEquals(accepted, StoreContract.shown(again, 0));
    }
  }

  @Test
  void opensAndReadsADirectoryOnAFullDisk() throws Exception {
    try (SegmentLog log = directory.openLog(STORE)) {
      log.append(1, new byte[40], 0, 40);
    }
    directory.close();
    Path ballast = mounted.resolve("ballast");
    long free = Files.getFileStore(mounted).getUsableSpace();
    Files.write(ballast, new byte[(int) free]);
    directory = DataDirectory.open(mounted.resolve("node"));
    assertEquals(0, directory.freeBytes());
    try (SegmentLog log = directory.openLog(STORE)) {
      assertEquals(1, StoreContract.shown(log, 0).size());
    }
    StoreException e = assertThrows(StoreException.class, () -> directory.openLog(new UUID(1, 1)));
    assertEquals(Kind.FULL, e.kind(), e.getMessage());
  }

  @Test
  void refusesAChunkAndShowsNothingOfIt() throws Exception {
    ChunkFiles chunks = directory.openChunks();
    byte[] small = ChunkStoreContract.chunk(1, 100);
    chunks.write(ChunkStoreContract.cid(small), 0, small, 0, 100);
    Path ballast = fill(20_480);
    byte[] chunk = ChunkStoreContract.chunk(2, 100_000);
    byte[] cid = ChunkStoreContract.cid(chunk);
    StoreException e =
        assertThrows(StoreException.class, () -> chunks.write(cid, 0, chunk, 0, 100_000));
    assertEquals(Kind.FULL, e.kind(), e.getMessage());
    assertFalse(chunks.holds(cid, 0));
    assertTrue(directory.freeBytes() >= 16_384, "free " + directory.freeBytes());
    assertEquals(100, chunks.read(ChunkStoreContract.cid(small), 0, new byte[100], 0));
    Files.delete(ballast);
    chunks.write(cid, 0, chunk, 0, 100_000);
    assertTrue(chunks.holds(cid, 0));
  }

  @Test
  void findsEveryRowThoughItsTableCannotBeWritten() throws Exception {
    try (SegmentLog log = directory.openLog(STORE);
        FlashTables tables = directory.openTables(log)) {
      Table rows = tables.table(TableShape.fixed("rows", 32, 0));
      byte[] key = new byte[32];
      for (int i = 0; i < 3000; i++) {
        new Random(i).nextBytes(key);
        log.append(1, key, 0, 32);
        rows.put(key, 0, 32, key, 0, 0);
      }
      log.sync();
      Path ballast = fill(40_960);
      StoreException e = assertThrows(StoreException.class, () -> tables.checkpoint(log.end()));
      assertEquals(Kind.FULL, e.kind(), e.getMessage());
      assertEquals(0, rows.get(key, 0, 32, key, 0));
      Files.delete(ballast);
      tables.checkpoint(log.end());
      assertEquals(0, rows.get(key, 0, 32, key, 0));
      assertTrue(tables.covered() > 0);
    }
  }
}
