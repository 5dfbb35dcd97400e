package dev.latticenano.core.dag;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.store.MemoryTables;
import dev.latticenano.core.store.StoreException;
import org.junit.jupiter.api.Test;

/** Names of what is gone, told while the tables are swept of it, and power fails. */
class ToldTest {
  private static final int CHAIN = 20;
  private static final int CITED = 3;

  private Scene scene;
  private MemoryTables tables;
  private RecordList log;
  private Ingested whole;

  private Ingested open() {
    return new Ingested(log, tables, new PlainSignatures(), Capacity.FULL);
  }

  /** A node of which all but the last of A's chain goes, swept for so many turns. */
  private Ingested swept(int turns) throws StoreException {
    scene = new Scene();
    tables = new MemoryTables();
    log = new RecordList();
    whole = new Ingested();
    Ingested node = open();
    for (int i = 0; i < CHAIN; i++) {
      scene.write('A');
    }
    whole.ingestAll(scene.all);
    node.ingestAll(scene.all);
    node.dag.pruning().begin(new int[] {CHAIN}).end();
    for (int turn = 0; turn < turns; turn++) {
      node.dag.pruning().sweep(1);
    }
    return node;
  }

  private static int turns() throws StoreException {
    int turns = 1;
    ToldTest test = new ToldTest();
    Ingested node = test.swept(0);
    while (node.dag.pruning().sweep(1)) {
      turns++;
    }
    return turns;
  }

  private void citesWhatIsGone(Ingested node) {
    Written next = scene.write('B', scene.all.get(CITED - 1));
    assertEquals(Verdict.OK, whole.ingest(next));
    assertEquals(Verdict.FLOATING, node.ingest(next));
  }

  private boolean tells(Ingested node) throws StoreException {
    return tells(node, scene.all.get(CITED - 1), CITED);
  }

  private static boolean tells(Ingested node, Written gone, int height) throws StoreException {
    byte[] name = gone.hash().toBytes();
    byte[] author = gone.author().toBytes();
    return node.dag.pruning().told().take(author, 0, name, 0, height, Ingested.NOW_MS);
  }

  private void assertKnown(Ingested node) throws StoreException {
    node.assertStandsAs(whole);
    assertEquals(0, node.dag.floatingCount());
    int row = node.row(scene.all.get(CITED - 1).hash());
    assertEquals(CITED, node.dag.height(row));
    assertTrue(node.dag.pruning().isBelowFloor(row));
  }

  private static void sweep(Ingested node) throws StoreException {
    while (node.dag.pruning().sweep(1)) {
      continue;
    }
  }

  @Test
  void aNameIsBelievedAtEveryTurnOfASweep() throws StoreException {
    int turns = turns();
    assertTrue(turns > 10, "turns: " + turns);
    for (int turn = 0; turn <= turns; turn++) {
      Ingested node = swept(turn);
      citesWhatIsGone(node);
      assertTrue(tells(node), "turn " + turn);
      assertKnown(node);
      sweep(node);
      assertKnown(node);
    }
  }

  @Test
  void aNameIsBelievedWhenPowerFailedAtAnyTurnOfASweep() throws StoreException {
    int turns = turns();
    for (int turn = 0; turn <= turns; turn++) {
      Ingested node = swept(turn);
      citesWhatIsGone(node);
      tables.cutPower();
      node = open();
      assertTrue(tells(node), "turn " + turn);
      assertKnown(node);
      sweep(node);
      assertKnown(node);
    }
  }

  @Test
  void whatANameLetInIsThereAgainWhenPowerFailsAtAnyLaterTurn() throws StoreException {
    int turns = turns();
    for (int turn = 0; turn <= turns; turn++) {
      for (int later = 0; later <= turns - turn; later++) {
        Ingested node = swept(turn);
        citesWhatIsGone(node);
        tells(node);
        for (int i = 0; i < later; i++) {
          node.dag.pruning().sweep(1);
        }
        tables.cutPower();
        node = open();
        assertKnown(node);
        sweep(node);
        assertKnown(node);
      }
    }
  }

  private static void assertUnseen(Ingested node, Written row) throws StoreException {
    int author = node.author(Scene.author('B'));
    assertEquals(0, node.dag.heightSeen(node.row(row.hash()), author));
    assertFalse(node.dag.isAncestor(node.dag.rowAtHeight(author, 1), node.row(row.hash())));
  }

  @Test
  void aNameHasNotSeenWhatHadSeenThatHadItsNumberBefore() throws StoreException {
    scene = new Scene();
    tables = new MemoryTables();
    log = new RecordList();
    Written seen = scene.write('B');
    Written first = scene.write('A');
    scene.write('A', seen);
    Written third = scene.write('A');
    scene.write('A');
    Ingested node = open().ingestAll(scene.all);
    int[] heights = new int[node.dag.authorCount()];
    heights[node.author(Scene.author('A'))] = 4;
    Dropping dropping = node.dag.pruning().drop(heights, new int[heights.length], row -> false);
    dropping.turn(Integer.MAX_VALUE);
    dropping.write().end();
    sweep(node);
    // The number that the first one had is free first, and then that of the one that cites B.
    node.ingest(scene.write('C', third));
    assertTrue(tells(node, third, 3));
    Written next = scene.write('D', first);
    node.ingest(next);
    assertTrue(tells(node, first, 1));
    assertUnseen(node, first);
    assertUnseen(node, next);
    node.dag.checkpoint();
    tables.cutPower();
    node = open();
    assertUnseen(node, first);
    assertUnseen(node, next);
  }
}
