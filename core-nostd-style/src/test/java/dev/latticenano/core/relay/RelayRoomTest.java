package dev.latticenano.core.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Event;
import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.session.LinkProfile;
import dev.latticenano.core.state.Role;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a relay does when there is no room, and what one costs it that brings too much. */
class RelayRoomTest {
  private static final int SPACE = 20_000;

  private static void fill(RelayMember member, StoreId store, int count) throws Exception {
    for (int i = 0; i < count; i++) {
      member.put(store, "k" + i, "v".repeat(500));
    }
  }

  @Test
  void whatFoundNoRoomComesByItselfAfterATopUp() throws Exception {
    RelayScene scene = new RelayScene().held(SPACE);
    scene.world.link(scene.ann, scene.house);
    scene.world.run(1_000);
    fill(scene.ann, scene.store, 60);
    scene.world.run(10_000);
    Terms terms = scene.ann.errands.terms.get(scene.ann.errands.terms.size() - 1);
    assertEquals(Verdict.STORE_OVER_QUOTA, terms.verdict());
    assertEquals(SPACE, terms.quota());
    assertTrue(terms.taken() <= SPACE, terms.toString());
    assertTrue(scene.house.relay.dag(scene.store).sequence() < scene.ann.count(scene.store));
    List<Event.Complete> complete = scene.ann.take(Event.Complete.class);
    assertEquals(Verdict.STORE_OVER_QUOTA, complete.get(complete.size() - 1).trouble());
    Ticket more = scene.house.ticket(RelayScene.GIB, 0, 1);
    scene.ann.errands.redeem(scene.sign(scene.members()), more);
    scene.world.run(10_000);
    assertEquals(scene.ann.count(scene.store), scene.house.relay.dag(scene.store).sequence());
    assertFalse(scene.house.take(RelayEvent.Short.class).isEmpty());
    assertFalse(scene.house.take(RelayEvent.Roomy.class).isEmpty());
    terms = scene.ann.errands.terms.get(scene.ann.errands.terms.size() - 1);
    assertEquals(Verdict.OK, terms.verdict());
    assertEquals(SPACE + RelayScene.GIB, terms.quota());
  }

  @Test
  void whatFoundAFullDiskComesByItselfWhenThereIsRoom() throws Exception {
    RelayScene scene = new RelayScene().held(RelayScene.GIB);
    scene.world.link(scene.ann, scene.house);
    scene.world.run(1_000);
    scene.house.full(true);
    fill(scene.ann, scene.store, 20);
    scene.world.run(20_000);
    assertFalse(scene.house.take(RelayEvent.Full.class).isEmpty());
    List<Event.Complete> complete = scene.ann.take(Event.Complete.class);
    assertEquals(Verdict.STORE_FULL, complete.get(complete.size() - 1).trouble());
    scene.house.full(false);
    scene.world.run(2 * Limits.FULL_RETRY_MS_MAX);
    assertEquals(scene.ann.count(scene.store), scene.house.relay.dag(scene.store).sequence());
    assertFalse(scene.house.take(RelayEvent.Resumed.class).isEmpty());
  }

  @Test
  void anotherMembersAckGoesInThoughTheStoreIsFull() throws Exception {
    RelayScene scene = new RelayScene().held(SPACE);
    scene.world.meet(scene.bo, scene.house);
    fill(scene.ann, scene.store, 60);
    scene.world.meet(scene.ann, scene.house);
    scene.world.meet(scene.bo, scene.house);
    int before = scene.house.relay.dag(scene.store).sequence();
    scene.bo.ack(scene.store);
    scene.world.meet(scene.bo, scene.house);
    assertEquals(before + 1, scene.house.relay.dag(scene.store).sequence());
  }

  @Test
  void storesOfOneTicketShareItsSpace() throws Exception {
    RelayScene scene = new RelayScene();
    Ticket ticket = scene.house.ticket(SPACE, 0, 2);
    scene.redeem(scene.members(), ticket);
    StoreId other = scene.ann.create(8);
    scene.ann.grant(other, scene.house.relay.key(), Role.CARRIER);
    ManifestWriter members =
        new ManifestWriter(other)
            .creator(scene.ann.key(), 8)
            .member(scene.ann.key(), Manifest.OWNER, false)
            .member(scene.house.relay.key(), Manifest.CARRIER, false);
    scene.ann.errands.redeem(members.sign(1, 0, scene.ann.signer), ticket);
    scene.world.meet(scene.ann, scene.house);
    long taken = scene.house.relay.terms(other, scene.world.nowMs).taken();
    fill(scene.ann, scene.store, 4);
    scene.world.meet(scene.ann, scene.house);
    assertTrue(scene.house.relay.terms(other, scene.world.nowMs).taken() > taken + 4 * 500);
    assertEquals(SPACE, scene.house.relay.terms(other, scene.world.nowMs).quota());
    scene.house.crash();
    assertTrue(scene.house.relay.terms(other, scene.world.nowMs).taken() > taken + 4 * 500);
  }

