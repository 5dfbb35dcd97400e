package dev.latticenano.core.dag;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Seeds;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.store.IdSum;
import dev.latticenano.core.store.MemoryTables;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Nodes that were pruned, pruned again, swept, shortened, restored, or cut short in any of it,
 * against one that has everything.
 */
class PruningProperties {
  private static final int RUNS = 40;
  private static final Capacity SMALL = new Capacity(1000, 1000, 100, 2, 60);

  private static Ingested open(RecordList log, MemoryTables tables) {
    return new Ingested(log, tables, new PlainSignatures(), SMALL);
  }

  private static List<Written> random(Random random, boolean forks) {
    return RandomDag.of(random, 1 + random.nextInt(5), 15 + random.nextInt(40), forks, false);
  }

  /** The heights of a past that holds all pasts of its members: of some row. */
  private static int[] stable(Ingested node, Random random) throws StoreException {
    int[] heights = new int[node.dag.authorCount()];
    for (int tries = 0; node.dag.sequence() > 0 && tries < 20; tries++) {
      int row = random.nextInt(node.dag.sequence());
      if (!node.dag.pruning().isBelowFloor(row)) {
        node.dag.vector(row, heights);
        return heights;
      }
    }
    for (int i = 0; i < heights.length; i++) {
      heights[i] = node.dag.pruning().floor(i);
    }
    return heights;
  }

  private static void prune(Ingested node, int[] heights, Set<Hash> live) throws StoreException {
    BaseWriter base = node.dag.pruning().begin(heights);
    for (Hash each : live) {
      base.keep(each.toBytes(), 0);
    }
    base.end();
  }

  private static Set<Hash> some(Random random, List<Written> all) {
    Set<Hash> some = new HashSet<>();
    all.forEach(
        each -> {
          if (random.nextInt(3) == 0) {
            some.add(each.hash());
          }
        });
    return some;
  }

  @Test
  void aPrunedNodeAgreesWithOneThatHasEverything() {
    Seeds.run(
        PruningProperties.class,
        random -> DagProperties.repeat(random, RUNS, PruningProperties::life));
  }

  private static void life(Random random) throws StoreException {
    boolean forks = random.nextInt(3) == 0;
    List<Written> all = random(random, forks);
    MemoryTables tables = new MemoryTables();
    RecordList log = new RecordList();
    log.pieces = 1 + random.nextInt(12);
    Ingested node = open(log, tables);
    Ingested whole = new Ingested();
    // A fork below the floor would be known to the other alone.
    List<Written> order = forks ? all : DagProperties.arrival(random, all);
    for (int i = 0; i < order.size(); i++) {
      Written next = order.get(i);
      Verdict verdict = node.ingest(next);
      if (verdict == Verdict.CHECKPOINT_VIOLATED) {
        assertTrue(forks || whole.dag.holds(next.hash().toBytes(), 0));
        continue;
      }
      assertEquals(whole.ingest(next), verdict);
      switch (random.nextInt(9)) {
        case 0 -> prune(node, stable(node, random), toCome(order, i + 1, whole));
        case 1 -> node.dag.pruning().sweep(1 + random.nextInt(20));
        case 2 -> node.dag.pruning().shorten(1 << random.nextInt(12), 7);
        case 3 -> {
          tables.cutPower();
          node = open(log, tables);
        }
        case 4 -> {
          tables.clear();
          node = open(log, tables);
        }
        case 5 -> node.dag.checkpoint();
        default -> {}
      }
      assertAgrees(whole, node);
    }
    Set<Hash> named = pruneMost(whole, node, random);
    for (boolean more = true; more; ) {
      if (random.nextInt(6) == 0) {
        tables.cutPower();
        node = open(log, tables);
      }
      more = node.dag.pruning().sweep(1 + random.nextInt(20));
      assertAgrees(whole, node);
    }
    while (node.dag.pruning().shorten(Integer.MAX_VALUE, 7)) {
      assertAgrees(whole, node);
    }
    node.dag.checkpoint();
    assertNamed(whole, node, named);
    for (MemoryTables each : List.of(tables, new MemoryTables())) {
      node = open(log, each);
      assertNamed(whole, node, named);
      assertAncestry(whole, node);
    }
  }

