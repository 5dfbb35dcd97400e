package dev.latticenano.core.relay;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.crypto.Ed25519Verifier;
import dev.latticenano.core.dag.Dag;
import org.junit.jupiter.api.Test;

/** A relay keeps sealed snapshots, and drops what lies below one that all voters agreed to. */
class RelaySnapshotTest {
  private static final int KEYS = 5;
  private static final int WRITES = 30;

  private final RelayScene scene = new RelayScene();
  private final RelayWorld world = scene.world;
  private int words;

  RelaySnapshotTest() throws Exception {}

  private void write() throws Exception {
    world.meet(scene.ann, scene.house);
    world.meet(scene.bo, scene.house);
    for (int i = 0; i < WRITES; i++) {
      scene.ann.put(scene.store, "k" + i % KEYS, "ann " + words++);
      scene.bo.put(scene.store, "b" + i % KEYS, "bo " + words++);
    }
  }

  /** Members meet the relay alone, one after the other. */
  private void meetOften() throws Exception {
    for (int i = 0; i < 5; i++) {
      world.meet(scene.ann, scene.house);
      world.meet(scene.bo, scene.house);
      world.run(70_000);
    }
  }

  /** Both see all that was written, and say so. */
  private void acknowledge() throws Exception {
    meetOften();
    scene.ann.ack(scene.store);
    scene.bo.ack(scene.store);
    meetOften();
  }

  private void snapshot() throws Exception {
    write();
    acknowledge();
    scene.ann.node.snapshots().ask(scene.store);
    meetOften();
    world.run(2 * Limits.RELAY_PRUNE_DELAY_MS);
  }

  private Dag relayed() {
    return scene.house.relay.dag(scene.store);
  }

  private boolean standsOnSnapshot() {
    Dag dag = relayed();
    int ann = dag.findAuthor(scene.ann.key().toBytes(), 0);
    return dag.pruning().settled(ann) > 0;
  }

  private static byte[] digest(Dag dag) {
    byte[] digest = new byte[32];
    dag.shown().digest(digest, 0);
    return digest;
  }

  private RelayMember newcomer() throws Exception {
    RelayMember cy = world.member();
    scene.redeem(scene.members().member(cy.key(), Manifest.READER, false), null);
    cy.open(scene.store, scene.ann);
    for (int i = 0; i < 4; i++) {
      world.meet(cy, scene.house);
    }
    return cy;
  }

  private void assertAlike(RelayMember member) throws Exception {
    Dag dag = member.node.dag(scene.store);
    assertEquals(scene.bo.count(scene.store), member.count(scene.store));
    assertArrayEquals(digest(scene.bo.node.dag(scene.store)), digest(dag));
    assertArrayEquals(digest(relayed()), digest(dag));
    for (int i = 0; i < KEYS; i++) {
      String ann = scene.bo.get(scene.store, "k" + i);
      assertFalse(ann.isEmpty());
      assertEquals(ann, member.get(scene.store, "k" + i));
      assertEquals(scene.ann.get(scene.store, "b" + i), member.get(scene.store, "b" + i));
    }
  }

  @Test
  void allBelowItGoesAndWhoMeetsTheRelayAloneComesToWhatTheOthersHave() throws Exception {
    scene.held(RelayScene.GIB);
    snapshot();
    assertTrue(standsOnSnapshot());
    long went = 0;
    for (RelayEvent.Pruned each : scene.house.take(RelayEvent.Pruned.class)) {
      went += each.intentions();
    }
    assertTrue(went >= 2 * WRITES, went + " went");
    assertAlike(newcomer());
    write();
    meetOften();
    assertAlike(newcomer());
    scene.house.crash();
    assertTrue(standsOnSnapshot());
    assertAlike(newcomer());
    assertFalse(scene.house.logText(scene.store).contains("ann 1"));
    int floor = relayed().pruning().floor(0);
    snapshot();
    assertTrue(relayed().pruning().floor(0) > floor);
    assertAlike(newcomer());
  }

  @Test
  void itIsInAReceipt() throws Exception {
    scene.held(RelayScene.GIB);
    snapshot();
    scene.bo.errands.ask();
    world.meet(scene.bo, scene.house);
    Dag dag = relayed();
    int highest = 0;
    byte[] ann = scene.ann.key().toBytes();
    for (PruneReceipt each : scene.bo.errands.receipts) {
      assertEquals(Verdict.OK, PruneReceipt.check(each.toBytes(), new Ed25519Verifier()));
      for (int i = 0; i < each.authors(); i++) {
        boolean hers = each.author(i).equals(scene.ann.key());
        highest = hers ? Math.max(highest, each.floor(i)) : highest;
      }
    }
    assertEquals(dag.pruning().floor(dag.findAuthor(ann, 0)), highest);
  }

  @Test
  void nothingGoesBeforeAllItsChunksAreHere() throws Exception {
    scene.held(100_000);
    snapshot();
    assertFalse(standsOnSnapshot());
    PrunePlan without = scene.house.relay.plan(scene.store);
    assertTrue(without.intentions() < WRITES, without.toString());
    scene.redeem(scene.members(), scene.house.ticket(RelayScene.GIB, 0, 1));
    PrunePlan with = scene.house.relay.plan(scene.store);
    assertTrue(with.intentions() >= 2 * WRITES, with.toString());
    assertFalse(standsOnSnapshot());
    meetOften();
    world.run(2 * Limits.RELAY_PRUNE_DELAY_MS);
    assertTrue(standsOnSnapshot());
    assertAlike(newcomer());
  }

  @Test
  void nothingGoesBeforeAllVotersAgreed() throws Exception {
    scene.held(RelayScene.GIB);
    write();
    acknowledge();
    scene.ann.node.snapshots().ask(scene.store);
    world.run(70_000);
    for (int i = 0; i < 3; i++) {
      world.meet(scene.ann, scene.house);
      world.run(2 * Limits.RELAY_PRUNE_DELAY_MS);
    }
    assertFalse(standsOnSnapshot());
    meetOften();
    world.run(2 * Limits.RELAY_PRUNE_DELAY_MS);
    assertTrue(standsOnSnapshot());
  }
}
