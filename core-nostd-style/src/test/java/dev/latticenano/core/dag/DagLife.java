package dev.latticenano.core.dag;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.store.MemoryTables;
import dev.latticenano.core.store.Store;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.Tables;
import java.util.List;
import java.util.Random;

/**
 * A random DAG as it comes to one node, for whoever has logs and tables to open it on: forks, what
 * floats for a while or for ever, and some of it twice.
 */
public final class DagLife {
  private static final Capacity SMALL_VECTORS = new Capacity(1000, 1000, 100, 2, 40);

  private final Random random;
  private final List<Written> all;
  private final List<Written> arrival;
  private final DagModel model;
  private Ingested node;

  /** Writes it: up to 80 intentions of up to five authors. */
  public DagLife(Random random) {
    this.random = random;
    all =
        RandomDag.of(
            random, 1 + random.nextInt(5), 30 + random.nextInt(50), true, random.nextBoolean());
    arrival = DagProperties.arrival(random, all);
    model = new DagModel(all);
  }

  /** Opens it on a log and tables, which are its own until it is opened on others. */
  public Dag open(Store log, Tables tables) {
    node = ingested(log, tables);
    return node.dag;
  }

  private static Ingested ingested(Store log, Tables tables) {
    return new Ingested(log, tables, new PlainSignatures(), SMALL_VECTORS);
  }

  /** How many arrive. */
  public int count() {
    return arrival.size();
  }

  /** Lets one of them arrive. */
  public Verdict take(int index) throws StoreException {
    byte[] bytes = arrival.get(index).bytes();
    return node.dag.ingest(bytes, 0, bytes.length, Ingested.NOW_MS);
  }

  /** What is witnessed, in its order. */
  public List<Hash> order() throws StoreException {
    return RestartProperties.order(node);
  }

  /** Each that is witnessed can be read, and found by its name. */
  public void assertReadable() throws StoreException {
    byte[] hash = new byte[32];
    for (int row = 0; row < node.dag.sequence(); row++) {
      node.dag.copyHash(row, hash, 0);
      assertEquals(row, node.dag.find(hash, 0));
      Written written = model.get(Hash.of(hash, 0));
      assertArrayEquals(written.bytes(), node.bytes(row));
      assertEquals(model.height(written.hash()), node.dag.height(row));
    }
  }

  /** It stands as one that was opened on {@code log} and read all of it. */
  public void assertAsReadFrom(Store log) throws StoreException {
    Ingested whole = ingested(log, new MemoryTables());
    RestartProperties.assertSame(whole, node, random);
    for (int row = 0; row < whole.dag.sequence(); row++) {
      assertEquals(whole.hash(row), node.hash(row));
      assertArrayEquals(whole.bytes(row), node.bytes(row));
    }
  }

  /** When all have arrived: it is what it would be had its power never failed. */
  public void assertWhole() throws StoreException {
    node.ingestAll(all);
    node.assertSet(model);
    node.assertAncestry(model);
    node.assertProjection(model, DagProperties.some(random, model));
  }
}
