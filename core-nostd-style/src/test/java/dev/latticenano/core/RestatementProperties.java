package dev.latticenano.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.bytes.Seeds;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.state.KnownTypes;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.Collections;
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
  private static final int ROUNDS_MAX = 50;

  // The dice may say that one of the nodes restates; the first only if it may.
  private static void step(KvNode[] nodes, Random random, int number, boolean first)
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
      case 6 -> restate(node, first ? null : nodes[0], random);
      default -> node.write(key, value);
    }
  }

  private static void restate(KvNode node, KvNode never, Random random)
      throws StoreException, RefusedException {
    Dag dag = node.replica().dag();
    int self = dag.findAuthor(node.key().toBytes(), 0);
    int height = self == Dag.NONE ? 0 : dag.authorHeight(self);
    if (node != never && height > 0) {
      new PlainRestater(node).restate(1 + random.nextInt(height), 1 + random.nextInt(3));
    }
  }

  // A floor without holes cannot go beyond what is kept: where floors are tried, the first, whose
  // chain begins with the beginning, says nothing again.
  static KvNode[] history(Random random, int steps, boolean first)
      throws StoreException, RefusedException {
    KvNode[] nodes = {new KvNode(1), new KvNode(2), new KvNode(3), new KvNode(4)};
    nodes[0].begin();
    for (KvNode node : nodes) {
      node.take(nodes[0], 100);
    }
    for (int i = 0; i < steps; i++) {
      step(nodes, random, i, first);
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
    RowBuffer buffer = new RowBuffer();
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
  static KvNode[] votersHistory(Random random, int steps) throws StoreException, RefusedException {
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
          if (node != nodes[0]) {
            node.node.restating().now(KvNode.STORE, 1, node.nowMs());
            node.settle();
          }
        }
        default -> step(new KvNode[] {node, other, nodes[0]}, new Plain(random), i, false);
      }
    }
    for (KvNode node : nodes) {
      nodes[0].take(node, Integer.MAX_VALUE);
    }
    new SoundMarks(nodes[0], nodes);
    return nodes;
  }

  /** The same with one or two that write and restate, as laptops do, and others that only ack. */
  static KvNode[] ackersHistory(Random random, int steps, boolean first)
      throws StoreException, RefusedException {
    KvNode[] nodes = {new KvNode(1), new KvNode(2), new KvNode(3), new KvNode(4)};
    nodes[0].begin();
    for (KvNode node : nodes) {
      nodes[0].admit(node.key());
    }
    for (KvNode node : nodes) {
      node.take(nodes[0], 100);
    }
    KvNode[] writers = first ? new KvNode[] {nodes[0]} : new KvNode[] {nodes[1], nodes[2]};
    List<KvNode> ackers = new ArrayList<>(List.of(nodes));
    ackers.removeAll(List.of(writers));
    for (int i = 0; i < steps; i++) {
      KvNode writer = writers[random.nextInt(writers.length)];
      KvNode acker = ackers.get(random.nextInt(ackers.size()));
      switch (random.nextInt(12)) {
        case 0, 1, 2 -> {
          acker.take(writer, Integer.MAX_VALUE);
          acker.ack(writer);
        }
        case 3, 4 -> writer.take(acker, Integer.MAX_VALUE);
        case 5 -> {
          List<String> before = Dropped.rows(writer);
          writer.node.restating().now(KvNode.STORE, 1, writer.nowMs());
          writer.settle();
          assertEquals(before, Dropped.rows(writer));
        }
        default -> step(writers, new Plain(random), i, false);
      }
    }
    for (KvNode node : nodes) {
      nodes[0].take(node, Integer.MAX_VALUE);
    }
    new SoundMarks(nodes[0], nodes);
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

  /**
   * The same, and members are let in, rest, are thrown out and come back, all of it by those who
   * write and restate, too.
   */
  static KvNode[] ownersHistory(Random random, int steps) throws StoreException, RefusedException {
    KvNode[] nodes = {new KvNode(1), new KvNode(2), new KvNode(3)};
    nodes[0].begin();
    for (KvNode node : nodes) {
      node.take(nodes[0], 100);
      nodes[0].admit(node.key());
    }
    for (int i = 0; i < steps; i++) {
      KvNode node = nodes[random.nextInt(nodes.length)];
      KvNode other = nodes[random.nextInt(nodes.length)];
      try {
        owned(node, other, nodes[0], random, i);
      } catch (RefusedException thrownOut) {
        node.settle();
      }
    }
    for (KvNode node : nodes) {
      nodes[0].take(node, Integer.MAX_VALUE);
    }
    return nodes;
  }

  private static void owned(KvNode node, KvNode other, KvNode first, Random random, int number)
      throws StoreException, RefusedException {
    switch (random.nextInt(12)) {
      case 0, 1 -> {
        node.take(other, Integer.MAX_VALUE);
        node.ack(other);
      }
      case 2, 3 -> {
        List<String> before = Dropped.rows(node);
        node.node.restating().now(KvNode.STORE, 1, node.nowMs());
        node.settle();
        assertEquals(before, Dropped.rows(node));
      }
      case 4 -> node.rename("name " + number);
      case 5 -> {
        // The first is thrown out by nobody, so that its node ends up with all.
        int[] said = {2, 2, 3, 4};
        int status = other == first ? 2 : said[random.nextInt(said.length)];
        node.say(other.key(), status);
      }
      default -> step(new KvNode[] {node, other, first}, new Plain(random), number, false);
    }
  }

  private static KvNode inAnyOrder(KvNode whole, Random random) throws StoreException {
    KvNode node = new KvNode(8);
    List<Integer> rows = new ArrayList<>();
    for (int row = 0; row < whole.replica().dag().sequence(); row++) {
      rows.add(row);
    }
    Collections.shuffle(rows, random);
    for (int row : rows) {
      node.takeRow(whole, row);
      if (random.nextInt(4) == 0) {
        node.settle();
      }
    }
    node.settle();
    return node;
  }

  @Test
  void whoSaysWhoMayWriteRestatesAndNothingChangesInAnyOrder() {
    assertHolesDoNoHarm(random -> ownersHistory(random, 120));
  }

  @Test
  void whatPlainMarksLeaveWithHolesSaysTheSame() {
    assertHolesDoNoHarm(random -> history(random, 40, true));
  }

  @Test
  void aLoneWriterWhomOthersOnlyAckRestatesAndNothingChangesInAnyOrder() {
    assertHolesDoNoHarm(random -> ackersHistory(random, 120, true));
  }

  @Test
  void whatWritersRestateWhomOthersOnlyAckIsEnough() {
    assertEnough(random -> ackersHistory(random, 120, false));
  }

  private void assertHolesDoNoHarm(Histories histories) {
    Seeds.run(
        getClass(),
        random -> {
          int gone = 0;
          for (int round = 0; round < ROUNDS / 2 || gone <= ROUNDS && round < ROUNDS_MAX; round++) {
            KvNode whole = histories.of(random)[0];
            assertEquals(0, whole.replica().projection().quarantined());
            KvNode other = inAnyOrder(whole, random);
            assertEquals(Dropped.rows(whole), Dropped.rows(other));
            int rows = 1 + random.nextInt(whole.replica().dag().sequence());
            for (int seen : new int[] {rows, Integer.MAX_VALUE}) {
              PlainReader left = new PlainReader(whole, seen);
              gone += left.gone();
              assertEquals(PlainReader.rows(whole), left.rows());
            }
          }
          assertTrue(gone > ROUNDS, gone + " gone");
        });
  }

  @Test
  void whatNodesRestateByThemselvesIsEnough() {
    assertEnough(random -> votersHistory(random, 120));
  }

  @Test
  void aNewcomerWithWhatMarksLeaveComesToTheSameRowsInAnyOrder() {
    assertEnough(random -> history(random, 40, false));
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
