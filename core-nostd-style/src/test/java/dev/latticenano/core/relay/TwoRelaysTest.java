package dev.latticenano.core.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.state.Role;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two relays of one store repair each other as carriers do. */
class TwoRelaysTest {
  private final RelayScene scene = new RelayScene();
  private final RelayHouse other = scene.world.house(RelaySettings.DEFAULT);

  TwoRelaysTest() throws Exception {
    scene.ann.grant(scene.store, other.relay.key(), Role.CARRIER);
    scene.held(RelayScene.GIB);
    scene.redeem(both(), null);
    scene.ann.errands.redeem(scene.sign(both()), other.ticket(RelayScene.GIB, 0, 1));
    scene.world.meet(scene.ann, other);
  }

  private ManifestWriter both() {
    return scene.members().member(other.relay.key(), Manifest.CARRIER, false);
  }

  @Test
  void whatOneHasTheOtherGets() throws Exception {
    scene.ann.put(scene.store, "k", "v");
    scene.world.meet(scene.ann, scene.house);
    RelayWorld.Wire wire = scene.world.link(scene.house, other);
    scene.world.run(5_000);
    scene.world.meet(scene.bo, other);
    assertEquals("v", scene.bo.get(scene.store, "k"));
    scene.bo.put(scene.store, "k", "w");
    scene.world.link(scene.bo, other);
    scene.world.run(2_000);
    scene.world.cut(wire);
    scene.world.meet(scene.ann, scene.house);
    assertEquals("w", scene.ann.get(scene.store, "k"));
    assertTrue(scene.house.take(RelayEvent.Refused.class).isEmpty());
    assertTrue(other.take(RelayEvent.Refused.class).isEmpty());
  }

  @Test
  void aNewerManifestGoesFromOneToTheOther() throws Exception {
    scene.redeem(both().out(scene.bo.key()), null);
    long sequence = scene.house.relay.manifest(scene.store).sequence();
    assertTrue(other.relay.manifest(scene.store).sequence() < sequence);
    scene.world.link(other, scene.house);
    scene.world.run(5_000);
    assertEquals(sequence, other.relay.manifest(scene.store).sequence());
    assertEquals(0, other.relay.manifest(scene.store).cutHeight(scene.bo.key().toBytes(), 0));
  }

  @Test
  void neitherDropsWhatTheOtherDoesNotHave() throws Exception {
    scene.ann.put(scene.store, "k", "v");
    scene.world.meet(scene.ann, scene.house);
    other.relay.remove(scene.store, scene.world.nowMs);
    int before = scene.house.relay.dag(scene.store).sequence();
    scene.world.link(scene.house, other);
    scene.world.run(5_000);
    assertEquals(before, scene.house.relay.dag(scene.store).sequence());
    assertEquals(List.of(), other.relay.stores());
  }
}
