package dev.latticenano.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.bytes.Seeds;
import dev.latticenano.core.dag.AckTips;
import dev.latticenano.core.dag.Agreement;
import dev.latticenano.core.dag.BranchView;
import dev.latticenano.core.dag.ContentHeights;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.dag.Inspection;
import dev.latticenano.core.dag.IntList;
import dev.latticenano.core.dag.StabilityFrontier;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.snapshot.ClearParts;
import dev.latticenano.core.snapshot.Covered;
import dev.latticenano.core.snapshot.Frontier;
import dev.latticenano.core.snapshot.SnapshotReader;
import dev.latticenano.core.snapshot.SnapshotRows;
import dev.latticenano.core.snapshot.SnapshotWriter;
import dev.latticenano.core.store.MemoryStore;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A node that drops what everybody has, time and again, is asked everything there is to ask. */
class PrunedNodeProperties {
  private static final int RUNS = 12;
  private static final int STEPS = 60;

  @Test
  void whatWasDroppedChangesNoAnswerAboutTheRest() {
    Seeds.run(
        getClass(),
        random -> {
          for (int run = 0; run < RUNS; run++) {
            live(random);
          }
        });
  }

  private static void live(Random random) throws StoreException, RefusedException {
    KvNode[] nodes = {new KvNode(1), new KvNode(2), new KvNode(3)};
    nodes[0].begin();
    KvNode whole = nodes[2];
    meet(nodes);
    for (int i = 0; i < STEPS; i++) {
      KvNode node = nodes[random.nextInt(nodes.length)];
      KvNode other = nodes[random.nextInt(nodes.length)];
      switch (random.nextInt(10)) {
        case 0, 1 -> meet(nodes);
        case 2 -> node.rename("name " + random.nextInt(3));
        case 3 -> node.write("key " + random.nextInt(4), null);
        case 4 -> ack(nodes);
        case 5 -> {
          KvNode pruned = nodes[random.nextInt(2)];
          drop(pruned, whole, nodes);
          ask(pruned);
        }
        case 6 -> nodes[random.nextInt(2)].replica().dag().pruning().sweep(random.nextInt(20));
        case 7 -> node.take(other, Integer.MAX_VALUE);
        default -> node.write("key " + random.nextInt(4), "value " + i);
      }
      ask(nodes[random.nextInt(2)]);
    }
    meet(nodes);
    ask(nodes[0]);
    ask(nodes[1]);
    for (KvNode each : nodes) {
      assertEquals(0, each.replica().dag().floatingCount());
      assertEquals(rows(whole), rows(each));
      assertArrayEquals(digest(whole), digest(each));
      assertEquals(whole.replica().dag().sequence(), each.replica().dag().sequence());
      assertEquals(answers(whole, whole), answers(whole, each));
    }
  }

  private static void meet(KvNode... nodes) throws StoreException {
    for (int i = 0; i < 2; i++) {
      for (KvNode node : nodes) {
        for (KvNode other : nodes) {
          node.take(other, Integer.MAX_VALUE);
        }
      }
    }
  }

  private static void ack(KvNode... nodes) throws StoreException, RefusedException {
    meet(nodes);
    for (KvNode node : nodes) {
      node.node.acks().now(KvNode.STORE, KvNode.NOW_MS);
    }
    meet(nodes);
  }

  /** What state names there {@code whole} knows, who drops nothing. */
  private static void drop(KvNode pruned, KvNode whole, KvNode... voters) throws StoreException {
    int[] stable = stable(pruned, voters);
    Dag dag = whole.replica().dag();
    int[] heights = new int[dag.authorCount()];
    byte[] key = new byte[32];
    for (int author = 0; author < stable.length; author++) {
      pruned.replica().dag().copyAuthorKey(author, key, 0);
      int there = dag.findAuthor(key, 0);
      if (there != Dag.NONE) {
        heights[there] = stable[author];
      }
    }
    if (Arrays.stream(heights).sum() > 0) {
      SnapshotMaking made = whole.snapshot(heights);
      // Where the store had not begun yet nobody knows what is named.
      if (!made.isRefused()) {
        pruned.prune(made.frontier(), names(whole, made));
      }
    }
  }

  private static List<Hash> names(KvNode of, SnapshotMaking made) throws StoreException {
    List<Hash> names = new ArrayList<>();
    SnapshotRows rows =
        new SnapshotRows() {
          @Override
          public void begin(Frontier frontier, Covered covered) {}

          @Override
          public void row(
              int table, byte[] key, int keyAt, int keyBytes, byte[] value, int at, int bytes) {}

          @Override
          public void name(byte[] hash, int at, int author, int height) {
            names.add(Hash.of(hash, at));
          }

          @Override
          public void end(Verdict verdict) {
            assertEquals(Verdict.OK, verdict);
          }
        };
    SnapshotReader reader =
        new SnapshotReader(
            KvNode.STORE,
            made.frontier(),
            new ClearParts(KvNode.STORE, made.frontier()),
            new HeldChunks(of.chunks),
            rows);
    SnapshotWriter written = made.made();
    reader.wrap(written.cid().toBytes(), 0, written.size(), written.levels());
    assertEquals(SnapshotReader.Step.DONE, reader.step(Long.MAX_VALUE));
    return names;
  }

