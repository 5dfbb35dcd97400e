package dev.latticenano.core.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Event;
import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.StoreId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Members who are never awake together meet at a relay that cannot read what they say. */
class RelayTest {
  @Test
  void twoWhoAreNeverAwakeTogetherMeetAtIt() throws Exception {
    RelayScene scene = new RelayScene();
    scene.ann.put(scene.store, "k", "plantedplaintext");
    scene.held(RelayScene.GIB);
    assertEquals(List.of(Verdict.OK), scene.ann.errands.answers);
    assertEquals(List.of(scene.store), scene.house.relay.stores());
    assertEquals(scene.ann.count(scene.store), scene.house.relay.dag(scene.store).sequence());
    scene.world.meet(scene.bo, scene.house);
    assertEquals("plantedplaintext", scene.bo.get(scene.store, "k"));
    scene.bo.put(scene.store, "k", "anotherplaintext");
    scene.world.meet(scene.bo, scene.house);
    scene.world.meet(scene.ann, scene.house);
    assertEquals("anotherplaintext", scene.ann.get(scene.store, "k"));
    assertFalse(scene.house.logText(scene.store).contains("plaintext"));
    assertTrue(scene.house.take(RelayEvent.Refused.class).isEmpty());
    assertTrue(scene.ann.take(Event.Refused.class).isEmpty());
  }

  @Test
  void whatOneSaysOthersWhoAreThereHearAtOnce() throws Exception {
    RelayScene scene = new RelayScene().held(RelayScene.GIB);
    scene.world.link(scene.ann, scene.house);
    scene.world.link(scene.bo, scene.house);
    scene.world.run(1_000);
    scene.ann.put(scene.store, "k", "v");
    scene.world.run(100);
    assertEquals("v", scene.bo.get(scene.store, "k"));
  }

  @Test
  void nothingThatItAcknowledgedIsLostWhenPowerFails() throws Exception {
    RelayScene scene = new RelayScene();
    scene.ann.put(scene.store, "k", "v");
    scene.held(RelayScene.GIB);
    long taken = scene.house.relay.terms(scene.store, scene.world.nowMs).taken();
    scene.house.crash();
    assertEquals(taken, scene.house.relay.terms(scene.store, scene.world.nowMs).taken());
    assertEquals(1, scene.house.relay.manifest(scene.store).sequence());
    scene.world.meet(scene.bo, scene.house);
    assertEquals("v", scene.bo.get(scene.store, "k"));
    // Its only ticket was good for four stores, and still is for three.
    scene.redeem(scene.members(), null);
    assertEquals(2, scene.house.relay.manifest(scene.store).sequence());
  }

  /** What a stranger who knows the store's id hears of a relay that holds it, or does not. */
  private static List<String> heard(boolean held) throws Exception {
    RelayScene scene = new RelayScene();
    if (held) {
      scene.ann.put(scene.store, "k", "v");
      scene.held(RelayScene.GIB);
    } else {
      scene.world.run(3_000);
    }
    scene.house.crash();
    RelayMember eve = scene.world.member();
    eve.open(scene.store);
    eve.errands.redeem(scene.members().sign(1, 0, eve.signer), null);
    RelayWorld.Wire wire = scene.world.link(eve, scene.house);
    scene.world.run(90_000);
    assertEquals(List.of(Verdict.STORE_NOT_HELD), eve.errands.answers);
    assertEquals(0, eve.count(scene.store));
    return wire.heardByLeft.stream().map(Hex::encode).toList();
  }

  @Test
  void aStrangerHearsTheSameBytesWhetherTheStoreIsThereOrNot() throws Exception {
    List<String> without = heard(false);
    assertFalse(without.isEmpty());
    assertEquals(without, heard(true));
  }

