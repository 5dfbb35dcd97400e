package dev.latticenano.storage.scrub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.store.ChunkStoreContract;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.storage.chunk.ChunkFiles;
import dev.latticenano.storage.disk.PowerCutDisk;
import dev.latticenano.storage.disk.PowerCutDisk.Unsynced;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ScrubTest {
  private static final Path ROOT = Path.of("/node");
  private static final Path CHUNKS = ROOT.resolve("chunks");
  private static final int COUNT = 40;
  private static final int CHUNK_BYTES = 1000;

  private final PowerCutDisk disk = new PowerCutDisk();
  private final List<String> found = new ArrayList<>();
  private final List<byte[]> names = new ArrayList<>();
  private ChunkFiles chunks;

  @BeforeEach
  void keepChunks() throws StoreException {
    chunks = ChunkFiles.open(disk, CHUNKS);
    for (int i = 0; i < COUNT; i++) {
      byte[] chunk = ChunkStoreContract.chunk(i + 1, CHUNK_BYTES);
      names.add(ChunkStoreContract.cid(chunk));
      chunks.write(names.get(i), 0, chunk, 0, CHUNK_BYTES);
    }
  }

  private Scrub scrub() throws StoreException {
    return new Scrub(
        List.of(new ChunkPart(chunks)),
        new ScrubFile(disk, ROOT),
        (part, place, path, offset, bytes, reason) -> found.add(path + " " + reason));
  }

  private void flip(byte[] name) {
    Path path = chunks.path(name, 0);
    byte[] bytes = disk.bytes(path).clone();
    bytes[7] ^= 8;
    disk.replace(path, bytes);
  }

  private static int round(Scrub scrub, int budgetBytes) throws StoreException {
    int steps = 1;
    while (!scrub.step(budgetBytes, 1000 + steps)) {
      steps++;
    }
    return steps;
  }

  @Test
  void readsEverythingOnceARoundInSmallSteps() throws Exception {
    Scrub scrub = scrub();
    assertEquals(0, scrub.progress().percent());
    // Each step reads two chunks; one more finds the end.
    assertEquals(COUNT / 2 + 1, round(scrub, 2 * CHUNK_BYTES));
    assertEquals(COUNT * CHUNK_BYTES, scrub.progress().readBytes());
    assertEquals(COUNT * CHUNK_BYTES, scrub.progress().totalBytes());
    assertEquals(1, scrub.progress().round());
    assertFalse(scrub.progress().isUnderWay());
    assertTrue(scrub.progress().finishedMs() > scrub.progress().startedMs());
    assertEquals(List.of(), found);
    round(scrub, 1 << 20);
    assertEquals(2, scrub.progress().round());
  }

  @Test
  void findsWhatHasRottenAndSetsItAside() throws Exception {
    flip(names.get(3));
    flip(names.get(17));
    Scrub scrub = scrub();
    round(scrub, CHUNK_BYTES);
    assertEquals(2, found.size());
    assertEquals(2, scrub.progress().foundBefore());
    assertFalse(chunks.holds(names.get(3), 0));
    assertEquals(2, chunks.damaged().size());
    round(scrub, CHUNK_BYTES);
    assertEquals(0, scrub.progress().foundBefore());
  }

  @Test
  void goesOnAfterARestartWhereItStood() throws Exception {
    Scrub first = scrub();
    for (int i = 0; i < COUNT / 2; i++) {
      first.step(CHUNK_BYTES, 5);
    }
    first.remember();
    int percent = first.progress().percent();
    assertEquals(50, percent);
    Scrub second = scrub();
    assertEquals(first.progress(), second.progress());
    assertEquals(COUNT / 2 + 1, round(second, CHUNK_BYTES));
    assertEquals(1, second.progress().round());
    assertEquals(COUNT * CHUNK_BYTES, second.progress().readBytes());
  }

  @Test
  void beginsAnewWhenWhatItRemembersIsDamaged() throws Exception {
    Scrub first = scrub();
    first.step(CHUNK_BYTES, 5);
    first.remember();
    Path file = ROOT.resolve(ScrubFile.NAME);
    byte[] whole = disk.bytes(file);
    for (int i = 0; i < whole.length; i++) {
      byte[] bytes = whole.clone();
      bytes[i] ^= 1;
      disk.replace(file, bytes);
      assertEquals(ScrubProgress.NONE, new ScrubFile(disk, ROOT).read(), "byte " + i);
    }
    for (int length = 0; length < whole.length; length++) {
      disk.replace(file, java.util.Arrays.copyOf(whole, length));
      assertEquals(ScrubProgress.NONE, new ScrubFile(disk, ROOT).read(), "length " + length);
    }
    assertEquals(COUNT + 1, round(scrub(), CHUNK_BYTES));
  }

  @Test
  void remembersTheOldOrTheNewWhereverPowerFails() throws Exception {
    PowerCutDisk small = new PowerCutDisk();
    ScrubFile file = new ScrubFile(small, ROOT);
    ScrubProgress old = new ScrubProgress(1, "chunks", 7, 8, 9, 10, 0, 0, 0);
    ScrubProgress young = new ScrubProgress(1, "chunks", 70, 80, 90, 100, 0, 1, 0);
    file.write(old);
    int oldAt = small.operations();
    file.write(young);
    for (int n = oldAt; n <= small.operations(); n++) {
      for (int kept = 0; kept <= small.unsyncedNames(n); kept++) {
        for (Unsynced unsynced : Unsynced.values()) {
          PowerCutDisk left = small.crash(n, 0, kept, unsynced, 0);
          ScrubProgress read = new ScrubFile(left, ROOT).read();
          assertTrue(read.equals(old) || read.equals(young), read + " at " + n);
          new ScrubFile(left, ROOT).write(young);
        }
      }
    }
  }
}
