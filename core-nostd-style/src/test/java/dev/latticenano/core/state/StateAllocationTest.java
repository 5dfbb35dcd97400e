package dev.latticenano.core.state;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Allocation;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.state.ChunkTreeReader.Step;
import dev.latticenano.core.store.StoreException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StateAllocationTest {
  private static final int RUNS = 100_000;

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
}