  @Test
  void aStrangerIsHeardForAWhileOnly() throws Exception {
    RelayScene scene = new RelayScene();
    RelayMember eve = scene.world.member();
    eve.create(3);
    scene.world.link(eve, scene.house);
    scene.world.run(Limits.RELAY_STRANGER_MS - 1_000);
    assertTrue(scene.house.take(RelayEvent.Unwelcome.class).isEmpty());
    scene.world.run(2_000);
    assertEquals(1, scene.house.take(RelayEvent.Unwelcome.class).size());
    scene.world.run(Limits.RELAY_STRANGER_MS);
    assertTrue(scene.house.take(RelayEvent.Unwelcome.class).isEmpty());
  }

  @Test
  void aLinkThatProvesNothingIsHeardForAWhileOnly() throws Exception {
    RelayScene scene = new RelayScene();
    scene.house.relay.link(99, LinkProfile.TCP, scene.world.nowMs);
    scene.house.relay.tick(scene.world.nowMs + Limits.RELAY_HANDSHAKE_MS - 1);
    scene.house.drainEvents();
    assertTrue(scene.house.take(RelayEvent.Unwelcome.class).isEmpty());
    scene.house.relay.tick(scene.world.nowMs + Limits.RELAY_HANDSHAKE_MS);
    scene.house.drainEvents();
    assertEquals(1, scene.house.take(RelayEvent.Unwelcome.class).size());
  }

  @Test
  void whatFloatsForADayIsForgottenAndMayComeAgain() throws Exception {
    RelayScene scene = new RelayScene().held(RelayScene.GIB);
    byte[] name = new byte[Hash.BYTES];
    byte[] first = signed(scene, null, name);
    byte[] second = signed(scene, name, name);
    Dag dag = scene.house.relay.dag(scene.store);
    scene.world.link(scene.bo, scene.house);
    scene.world.run(1_000);
    dag.afloat().bring(1, 10, scene.world.nowMs);
    assertEquals(Verdict.FLOATING, dag.ingest(second, 0, second.length, scene.world.nowMs));
    assertEquals(1, dag.missingCount());
    scene.bo.ack(scene.store);
    scene.world.run(Limits.RELAY_FLOAT_MS - 1_000);
    assertEquals(1, dag.floatingCount());
    scene.world.run(Limits.RELAY_FLOAT_MS / 4);
    assertEquals(0, dag.floatingCount());
    assertEquals(0, dag.missingCount());
    assertEquals(Verdict.FLOATING, dag.ingest(second, 0, second.length, scene.world.nowMs));
    assertEquals(Verdict.OK, dag.ingest(first, 0, first.length, scene.world.nowMs));
    assertEquals(0, dag.floatingCount());
  }

  @Test
  void whoeverFillsAStoreWithWhatFloatsKeepsNobodyElseOut() throws Exception {
    RelayScene scene = new RelayScene().held(RelayScene.GIB);
    byte[] name = new byte[Hash.BYTES];
    signed(scene, null, name);
    Dag dag = scene.house.relay.dag(scene.store);
    for (int i = 1; i <= 3; i++) {
      byte[] next = signed(scene, name, name);
      dag.afloat().bring(1, 2, scene.world.nowMs);
      Verdict expected = i <= 2 ? Verdict.FLOATING : Verdict.TABLE_FULL;
      assertEquals(expected, dag.ingest(next, 0, next.length, scene.world.nowMs));
      dag.afloat().bring(2, 2, scene.world.nowMs);
      Verdict other = i <= 2 ? Verdict.DUPLICATE : Verdict.FLOATING;
      assertEquals(other, dag.ingest(next, 0, next.length, scene.world.nowMs));
    }
  }

  private static byte[] signed(RelayScene scene, byte[] prev, byte[] name) {
    byte[] ops = DeskIntentions.sealed(100);
    return DeskIntentions.signed(scene.store, scene.bo.signer, prev, ops, name);
  }

  @Test
  void tenThousandIdleLinksCostNothingWhenOneSpeaks() throws Exception {
    RelayScene scene = new RelayScene().held(RelayScene.GIB);
    byte[] frame = new byte[Limits.FRAME_BYTES_MAX];
    for (int link = 1_000; link < 11_000; link++) {
      scene.house.relay.link(link, LinkProfile.TCP, scene.world.nowMs);
    }
    scene.house.relay.tick(scene.world.nowMs);
    for (int link = 1_000; link < 11_000; link++) {
      assertEquals(link, scene.house.relay.takeSpeaker());
      assertEquals(0, scene.house.relay.transmit(link, frame, 0, scene.world.nowMs));
    }
    RelayWorld.Wire wire = scene.world.link(scene.ann, scene.house);
    scene.house.relay.tick(scene.world.nowMs);
    assertEquals(wire.rightLink(), scene.house.relay.takeSpeaker());
    assertEquals(-1, scene.house.relay.takeSpeaker());
  }
}
