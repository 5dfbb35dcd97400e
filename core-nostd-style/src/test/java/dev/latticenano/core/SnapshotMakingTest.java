package dev.latticenano.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.bytes.Seeds;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.dag.IntList;
import dev.latticenano.core.dag.StabilityFrontier;
import dev.latticenano.core.intention.EnvelopeWriter;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.SnapshotNoticeWriter;
import dev.latticenano.core.intention.UniversalOpWriter;
import dev.latticenano.core.snapshot.ClearParts;
import dev.latticenano.core.snapshot.Covered;
import dev.latticenano.core.snapshot.Frontier;
import dev.latticenano.core.snapshot.SnapshotReader;
import dev.latticenano.core.snapshot.SnapshotRows;
import dev.latticenano.core.snapshot.SnapshotWriter;
import dev.latticenano.core.state.KnownTypes;
import dev.latticenano.core.store.IdSum;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Snapshots of stores: the same on every node, from live tables and from others. */
class SnapshotMakingTest {
  private static SnapshotMaking making(KvNode of, int[] heights) throws StoreException {
    return new SnapshotMaking(
        of.replica(), heights, new KnownTypes(), of, null, of.chunks, new RowBuffer());
  }

  private static SnapshotMaking made(KvNode of, int[] heights, int budget) throws StoreException {
    SnapshotMaking making = making(of, heights);
    boolean done = making.turn(budget);
    while (!done) {
      done = making.turn(budget);
    }
    assertEquals(0, of.scratchesOpen);
    return making;
  }

  /** The frontier as {@code of} numbers authors; the voters are all who wrote. */
  private static int[] frontier(KvNode of, KvNode... voters) throws StoreException {
    Dag dag = of.replica().dag();
    IntList numbers = new IntList();
    for (KvNode voter : voters) {
      numbers.add(dag.findAuthor(voter.key().toBytes(), 0));
    }
    int[] heights = new int[dag.authorCount()];
    new StabilityFrontier(dag).heights(numbers, heights);
    return heights;
  }

  private static KvNode[] history(Random random, int steps)
      throws StoreException, RefusedException {
    KvNode[] nodes = {new KvNode(1), new KvNode(2), new KvNode(3)};
    nodes[0].begin();
    nodes[0].write("first", "1");
    for (KvNode node : nodes) {
      node.take(nodes[0], 100);
    }
    for (int i = 0; i < steps; i++) {
      KvNode node = nodes[random.nextInt(nodes.length)];
      KvNode other = nodes[random.nextInt(nodes.length)];
      switch (random.nextInt(8)) {
        case 0, 1 -> node.take(other, random.nextInt(100));
        case 2 -> node.rename("name " + random.nextInt(3));
        case 3 -> node.write("key " + random.nextInt(4), null);
        case 4 -> node.write("large", "x".repeat(random.nextInt(40_000)));
        default -> node.write("key " + random.nextInt(4), "value " + i);
      }
    }
    return nodes;
  }

  private static void meet(KvNode... nodes) throws StoreException {
    for (KvNode node : nodes) {
      for (KvNode other : nodes) {
        node.take(other, Integer.MAX_VALUE);
      }
    }
  }

  private static void ackAll(KvNode... nodes) throws StoreException, RefusedException {
    meet(nodes);
    nodes[0].ack(nodes[1], nodes[2]);
    nodes[1].ack(nodes[0], nodes[2]);
    nodes[2].ack(nodes[0], nodes[1]);
    meet(nodes);
  }

  /** A node that was brought only what {@code set} holds, in another order where there is one. */
  private static KvNode only(KvNode of, StableSet set, Random random) throws StoreException {
    List<Integer> rows = new ArrayList<>();
    for (int row = 0; row < of.replica().dag().sequence(); row++) {
      if (set.contains(row)) {
        rows.add(random.nextInt(rows.size() + 1), row);
      }
    }
    KvNode fresh = new KvNode(9);
    for (int row : rows) {
      fresh.takeRow(of, row);
    }
    fresh.settle();
    return fresh;
  }

