package dev.latticenano.core.dag;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Seeds;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.store.MemoryTables;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Nodes with holes below their floors, swept, shortened, settled by snapshots, cut short in any of
 * it, against one that has everything: who has seen what stays exact for all that stays.
 */
class HolesProperties {
  private static final int RUNS = 60;

  // One of so many stays.
  private static final int SOME_STAY = 4;
  private static final int FEW_STAY = 24;
  private static final Capacity SMALL = new Capacity(1000, 1000, 100, 2, 60);

  private static Ingested open(RecordList log, MemoryTables tables) {
    return new Ingested(log, tables, new PlainSignatures(), SMALL);
  }

  private static boolean stays(Hash hash, int every) {
    return hash.toBytes()[5] % every == 0;
  }

  /** Up to where every author has seen each chain, or somewhat less. */
  private static int[] stable(Ingested node, List<Written> all, Random random)
      throws StoreException {
    int[] heights = frontier(node, all);
    for (int author = 0; author < heights.length; author++) {
      heights[author] -= random.nextInt(3) == 0 ? random.nextInt(heights[author] + 1) : 0;
    }
    return heights;
  }

  private static int[] frontier(Ingested node, List<Written> all) throws StoreException {
    Set<AuthorId> authors = new HashSet<>();
    all.forEach(each -> authors.add(each.author()));
    IntList voters = new IntList();
    authors.forEach(each -> voters.add(node.author(each)));
    int[] heights = new int[node.dag.authorCount()];
    new StabilityFrontier(node.dag).heights(voters, heights);
    return heights;
  }

  private static void drop(Ingested node, int[] heights, int every, Random random)
      throws StoreException {
    Dropping dropping =
        node.dag.pruning().drop(heights, heights, row -> stays(node.hash(row), every));
    while (dropping.turn(1 + random.nextInt(9))) {
      assertFalse(dropping.isVoid());
    }
    dropping.write().end();
  }

  /** Tells the names of what is cited and gone, as long as others are asked for then. */
  private static void tell(Ingested whole, Ingested node) throws StoreException {
    byte[] missing = new byte[64 * 32];
    Told told = node.dag.pruning().told();
    for (boolean believed = true; believed; ) {
      believed = false;
      int count = told.missing(0, 64, missing);
      for (int i = 0; i < count; i++) {
        int row = whole.dag.find(missing, 32 * i);
        if (row != Dag.NONE) {
          byte[] key = whole.key(whole.dag.author(row));
          int height = whole.dag.height(row);
          believed |= told.take(key, 0, missing.clone(), 32 * i, height, Ingested.NOW_MS);
        }
      }
    }
  }

  @Test
  void whatStaysHasSeenWhatItHadSeen() {
    Seeds.run(
        HolesProperties.class, random -> DagProperties.repeat(random, RUNS, HolesProperties::life));
  }

  private static void life(Random random) throws StoreException {
    List<Written> all =
        RandomDag.of(random, 1 + random.nextInt(4), 30 + random.nextInt(60), false, false);
    boolean snapshots = random.nextInt(3) == 0;
    int every = random.nextBoolean() ? SOME_STAY : FEW_STAY;
    MemoryTables tables = new MemoryTables();
    RecordList log = new RecordList();
    log.pieces = 1 + random.nextInt(12);
    Ingested node = open(log, tables);
    Ingested whole = new Ingested();
    for (Written next : DagProperties.arrival(random, all)) {
      whole.ingest(next);
      Verdict verdict = node.ingest(next);
      boolean gone = verdict == Verdict.CHECKPOINT_VIOLATED;
      assertTrue(
          gone
              || verdict == Verdict.OK
              || verdict == Verdict.FLOATING
              || verdict == Verdict.DUPLICATE,
          verdict.toString());
      tell(whole, node);
      switch (random.nextInt(9)) {
        case 0 -> drop(node, stable(node, all, random), every, random);
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
        case 6 -> {
          if (snapshots && random.nextInt(4) == 0) {
            int[] heights = frontier(node, all);
            node.dag.pruning().begin(heights).end();
          }
        }
        default -> {}
      }
      tell(whole, node);
      node.assertStandsAs(whole);
    }
    drop(node, frontier(node, all), every, random);
    for (boolean more = true; more; ) {
      if (random.nextInt(6) == 0) {
        tables.cutPower();
        node = open(log, tables);
      }
      more = node.dag.pruning().sweep(1 + random.nextInt(20));
      node.assertStandsAs(whole);
    }
    while (node.dag.pruning().shorten(Integer.MAX_VALUE, 7)) {
      node.assertStandsAs(whole);
    }
    node.dag.checkpoint();
    for (MemoryTables each : List.of(tables, new MemoryTables())) {
      Ingested again = open(log, each);
      tell(whole, again);
      assertAncestry(whole, again, every);
    }
  }

