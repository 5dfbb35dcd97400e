package dev.latticenano.core.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Limits;
import dev.latticenano.core.intention.Hash;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The chunks of a snapshot go when a later one has taken its place, and not before. */
class ChunkListSnapshotTest {
  private static final int WRITES = 10;

  private final RelayScene scene = new RelayScene().held(RelayScene.GIB);
  private final RelayWorld world = scene.world;
  private final SigningMember ann = new SigningMember(scene.ann);
  private final SigningMember bo = new SigningMember(scene.bo);
  private int words;

  ChunkListSnapshotTest() throws Exception {}

  private void meetOften() throws Exception {
    for (int i = 0; i < 3; i++) {
      world.meet(scene.ann, scene.house);
      world.meet(scene.bo, scene.house);
      world.run(70_000);
    }
  }

  private void snapshot() throws Exception {
    meetOften();
    for (int i = 0; i < WRITES; i++) {
      scene.ann.put(scene.store, "k" + i % 5, "ann " + words++);
      scene.bo.put(scene.store, "b" + i % 5, "bo " + words++);
    }
    meetOften();
    scene.ann.ack(scene.store);
    scene.bo.ack(scene.store);
    meetOften();
    scene.ann.node.snapshots().ask(scene.store);
    meetOften();
    world.run(2 * Limits.RELAY_PRUNE_DELAY_MS);
  }

  private SortedSet<Hash> here() throws Exception {
    SortedSet<Hash> here = new TreeSet<>();
    scene.house.places.get(scene.store).chunks().names((cid, size) -> here.add(Hash.of(cid, 0)));
    return here;
  }

  @Test
  void theLaterOneStaysAndANewcomerIsRestoredFromTheRelayAlone() throws Exception {
    snapshot();
    SortedSet<Hash> first = here();
    assertTrue(first.size() > 0);
    snapshot();
    meetOften();
    SortedSet<Hash> second = here();
    assertTrue(second.size() > 0);
    SortedSet<Hash> both = new TreeSet<>(first);
    both.retainAll(second);
    assertEquals(0, both.size(), scene.house.relay.chunks(scene.store).toString());
    assertTrue(ann.said.size() + bo.said.size() > 0);
    RelayMember cy = world.member();
    ManifestWriter writer = scene.members().member(cy.key(), Manifest.READER, false);
    ann.notebook.due.add(new Dealings.Errand(scene.sign(writer), null));
    world.meet(scene.ann, scene.house);
    cy.open(scene.store, scene.ann);
    for (int i = 0; i < 4; i++) {
      world.meet(cy, scene.house);
    }
    assertEquals(scene.bo.get(scene.store, "k1"), cy.get(scene.store, "k1"));
    assertEquals(scene.ann.get(scene.store, "b2"), cy.get(scene.store, "b2"));
    assertEquals(scene.bo.count(scene.store), cy.count(scene.store));
  }
}