  @Test
  void everyNodeMakesTheSameSnapshotWhateverCameInWhichOrderAndWhatLiesAbove() {
    Seeds.run(
        getClass(),
        random -> {
          for (int round = 0; round < 8; round++) {
            KvNode[] nodes = history(random, 20);
            if (random.nextBoolean()) {
              ackAll(nodes);
            }
            for (int i = 0; i < 5; i++) {
              nodes[random.nextInt(3)].write("key " + random.nextInt(4), "above " + i);
            }
            meet(nodes);
            int[] heights = frontier(nodes[0], nodes);
            if (heights[0] == 0) {
              continue;
            }
            SnapshotWriter first = made(nodes[0], heights, 1 + random.nextInt(50)).made();
            for (int i = 1; i < nodes.length; i++) {
              int[] same = frontier(nodes[i], nodes);
              assertEquals(first.cid(), made(nodes[i], same, 1000).made().cid());
            }
            StableSet set =
                new StableSet(nodes[0].replica().dag(), heights, nodes[0].replica().settled());
            KvNode alone = only(nodes[0], set, random);
            int[] all = new int[alone.replica().dag().authorCount()];
            for (int author = 0; author < all.length; author++) {
              all[author] = alone.replica().dag().authorHeight(author);
            }
            SnapshotMaking live = made(alone, all, 1000);
            assertFalse(live.isFromScratch());
            assertEquals(first.cid(), live.made().cid());
            assertReads(nodes[0], first, live.frontier(), alone);
          }
        });
  }

  /** What the snapshot holds is what {@code alone} has, who has nothing else. */
  private static void assertReads(
      KvNode maker, SnapshotWriter made, Frontier frontier, KvNode alone) throws StoreException {
    List<String> rows = new ArrayList<>();
    IdSum sum = new IdSum();
    SnapshotRows collected =
        new SnapshotRows() {
          @Override
          public void begin(Frontier at, Covered covered) {
            sum.read(covered.bytes(), 0);
          }

          @Override
          public void row(
              int table, byte[] key, int keyAt, int keyBytes, byte[] value, int at, int bytes) {
            rows.add(Hex.encode(key, keyAt, keyBytes) + "=" + Hex.encode(value, at, bytes));
          }

          @Override
          public void name(byte[] hash, int hashOffset, int author, int height)
              throws StoreException {
            int row = alone.replica().dag().find(hash, hashOffset);
            assertEquals(height, alone.replica().dag().height(row));
          }

          @Override
          public void end(Verdict verdict) {
            assertEquals(Verdict.OK, verdict);
          }
        };
    SnapshotReader reader =
        new SnapshotReader(
            KvNode.STORE,
            frontier,
            new ClearParts(KvNode.STORE, frontier),
            new HeldChunks(maker.chunks),
            collected);
    reader.wrap(made.cid().toBytes(), 0, made.size(), made.levels());
    assertEquals(SnapshotReader.Step.DONE, reader.step(Long.MAX_VALUE));
    List<String> expected = new ArrayList<>();
    addRows(alone.replica().projection().tables().systemRows(), expected);
    addRows(alone.replica().projection().tables().stateRows(), expected);
    assertEquals(expected, rows);
    assertEquals(alone.replica().dag().sequence(), sum.count());
  }

  private static void addRows(Table table, List<String> out) throws StoreException {
    table.range(
        new byte[0],
        null,
        (key, keyAt, keyBytes, value, at, bytes) ->
            out.add(Hex.encode(key, keyAt, keyBytes) + "=" + Hex.encode(value, at, bytes)));
  }

  @Test
  void acksAndNoticesAboveTheFrontierLeaveTheLiveTablesGood()
      throws StoreException, RefusedException {
    KvNode[] nodes = history(new Random(1), 12);
    ackAll(nodes);
    SnapshotMaking first = made(nodes[0], frontier(nodes[0], nodes), 100);
    assertFalse(first.isFromScratch());
    byte[] out = new byte[1000];
    SnapshotNoticeWriter notice = new SnapshotNoticeWriter();
    first.made().describe(notice);
    int length = notice.write(out, 0, out.length);
    nodes[0].submit(new UniversalOpWriter().snapshot(out, 0, length), List.of());
    nodes[1].take(nodes[0], Integer.MAX_VALUE);
    int[] before = frontier(nodes[1], nodes);
    SnapshotMaking second = made(nodes[1], before, 100);
    assertFalse(second.isFromScratch());
    assertEquals(first.made().cid(), second.made().cid());
  }

