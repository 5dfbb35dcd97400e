package dev.latticenano.core.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Limits;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.state.Role;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * How stores share the turns of a relay, in intentions that are looked at rather than in time: one
 * store's flood moves another's work by no more than a portion.
 */
class RelayTurnsTest {
  private static final int FLOOD = 10 * Limits.RELAY_TURN_INTENTIONS;

  // As many as the first frame of the flood fills; another one has the rest.
  private static final int FULL_TURNS = 9;
  private static final int OTHER_NONCE = 8;

  private final RelayScene scene;
  private final Relay relay;

  RelayTurnsTest() throws Exception {
    scene = new RelayScene().held(RelayScene.GIB);
    relay = scene.house.relay;
  }

  private static void fill(RelayMember member, StoreId store, int count) throws Exception {
    for (int i = 0; i < count; i++) {
      member.put(store, "k" + i, "v".repeat(300));
    }
  }

  /** Another store of a member's, with nobody else in it. */
  private StoreId other(RelayMember owner) throws Exception {
    StoreId other = owner.create(OTHER_NONCE);
    owner.grant(other, relay.key(), Role.CARRIER);
    scene.world.run(20_000);
    ManifestWriter members =
        new ManifestWriter(other)
            .creator(owner.key(), OTHER_NONCE)
            .member(owner.key(), Manifest.OWNER, false)
            .member(relay.key(), Manifest.CARRIER, false);
    Ticket ticket = scene.house.ticket(RelayScene.GIB, 0, 4);
    owner.errands.redeem(members.sign(1, scene.world.nowMs, owner.signer), ticket);
    scene.world.meet(scene.bo, scene.house);
    return other;
  }

  /** Ann's flood is on its way: some of it has come, all of one frame. */
  private RelayWorld.Wire flood() throws Exception {
    fill(scene.ann, scene.store, FLOOD);
    RelayWorld.Wire wire = scene.world.link(scene.ann, scene.house);
    scene.world.settle();
    assertTrue(relay.isPaused(wire.rightLink()));
    return wire;
  }

  @Test
  void ofALongFrameAPortionIsTakenInEachTurn() throws Exception {
    Dag dag = relay.dag(scene.store);
    int before = dag.sequence();
    RelayWorld.Wire wire = flood();
    assertEquals(before + Limits.RELAY_TURN_INTENTIONS, dag.sequence());
    for (int turn = 2; turn <= FULL_TURNS; turn++) {
      assertTrue(relay.nextDeadlineMs() <= scene.world.nowMs);
      relay.tick(scene.world.nowMs);
      assertEquals(before + turn * Limits.RELAY_TURN_INTENTIONS, dag.sequence());
    }
    scene.world.run(1000);
    assertFalse(relay.isPaused(wire.rightLink()));
    assertTrue(relay.end(wire.rightLink()).peer().agrees(scene.store));
    assertEquals(scene.ann.count(scene.store), dag.sequence());
  }

  @Test
  void whileOneStoreFloodsAnotherIsServedInTheSameTurn() throws Exception {
    serves(scene.world.member());
  }

  @Test
  void ofManyFloodedStoresATurnTakesSomeAndTheNextTheOthers() throws Exception {
    int many = 2 * Limits.RELAY_TURN_STORES + 1;
    Map<RelayMember, StoreId> owners = new LinkedHashMap<>();
    for (int i = 0; i < many; i++) {
      RelayMember owner = scene.world.member();
      owners.put(owner, other(owner));
      scene.world.meet(owner, scene.house);
    }
    List<Dag> dags = new ArrayList<>();
    for (RelayMember owner : owners.keySet()) {
      fill(owner, owners.get(owner), FLOOD);
      RelayWorld.Wire wire = scene.world.link(owner, scene.house);
      scene.world.settle();
      assertTrue(relay.isPaused(wire.rightLink()));
      dags.add(relay.dag(owners.get(owner)));
    }
    for (int turn = 1; turn <= many; turn++) {
      int before = dags.stream().mapToInt(Dag::sequence).sum();
      relay.tick(scene.world.nowMs);
      int after = dags.stream().mapToInt(Dag::sequence).sum();
      assertEquals(Limits.RELAY_TURN_STORES * Limits.RELAY_TURN_INTENTIONS, after - before);
    }
    // Each has had as many as any other.
    int most = dags.stream().mapToInt(Dag::sequence).max().orElseThrow();
    int least = dags.stream().mapToInt(Dag::sequence).min().orElseThrow();
    assertEquals(most, least);
  }

  @Test
  void whoHasPartInBothIsServedInTheQuietOneAllTheSame() throws Exception {
    serves(scene.bo);
  }

  private void serves(RelayMember owner) throws Exception {
    StoreId other = other(owner);
    RelayWorld.Wire quiet = scene.world.link(owner, scene.house);
    scene.world.run(1000);
    Dag dag = relay.dag(scene.store);
    Dag quietDag = relay.dag(other);
    int before = dag.sequence();
    flood();
    for (int turn = 2; turn <= FULL_TURNS; turn++) {
      int quietBefore = quietDag.sequence();
      owner.put(other, "k" + turn, "quiet");
      owner.node.tick(scene.world.nowMs);
      // What is said is heard, and no turn passes meanwhile.
      scene.world.settle();
      assertEquals(quietBefore + 1, quietDag.sequence());
      assertFalse(relay.isPaused(quiet.rightLink()));
      relay.tick(scene.world.nowMs);
      assertEquals(before + turn * Limits.RELAY_TURN_INTENTIONS, dag.sequence());
    }
  }

  @Test
  void whoeverIsReadAllTheSameHasAllOfItTaken() throws Exception {
    Dag dag = relay.dag(scene.store);
    int before = dag.sequence();
    RelayWorld.Wire wire = flood();
    byte[] nothing = {0};
    relay.receive(wire.rightLink(), nothing, 0, 1, scene.world.nowMs);
    assertTrue(dag.sequence() > before + FULL_TURNS * Limits.RELAY_TURN_INTENTIONS);
    scene.world.run(1000);
    assertTrue(relay.end(wire.rightLink()).peer().agrees(scene.store));
  }

  @Test
  void whoIsGoneBeforeItsTurnBringsTheRestAnotherTime() throws Exception {
    RelayWorld.Wire wire = flood();
    scene.world.cut(wire);
    relay.tick(scene.world.nowMs);
    assertTrue(relay.nextDeadlineMs() > scene.world.nowMs);
    scene.world.meet(scene.ann, scene.house);
    assertEquals(scene.ann.count(scene.store), relay.dag(scene.store).sequence());
  }
}
