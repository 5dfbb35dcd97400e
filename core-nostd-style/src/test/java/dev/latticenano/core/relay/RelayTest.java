package dev.latticenano.core.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Event;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.state.Role;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Members who are never awake together meet at a relay that cannot read what they say. */
class RelayTest {
  private static final long GIB = 1L << 30;

  private final RelayWorld world = new RelayWorld();
  private final RelayHouse house = world.house(RelaySettings.DEFAULT);
  private final RelayMember ann = world.member();
  private final RelayMember bo = world.member();
  private StoreId store;

  private void share() throws Exception {
    store = ann.create(7);
    ann.grant(store, bo.key(), Role.VOTER);
    ann.grant(store, house.relay.key(), Role.CARRIER);
    world.run(20_000);
    bo.open(store, ann);
  }

  private ManifestWriter members() {
    return new ManifestWriter(store)
        .creator(ann.key(), 7)
        .member(ann.key(), Manifest.OWNER, false)
        .member(bo.key(), Manifest.VOTER, false)
        .member(house.relay.key(), Manifest.CARRIER, false);
  }

  private void redeem(ManifestWriter manifest, long sequence, Ticket ticket) throws Exception {
    ann.errands.redeem(manifest.sign(sequence, world.nowMs, ann.signer), ticket);
    world.meet(ann, house);
  }

  @Test
  void twoWhoAreNeverAwakeTogetherMeetAtIt() throws Exception {
    share();
    ann.put(store, "k", "plantedplaintext");
    redeem(members(), 1, house.ticket(GIB, 0, 1));
    assertEquals(List.of(Verdict.OK), ann.errands.answers);
    assertEquals(List.of(store), house.relay.stores());
    assertEquals(ann.count(store), house.relay.dag(store).sequence());
    world.meet(bo, house);
    assertEquals("plantedplaintext", bo.get(store, "k"));
    bo.put(store, "k", "anotherplaintext");
    world.meet(bo, house);
    world.meet(ann, house);
    assertEquals("anotherplaintext", ann.get(store, "k"));
    assertFalse(house.logText(store).contains("plaintext"));
    assertTrue(house.take(RelayEvent.Refused.class).isEmpty());
    assertTrue(ann.take(Event.Refused.class).isEmpty());
  }
}
