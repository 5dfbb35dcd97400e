package dev.latticenano.core;

import static dev.latticenano.core.RestatingTest.now;
import static dev.latticenano.core.RestatingTest.overwrite;
import static dev.latticenano.core.RestatingTest.voters;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Restating.Outcome.Why;
import dev.latticenano.core.state.KvState;
import dev.latticenano.core.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** How far a node restates while somebody may revoke what it counts on. */
class RestatingBesideRevocationsTest {
  private static final int DORMANT = 3;
  private static final int REVOKED = 4;

  private static void ackAll(KvNode... nodes) throws StoreException, RefusedException {
    for (int round = 0; round < 2; round++) {
      for (KvNode node : nodes) {
        hear(node, nodes);
        node.ack(nodes);
      }
    }
    for (KvNode node : nodes) {
      hear(node, nodes);
    }
  }

  private static void hear(KvNode node, KvNode... from) throws StoreException {
    for (KvNode other : from) {
      node.take(other, Integer.MAX_VALUE);
    }
  }

  private static String value(KvNode node, String key) throws StoreException {
    byte[] name = key.getBytes(StandardCharsets.UTF_8);
    byte[] value = ((KvState) node.node.state(KvNode.STORE)).value(name);
    return value == null ? "" : new String(value, StandardCharsets.UTF_8);
  }

  /** The three, of whom the third rests and has not seen how the first replaced a value. */
  private static KvNode[] replacedBehindTheDormant() throws StoreException, RefusedException {
    KvNode[] nodes = voters();
    overwrite(nodes[1], 20);
    nodes[0].say(nodes[2].key(), DORMANT);
    ackAll(nodes);
    nodes[1].write("key", "of the second");
    nodes[0].take(nodes[1], Integer.MAX_VALUE);
    nodes[0].write("key", "of the first");
    ackAll(nodes[0], nodes[1]);
    return nodes;
  }

  @Test
  void aValueThatADormantOwnerBringsBackIsThereForWhoMeetsARelayAlone()
      throws StoreException, RefusedException {
    KvNode[] nodes = replacedBehindTheDormant();
    Restating.Outcome outcome = now(nodes[1]);
    ackAll(nodes[0], nodes[1]);
    nodes[2].say(nodes[0].key(), REVOKED);
    hear(nodes[1], nodes[2]);
    assertEquals("of the second", value(nodes[1], "key"));
    KvNode newcomer = new KvNode(9);
    Dropped.byMarks(nodes[1], Integer.MAX_VALUE).bring(newcomer, new Random(1));
    assertEquals("of the second", value(newcomer, "key"));
    assertEquals(Dropped.rows(nodes[1]), Dropped.rows(newcomer));
    // Twenty writes and two acks, and not the value that the first replaced.
    assertEquals(22, outcome.superseded());
  }

  @Test
  void whatADormantOwnerHasSeenIsSaidAgainWhenItWakes() throws StoreException, RefusedException {
    KvNode[] nodes = replacedBehindTheDormant();
    assertEquals(22, now(nodes[1]).superseded());
    ackAll(nodes);
    assertEquals(Why.WRITTEN, now(nodes[1]).why());
    ackAll(nodes);
    KvNode newcomer = new KvNode(9);
    Dropped.byMarks(nodes[1], Integer.MAX_VALUE).bring(newcomer, new Random(1));
    assertEquals("of the first", value(newcomer, "key"));
  }

  @Test
  void nothingIsSaidAgainBeforeAllHaveSeenARevocation() throws StoreException, RefusedException {
    KvNode[] nodes = voters();
    KvNode fourth = new KvNode(4);
    nodes[0].admit(fourth.key());
    overwrite(nodes[1], 40);
    ackAll(nodes[0], nodes[1], nodes[2], fourth);
    // The first has the lesser key, so the third cannot revoke it back.
    assertTrue(nodes[0].key().compareTo(nodes[2].key()) < 0);
    nodes[0].say(nodes[2].key(), REVOKED);
    hear(nodes[1], nodes[0]);
    assertEquals(Why.NOTHING_STABLE, now(nodes[1]).why());
    ackAll(nodes[0], nodes[1], fourth);
    assertEquals(Why.WRITTEN, now(nodes[1]).why());
  }

  @Test
  void whoMayRevokeBackIsWaitedForUntilSomebodyOfBetterRankSaysSoToo()
      throws StoreException, RefusedException {
    KvNode[] nodes = voters();
    overwrite(nodes[2], 40);
    ackAll(nodes);
    assertTrue(nodes[1].key().compareTo(nodes[0].key()) < 0);
    assertTrue(nodes[0].key().compareTo(nodes[2].key()) < 0);
    // The first might have revoked back, unheard, and would outrank the third.
    nodes[2].say(nodes[0].key(), REVOKED);
    ackAll(nodes[1], nodes[2]);
    assertEquals(Why.NOTHING_STABLE, now(nodes[2]).why());
    nodes[1].say(nodes[0].key(), REVOKED);
    ackAll(nodes[1], nodes[2]);
    assertEquals(Why.WRITTEN, now(nodes[2]).why());
  }

  @Test
  void whoLeftIsNotWaitedFor() throws StoreException, RefusedException {
    KvNode[] nodes = voters();
    overwrite(nodes[1], 40);
    nodes[2].say(nodes[2].key(), REVOKED);
    for (KvNode node : new KvNode[] {nodes[0], nodes[1]}) {
      hear(node, nodes[2]);
      node.ack(nodes[2]);
    }
    overwrite(nodes[1], 10);
    ackAll(nodes[0], nodes[1]);
    Restating.Outcome outcome = now(nodes[1]);
    assertTrue(outcome.superseded() >= 50, outcome.toString());
  }
}
