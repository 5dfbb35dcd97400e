package dev.latticenano.core.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.state.FileState;
import dev.latticenano.core.store.PrunableChunks;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A relay lets go of the chunks of which all owners and voters have signed that none needs them.
 */
class ChunkListsTest {
  private static final int BYTES = 400_000;

  private RelayScene scene;
  private SigningMember ann;
  private SigningMember bo;

  @BeforeEach
  void holdAStoreOfFiles() throws Exception {
    hold(RelayScene.GIB);
  }

  private void hold(long space) throws Exception {
    scene = new RelayScene(FileState.TYPE).held(space);
    ann = new SigningMember(scene.ann);
    bo = new SigningMember(scene.bo);
  }

  private List<Hash> put(RelayMember member, String path, int seed, int bytes) throws Exception {
    byte[] content = new byte[bytes];
    new Random(seed).nextBytes(content);
    return RelayFiles.put(member, scene.store, path, content);
  }

  private List<Hash> put(String path, int seed) throws Exception {
    return put(scene.ann, path, seed, BYTES);
  }

  private PrunableChunks chunks() {
    return scene.house.places.get(scene.store).chunks();
  }

  private int held(List<Hash> names) throws Exception {
    int held = 0;
    for (Hash name : names) {
      held += chunks().holds(name.toBytes(), 0) ? 1 : 0;
    }
    return held;
  }

  private ChunkLoad load() throws Exception {
    return scene.house.relay.chunks(scene.store);
  }

  private void meet(RelayMember member) throws Exception {
    scene.world.meet(member, scene.house);
  }

  @Test
  void whatEverybodySignedToBeUnneededGoes() throws Exception {
    List<Hash> old = put("a", 1);
    meet(scene.ann);
    meet(scene.bo);
    assertEquals(old.size(), held(old));
    List<Hash> fresh = put("a", 2);
    meet(scene.ann);
    assertEquals(old.size(), held(old));
    ChunkLoad waiting = load();
    assertEquals(scene.bo.key(), waiting.heldBack().get(0).member());
    assertEquals(1, waiting.heldBack().size());
    assertTrue(waiting.spareBytes() >= BYTES);
    assertEquals(waiting.heldBack(), ann.last().load().heldBack());
    long before = scene.house.relay.terms(scene.store, scene.world.nowMs).taken();
    meet(scene.bo);
    assertEquals(0, held(old));
    assertEquals(fresh.size(), held(fresh));
    ChunkLoad after = load();
    assertEquals(fresh.size(), after.chunks());
    assertEquals(0, after.spareBytes());
    assertTrue(after.heldBack().isEmpty());
    long freed = before - scene.house.relay.terms(scene.store, scene.world.nowMs).taken();
    assertTrue(freed > BYTES - 10_000, freed + " bytes freed");
    RelayEvent.LetGo gone = scene.house.take(RelayEvent.LetGo.class).get(0);
    assertEquals(old.size(), gone.chunks());
    assertTrue(scene.house.take(RelayEvent.Refused.class).isEmpty());
  }

  @Test
  void whoSignsNothingHoldsAllBackAndNeedsNothingElse() throws Exception {
    bo.signs = false;
    List<Hash> old = put("a", 1);
    meet(scene.ann);
    put("a", 2);
    meet(scene.ann);
    meet(scene.bo);
    meet(scene.ann);
    assertEquals(old.size(), held(old));
    assertEquals(scene.bo.key(), load().heldBack().get(0).member());
    bo.signs = true;
    meet(scene.bo);
    assertEquals(0, held(old));
  }

  @Test
  void aStoreInWhichNothingWasReplacedIsNeverSigned() throws Exception {
    put("a", 1);
    put("b", 2);
    meet(scene.ann);
    meet(scene.bo);
    assertFalse(ann.said.stream().anyMatch(Listed::wanted));
    assertFalse(bo.said.stream().anyMatch(Listed::wanted));
  }

  @Test
  void whatIsNeededAgainStaysThoughAnOldListDoesNotNameIt() throws Exception {
    List<Hash> old = put("a", 1);
    meet(scene.ann);
    meet(scene.bo);
    put("a", 2);
    meet(scene.ann);
    // Bo's list would let it go, but Ann puts the old content back before, and signs nothing.
    ann.signs = false;
    put("b", 1);
    meet(scene.ann);
    meet(scene.bo);
    assertEquals(old.size(), held(old));
    ann.signs = true;
    meet(scene.ann);
    meet(scene.bo);
    assertEquals(old.size(), held(old));
  }

  @Test
  void whoIsDormantHoldsBackNothing() throws Exception {
    bo.signs = false;
    List<Hash> old = put("a", 1);
    meet(scene.ann);
    put("a", 2);
    meet(scene.ann);
    ManifestWriter dormant =
        new ManifestWriter(scene.store)
            .creator(scene.ann.key(), 7)
            .member(scene.ann.key(), Manifest.OWNER, false)
            .member(scene.bo.key(), Manifest.VOTER, true)
            .member(scene.house.relay.key(), Manifest.CARRIER, false);
    ann.notebook.due.add(new Dealings.Errand(scene.sign(dormant), null));
    meet(scene.ann);
    assertEquals(0, held(old));
  }

  @Test
  void whoLacksAListOfChunksSignsNothingUntilItHasIt() throws Exception {
    put("a", 1);
    meet(scene.ann);
    meet(scene.bo);
    scene.world.link(scene.bo, scene.house);
    scene.world.run(3_000);
    List<Hash> next = put("a", 2);
    meet(scene.ann);
    assertEquals(next.size(), held(next));
    scene.world.run(5_000);
    meet(scene.ann);
    assertEquals(next.size(), load().chunks());
  }

  @Test
  void roomThatChunksGaveBackIsUsedByThoseWhoWaited() throws Exception {
    hold(600_000);
    put(scene.ann, "a", 1, 200_000);
    put(scene.ann, "b", 2, 200_000);
    meet(scene.ann);
    List<Hash> next = put(scene.ann, "a", 3, 200_000);
    put(scene.ann, "b", 4, 200_000);
    scene.world.link(scene.ann, scene.house);
    scene.world.run(5_000);
    assertEquals(2, load().chunks());
    scene.world.link(scene.bo, scene.house);
    scene.world.run(60_000);
    assertEquals(1, held(next));
    assertEquals(0, load().awaited());
    assertEquals(2, load().chunks());
    assertTrue(load().bytes() < 420_000, load().toString());
  }
}
