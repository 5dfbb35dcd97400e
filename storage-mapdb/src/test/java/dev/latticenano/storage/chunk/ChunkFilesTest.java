package dev.latticenano.storage.chunk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.store.ChunkStore;
import dev.latticenano.core.store.ChunkStoreContract;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.StoreException.Kind;
import dev.latticenano.storage.disk.PowerCutDisk;
import dev.latticenano.storage.disk.PowerCutDisk.Unsynced;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChunkFilesTest implements ChunkStoreContract {
  private static final Path MEMORY = Path.of("/chunks");

  @TempDir Path directory;

  @Override
  public ChunkStore emptyChunks() throws StoreException {
    return ChunkFiles.open(directory);
  }

  private static Path path(Path directory, byte[] cid) {
    String name = Hex.encode(cid);
    return directory.resolve(name.substring(0, 2)).resolve(name.substring(2));
  }

  @Test
  void countsChunksAndBytesAcrossReopening() throws Exception {
    ChunkFiles chunks = ChunkFiles.open(directory);
    assertEquals(0, chunks.heldBytes());
    for (int i = 1; i <= 5; i++) {
      byte[] chunk = ChunkStoreContract.chunk(i, 100 * i);
      chunks.write(ChunkStoreContract.cid(chunk), 0, chunk, 0, chunk.length);
      chunks.write(ChunkStoreContract.cid(chunk), 0, chunk, 0, chunk.length);
    }
    assertEquals(1500, chunks.heldBytes());
    assertEquals(5, chunks.heldCount());
    assertEquals(1500, ChunkFiles.open(directory).heldBytes());
  }

  @Test
  void setsADamagedChunkAsideSoThatItCanBeFetchedAgain() throws Exception {
    ChunkFiles chunks = ChunkFiles.open(directory);
    byte[] chunk = ChunkStoreContract.chunk(9, 300);
    byte[] cid = ChunkStoreContract.cid(chunk);
    byte[] out = new byte[300];
    for (int i = 0; i < 4; i++) {
      chunks.write(cid, 0, chunk, 0, 300);
      byte[] bytes = chunk.clone();
      bytes[i * 99] ^= 4;
      Files.write(path(directory, cid), i < 3 ? bytes : Arrays.copyOf(chunk, 299));
      StoreException e = assertThrows(StoreException.class, () -> chunks.read(cid, 0, out, 0));
      assertEquals(Kind.CORRUPT, e.kind());
      assertFalse(chunks.holds(cid, 0));
      assertEquals(-1, chunks.read(cid, 0, out, 0));
      assertEquals(0, chunks.heldCount());
    }
    chunks.write(cid, 0, chunk, 0, 300);
    assertEquals(300, chunks.read(cid, 0, out, 0));
    assertArrayEquals(chunk, out);
  }

  @Test
  void showsWholeChunksOnlyAndLosesNoneKeptWhereverPowerFails() throws Exception {
    PowerCutDisk disk = new PowerCutDisk();
    ChunkFiles chunks = ChunkFiles.open(disk, MEMORY);
    List<byte[]> kept = List.of(ChunkStoreContract.chunk(1, 90), ChunkStoreContract.chunk(2, 70));
    int[] keptAt = new int[2];
    for (int i = 0; i < 2; i++) {
      byte[] chunk = kept.get(i);
      chunks.write(ChunkStoreContract.cid(chunk), 0, chunk, 0, chunk.length);
      keptAt[i] = disk.operations();
    }
    int cuts = 0;
    for (int n = 0; n <= disk.operations(); n++) {
      int bytes = n == disk.operations() ? 0 : disk.writeBytes(n);
      for (int part = 0; part <= bytes; part++) {
        for (int names = 0; names <= disk.unsyncedNames(n); names++) {
          for (Unsynced unsynced : Unsynced.values()) {
            PowerCutDisk left = disk.crash(n, part, names, unsynced, 0);
            judge(left, kept, keptAt, n);
            cuts++;
          }
        }
      }
    }
    assertTrue(cuts > 1000, "cuts " + cuts);
  }

  private static void judge(PowerCutDisk left, List<byte[]> kept, int[] keptAt, int n)
      throws StoreException {
    ChunkFiles chunks = ChunkFiles.open(left, MEMORY);
    assertFalse(left.exists(MEMORY.resolve("partial")));
    byte[] out = new byte[100];
    for (int i = 0; i < 2; i++) {
      byte[] chunk = kept.get(i);
      byte[] cid = ChunkStoreContract.cid(chunk);
      assertTrue(keptAt[i] > n || chunks.holds(cid, 0), "chunk " + i + " lost at " + n);
      chunks.write(cid, 0, chunk, 0, chunk.length);
      assertEquals(chunk.length, chunks.read(cid, 0, out, 0));
    }
  }

  @Test
  void makesAChunkDurableThatAStoppedProcessLeftUnderItsName() throws Exception {
    PowerCutDisk disk = new PowerCutDisk();
    byte[] chunk = ChunkStoreContract.chunk(1, 90);
    byte[] cid = ChunkStoreContract.cid(chunk);
    ChunkFiles.open(disk, MEMORY).write(cid, 0, chunk, 0, 90);
    int renamed = disk.history().indexOf("RENAME");
    PowerCutDisk killed = new PowerCutDisk();
    killed.resume(disk, renamed + 1);
    ChunkFiles.open(killed, MEMORY).write(cid, 0, chunk, 0, 90);
    PowerCutDisk left = killed.crash(killed.operations(), 0, 0, Unsynced.LOST, 0);
    assertTrue(ChunkFiles.open(left, MEMORY).holds(cid, 0));
    PowerCutDisk asked = new PowerCutDisk();
    asked.resume(disk, renamed + 1);
    assertTrue(ChunkFiles.open(asked, MEMORY).holds(cid, 0));
    left = asked.crash(asked.operations(), 0, 0, Unsynced.LOST, 0);
    assertTrue(ChunkFiles.open(left, MEMORY).holds(cid, 0));
  }

  @Test
  void showsNothingHalfWrittenWhereverTheDiskRunsFull() throws Exception {
    byte[] chunk = ChunkStoreContract.chunk(1, 90);
    byte[] cid = ChunkStoreContract.cid(chunk);
    for (int space = 0; space < 90; space++) {
      PowerCutDisk disk = new PowerCutDisk();
      ChunkFiles chunks = ChunkFiles.open(disk, MEMORY);
      disk.spaceBytes(space);
      StoreException e =
          assertThrows(StoreException.class, () -> chunks.write(cid, 0, chunk, 0, 90));
      assertEquals(Kind.FULL, e.kind());
      assertFalse(chunks.holds(cid, 0));
      assertEquals(List.of(), disk.list(MEMORY));
      disk.spaceBytes(90);
      chunks.write(cid, 0, chunk, 0, 90);
      assertTrue(chunks.holds(cid, 0));
    }
  }
}