  @Test
  void aWriteThatComesMeanwhileSendsTheMakingToOtherTables()
      throws StoreException, RefusedException {
    KvNode[] nodes = history(new Random(2), 12);
    ackAll(nodes);
    int[] heights = frontier(nodes[0], nodes);
    Hash expected = made(nodes[1], frontier(nodes[1], nodes), 100).made().cid();
    SnapshotMaking making = making(nodes[0], heights);
    assertFalse(making.isFromScratch());
    boolean done = making.turn(1);
    nodes[0].write("key 1", "meanwhile");
    while (!done) {
      done = making.turn(100);
    }
    assertTrue(making.isFromScratch());
    assertEquals(expected, making.made().cid());
  }

  @Test
  void aNodeThatCannotReadSomethingStableMakesNone() throws StoreException, RefusedException {
    KvNode[] nodes = history(new Random(5), 12);
    byte[] bytes = new byte[64];
    EnvelopeWriter sealed = new EnvelopeWriter().sealed(bytes, 0, bytes, 8, bytes, 0, 40);
    byte[] envelope = new byte[sealed.length()];
    sealed.write(envelope, 0, envelope.length);
    nodes[1].submit(new UniversalOpWriter().envelope(envelope, 0, envelope.length), List.of());
    ackAll(nodes);
    assertTrue(made(nodes[0], frontier(nodes[0], nodes), 100).isRefused());
    nodes[0].write("key 1", "above");
    assertTrue(made(nodes[0], frontier(nodes[0], nodes), 100).isRefused());
  }

  @Test
  void aNodeWhoseRecordAtTheFrontierRotsMeanwhileMakesNone()
      throws StoreException, RefusedException {
    KvNode[] nodes = history(new Random(3), 12);
    ackAll(nodes);
    Dag dag = nodes[0].replica().dag();
    int[] heights = frontier(nodes[0], nodes);
    SnapshotMaking making = making(nodes[0], heights);
    int author = 0;
    while (heights[author] == 0) {
      author++;
    }
    nodes[0].log.rot(nodes[0].bytes(dag.rowAtHeight(author, heights[author])));
    while (!making.turn(100)) {
      continue;
    }
    assertTrue(making.isRefused());
    assertEquals(0, nodes[0].scratchesOpen);
  }

  @Test
  void whereTheStoreHadNotBegunNoneIsMade() throws StoreException, RefusedException {
    KvNode[] nodes = {new KvNode(1), new KvNode(2)};
    nodes[0].begin();
    nodes[1].take(nodes[0], Integer.MAX_VALUE);
    // A first value replaces nothing, so it cites nothing: the beginning is not in its past.
    nodes[1].write("key", "value");
    nodes[0].take(nodes[1], Integer.MAX_VALUE);
    for (KvNode each : nodes) {
      int second = each.replica().dag().findAuthor(nodes[1].key().toBytes(), 0);
      int[] heights = new int[2];
      heights[second] = 1;
      assertTrue(made(each, heights, 1).isRefused());
      assertFalse(made(each, new int[] {1, 1}, 1).isRefused());
    }
  }

  @Test
  void whoDoesNotKnowTheStoresTypeMakesNone() throws StoreException, RefusedException {
    KvNode[] nodes = history(new Random(3), 12);
    ackAll(nodes);
    nodes[0].write("key 1", "above");
    int[] heights = frontier(nodes[0], nodes);
    SnapshotMaking making =
        new SnapshotMaking(
            nodes[0].replica(),
            heights,
            (type, state) -> null,
            nodes[0],
            null,
            nodes[0].chunks,
            new RowBuffer());
    while (!making.turn(100)) {
      continue;
    }
    assertTrue(making.isRefused());
  }

  @Test
  void anotherFrontierGivesAnotherSnapshot() throws StoreException, RefusedException {
    KvNode[] nodes = history(new Random(3), 12);
    ackAll(nodes);
    Hash before = made(nodes[0], frontier(nodes[0], nodes), 100).made().cid();
    nodes[0].write("key 1", "later");
    ackAll(nodes);
    assertNotEquals(before, made(nodes[0], frontier(nodes[0], nodes), 100).made().cid());
  }

  @Test
  void aMakingThatIsAbandonedDropsItsTables() throws StoreException, RefusedException {
    KvNode[] nodes = history(new Random(4), 12);
    ackAll(nodes);
    int[] heights = frontier(nodes[0], nodes);
    nodes[0].write("key 1", "above");
    SnapshotMaking making = making(nodes[0], heights);
    making.turn(1);
    assertEquals(1, nodes[0].scratchesOpen);
    making.abandon();
    assertEquals(0, nodes[0].scratchesOpen);
  }
}
