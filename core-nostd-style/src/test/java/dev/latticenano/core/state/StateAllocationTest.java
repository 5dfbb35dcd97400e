package dev.latticenano.core.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Allocation;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.state.ChunkTreeReader.Step;
import dev.latticenano.core.store.StoreException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StateAllocationTest {
  private static final int RUNS = 100_000;

  // Two keys and a nonce as BouncyCastle takes them, each with its copy; less once compiled well.
  private static final int CIPHER_BYTES = 256;

  @Test
  void checkingAnEntryAllocatesNothing() {
    byte[] entry = FileStateTest.file("d/x", "content");
    byte[] path = Said.bytes("d/x");
    DirEntryView view = new DirEntryView();
    long bytes =
        Allocation.bytesPerRun(
            RUNS,
            () -> {
              if (view.wrap(entry, 0, entry.length).check(path, 0, 3) != Verdict.OK) {
                throw new AssertionError();
              }
            });
    assertEquals(0, bytes);
  }

  @Test
  void applyingPutsThatReplaceOneAnotherAndReadingAPointAllocateNothing() {
    KvState state = new KvState();
    byte[] key = Said.bytes("k");
    byte[] out = new byte[100];
    Said first = Said.put("a", 1, "k", "value");
    Said second = Said.put("a", 2, "k", "other", first);
    Said third = new Said("a", 3, List.of(second.hash, first.hash), first.op);
    Applied[] ops = {first.applied(), second.applied(), third.applied()};
    long bytes =
        Allocation.bytesPerRun(
            RUNS,
            () -> {
              try {
                // The third cites the second; applied again, the first stands beside it and goes.
                for (Applied op : ops) {
                  if (state.apply(op) != Verdict.OK) {
                    throw new AssertionError();
                  }
                }
                if (state.read(key, 0, 1, out) != 5) {
                  throw new AssertionError();
                }
              } catch (StoreException e) {
                throw new AssertionError(e);
              }
            });
    assertEquals(0, bytes);
  }

  @Test
  void walkingATreeAllocatesNothing() {
    ChunkTreeReader reader = new ChunkTreeReader();
    byte[] node = new byte[5 * 32];
    long bytes =
        Allocation.bytesPerRun(
            RUNS,
            () -> {
              reader.wrap(node, 0, 5 * 262_144, 1);
              Step step = reader.next();
              reader.supply(node, 0, node.length);
              while (step != Step.DONE) {
                step = reader.next();
              }
            });
    assertEquals(0, bytes);
  }

  @Test
  void feedingAChunkAllocatesNothing() {
    ChunkTreeWriter writer = new ChunkTreeWriter(new ChunkTree(64, 8192), Blake3.plain());
    byte[] leaf = new byte[64];
    long bytes =
        Allocation.bytesPerRun(
            RUNS,
            () -> {
              writer.feed(leaf, 0, leaf.length);
              while (writer.ready()) {
                writer.taken();
              }
            });
    assertEquals(0, bytes);
  }

  @Test
  void sealingAndOpeningAChunkAllocatesWhatTheCipherDoesForAMessageOfAnyLength() {
    for (int leafBytes : new int[] {256, ChunkTree.SEALED.leafBytes()}) {
      int runs = leafBytes == 256 ? 20_000 : 40;
      ContentCipher cipher = new ContentCipher();
      cipher.key(KeptContent.KEY);
      ChunkTree shape = new ChunkTree(leafBytes, 8192, true);
      ChunkTreeWriter writer = new ChunkTreeWriter(shape, cipher, Blake3.plain());
      byte[] content = new byte[leafBytes];
      long sealing =
          Allocation.bytesPerRun(
              runs,
              () -> {
                writer.feed(content, 0, content.length);
                while (writer.ready()) {
                  writer.taken();
                }
              });
      assertTrue(sealing <= CIPHER_BYTES, sealing + " bytes to seal " + leafBytes);
      KeptContent kept = new KeptContent();
      FileEntry entry = KeptContent.shown(kept.keep(new byte[40_000], KeptContent.KEY));
      ContentReader reader = new ContentReader();
      byte[] chunk = kept.chunks.get(entry.cid());
      Chunks<RuntimeException> held = new OneChunk(chunk);
      FileKey key = entry.key();
      long wrapping = Allocation.bytesPerRun(runs, () -> reader.wrap(entry));
      long opening =
          Allocation.bytesPerRun(
              runs,
              () -> {
                reader.wrap(entry);
                while (reader.next(held) == ContentReader.Found.PIECE) {
                  // Lent, and looked at no further.
                }
                if (reader.verdict() != Verdict.OK) {
                  throw new AssertionError(reader.verdict() + " under " + key);
                }
              });
      assertTrue(opening - wrapping <= CIPHER_BYTES, opening - wrapping + " bytes to open");
    }
  }

  private record OneChunk(byte[] chunk) implements Chunks<RuntimeException> {
    @Override
    public boolean holds(byte[] name, int offset) {
      return true;
    }

    @Override
    public int read(byte[] name, int offset, byte[] out) {
      System.arraycopy(chunk, 0, out, 0, chunk.length);
      return chunk.length;
    }
  }
}
