package dev.latticenano.core.relay;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Limits;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.state.Role;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A relay that lacks what others dropped stands on what all voters agreed to. */
class RelayBaseTest {
  private static final int WRITES = 20;

  private final RelayScene scene = new RelayScene();
  private final RelayWorld world = scene.world;
  private final RelayHouse other = world.house(RelaySettings.DEFAULT);
  private int words;

  RelayBaseTest() throws Exception {
    scene.ann.grant(scene.store, other.relay.key(), Role.CARRIER);
    scene.held(RelayScene.GIB);
    scene.redeem(both(), null);
    world.meet(scene.bo, scene.house);
  }

  private ManifestWriter both() {
    return scene.members().member(other.relay.key(), Manifest.CARRIER, false);
  }

  /** Somebody who has nothing of the store brings the other relay its manifest. */
  private void admit(long space) throws Exception {
    RelayMember messenger = world.member();
    messenger.errands.redeem(scene.sign(both()), other.ticket(space, 0, 1));
    world.meet(messenger, other);
    assertEquals(List.of(scene.store), other.relay.stores());
  }

  private void meetOften() throws Exception {
    for (int i = 0; i < 5; i++) {
      world.meet(scene.ann, scene.house);
      world.meet(scene.bo, scene.house);
      world.run(70_000);
    }
  }

  private void snapshot() throws Exception {
    for (int i = 0; i < WRITES; i++) {
      scene.ann.put(scene.store, "k" + i % 3, "ann " + words++);
      scene.bo.put(scene.store, "b" + i % 3, "bo " + words++);
    }
    meetOften();
    scene.ann.ack(scene.store);
    scene.bo.ack(scene.store);
    meetOften();
    scene.ann.node.snapshots().ask(scene.store);
    meetOften();
    world.run(2 * Limits.RELAY_PRUNE_DELAY_MS);
    assertTrue(settled(scene.house) > 0);
  }

  private int settled(RelayHouse house) {
    Dag dag = house.relay.dag(scene.store);
    int ann = dag.findAuthor(scene.ann.key().toBytes(), 0);
    return ann == Dag.NONE ? 0 : dag.pruning().settled(ann);
  }

  private static byte[] digest(Dag dag) {
    byte[] digest = new byte[32];
    dag.shown().digest(digest, 0);
    return digest;
  }

  private void assertEqualRelays() {
    assertArrayEquals(
        digest(scene.house.relay.dag(scene.store)), digest(other.relay.dag(scene.store)));
  }

  private RelayMember newcomer(RelayHouse house) throws Exception {
    RelayMember cy = world.member();
    Manifest manifest = scene.sign(both().member(cy.key(), Manifest.READER, false));
    for (RelayHouse each : List.of(scene.house, other)) {
      RelayMember messenger = world.member();
      messenger.errands.redeem(manifest, each.ticket(RelayScene.GIB, 0, 1));
      world.meet(messenger, each);
    }
    cy.open(scene.store, scene.ann);
    for (int i = 0; i < 4; i++) {
      world.meet(cy, house);
    }
    assertArrayEquals(digest(house.relay.dag(scene.store)), digest(cy.node.dag(scene.store)));
    for (String key : List.of("k0", "k1", "k2")) {
      assertEquals(scene.ann.get(scene.store, key), cy.get(scene.store, key));
    }
    return cy;
  }

  @Test
  void standsOnTheSnapshotThatAnotherRelayBeginsWith() throws Exception {
    snapshot();
    admit(RelayScene.GIB);
    world.link(other, scene.house);
    world.run(20_000);
    assertEquals(settled(scene.house), settled(other));
    assertEqualRelays();
    newcomer(other);
  }

  @Test
  void standsOnTheSnapshotThatAMemberBeginsWith() throws Exception {
    snapshot();
    RelayMember cy = newcomer(scene.house);
    assertTrue(cy.node.dag(scene.store).pruning().hasBase());
    world.cutAll(other);
    for (int i = 0; i < 4; i++) {
      world.meet(cy, other);
      world.run(2_000);
    }
    assertEquals(settled(scene.house), settled(other));
    assertEqualRelays();
    newcomer(other);
  }

  @Test
  void takesNoneWithoutRoomAndGoesOnWhenThereIsSome() throws Exception {
    snapshot();
    admit(1000);
    world.link(other, scene.house);
    world.run(20_000);
    assertEquals(0, settled(other));
    RelayMember messenger = world.member();
    messenger.errands.redeem(scene.sign(both()), other.ticket(RelayScene.GIB, 0, 1));
    world.meet(messenger, other);
    other.crash();
    world.link(other, scene.house);
    world.run(20_000);
    assertEquals(settled(scene.house), settled(other));
    assertEqualRelays();
  }

  @Test
  void saysUnderItsSignatureWhatWentForIt() throws Exception {
    admit(RelayScene.GIB);
    scene.ann.put(scene.store, "k0", "first");
    world.meet(scene.ann, other);
    Statement before = ask();
    snapshot();
    world.link(other, scene.house);
    world.run(20_000);
    assertEquals(settled(scene.house), settled(other));
    Statement after = ask();
    assertTrue(after.receipts() > before.receipts());
    Evidence evidence = new Evidence().add(before).add(after);
    scene.bo.errands.receipts.forEach(evidence::add);
    assertEquals(List.of(), Audit.of(evidence));
    PruneReceipt last = scene.bo.errands.receipts.get(scene.bo.errands.receipts.size() - 1);
    assertEquals(2, last.acks());
    assertTrue(last.intentions() > 0);
    newcomer(other);
  }

  private Statement ask() throws Exception {
    scene.bo.errands.receipts.clear();
    scene.bo.errands.ask();
    world.meet(scene.bo, other);
    return Statement.of(scene.bo.errands.statement);
  }

  @Test
  void takesNoneToWhichAVoterDidNotAgree() throws Exception {
    snapshot();
    RelayMember dee = world.member();
    RelayMember messenger = world.member();
    Manifest more = scene.sign(both().member(dee.key(), Manifest.VOTER, false));
    messenger.errands.redeem(more, other.ticket(RelayScene.GIB, 0, 1));
    world.meet(messenger, other);
    world.link(other, scene.house);
    world.run(20_000);
    assertEquals(0, settled(other));
    assertFalse(scene.house.take(RelayEvent.Refused.class).isEmpty() && other.events.isEmpty());
  }

  @Test
  void whoHoldsNothingStandsOnWhatMarksAndAcksLeft() throws Exception {
    scene.ann.put(scene.store, "k1", "v");
    for (int i = 0; i < 40; i++) {
      scene.bo.ack(scene.store);
      world.meet(scene.bo, scene.house);
      world.meet(scene.ann, scene.house);
      scene.ann.ack(scene.store);
      world.meet(scene.ann, scene.house);
      world.meet(scene.bo, scene.house);
    }
    world.run(2 * Limits.RELAY_PRUNE_DELAY_MS);
    assertTrue(scene.house.relay.dag(scene.store).pruning().hasBase());
    admit(RelayScene.GIB);
    world.link(other, scene.house);
    world.run(20_000);
    assertTrue(other.relay.dag(scene.store).pruning().hasBase());
    assertEqualRelays();
    newcomer(other);
    other.crash();
    assertEqualRelays();
  }
}