  /** Prunes all that one of the last rows has seen, but for a few names: returns these. */
  private static Set<Hash> pruneMost(Ingested whole, Ingested node, Random random)
      throws StoreException {
    int[] heights = new int[node.dag.authorCount()];
    int last = node.dag.rowAtSequence(node.dag.sequence());
    if (node.dag.pruning().isBelowFloor(last)) {
      heights = stable(node, random);
    } else {
      node.dag.vector(last, heights);
    }
    Set<Hash> named = new HashSet<>();
    for (int row = 0; row < whole.dag.sequence(); row++) {
      Hash each = whole.hash(row);
      if (random.nextInt(6) == 0 && node.row(each) != Dag.NONE) {
        named.add(each);
      }
    }
    prune(node, heights, named);
    return named;
  }

  /** What those cite that come from the {@code next}-th on, or came and float. */
  private static Set<Hash> toCome(List<Written> order, int next, Ingested whole)
      throws StoreException {
    Set<Hash> cited = new HashSet<>();
    for (int i = 0; i < order.size(); i++) {
      if (i >= next || whole.row(order.get(i).hash()) == Dag.NONE) {
        cited.addAll(DagModel.citesOf(order.get(i)));
      }
    }
    return cited;
  }

  /** Of what was to be cited at least the name is here, and where it stands. */
  private static void assertNamed(Ingested whole, Ingested node, Set<Hash> named)
      throws StoreException {
    for (Hash each : named) {
      int row = node.row(each);
      assertNotEquals(Dag.NONE, row, each::toString);
      assertEquals(each, node.hash(row));
      assertEquals(whole.dag.height(whole.row(each)), node.dag.height(row));
    }
  }

  private static void assertAgrees(Ingested whole, Ingested node) throws StoreException {
    node.assertStandsAs(whole);
    assertEquals(whole.dag.floatingCount(), node.dag.floatingCount());
    assertEquals(whole.dag.forkedCount(), node.dag.forkedCount());
  }

  private static void assertAncestry(Ingested whole, Ingested node) throws StoreException {
    assertAgrees(whole, node);
    List<Hash> hashes = new ArrayList<>();
    for (int row = 0; row < whole.dag.sequence(); row++) {
      hashes.add(whole.hash(row));
    }
    byte[] key = new byte[32];
    for (Hash a : hashes) {
      int row = node.row(a);
      if (row == Dag.NONE || node.dag.pruning().isBelowFloor(row)) {
        continue;
      }
      assertArrayEquals(whole.bytes(whole.row(a)), node.bytes(row));
      assertEquals(whole.dag.height(whole.row(a)), node.dag.height(row));
      for (int author = 0; author < whole.dag.authorCount(); author++) {
        whole.dag.copyAuthorKey(author, key, 0);
        int here = node.dag.findAuthor(key, 0);
        if (here != Dag.NONE) {
          int seen = whole.dag.heightSeen(whole.row(a), author);
          assertEquals(
              Math.max(seen, node.dag.pruning().floor(here)), node.dag.heightSeen(row, here));
        }
      }
      for (Hash b : hashes) {
        int other = node.row(b);
        if (other == Dag.NONE) {
          continue;
        }
        if (node.dag.pruning().isBelowFloor(other)) {
          assertTrue(node.dag.isAncestor(other, row));
          assertFalse(node.dag.isAncestor(row, other));
          assertEquals(other, node.dag.lca(other, row));
        } else {
          assertEquals(
              whole.dag.isAncestor(whole.row(a), whole.row(b)), node.dag.isAncestor(row, other));
          // Generations count from what was told of the floor, so the order may be another.
          assertEquals(Set.copyOf(whole.path(a, b)), Set.copyOf(node.path(a, b)));
        }
      }
    }
  }

