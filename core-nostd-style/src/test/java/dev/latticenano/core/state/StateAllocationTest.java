package dev.latticenano.core.state;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Allocation;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.state.ChunkTreeReader.Step;
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
