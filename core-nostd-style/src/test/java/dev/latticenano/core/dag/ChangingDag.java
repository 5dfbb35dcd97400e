package dev.latticenano.core.dag;

import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.store.MemoryTables;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * A DAG to which everything happens that can happen to what is shown of it, at random: intentions
 * of several authors come, some of whom fork; authors are barred, or no more; floors rise.
 */
public final class ChangingDag {
  private static final Capacity SMALL = new Capacity(1000, 1000, 100, 2, 60);

  private final Random random;
  private final List<Written> coming;
  private final Ingested node;

  /** One without an intention, and what will happen to it. */
  public ChangingDag(Random random) {
    this.random = random;
    boolean forks = random.nextBoolean();
    int authors = 1 + random.nextInt(6);
    coming = new ArrayList<>(RandomDag.of(random, authors, 40 + random.nextInt(80), forks, false));
    node = new Ingested(new RecordList(), new MemoryTables(), new PlainSignatures(), SMALL);
  }

  /** The DAG; lent. */
  public Dag dag() {
    return node.dag;
  }

  /** Has one thing happen; false if there is nothing more to come. */
  public boolean change() throws StoreException {
    switch (random.nextInt(12)) {
      case 0 -> bar();
      case 1 -> prune();
      default -> come();
    }
    return !coming.isEmpty();
  }

  private void come() {
    for (int i = random.nextInt(6); i >= 0 && !coming.isEmpty(); i--) {
      node.ingest(coming.remove(0));
    }
  }

  private void bar() throws StoreException {
    IntList barred = new IntList();
    for (int author = 0; author < node.dag.authorCount(); author++) {
      if (random.nextInt(3) == 0) {
        barred.add(author);
      }
    }
    node.dag.shown().bar(barred, new IntList());
  }

  private void prune() throws StoreException {
    if (node.dag.sequence() == 0) {
      return;
    }
    int row = random.nextInt(node.dag.sequence());
    // Nobody agrees to drop what nobody else has.
    if (node.dag.pruning().isBelowFloor(row) || !node.dag.shown().contains(row)) {
      return;
    }
    int[] heights = new int[node.dag.authorCount()];
    node.dag.vector(row, heights);
    node.dag.pruning().begin(heights).end();
    while (node.dag.pruning().sweep(3) && random.nextBoolean()) {
      // As far as chance will have it.
    }
  }

  /** What is shown of the first places of the witness order and has not gone, by hash. */
  public Set<Hash> shown(int places) throws StoreException {
    Set<Hash> shown = new LinkedHashSet<>();
    for (int place = 1; place <= places; place++) {
      int row = node.dag.rowAtSequence(place);
      if (!node.dag.pruning().isBelowFloor(row) && node.dag.shown().contains(row)) {
        shown.add(node.hash(row));
      }
    }
    return shown;
  }
}
