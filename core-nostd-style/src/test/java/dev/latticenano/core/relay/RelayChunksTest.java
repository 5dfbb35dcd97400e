package dev.latticenano.core.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Limits;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.state.FileState;
import dev.latticenano.core.store.ChunkStore;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A relay keeps the chunks of files that it cannot read, as far as its quota goes. */
class RelayChunksTest {
  private static final byte[] CONTENT =
      "plantedplaintext ".repeat(50_000).getBytes(StandardCharsets.US_ASCII);

  private static int held(ChunkStore chunks, List<Hash> names) throws Exception {
    int held = 0;
    for (Hash name : names) {
      held += chunks.holds(name.toBytes(), 0) ? 1 : 0;
    }
    return held;
  }

  private static ChunkStore chunks(RelayScene scene) {
    return scene.house.places.get(scene.store).chunks();
  }

  @Test
  void filesReachWhoWasNeverAwakeWithTheirWriter() throws Exception {
    RelayScene scene = new RelayScene(FileState.TYPE).held(RelayScene.GIB);
    List<Hash> names = RelayFiles.put(scene.ann, scene.store, "a", CONTENT);
    scene.world.meet(scene.ann, scene.house);
    assertEquals(names.size(), held(chunks(scene), names));
    assertTrue(scene.house.relay.terms(scene.store, 0).taken() > CONTENT.length);
    byte[] chunk = new byte[300_000];
    for (Hash name : names) {
      int length = chunks(scene).read(name.toBytes(), 0, chunk, 0);
      String text = new String(Arrays.copyOf(chunk, length), StandardCharsets.ISO_8859_1);
      assertFalse(text.contains("plaintext"));
    }
    scene.house.crash();
    assertTrue(scene.house.relay.terms(scene.store, 0).taken() > CONTENT.length);
    scene.world.meet(scene.bo, scene.house);
    assertEquals(names.size(), held(scene.bo.chunks, names));
  }

  @Test
  void whoBringsMuchHearsWhatItTakesBeforeTheyPart() throws Exception {
    RelayScene scene = new RelayScene(FileState.TYPE).held(RelayScene.GIB);
    RelayFiles.put(scene.ann, scene.store, "a", CONTENT);
    scene.world.meet(scene.ann, scene.house);
    List<Terms> heard = scene.ann.errands.terms;
    long taken = scene.house.relay.terms(scene.store, scene.world.nowMs).taken();
    long told = heard.get(heard.size() - 1).taken();
    assertTrue(taken - told < Limits.RELAY_TERMS_BYTES, taken + " taken, " + told + " told");
  }

  @Test
  void whoBringsManySmallThingsHearsSeldomWhatTheyTake() throws Exception {
    RelayScene scene = new RelayScene().held(RelayScene.GIB);
    for (int i = 0; i < 400; i++) {
      scene.ann.put(scene.store, "key" + i, "value");
    }
    scene.world.meet(scene.ann, scene.house);
    long taken = scene.house.relay.terms(scene.store, scene.world.nowMs).taken();
    int heard = scene.ann.errands.terms.size();
    assertTrue(taken > 3 * Limits.RELAY_TERMS_BYTES && heard <= 8, heard + " for " + taken);
  }

  @Test
  void chunksForWhichThereIsNoRoomComeAfterATopUp() throws Exception {
    RelayScene scene = new RelayScene(FileState.TYPE).held(300_000);
    List<Hash> names = RelayFiles.put(scene.ann, scene.store, "a", CONTENT);
    scene.world.link(scene.ann, scene.house);
    scene.world.run(10_000);
    assertTrue(held(chunks(scene), names) < names.size());
    assertTrue(scene.house.relay.terms(scene.store, scene.world.nowMs).taken() <= 300_000);
    Ticket more = scene.house.ticket(RelayScene.GIB, 0, 1);
    scene.ann.errands.redeem(scene.sign(scene.members()), more);
    scene.world.run(10_000);
    assertEquals(names.size(), held(chunks(scene), names));
  }

  @Test
  void noChunkIsGivenToMembersOfAnotherStore() throws Exception {
    RelayScene scene = new RelayScene(FileState.TYPE).held(RelayScene.GIB);
    List<Hash> names = RelayFiles.put(scene.ann, scene.store, "a", CONTENT);
    scene.world.meet(scene.ann, scene.house);
    Guest eve = new Guest(9, 0);
    SharedChunks shown = new SharedChunks(eve);
    assertFalse(shown.holds(names.get(0).toBytes(), 0));
    assertEquals(-1, shown.read(names.get(0).toBytes(), 0, new byte[300_000], 0));
  }
}
