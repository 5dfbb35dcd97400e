package dev.latticenano.core.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Limits;
import dev.latticenano.core.bytes.Hex;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.bouncycastle.crypto.digests.Blake3Digest;
import org.junit.jupiter.api.Test;

/** What every {@link ChunkStore} keeps; a test class implements it by making an empty one. */
public interface ChunkStoreContract {
  /** A fresh store that holds nothing; the test class closes and removes it. */
  ChunkStore emptyChunks() throws Exception;

  /** The BLAKE3 name of {@code chunk}, by a library that is not ours. */
  static byte[] cid(byte[] chunk) {
    Blake3Digest digest = new Blake3Digest(32);
    digest.update(chunk, 0, chunk.length);
    byte[] cid = new byte[32];
    digest.doFinal(cid, 0);
    return cid;
  }

  /** {@code length} bytes drawn from {@code seed}. */
  static byte[] chunk(long seed, int length) {
    byte[] chunk = new byte[length];
    new Random(seed).nextBytes(chunk);
    return chunk;
  }

  @Test
  default void holdsNothingWhenEmpty() throws Exception {
    ChunkStore chunks = emptyChunks();
    byte[] cid = cid(chunk(1, 100));
    assertFalse(chunks.holds(cid, 0));
    assertEquals(-1, chunks.size(cid, 0));
    assertEquals(-1, chunks.read(cid, 0, new byte[100], 0));
  }

  @Test
  default void readsBackChunksOfEveryAllowedSizeAtAnyOffset() throws Exception {
    ChunkStore chunks = emptyChunks();
    int[] lengths = {1, 2, 1023, 1024, 65_537, Limits.CHUNK_BYTES_MAX};
    byte[] out = new byte[Limits.CHUNK_BYTES_MAX + 3];
    for (int length : lengths) {
      byte[] chunk = chunk(length, length);
      byte[] shifted = new byte[length + 5];
      System.arraycopy(chunk, 0, shifted, 5, length);
      byte[] name = new byte[34];
      System.arraycopy(cid(chunk), 0, name, 2, 32);
      chunks.write(name, 2, shifted, 5, length);
      assertTrue(chunks.holds(name, 2));
      assertEquals(length, chunks.size(name, 2));
      assertEquals(length, chunks.read(name, 2, out, 3));
      assertArrayEquals(chunk, Arrays.copyOfRange(out, 3, 3 + length));
    }
  }

  @Test
  default void keepsItsOwnCopiesOfNameAndBytes() throws Exception {
    ChunkStore chunks = emptyChunks();
    byte[] chunk = chunk(3, 50);
    byte[] cid = cid(chunk);
    byte[] name = cid.clone();
    byte[] lent = chunk.clone();
    chunks.write(name, 0, lent, 0, 50);
    Arrays.fill(name, (byte) 0);
    Arrays.fill(lent, (byte) 0);
    byte[] out = new byte[50];
    assertEquals(50, chunks.read(cid, 0, out, 0));
    assertArrayEquals(chunk, out);
    assertFalse(chunks.holds(name, 0));
  }

  @Test
  default void changesNothingWhenAChunkIsKeptTwice() throws Exception {
    ChunkStore chunks = emptyChunks();
    byte[] chunk = chunk(4, 50);
    byte[] cid = cid(chunk);
    chunks.write(cid, 0, chunk, 0, 50);
    chunks.write(cid, 0, chunk, 0, 50);
    byte[] out = new byte[50];
    assertEquals(50, chunks.read(cid, 0, out, 0));
    assertArrayEquals(chunk, out);
  }

  @Test
  default void showsEveryNameAndForgetsWhatIsRemoved() throws Exception {
    PrunableChunks chunks = (PrunableChunks) emptyChunks();
    Set<String> expected = new TreeSet<>();
    for (int length = 10; length < 13; length++) {
      byte[] chunk = chunk(length, length);
      chunks.write(cid(chunk), 0, chunk, 0, length);
      expected.add(Hex.encode(cid(chunk)) + " " + length);
    }
    assertEquals(expected, names(chunks));
    byte[] gone = cid(chunk(11, 11));
    byte[] shifted = new byte[35];
    System.arraycopy(gone, 0, shifted, 3, 32);
    chunks.remove(shifted, 3);
    chunks.remove(gone, 0);
    chunks.syncRemoved();
    expected.remove(Hex.encode(gone) + " 11");
    assertEquals(expected, names(chunks));
    assertEquals(-1, chunks.size(gone, 0));
    chunks.write(gone, 0, chunk(11, 11), 0, 11);
    assertEquals(11, chunks.size(gone, 0));
  }

  private static Set<String> names(PrunableChunks chunks) throws StoreException {
    Set<String> names = new TreeSet<>();
    chunks.names((cid, bytes) -> names.add(Hex.encode(cid) + " " + bytes));
    return names;
  }

  @Test
  default void refusesAnEmptyChunkAndOneBeyondTheLimit() throws Exception {
    ChunkStore chunks = emptyChunks();
    byte[] source = new byte[Limits.CHUNK_BYTES_MAX + 1];
    byte[] cid = cid(source);
    assertThrows(IllegalArgumentException.class, () -> chunks.write(cid, 0, source, 0, 0));
    assertThrows(
        IllegalArgumentException.class, () -> chunks.write(cid, 0, source, 0, source.length));
    assertFalse(chunks.holds(cid, 0));
  }
}