  private static int[] stable(KvNode of, KvNode... voters) throws StoreException {
    Dag dag = of.replica().dag();
    IntList numbers = new IntList();
    for (KvNode voter : voters) {
      numbers.add(dag.findAuthor(voter.key().toBytes(), 0));
    }
    int[] heights = new int[dag.authorCount()];
    new StabilityFrontier(dag).heights(numbers, heights);
    return heights;
  }

  /** Everything that walks rows; none may fail, whatever it says. */
  private static void ask(KvNode node) throws StoreException, RefusedException {
    Dag dag = node.replica().dag();
    assertTrue(node.replica().projection().isWhole());
    node.replica().projection().retry();
    node.node.acks().lags(KvNode.STORE, KvNode.NOW_MS);
    node.node.acks().alone(KvNode.STORE, List.of());
    assertEquals(0, node.node.resolveForks(KvNode.STORE, KvNode.NOW_MS));
    IntList rows = new IntList();
    ContentHeights contents = new ContentHeights(dag);
    for (int self = -1; self < dag.authorCount(); self++) {
      new AckTips(dag, contents).choose(self, 16, rows);
      for (int i = 0; i < rows.count(); i++) {
        dag.height(rows.at(i));
      }
    }
    new Inspection(dag).rowsBetween(bytes(0), bytes(0xff), Integer.MAX_VALUE, rows);
    IntList path = new IntList();
    for (int i = 0; i < rows.count(); i++) {
      int row = rows.at(i);
      assertEquals(row, dag.find(hash(dag, row), 0));
      dag.conditions(row, path);
      dag.storePrev(row);
      dag.isAck(row);
      IntList pair = new IntList();
      pair.add(row);
      pair.add(rows.at(rows.count() / 2));
      BranchView branches = new BranchView(dag);
      int fork = branches.forkPoint(pair);
      if (fork != Dag.NONE) {
        branches.path(fork, row, 10, path);
      }
      Agreement agreement = new Agreement(dag, row);
      for (int author = 0; author < dag.authorCount(); author++) {
        agreement.agrees(author);
      }
    }
    int last = Dag.NONE;
    for (int row = dag.pruning().next(0); row < dag.sequence(); ) {
      assertFalse(dag.pruning().isBelowFloor(row));
      assertEquals(last, dag.pruning().previous(row - 1));
      last = row;
      row = dag.pruning().next(row + 1);
    }
    assertEquals(last, dag.pruning().previous(dag.sequence() - 1));
    ChunkCensus census = new ChunkCensus(node.chunks, node.key().toBytes());
    census.add(node.node, KvNode.STORE, new MemoryStore());
    census.settle(1, false);
  }

  private static byte[] bytes(int value) {
    byte[] bytes = new byte[Inspection.PREFIX_BYTES];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  private static byte[] hash(Dag dag, int row) throws StoreException {
    byte[] hash = new byte[32];
    dag.copyHash(row, hash, 0);
    return hash;
  }

  private static byte[] digest(KvNode node) {
    byte[] digest = new byte[32];
    node.replica().dag().digest(digest, 0);
    return digest;
  }

  private static List<String> rows(KvNode node) throws StoreException {
    List<String> rows = new ArrayList<>();
    StateTables state = node.replica().projection().tables();
    for (Table table : List.of(state.systemRows(), state.stateRows())) {
      table.range(
          new byte[0],
          null,
          (key, keyAt, keyBytes, value, at, bytes) ->
              rows.add(Hex.encode(key, keyAt, keyBytes) + "=" + Hex.encode(value, at, bytes)));
    }
    return rows;
  }

  /** Of each author: how far it is, and what its tip has in its past of each other. */
  private static List<String> answers(KvNode naming, KvNode node) throws StoreException {
    Dag names = naming.replica().dag();
    Dag dag = node.replica().dag();
    List<String> answers = new ArrayList<>();
    byte[] key = new byte[32];
    for (int author = 0; author < names.authorCount(); author++) {
      names.copyAuthorKey(author, key, 0);
      int here = dag.findAuthor(key, 0);
      answers.add(author + " " + dag.authorHeight(here) + " " + dag.wallMs(dag.tip(here, 0)));
    }
    return answers;
  }
}
