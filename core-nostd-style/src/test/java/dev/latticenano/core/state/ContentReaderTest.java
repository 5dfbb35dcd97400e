package dev.latticenano.core.state;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.bytes.Seeds;
import dev.latticenano.core.crypto.Entropy;
import dev.latticenano.core.intention.EpochId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.state.ContentReader.Found;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ContentReaderTest {
  private static final int LEAF = ChunkTree.SEALED.leafBytes();

  private final KeptContent kept = new KeptContent();
  private final ContentReader reader = new ContentReader();

  private static byte[] noise(int size, long seed) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static Entropy entropy(long seed) {
    Random random = new Random(seed);
    return (out, offset, length) -> {
      for (int i = 0; i < length; i++) {
        out[offset + i] = (byte) random.nextInt();
      }
    };
  }

  @Test
  void readsWhatWasSealedAtEveryBoundary() {
    for (int size : new int[] {32_768, 40_000, LEAF - 1, LEAF, LEAF + 1, 3 * LEAF, 3 * LEAF + 9}) {
      for (FileKey key : Arrays.asList(KeptContent.KEY, null)) {
        byte[] content = noise(size, size);
        FileEntry entry = KeptContent.shown(kept.keep(content, key));
        assertEquals(Verdict.OK, reader.wrap(entry));
        assertArrayEquals(content, kept.read(reader));
        assertEquals(Verdict.OK, reader.verdict(), size + " bytes");
      }
    }
  }

  @Test
  void readsAnyRangeAndAsksOnlyForItsChunks() {
    byte[] content = noise(4 * LEAF + 1000, 7);
    FileEntry entry = KeptContent.shown(kept.keep(content, KeptContent.KEY));
    Seeds.run(
        getClass(),
        random -> {
          for (int i = 0; i < 20; i++) {
            int from = random.nextInt(content.length + 1);
            int to = from + random.nextInt(content.length - from + 1);
            assertEquals(Verdict.OK, reader.wrap(entry, from, to));
            assertArrayEquals(Arrays.copyOfRange(content, from, to), kept.read(reader));
            assertEquals(Verdict.OK, reader.verdict());
          }
        });
    List<Hash> names = new ArrayList<>(kept.chunks.keySet());
    kept.chunks.keySet().retainAll(Set.of(names.get(2), entry.cid()));
    reader.wrap(entry, 2L * LEAF, 3L * LEAF);
    assertArrayEquals(Arrays.copyOfRange(content, 2 * LEAF, 3 * LEAF), kept.read(reader));
    assertEquals(Found.END, reader.next(kept));
    assertThrows(IndexOutOfBoundsException.class, () -> reader.wrap(entry, 0, content.length + 1));
    assertThrows(IndexOutOfBoundsException.class, () -> reader.wrap(entry, -1, 5));
    assertThrows(IndexOutOfBoundsException.class, () -> reader.wrap(entry, 6, 5));
  }

  @Test
  void standsAtAChunkThatIsMissingUntilItComes() {
    byte[] content = noise(2 * LEAF + 5, 3);
    FileEntry entry = KeptContent.shown(kept.keep(content, KeptContent.KEY));
    List<Hash> names = new ArrayList<>(kept.chunks.keySet());
    byte[] second = kept.chunks.remove(names.get(1));
    reader.wrap(entry);
    assertEquals(Found.PIECE, reader.next(kept));
    assertEquals(Found.MISSING, reader.next(kept));
    assertEquals(Found.MISSING, reader.next(kept));
    assertEquals(names.get(1), reader.chunk());
    kept.chunks.put(names.get(1), second);
    assertEquals(Found.PIECE, reader.next(kept));
    assertEquals(LEAF, reader.position());
    assertEquals(Found.PIECE, reader.next(kept));
    assertEquals(Found.END, reader.next(kept));
  }

  @Test
  void refusesAFlippedBitAnywhereInAChunkAndSaysInWhich() {
    byte[] content = noise(LEAF + 1, 5);
    FileEntry entry = KeptContent.shown(kept.keep(content, KeptContent.KEY));
    List<Hash> names = new ArrayList<>(kept.chunks.keySet());
    byte[] last = kept.chunks.get(names.get(1));
    assertEquals(ChunkTree.PADDED_BYTES_MIN + ContentCipher.ADDED_BYTES, last.length);
    for (int bit = 0; bit < 8 * last.length; bit++) {
      last[bit / 8] ^= (byte) (1 << bit % 8);
      reader.wrap(entry, LEAF, LEAF + 1);
      assertEquals(Found.REFUSED, reader.next(kept), "bit " + bit);
      assertEquals(Verdict.CHUNK_SEAL_BROKEN, reader.verdict());
      assertEquals(names.get(1), reader.chunk());
      last[bit / 8] ^= (byte) (1 << bit % 8);
    }
    reader.wrap(entry, LEAF, LEAF + 1);
    assertEquals(Found.PIECE, reader.next(kept));
  }

  @Test
  void refusesAnotherKey() {
    byte[] content = noise(50_000, 5);
    byte[] entry = kept.keep(content, KeptContent.KEY);
    FileKey other = FileKey.fresh(KeptContent.EPOCH, entropy(1));
    reader.wrap(KeptContent.shown(with(entry, other, KeptContent.digest(content))));
    assertEquals(Found.REFUSED, reader.next(kept));
    assertEquals(Verdict.CHUNK_SEAL_BROKEN, reader.verdict());
  }

  @Test
  void refusesContentThatIsNotWhatItsEntrySaysWhenReadFromEndToEnd() {
    byte[] content = noise(50_000, 5);
    byte[] entry = with(kept.keep(content, KeptContent.KEY), KeptContent.KEY, Said.hash("lie"));
    reader.wrap(KeptContent.shown(entry));
    assertEquals(Found.PIECE, reader.next(kept));
    assertEquals(Found.REFUSED, reader.next(kept));
    assertEquals(Verdict.CONTENT_DIGEST_WRONG, reader.verdict());
    assertNull(reader.chunk());
    reader.wrap(KeptContent.shown(entry), 0, 50_000);
    assertEquals(Found.PIECE, reader.next(kept));
    assertEquals(Found.END, reader.next(kept));
  }

  @Test
  void refusesPaddingThatIsNotZeros() {
    ContentCipher cipher = new ContentCipher();
    cipher.key(KeptContent.KEY);
    int padded = ChunkTree.SEALED.paddedBytes(40_000);
    byte[] chunk = new byte[padded + ContentCipher.ADDED_BYTES];
    chunk[ContentCipher.NONCE_BYTES + 40_000] = 1;
    cipher.seal(chunk, 0, padded);
    Hash name = kept.chunk(chunk);
    byte[] entry =
        new DirEntryWriter()
            .file(KeptContent.PATH, 0644, 1)
            .chunked(name, 40_000, 0)
            .sealed(KeptContent.KEY, Said.hash("zeros"))
            .toBytes();
    reader.wrap(KeptContent.shown(entry));
    assertEquals(Found.REFUSED, reader.next(kept));
    assertEquals(Verdict.CHUNK_PADDING_WRONG, reader.verdict());
  }

  @Test
  void equalContentHasEqualChunksUnderOneKeyAndOthersUnderAnother() {
    byte[] content = noise(2 * LEAF + 5, 3);
    kept.keep(content, KeptContent.KEY);
    int count = kept.chunks.size();
    kept.keep(content, KeptContent.KEY);
    assertEquals(count, kept.chunks.size());
    kept.keep(content, FileKey.fresh(KeptContent.EPOCH, entropy(2)));
    assertEquals(2 * count, kept.chunks.size());
  }

  @Test
  void oneChangedByteChangesOneChunkOfContentAndTheNamesAbove() {
    byte[] content = noise(10 * 1024 * 1024, 3);
    kept.keep(content, KeptContent.KEY);
    Set<Hash> before = new HashSet<>(kept.chunks.keySet());
    content[5_000_000] ^= 1;
    kept.keep(content, KeptContent.KEY);
    Set<Hash> fresh = new HashSet<>(kept.chunks.keySet());
    fresh.removeAll(before);
    assertEquals(2, fresh.size());
  }

  @Test
  void differentContentNeverSharesANonceAndEqualNoncesMeanEqualChunks() {
    byte[] zeros = new byte[3 * LEAF + 100];
    kept.keep(zeros, KeptContent.KEY);
    byte[] ones = new byte[3 * LEAF + 200];
    Arrays.fill(ones, (byte) 1);
    kept.keep(ones, KeptContent.KEY);
    Set<Hash> nonces = new HashSet<>();
    for (Map.Entry<Hash, byte[]> each : kept.chunks.entrySet()) {
      assertTrue(nonces.add(Hash.of(Arrays.copyOf(each.getValue(), 32), 0)), "twice");
    }
    // Of each file a full chunk that stands thrice, a last one, and the names.
    assertEquals(6, kept.chunks.size());
  }

  @Test
  void lengthsOfChunksTellTheSizeNoCloserThanTheirLadder() {
    Set<Integer> lengths = new HashSet<>();
    for (int size = Limits.INLINE_BYTES_LIMIT; size <= LEAF; size++) {
      lengths.add(ChunkTree.SEALED.leafChunkBytes(size));
    }
    assertEquals(81, lengths.size());
    assertTrue(lengths.contains(Limits.CHUNK_BYTES_MAX));
    for (int size = 1; size <= LEAF; size += 97) {
      int padded = ChunkTree.SEALED.paddedBytes(size);
      assertTrue(padded >= size && padded <= LEAF, size + " padded to " + padded);
      assertTrue(padded <= Math.max(256, size + size / 16), size + " padded to " + padded);
    }
  }

  @Test
  void theKeyStaysWithThePathUntilTheEpochChanges() {
    EpochId later = new EpochId(5);
    FileKey first = FileKey.next(null, KeptContent.EPOCH, entropy(1));
    assertEquals(first, FileKey.next(first, KeptContent.EPOCH, entropy(2)));
    FileKey second = FileKey.next(first, later, entropy(3));
    assertNotEquals(first, second);
    assertEquals(later, second.epoch());
    byte[] secret = new byte[FileKey.BYTES];
    second.write(secret, 0);
    String digits = Hex.encode(secret);
    assertFalse(second.toString().contains(digits.substring(0, 8)), "shows its secret");
  }

  private static byte[] with(byte[] entry, FileKey key, Hash digest) {
    return new DirEntryWriter()
        .file(KeptContent.PATH, 0644, 1)
        .contentOf(KeptContent.shown(entry))
        .sealed(key, digest)
        .toBytes();
  }
}
