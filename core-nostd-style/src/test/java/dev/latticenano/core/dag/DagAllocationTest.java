package dev.latticenano.core.dag;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Allocation;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.Hlc;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.store.MemoryTables;
import dev.latticenano.core.store.Store;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What ingest allocates per operation, with a verifier and a log that allocate nothing. */
class DagAllocationTest {
  private static final int RUNS = 10_000;

  /** Takes everything, keeps nothing. */
  private static final class Nowhere implements Store {
    private long position;

    @Override
    public long append(int kind, byte[] source, int offset, int length) {
      return position++;
    }

    @Override
    public void sync() {}

    @Override
    public long end() {
      return position;
    }

    @Override
    public int read(long at, byte[] out, int offset) {
      throw new AssertionError("nothing is kept");
    }

    @Override
    public void scan(long from, Reader reader) {}
  }

  private final MemoryTables tables = new MemoryTables();
  private Ingested node = node();
  private int next;

  private Ingested node() {
    return new Ingested(new Nowhere(), tables, new PlainSignatures(), Capacity.FULL);
  }

  private static List<Written> chains(int count) {
    List<Written> all = new ArrayList<>();
    Hash[] tips = new Hash[4];
    for (int i = 0; i < count; i++) {
      int author = i % 4;
      Hash prev = tips[author] == null ? Hash.ZERO : tips[author];
      List<Hash> cited = i == 0 ? List.of() : List.of(all.get(i - 1).hash());
      Written written =
          Written.sign(
              new PlainSignatures.Key(author),
              DagModel.store(),
              prev,
              cited,
              new Hlc(1_700_000_000_000L + i, 0),
              new byte[100]);
      tips[author] = written.hash();
      all.add(written);
    }
    return all;
  }

  private void ingestNext(List<Written> order) {
    node.ingest(order.get(next++));
  }

  @Test
  void aDuplicateAllocatesNothing() {
    Written written = chains(1).get(0);
    node.ingest(written);
    assertEquals(0, Allocation.bytesPerRun(RUNS, () -> node.ingest(written)));
  }

  @Test
  void whatIsRefusedAllocatesNothing() {
    Scene scene = new Scene();
    Written first = scene.write('A');
    Written foreign = scene.on('B', first);
    Written forged = scene.write('A');
    forged.bytes()[forged.bytes().length - 1] ^= 1;
    Written elsewhere =
        Written.sign(
            Scene.key('A'),
            StoreId.of(new byte[16], 0),
            Hash.ZERO,
            List.of(),
            new Hlc(1, 0),
            new byte[0]);
    node.ingest(first);
    node.ingest(scene.on('B', null));
    assertEquals(
        0,
        Allocation.bytesPerRun(
            RUNS,
            () -> {
              assertEquals(Verdict.STORE_PREV_FOREIGN, node.ingest(foreign));
              assertEquals(Verdict.SIGNATURE_WRONG, node.ingest(forged));
              assertEquals(Verdict.WRONG_STORE, node.ingest(elsewhere));
            }));
  }

  /** New rows take up pages; between pages, in one operation, nothing. Tables keep theirs. */
  @Test
  void aWitnessedIntentionAllocatesPagesOnly() {
    List<Written> order = chains(2 * RUNS + 1);
    assertPagesOnly(order);
    assertEquals(order.size(), node.dag.sequence());
  }

  @Test
  void aFloatingIntentionAllocatesPagesOnly() {
    List<Written> order = chains(2 * RUNS + 2);
    assertPagesOnly(order.subList(1, order.size()));
    assertEquals(order.size() - 1, node.dag.floatingCount());
  }

  private void assertPagesOnly(List<Written> order) {
    node.ingestAll(order);
    tables.clear();
    node = node();
    ingestNext(order);
    long nothing = 0;
    for (int i = 1; i < RUNS; i++) {
      ingestNext(order);
    }
    for (int i = 0; i < RUNS; i++) {
      nothing += Allocation.bytesOnce(() -> ingestNext(order)) == 0 ? 1 : 0;
    }
    long grew = RUNS - nothing;
    assertTrue(grew <= RUNS / 100, grew + " of " + RUNS + " operations allocated");
    ingestNext(order);
  }

  @Test
  void questionsOfAncestryAllocateNothing() throws StoreException {
    List<Written> order = chains(2000);
    node.ingestAll(order);
    int first = node.row(order.get(0).hash());
    int middle = node.row(order.get(1000).hash());
    int last = node.row(order.get(1999).hash());
    IntList path = new IntList();
    assertEquals(0, Allocation.bytesPerRun(2000, () -> ask(first, middle, last, path)));
  }

  private void ask(int first, int middle, int last, IntList path) {
    try {
      assertTrue(node.dag.isAncestor(first, last));
      assertEquals(middle, node.dag.lca(middle, last));
      node.dag.path(middle, last, path);
      assertEquals(999, path.count());
    } catch (StoreException e) {
      throw new AssertionError(e);
    }
  }
}