  /** Everything after the last sync of a base may be missing, at every record. */
  @Test
  void aBaseIsThereWholeOrNotAtAll() {
    Seeds.run(
        PruningProperties.class,
        random -> DagProperties.repeat(random, RUNS, PruningProperties::cutAnywhere));
  }

  private static void cutAnywhere(Random random) throws StoreException {
    List<Written> all = random(random, false);
    MemoryTables tables = new MemoryTables();
    RecordList log = new RecordList();
    Ingested node = open(log, tables);
    node.ingestAll(all);
    if (random.nextBoolean()) {
      node.dag.checkpoint();
    }
    int before = log.entries.size();
    int[] heights = stable(node, random);
    prune(node, heights, some(random, all));
    int floors = 0;
    for (int height : heights) {
      floors += height > 0 ? 1 : 0;
    }
    for (int end = before; end <= log.entries.size(); end++) {
      RecordList cut = new RecordList(log.entries.subList(0, end));
      Ingested again = open(cut, new MemoryTables());
      assertEquals(floors > 0 && end == log.entries.size(), again.dag.pruning().hasBase());
      assertArrayEquals(node.digest(), again.digest());
      assertEquals(0, again.dag.floatingCount());
    }
  }

  @Test
  void aRestoredNodeAgreesWithOneThatHasEverything() {
    Seeds.run(
        PruningProperties.class,
        random -> DagProperties.repeat(random, RUNS, PruningProperties::restored));
  }

  private static void restored(Random random) throws StoreException {
    List<Written> all = random(random, false);
    Ingested whole = new Ingested().ingestAll(all);
    int[] heights = stable(whole, random);
    RecordList log = new RecordList();
    MemoryTables tables = new MemoryTables();
    Ingested node = open(log, tables);
    IdSum sum = new IdSum();
    whole.dag.pruning().sumBelow(heights, sum);
    // What is here and below, and what is above.
    List<Written> before =
        random.nextBoolean() ? List.of() : all.subList(0, random.nextInt(all.size()));
    node.ingestAll(before);
    if (random.nextBoolean()) {
      node.dag.checkpoint();
    }
    int[] here = new int[node.dag.authorCount()];
    byte[] name = new byte[32];
    for (int author = 0; author < here.length; author++) {
      node.dag.copyAuthorKey(author, name, 0);
      int there = whole.dag.findAuthor(name, 0);
      here[author] = Math.min(heights[there], node.dag.authorHeight(author));
    }
    BaseWriter base = node.dag.pruning().restore(sum, here);
    byte[] key = new byte[32];
    for (int author = 0; author < heights.length; author++) {
      if (heights[author] > 0) {
        whole.dag.copyAuthorKey(author, key, 0);
        int tip = whole.dag.rowAtHeight(author, heights[author]);
        byte[] hash = whole.hash(tip).toBytes();
        base.floor(key, 0, hash, 0, heights[author], heights[author], 0, 0);
      }
    }
    for (int row = 0; row < whole.dag.sequence(); row++) {
      int author = whole.dag.author(row);
      int height = whole.dag.height(row);
      if (height <= heights[author]) {
        whole.dag.copyAuthorKey(author, key, 0);
        base.ghost(key, 0, whole.hash(row).toBytes(), 0, height, height);
      }
    }
    byte[] unchanged = node.digest();
    base.end();
    assertArrayEquals(unchanged, node.digest());
    if (random.nextBoolean()) {
      tables.cutPower();
    }
    node = open(log, random.nextBoolean() ? tables : new MemoryTables());
    for (Written each : all) {
      Verdict verdict = node.ingest(each);
      assertTrue(verdict == Verdict.OK || verdict == Verdict.DUPLICATE, verdict.toString());
    }
    assertAncestry(whole, node);
    assertAncestry(whole, open(log, new MemoryTables()));
    prune(node, stable(node, random), some(random, all));
    assertAncestry(whole, node);
    assertNotEquals(0, node.dag.sequence());
  }
}
