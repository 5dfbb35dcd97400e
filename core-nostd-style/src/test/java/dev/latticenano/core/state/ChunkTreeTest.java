package dev.latticenano.core.state;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.state.ChunkTreeReader.Step;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ChunkTreeTest {
  private static final ChunkTree SMALL = new ChunkTree(10, 3);

  private final Map<Hash, byte[]> chunks = new HashMap<>();

  /** Feeds pieces of random sizes and keeps the chunks. */
  private ChunkTreeWriter write(ChunkTree shape, byte[] content, Random random) {
    ChunkTreeWriter writer = new ChunkTreeWriter(shape, Blake3.plain());
    int at = 0;
    while (at < content.length) {
      int piece = Math.min(content.length - at, 1 + random.nextInt(2 * shape.leafBytes()));
      at += writer.feed(content, at, piece);
      keep(writer);
    }
    writer.finish();
    keep(writer);
    return writer;
  }

  private void keep(ChunkTreeWriter writer) {
    while (writer.ready()) {
      byte[] chunk = Arrays.copyOf(writer.chunk(), writer.chunkBytes());
      assertEquals(
          Verdict.OK, ChunkTree.check(Blake3.plain(), writer.name(), 0, chunk, 0, chunk.length));
      chunks.put(Hash.of(writer.name(), 0), chunk);
      writer.taken();
    }
  }

  private byte[] read(ChunkTree shape, Hash root, long size, int levels) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ChunkTreeReader reader = new ChunkTreeReader(shape);
    assertEquals(Verdict.OK, reader.wrap(root.toBytes(), 0, size, levels));
    for (Step step = reader.next(); step != Step.DONE; step = reader.next()) {
      byte[] chunk = chunks.get(reader.name());
      assertEquals(chunk.length, reader.chunkBytes());
      assertEquals(out.size(), reader.position());
      if (step == Step.NODE) {
        assertEquals(Verdict.OK, reader.supply(chunk, 0, chunk.length));
      } else {
        out.writeBytes(chunk);
      }
    }
    return out.toByteArray();
  }

  private void roundTrip(ChunkTree shape, int size, int levels, Random random) {
    chunks.clear();
    byte[] content = new byte[size];
    random.nextBytes(content);
    ChunkTreeWriter writer = write(shape, content, random);
    assertEquals(levels, writer.levels(), "levels of " + size);
    assertEquals(levels, shape.levels(size), "levels of " + size);
    assertEquals(size, writer.size());
    assertArrayEquals(content, read(shape, writer.root(), size, levels));
  }

  @Test
  void readsWhatItWroteAtEveryBoundaryOfTheStandardShape() {
    Random random = new Random(1);
    int leaf = Limits.CHUNK_BYTES_MAX;
    for (int size : new int[] {1, 32_767, 32_768, leaf - 1, leaf}) {
      roundTrip(ChunkTree.STANDARD, size, 0, random);
    }
    for (int size : new int[] {leaf + 1, 2 * leaf - 1, 2 * leaf, 2 * leaf + 1, 9 * leaf + 7}) {
      roundTrip(ChunkTree.STANDARD, size, 1, random);
    }
  }

  @Test
  void readsWhatItWroteForEverySizeOfASmallShape() {
    Random random = new Random(2);
    for (int size = 1; size <= SMALL.bytesMax(); size++) {
      roundTrip(SMALL, size, size <= 10 ? 0 : size <= 30 ? 1 : 2, random);
    }
  }

  @Test
  void holdsLevelsOfTheStandardShapeInPairs() {
    assertEquals(0, ChunkTree.STANDARD.levels(1L << 18));
    assertEquals(1, ChunkTree.STANDARD.levels((1L << 18) + 1));
    assertEquals(1, ChunkTree.STANDARD.levels(1L << 31));
    assertEquals(2, ChunkTree.STANDARD.levels((1L << 31) + 1));
    assertEquals(1L << 44, ChunkTree.STANDARD.bytesMax());
  }

  @Test
  void equalContentHasEqualNamesHoweverItIsFed() {
    byte[] content = new byte[77];
    new Random(3).nextBytes(content);
    Hash first = write(SMALL, content, new Random(4)).root();
    assertEquals(first, write(SMALL, content, new Random(5)).root());
  }

  @Test
  void refusesContentBeyondTheLargestFile() {
    ChunkTreeWriter writer = write(SMALL, new byte[90], new Random(6));
    assertEquals(2, writer.levels());
    ChunkTreeWriter full = new ChunkTreeWriter(SMALL, Blake3.plain());
    assertThrows(IllegalStateException.class, () -> full.feed(new byte[91], 0, 91));
    assertThrows(IllegalStateException.class, full::finish);
  }

  @Test
  void passesOverWhatLiesBelowANodeThatIsNotSupplied() {
    byte[] content = new byte[85];
    new Random(7).nextBytes(content);
    ChunkTreeWriter writer = write(SMALL, content, new Random(8));
    ChunkTreeReader reader = new ChunkTreeReader(SMALL);
    reader.wrap(writer.root().toBytes(), 0, 85, 2);
    assertEquals(Step.NODE, reader.next());
    byte[] root = chunks.get(reader.name());
    assertEquals(Verdict.OK, reader.supply(root, 0, root.length));
    assertEquals(Step.NODE, reader.next());
    assertEquals(0, reader.position());
    assertEquals(Step.NODE, reader.next());
    assertEquals(30, reader.position());
    byte[] second = chunks.get(reader.name());
    assertEquals(Verdict.OK, reader.supply(second, 0, second.length));
    for (int position : new int[] {30, 40, 50}) {
      assertEquals(Step.LEAF, reader.next());
      assertEquals(position, reader.position());
    }
    assertEquals(Step.NODE, reader.next());
    assertEquals(3 * 32, reader.chunkBytes());
    assertEquals(Step.DONE, reader.next());
    assertEquals(Step.DONE, reader.next());
  }

  @Test
  void refusesChunksOfTheWrongLengthForTheirPlace() {
    ChunkTreeReader reader = new ChunkTreeReader(SMALL);
    assertEquals(Verdict.OK, reader.wrap(new byte[32], 0, 25, 1));
    assertEquals(Step.NODE, reader.next());
    for (int length : new int[] {0, 32, 95, 97, 128}) {
      assertEquals(Verdict.CHUNK_NODE_LENGTH, reader.supply(new byte[length], 0, length));
    }
    assertEquals(Verdict.OK, reader.supply(new byte[96], 0, 96));
    reader.next();
    assertEquals(Verdict.CHUNK_LEAF_LENGTH, reader.check(9));
    assertEquals(Verdict.OK, reader.check(10));
    reader.next();
    reader.next();
    assertEquals(Verdict.OK, reader.check(5));
    assertEquals(Verdict.CHUNK_LEAF_LENGTH, reader.check(6));
  }

  @Test
  void refusesATreeWhoseLevelsDoNotFitItsSize() {
    ChunkTreeReader reader = new ChunkTreeReader(SMALL);
    assertEquals(Verdict.ENTRY_TOO_LARGE, reader.wrap(new byte[32], 0, 91, 2));
    assertEquals(Verdict.ENTRY_TOO_LARGE, reader.wrap(new byte[32], 0, 0, 0));
    assertEquals(Verdict.ENTRY_TOO_LARGE, reader.wrap(new byte[32], 0, -1, 2));
    assertEquals(Verdict.ENTRY_LEVELS_WRONG, reader.wrap(new byte[32], 0, 30, 2));
    assertEquals(Verdict.ENTRY_LEVELS_WRONG, reader.wrap(new byte[32], 0, 31, 1));
    assertEquals(Step.DONE, reader.next());
  }

  @Test
  void namesAChunkByItsBytesAlone() {
    byte[] chunk = new byte[Limits.CHUNK_BYTES_MAX + 1];
    byte[] name = new byte[32];
    Blake3 blake3 = Blake3.plain();
    blake3.hash(chunk, 0, chunk.length - 1, name, 0);
    assertEquals(Verdict.OK, ChunkTree.check(blake3, name, 0, chunk, 0, chunk.length - 1));
    assertEquals(Verdict.CHUNK_LENGTH, ChunkTree.check(blake3, name, 0, chunk, 0, chunk.length));
    assertEquals(Verdict.CHUNK_LENGTH, ChunkTree.check(blake3, name, 0, chunk, 0, 0));
    chunk[5] ^= 1;
    assertEquals(
        Verdict.CHUNK_MISNAMED, ChunkTree.check(blake3, name, 0, chunk, 0, chunk.length - 1));
    assertTrue(chunk[5] != 0);
  }
}
