package dev.latticenano.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Restating.Outcome.Why;
import dev.latticenano.core.state.KvState;
import dev.latticenano.core.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** When a node says again what its own chain still means, and what it writes. */
class RestatingTest {
  /** Three voters: the first has made the store. */
  static KvNode[] voters() throws StoreException, RefusedException {
    KvNode[] nodes = {new KvNode(1), new KvNode(2), new KvNode(3)};
    nodes[0].begin();
    for (KvNode node : nodes) {
      nodes[0].admit(node.key());
    }
    meet(nodes);
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
    for (int round = 0; round < 2; round++) {
      meet(nodes);
      nodes[0].ack(nodes[1], nodes[2]);
      nodes[1].ack(nodes[0], nodes[2]);
      nodes[2].ack(nodes[0], nodes[1]);
    }
    meet(nodes);
  }

  static void overwrite(KvNode node, int times) throws StoreException, RefusedException {
    for (int i = 0; i < times; i++) {
      node.write("key " + i % 4, "value " + i);
    }
  }

  static Restating.Outcome now(KvNode node) throws StoreException, RefusedException {
    Restating.Outcome outcome = node.node.restating().now(KvNode.STORE, 50, node.nowMs());
    node.settle();
    return outcome;
  }

  @Test
  void saysAgainWhatIsLiveOnceAllVotersHaveSeenEnough() throws StoreException, RefusedException {
    KvNode[] nodes = voters();
    overwrite(nodes[1], 40);
    assertEquals(Why.NOTHING_STABLE, now(nodes[1]).why());
    ackAll(nodes);
    List<String> before = Dropped.rows(nodes[1]);
    Restating.Outcome outcome = now(nodes[1]);
    assertEquals(Why.WRITTEN, outcome.why());
    assertEquals(1, outcome.written());
    assertTrue(outcome.superseded() >= 40, outcome.toString());
    assertEquals(before, Dropped.rows(nodes[1]));
    Restating.Standing standing = nodes[1].node.restating().standing(KvNode.STORE);
    assertEquals(1, standing.restatements());
    assertEquals(outcome.superseded(), standing.superseded());
    assertEquals(Why.NOTHING_STABLE, now(nodes[1]).why());
    ackAll(nodes);
    for (KvNode node : nodes) {
      assertEquals(0, node.replica().projection().quarantined());
      assertEquals(before, Dropped.rows(node));
    }
    KvNode newcomer = new KvNode(9);
    Dropped dropped = Dropped.byMarks(nodes[0], Integer.MAX_VALUE);
    assertEquals(outcome.superseded(), dropped.count());
    dropped.bring(newcomer, new Random(1));
    assertEquals(before, Dropped.rows(newcomer));
  }

  @Test
  void doesNotWhereMostIsStillLive() throws StoreException, RefusedException {
    KvNode[] nodes = voters();
    for (int i = 0; i < 30; i++) {
      nodes[1].write("key " + i, "x".repeat(500));
    }
    ackAll(nodes);
    assertEquals(Why.PAYS_NOT, now(nodes[1]).why());
  }

  @Test
  void passesOverTheBeginningAndWhatIsSaidOfMembers() throws StoreException, RefusedException {
    KvNode[] nodes = voters();
    overwrite(nodes[0], 20);
    nodes[0].rename("named by the first");
    nodes[0].say(nodes[2].key(), 3);
    overwrite(nodes[0], 20);
    nodes[0].rename("named again");
    ackAll(nodes);
    List<String> before = Dropped.rows(nodes[0]);
    Restating.Outcome outcome = now(nodes[0]);
    assertEquals(Why.WRITTEN, outcome.why());
    // Forty writes and the first ack; not the genesis, three grants, a dormancy and two names.
    assertEquals(41, outcome.superseded());
    Restating.Standing standing = nodes[0].node.restating().standing(KvNode.STORE);
    assertEquals(outcome.superseded(), standing.superseded());
    assertEquals(standing, nodes[0].node.restating().standing(KvNode.STORE));
    ackAll(nodes);
    for (KvNode node : nodes) {
      assertEquals(0, node.replica().projection().quarantined());
      assertEquals(before, Dropped.rows(node));
    }
    PlainReader left = new PlainReader(nodes[1], Integer.MAX_VALUE);
    assertEquals(outcome.superseded(), left.gone());
    assertEquals(PlainReader.rows(nodes[1]), left.rows());
  }

