package dev.latticenano.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.bytes.Seeds;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.state.KnownTypes;
import dev.latticenano.core.store.StoreException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Random histories of several authors, of whom some say again what they wrote: who holds everything
 * sees nothing of it, and who holds only what a relay without keys would have kept sees the same.
 */
class RestatementProperties {
  private static final int ROUNDS = 12;

  private static void step(KvNode[] nodes, Random random, int number)
      throws StoreException, RefusedException {
    KvNode node = nodes[random.nextInt(nodes.length)];
    KvNode other = nodes[random.nextInt(nodes.length)];
    String key = "key " + random.nextInt(5);
    String value = random.nextInt(4) == 0 ? null : "value " + number;
    switch (random.nextInt(12)) {
      case 0, 1, 2 -> node.take(other, random.nextInt(120));
      case 3 -> node.batch(Map.of(key, "a", "key 7", "b" + number), random.nextBoolean());
      case 4 -> node.write("large", "x".repeat(random.nextInt(3_000)));
      case 5 -> node.batch(Map.of(key, "beside " + number), false);
      case 6 -> restate(node, nodes[0], random);
      default -> node.write(key, value);
    }
  }

  // The first author's chain begins with the beginning, which no mark passes.
  private static void restate(KvNode node, KvNode first, Random random)
      throws StoreException, RefusedException {
    Dag dag = node.replica().dag();
    int self = dag.findAuthor(node.key().toBytes(), 0);
    int height = self == Dag.NONE ? 0 : dag.authorHeight(self);
    if (node != first && height > 0) {
      new PlainRestater(node).restate(1 + random.nextInt(height), 1 + random.nextInt(3));
    }
  }

  private static KvNode[] history(Random random, int steps)
      throws StoreException, RefusedException {
    KvNode[] nodes = {new KvNode(1), new KvNode(2), new KvNode(3), new KvNode(4)};
    nodes[0].begin();
    for (KvNode node : nodes) {
      node.take(nodes[0], 100);
    }
    for (int i = 0; i < steps; i++) {
      step(nodes, random, i);
    }
    for (KvNode node : nodes) {
      nodes[0].take(node, Integer.MAX_VALUE);
    }
    return nodes;
  }

  private static Hash snapshot(KvNode of) throws StoreException {
    Dag dag = of.replica().dag();
    int[] heights = new int[dag.authorCount()];
    for (int author = 0; author < heights.length; author++) {
      heights[author] = dag.authorHeight(author);
    }
    byte[] buffer = new byte[Limits.SIGNED_BYTES_MAX];
    SnapshotMaking making =
        new SnapshotMaking(of.replica(), heights, new KnownTypes(), of, null, of.chunks, buffer);
    while (!making.turn(1000)) {
      assertTrue(!making.isRefused());
    }
    return making.made().cid();
  }

  private static void assertSame(KvNode whole, Dropped dropped, Random random)
      throws StoreException {
    KvNode newcomer = new KvNode(9);
    dropped.bring(newcomer, random);
    assertEquals(0, newcomer.replica().projection().quarantined());
    assertEquals(List.of(), newcomer.replica().projection().restatements().awaited());
    assertEquals(Dropped.rows(whole), Dropped.rows(newcomer));
    assertEquals(snapshot(whole), snapshot(newcomer));
  }

  /** The same with nodes that vote, ack, and restate as they do by themselves. */
  private static KvNode[] votersHistory(Random random, int steps)
      throws StoreException, RefusedException {
    KvNode[] nodes = {new KvNode(1), new KvNode(2), new KvNode(3)};
    nodes[0].begin();
    for (KvNode node : nodes) {
      nodes[0].admit(node.key());
    }
    for (KvNode node : nodes) {
      node.take(nodes[0], 100);
    }
    for (int i = 0; i < steps; i++) {
      KvNode node = nodes[random.nextInt(nodes.length)];
      KvNode other = nodes[random.nextInt(nodes.length)];
      switch (random.nextInt(8)) {
        case 0, 1 -> {
          node.take(other, Integer.MAX_VALUE);
          node.ack(other);
        }
        case 2 -> {
          node.node.restating().now(KvNode.STORE, 1, node.nowMs());
          node.settle();
        }
        default -> step(new KvNode[] {node, other, nodes[0]}, new Plain(random), i);
      }
    }
    for (KvNode node : nodes) {
      nodes[0].take(node, Integer.MAX_VALUE);
    }
    return nodes;
  }

  /** Dice that never say that the plain restater is to write. */
  private static final class Plain extends Random {
    private static final long serialVersionUID = 1L;
    private final Random dice;

    Plain(Random dice) {
      this.dice = dice;
    }

    @Override
    public int nextInt(int bound) {
      int number = dice.nextInt(bound);
      return bound == 12 && number == 6 ? 7 : number;
    }

    @Override
    public boolean nextBoolean() {
      return dice.nextBoolean();
    }
  }

  /** Makes the history of one round; the first node holds all of it. */
  private interface Histories {
    KvNode[] of(Random random) throws Exception;
  }

  @Test
  void whatNodesRestateByThemselvesIsEnough() {
    assertEnough(random -> votersHistory(random, 120));
  }

  @Test
  void aNewcomerWithWhatMarksLeaveComesToTheSameRowsInAnyOrder() {
    assertEnough(random -> history(random, 40));
  }

  /** Whatever marks let go, a newcomer with the rest comes to the rows of a node with all. */
  private void assertEnough(Histories histories) {
    Seeds.run(
        getClass(),
        random -> {
          int dropped = 0;
          for (int round = 0; round < ROUNDS; round++) {
            KvNode whole = histories.of(random)[0];
            assertEquals(0, whole.replica().projection().quarantined());
            int rows = 1 + random.nextInt(whole.replica().dag().sequence());
            for (Dropped each :
                List.of(
                    Dropped.byMarks(whole, Integer.MAX_VALUE),
                    Dropped.byMarks(whole, rows),
                    Dropped.byMarks(whole, rows).closed())) {
              dropped += each.count();
              assertSame(whole, each, random);
            }
          }
          assertTrue(dropped > ROUNDS, dropped + " dropped");
        });
  }
}
