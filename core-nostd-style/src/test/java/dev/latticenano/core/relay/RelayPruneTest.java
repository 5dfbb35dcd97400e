package dev.latticenano.core.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.crypto.Ed25519Verifier;
import org.junit.jupiter.api.Test;

/** A relay drops what everybody has seen to be of no use, and says so under its signature. */
class RelayPruneTest {
  private final RelayScene scene = new RelayScene().held(RelayScene.GIB);

  RelayPruneTest() throws Exception {}

  /** Everybody acknowledges what everybody said, again and again. */
  private void acknowledge(int times) throws Exception {
    for (int i = 0; i < times; i++) {
      scene.bo.ack(scene.store);
      scene.world.meet(scene.bo, scene.house);
      scene.world.meet(scene.ann, scene.house);
      scene.ann.ack(scene.store);
      scene.world.meet(scene.ann, scene.house);
      scene.world.meet(scene.bo, scene.house);
    }
  }

  private Statement ask() throws Exception {
    scene.bo.errands.ask();
    scene.world.meet(scene.bo, scene.house);
    assertEquals(Verdict.OK, Statement.check(scene.bo.errands.statement, new Ed25519Verifier()));
    return Statement.of(scene.bo.errands.statement);
  }

  @Test
  void acksThatLaterOnesCoverGoAndTheirRoomComesBack() throws Exception {
    acknowledge(40);
    long before = 0;
    for (int row = 0; row < scene.bo.count(scene.store); row++) {
      before += scene.bo.node.dag(scene.store).length(row);
    }
    scene.world.run(2 * Limits.RELAY_PRUNE_DELAY_MS);
    assertFalse(scene.house.take(RelayEvent.Pruned.class).isEmpty());
    long after = scene.house.relay.terms(scene.store, scene.world.nowMs).taken();
    assertTrue(after < before / 2, after + " of " + before);
    Statement statement = ask();
    assertEquals(scene.house.relay.key(), statement.relay());
    assertTrue(statement.receipts() > 0);
    assertFalse(scene.bo.errands.receipts.isEmpty());
    PruneReceipt receipt = scene.bo.errands.receipts.get(0);
    assertEquals(1, receipt.counter());
    assertEquals(Verdict.OK, PruneReceipt.check(receipt.toBytes(), new Ed25519Verifier()));
    scene.house.crash();
    assertEquals(after, scene.house.relay.terms(scene.store, scene.world.nowMs).taken());
    scene.bo.put(scene.store, "k", "v");
    scene.world.meet(scene.bo, scene.house);
    scene.world.meet(scene.ann, scene.house);
    assertEquals("v", scene.ann.get(scene.store, "k"));
  }

  @Test
  void whoMeetsAPrunedRelayAloneComesToWhatTheOthersHave() throws Exception {
    acknowledge(40);
    scene.world.run(2 * Limits.RELAY_PRUNE_DELAY_MS);
    assertTrue(scene.house.relay.dag(scene.store).pruning().hasBase());
    scene.bo.put(scene.store, "k", "v");
    scene.world.meet(scene.bo, scene.house);
    RelayMember cy = scene.world.member();
    scene.redeem(scene.members().member(cy.key(), Manifest.READER, false), null);
    cy.open(scene.store, scene.ann);
    for (int i = 0; i < 3; i++) {
      scene.world.meet(cy, scene.house);
    }
    assertTrue(cy.node.dag(scene.store).pruning().hasBase());
    assertEquals(scene.bo.count(scene.store), cy.count(scene.store));
    assertEquals("v", cy.get(scene.store, "k"));
  }

  @Test
  void statementsAreCountedAndSayWhatThereIs() throws Exception {
    Statement first = ask();
    assertEquals(first.counter(), ask().counter());
    assertEquals(scene.bo.count(scene.store), first.count());
    scene.ann.put(scene.store, "k", "v");
    scene.world.meet(scene.ann, scene.house);
    Statement next = ask();
    assertEquals(first.counter() + 1, next.counter());
    assertEquals(first.count() + 1, next.count());
    scene.house.crash();
    assertEquals(next.counter() + 1, ask().counter());
  }

  @Test
  void aDryRunDropsNothing() throws Exception {
    acknowledge(3);
    int before = scene.house.relay.dag(scene.store).sequence();
    PrunePlan plan = scene.house.relay.plan(scene.store);
    assertTrue(plan.intentions() > 0, plan.toString());
    assertEquals(before, scene.house.relay.dag(scene.store).sequence());
    assertTrue(scene.house.take(RelayEvent.Pruned.class).isEmpty());
  }

  @Test
  void soManyIntentionsAreLookedAtInATurn() throws Exception {
    int turns = 4;
    acknowledge(1);
    while (scene.bo.count(scene.store) < turns * Limits.RELAY_PRUNE_ROWS) {
      scene.bo.put(scene.store, "k", "v");
    }
    acknowledge(2);
    int planned = 1;
    while (scene.house.relay.plan(scene.store) == null) {
      planned++;
    }
    assertTrue(planned >= turns, "turns " + planned);
    scene.world.nowMs += 2 * Limits.RELAY_PRUNE_DELAY_MS;
    int ticks = 0;
    while (!scene.house.relay.dag(scene.store).pruning().hasBase()) {
      scene.house.relay.tick(scene.world.nowMs);
      ticks++;
      assertTrue(ticks < 100, "nothing is pruned");
    }
    assertTrue(ticks >= turns, "ticks " + ticks);
  }
}