  @Test
  void stopsBelowWhatNobodyCanTellFromDataWithoutTheKey() throws StoreException, RefusedException {
    KvNode[] nodes = voters();
    overwrite(nodes[0], 20);
    nodes[0].writeRaw(KvNode.enveloped(KvNode.status(nodes[2].key(), 2), false));
    overwrite(nodes[0], 20);
    ackAll(nodes);
    Restating.Outcome outcome = now(nodes[0]);
    assertEquals(Why.WRITTEN, outcome.why());
    assertEquals(20, outcome.superseded());
    ackAll(nodes);
    assertEquals(Why.UNKEPT, now(nodes[0]).why());
    assertEquals(0, nodes[1].replica().projection().quarantined());
  }

  @Test
  void whatNeverCountedReplacesNothingWhenItIsSaidAgain() throws StoreException, RefusedException {
    KvNode[] nodes = voters();
    nodes[0].write("key", "of the first");
    nodes[1].take(nodes[0], 100);
    nodes[0].say(nodes[1].key(), 4);
    nodes[1].write("key", "of one thrown out who has not heard it");
    overwrite(nodes[1], 10);
    nodes[0].say(nodes[1].key(), 2);
    ackAll(nodes);
    ackAll(nodes);
    overwrite(nodes[1], 20);
    ackAll(nodes);
    List<String> before = Dropped.rows(nodes[1]);
    assertEquals(Why.WRITTEN, now(nodes[1]).why());
    assertEquals(before, Dropped.rows(nodes[1]));
    ackAll(nodes);
    assertEquals(before, Dropped.rows(nodes[2]));
    KvState state = (KvState) nodes[2].node.state(KvNode.STORE);
    assertEquals("of the first", new String(state.value(bytes("key")), StandardCharsets.UTF_8));
  }

  @Test
  void supersedesNothingThatSomethingUnstableReplaced() throws StoreException, RefusedException {
    KvNode[] nodes = voters();
    nodes[1].write("first", "1");
    overwrite(nodes[1], 40);
    nodes[1].write("last", "1");
    ackAll(nodes);
    nodes[2].write("last", "of the third, whom nobody has heard");
    nodes[1].take(nodes[2], Integer.MAX_VALUE);
    assertEquals(41, now(nodes[1]).superseded());
  }