  private static void assertAncestry(Ingested whole, Ingested node, int every)
      throws StoreException {
    node.assertStandsAs(whole);
    List<Hash> here = new ArrayList<>();
    for (int row = 0; row < whole.dag.sequence(); row++) {
      Hash hash = whole.hash(row);
      int author = node.dag.findAuthor(whole.key(whole.dag.author(row)), 0);
      int found = node.row(hash);
      int height = whole.dag.height(row);
      boolean above = height > node.dag.pruning().floor(author);
      boolean hole = stays(hash, every) && height > node.dag.pruning().settled(author);
      boolean isHere = found != Dag.NONE && !node.dag.pruning().isBelowFloor(found);
      assertEquals(above || hole, isHere, "height " + height + " of author " + author);
      if (isHere) {
        here.add(hash);
      }
    }
    IntList order = new IntList();
    for (int row = node.dag.pruning().next(0); row < node.dag.sequence(); ) {
      order.add(row);
      row = node.dag.pruning().next(row + 1);
    }
    assertEquals(here.size(), order.count());
    for (Hash a : here) {
      int row = node.row(a);
      assertArrayEquals(whole.bytes(whole.row(a)), node.bytes(row));
      assertEquals(whole.dag.height(whole.row(a)), node.dag.height(row));
      assertCitesNamed(whole, node, a);
      IntList cites = new IntList();
      node.dag.conditions(row, cites);
      for (int i = 0; i < cites.count(); i++) {
        boolean isHere = !node.dag.pruning().isBelowFloor(cites.at(i));
        assertTrue(!isHere || cites.at(i) < row, "witnessed before what it cites");
      }
      for (int author = 0; author < whole.dag.authorCount(); author++) {
        int there = node.dag.findAuthor(whole.key(author), 0);
        int seen = whole.dag.heightSeen(whole.row(a), author);
        int settled = node.dag.pruning().settled(there);
        assertEquals(Math.max(seen, settled), node.dag.heightSeen(row, there));
      }
      for (Hash b : here) {
        int other = node.row(b);
        boolean isPast = whole.dag.isAncestor(whole.row(a), whole.row(b));
        assertEquals(isPast, node.dag.isAncestor(row, other));
        assertTrue(!isPast || row <= other, "witnessed before what is in its past");
      }
    }
  }

  /** What it cites has its name here, and its place, unless a snapshot says all of it. */
  private static void assertCitesNamed(Ingested whole, Ingested node, Hash here)
      throws StoreException {
    IntList cites = new IntList();
    whole.dag.conditions(whole.row(here), cites);
    for (int i = 0; i < cites.count(); i++) {
      Hash cited = whole.hash(cites.at(i));
      int author = node.dag.findAuthor(whole.key(whole.dag.author(cites.at(i))), 0);
      int height = whole.dag.height(cites.at(i));
      if (height > node.dag.pruning().settled(author)) {
        assertNotEquals(Dag.NONE, node.row(cited), cited::toString);
        assertEquals(height, node.dag.height(node.row(cited)));
      }
    }
  }

  /** Everything after the last sync of a base may be missing, at every record. */
  @Test
  void aBaseWithHolesIsThereWholeOrNotAtAll() {
    Seeds.run(
        HolesProperties.class,
        random -> DagProperties.repeat(random, RUNS, HolesProperties::cutAnywhere));
  }

  private static void cutAnywhere(Random random) throws StoreException {
    List<Written> all = RandomDag.of(random, 1 + random.nextInt(4), 40, false, false);
    MemoryTables tables = new MemoryTables();
    RecordList log = new RecordList();
    Ingested node = open(log, tables).ingestAll(all);
    if (random.nextBoolean()) {
      node.dag.checkpoint();
    }
    int before = log.entries.size();
    drop(node, stable(node, all, random), SOME_STAY, random);
    for (int end = before; end <= log.entries.size(); end++) {
      RecordList cut = new RecordList(log.entries.subList(0, end));
      Ingested again = open(cut, new MemoryTables());
      boolean stands = again.dag.pruning().hasBase();
      assertTrue(!stands || end == log.entries.size());
      assertArrayEquals(node.digest(), again.digest());
      assertEquals(0, again.dag.floatingCount());
    }
  }
}