  @Test
  void whoIsOutFindsNothingInTheNextFrame() throws Exception {
    RelayScene scene = new RelayScene().held(RelayScene.GIB);
    scene.world.link(scene.bo, scene.house);
    scene.world.link(scene.ann, scene.house);
    scene.world.run(1_000);
    int before = scene.bo.count(scene.store);
    Manifest without = scene.sign(scene.members().out(scene.bo.key()));
    scene.ann.errands.redeem(without, null);
    scene.ann.put(scene.store, "k", "secret");
    scene.world.run(5_000);
    assertEquals(List.of(Verdict.OK, Verdict.OK), scene.ann.errands.answers);
    assertEquals(before, scene.bo.count(scene.store));
    scene.bo.put(scene.store, "k", "intruder");
    scene.world.run(5_000);
    assertEquals(scene.ann.count(scene.store), scene.house.relay.dag(scene.store).sequence());
    assertEquals(1, scene.house.relay.links(scene.store));
  }

  @Test
  void whatIsAboveACutThatComesLaterIsShownToNobody() throws Exception {
    RelayScene scene = new RelayScene().held(RelayScene.GIB);
    RelayWorld.Wire wire = scene.world.link(scene.bo, scene.house);
    scene.world.run(1_000);
    Hash below = scene.bo.put(scene.store, "k", "below");
    int height = scene.bo.node.dag(scene.store).authorHeight(author(scene.bo, scene.store));
    scene.world.run(1_000);
    scene.bo.put(scene.store, "k", "above");
    scene.world.run(1_000);
    scene.world.cut(wire);
    // Whoever brings what an owner signed.
    RelayMember eve = scene.world.member();
    eve.errands.redeem(scene.sign(scene.members().out(scene.bo.key(), height, below)), null);
    scene.world.meet(eve, scene.house);
    scene.world.meet(scene.ann, scene.house);
    assertEquals("below", scene.ann.get(scene.store, "k"));
    assertNotEquals(0, scene.house.relay.dag(scene.store).shown().hiddenCount());
    scene.house.crash();
    assertNotEquals(0, scene.house.relay.dag(scene.store).shown().hiddenCount());
  }

  private static int author(RelayMember member, StoreId store) {
    return member.node.dag(store).findAuthor(member.key().toBytes(), 0);
  }

  @Test
  void aMemberLetsAnotherKeySpeakForItForAWhile() throws Exception {
    RelayScene scene = new RelayScene();
    scene.ann.put(scene.store, "k", "v");
    scene.held(RelayScene.GIB);
    RelayMember phone = scene.world.member();
    phone.open(scene.store, scene.ann);
    long untilMs = scene.world.nowMs + 60_000;
    phone.errands.show(
        Delegation.sign(scene.bo.signer, phone.key(), scene.store, untilMs, Delegation.READ));
    scene.world.link(phone, scene.house);
    scene.world.run(5_000);
    assertEquals("v", phone.get(scene.store, "k"));
    assertEquals(1, scene.house.relay.links(scene.store));
    scene.world.run(60_000);
    assertEquals(0, scene.house.relay.links(scene.store));
  }

  @Test
  void aStoreGoesWhenNobodyHasPaidForItForLong() throws Exception {
    RelayScene scene = new RelayScene();
    long untilMs = scene.world.nowMs + 100_000;
    scene.redeem(scene.members(), scene.house.ticket(1 << 20, untilMs, 1));
    scene.world.link(scene.bo, scene.house);
    scene.world.run(200_000);
    int before = scene.house.relay.dag(scene.store).sequence();
    assertEquals(before, scene.bo.count(scene.store));
    scene.bo.put(scene.store, "k", "late");
    scene.world.run(5_000);
    assertEquals(before, scene.house.relay.dag(scene.store).sequence());
    scene.world.run(Limits.RELAY_GRACE_MS);
    assertEquals(List.of(), scene.house.relay.stores());
    assertTrue(scene.house.places.isEmpty());
    assertEquals(1, scene.house.take(RelayEvent.Gone.class).size());
  }
}