  @Test
  void writesSeveralWhenOneIsTooSmallAndMarksWithTheLast() throws StoreException, RefusedException {
    KvNode[] nodes = voters();
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < 6; i++) {
        nodes[1].write("key " + i, ("" + round).repeat(50_000));
      }
    }
    ackAll(nodes);
    Restating.Outcome outcome = now(nodes[1]);
    assertEquals(Why.WRITTEN, outcome.why());
    assertEquals(3, outcome.written());
    assertEquals(3, nodes[1].node.restating().standing(KvNode.STORE).restatements());
    ackAll(nodes);
    KvNode newcomer = new KvNode(9);
    Dropped.byMarks(nodes[0], Integer.MAX_VALUE).bring(newcomer, new Random(1));
    assertEquals(Dropped.rows(nodes[0]), Dropped.rows(newcomer));
    byte[] value = ((KvState) newcomer.node.state(KvNode.STORE)).value(bytes("key 5"));
    assertEquals("2".repeat(50_000), new String(value, StandardCharsets.UTF_8));
  }

  @Test
  void theLargestValueIsSaidAndALargerOneIsNot() throws StoreException, RefusedException {
    int most = RestatementPieces.PIECE_BYTES - RestatementPieces.ROW_BYTES - 1;
    for (int length : new int[] {most, most + 1}) {
      KvNode[] nodes = voters();
      for (int i = 0; i < 3; i++) {
        nodes[1].write("k", "x".repeat(length - i));
      }
      nodes[1].write("k", "y".repeat(length));
      ackAll(nodes);
      assertEquals(length == most ? Why.WRITTEN : Why.PAYS_NOT, now(nodes[1]).why());
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void doesSoByItselfWhenThereIsEnoughAndNotBefore() throws StoreException, RefusedException {
    KvNode[] nodes = voters();
    nodes[1].node.restating().share(50, 100);
    nodes[1].meet(nodes[0]);
    overwrite(nodes[1], 90);
    ackAll(nodes);
    nodes[1].later(Restating.LOOK_MS);
    assertEquals(0, nodes[1].node.restating().standing(KvNode.STORE).restatements());
    overwrite(nodes[1], 20);
    ackAll(nodes);
    nodes[1].later(Restating.LOOK_MS);
    assertEquals(1, nodes[1].node.restating().standing(KvNode.STORE).restatements());
    assertTrue(nodes[1].events.stream().anyMatch(event -> event instanceof Event.Restated));
    nodes[1].later(Restating.LOOK_MS);
    assertEquals(1, nodes[1].node.restating().standing(KvNode.STORE).restatements());
  }

  @Test
  void doesSoByItselfOnlyInARunThatHasMetAPeer() throws StoreException, RefusedException {
    KvNode[] nodes = voters();
    nodes[1].node.restating().share(50, 100);
    overwrite(nodes[1], 110);
    ackAll(nodes);
    nodes[1].later(Restating.LOOK_MS);
    assertEquals(0, nodes[1].node.restating().standing(KvNode.STORE).restatements());
    nodes[1].meet(nodes[0]);
    nodes[1].later(Restating.LOOK_MS);
    assertEquals(1, nodes[1].node.restating().standing(KvNode.STORE).restatements());
    nodes[1].reopen();
    overwrite(nodes[1], 210);
    ackAll(nodes);
    nodes[1].later(Restating.LOOK_MS);
    assertEquals(1, nodes[1].node.restating().standing(KvNode.STORE).restatements());
  }

  @Test
  void goesOnAfterItWasCutShortAndStopsForWhatComesMeanwhile()
      throws StoreException, RefusedException {
    KvNode[] nodes = voters();
    nodes[1].node.restating().share(50, 10);
    nodes[1].meet(nodes[0]);
    for (int i = 0; i < 18; i++) {
      nodes[1].write("key " + i % 6, "x".repeat(50_000 + i));
    }
    ackAll(nodes);
    nodes[1].wake(Restating.LOOK_MS);
    while (nodes[1].node.restating().standing(KvNode.STORE).restatements() == 0) {
      nodes[1].node.tick(nodes[1].nowMs());
    }
    nodes[2].write("key 0", null);
    nodes[1].take(nodes[2], Integer.MAX_VALUE);
    nodes[1].later(0);
    Restating.Standing cut = nodes[1].node.restating().standing(KvNode.STORE);
    assertEquals(0, cut.superseded());
    List<String> before = Dropped.rows(nodes[1]);
    ackAll(nodes);
    nodes[1].later(Restating.LOOK_MS);
    assertTrue(nodes[1].node.restating().standing(KvNode.STORE).superseded() >= 18);
    assertEquals(before, Dropped.rows(nodes[1]));
    ackAll(nodes);
    assertEquals(0, nodes[0].replica().projection().quarantined());
    KvNode newcomer = new KvNode(9);
    Dropped.byMarks(nodes[0], Integer.MAX_VALUE).bring(newcomer, new Random(2));
    assertEquals(before, Dropped.rows(newcomer));
  }
}
