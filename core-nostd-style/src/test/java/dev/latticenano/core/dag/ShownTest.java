package dev.latticenano.core.dag;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.store.MemoryTables;
import dev.latticenano.core.store.StoreException;
import org.junit.jupiter.api.Test;

/** What barred authors wrote, hidden and not, and floors that rise above it. */
class ShownTest {
  private final Scene scene = new Scene();
  private final Ingested node =
      new Ingested(new RecordList(), new MemoryTables(), new PlainSignatures(), Capacity.FULL);

  private static IntList list(int... entries) {
    IntList list = new IntList();
    for (int each : entries) {
      list.add(each);
    }
    return list;
  }

  private Written take(char author, Written... cited) {
    Written next = scene.write(author, cited);
    assertEquals(Verdict.OK, node.ingest(next));
    return next;
  }

  private byte[] shown() {
    byte[] digest = new byte[32];
    node.dag.shown().digest(digest, 0);
    return digest;
  }

  private void prune(int height) throws StoreException {
    int[] heights = new int[node.dag.authorCount()];
    heights[node.author(Scene.author('A'))] = height;
    node.dag.pruning().begin(heights).end();
    while (node.dag.pruning().sweep(1)) {
      continue;
    }
  }

  @Test
  void whatLiesBelowAFloorIsHiddenNoMore() throws StoreException {
    take('A');
    Written second = take('A');
    Written third = take('A');
    take('B');
    node.dag.shown().bar(list(node.author(Scene.author('A'))), list());
    assertEquals(3, node.dag.shown().hiddenCount());
    prune(2);
    assertEquals(1, node.dag.shown().hiddenCount());
    assertEquals(2, node.dag.shown().authorHeight(node.author(Scene.author('A'))));
    take('B', third);
    assertEquals(0, node.dag.shown().hiddenCount());
    assertArrayEquals(node.digest(), shown());
    assertTrue(node.dag.shown().contains(node.row(second.hash())));
  }

  @Test
  void whatWasAllowedMayGo() throws StoreException {
    Written first = take('A');
    take('A');
    take('A');
    node.dag.shown().bar(list(node.author(Scene.author('A'))), list(node.row(first.hash())));
    assertEquals(2, node.dag.shown().hiddenCount());
    prune(2);
    assertEquals(1, node.dag.shown().hiddenCount());
    node.dag.shown().bar(list(node.author(Scene.author('A'))), list(0));
    assertEquals(1, node.dag.shown().hiddenCount());
  }
}
