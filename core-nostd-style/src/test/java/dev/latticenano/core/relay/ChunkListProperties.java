package dev.latticenano.core.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.NeededList;
import dev.latticenano.core.RefusedException;
import dev.latticenano.core.bytes.Seeds;
import dev.latticenano.core.state.FileState;
import dev.latticenano.core.state.Role;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Whatever files are written and replaced by whom, whoever lags or signs nothing for a while, and
 * whenever the relay loses power: in the end it has the chunks that are needed and no others, and a
 * newcomer gets all of them from it alone.
 */
class ChunkListProperties {
  private static final int ROUNDS = 2;
  private static final int STEPS = 24;

  @Test
  void aNewcomerGetsEveryFileFromTheRelayAloneAndNothingElseIsLeftThere() {
    Seeds.run(
        getClass(),
        random -> {
          for (int i = 0; i < ROUNDS; i++) {
            new Round(random).run();
          }
        });
  }

  /** One history. */
  private static final class Round {
    private final Random random;
    private final RelayScene scene = new RelayScene(FileState.TYPE).held(RelayScene.GIB);
    private final RelayWorld world = scene.world;
    private final List<RelayMember> members = new ArrayList<>(List.of(scene.ann, scene.bo));
    private final List<SigningMember> signing = new ArrayList<>();

    private Round(Random random) throws Exception {
      this.random = random;
      scene.ann.grant(scene.store, join().key(), Role.VOTER);
      world.run(20_000);
      members.get(2).open(scene.store, scene.ann);
      members.forEach(each -> signing.add(new SigningMember(each)));
      bring(false);
      for (RelayMember each : members) {
        world.meet(each, scene.house);
      }
    }

    private RelayMember join() {
      RelayMember member = world.member();
      members.add(member);
      return member;
    }

    /** Ann brings a manifest in which the third member is dormant or not. */
    private void bring(boolean dormant) throws StoreException {
      ManifestWriter writer = scene.members();
      for (RelayMember each : members.subList(2, members.size())) {
        writer.member(each.key(), Manifest.VOTER, dormant);
      }
      signing.get(0).notebook.due.add(new Dealings.Errand(scene.sign(writer), null));
      world.meet(scene.ann, scene.house);
    }

    private void run() throws Exception {
      for (int i = 0; i < STEPS; i++) {
        step(members.get(random.nextInt(members.size())));
      }
      signing.forEach(each -> each.signs = true);
      bring(false);
      for (int i = 0; i < 4; i++) {
        for (RelayMember each : members) {
          world.meet(each, scene.house);
        }
      }
      check();
    }

    private void step(RelayMember member) throws Exception {
      switch (random.nextInt(8)) {
        case 0 -> scene.house.crash();
        case 1 -> bring(random.nextBoolean());
        case 2 -> {
          SigningMember one = signing.get(random.nextInt(signing.size()));
          one.signs = !one.signs;
        }
        case 3, 4, 5 -> {
          byte[] content = new byte[40_000 << random.nextInt(5)];
          new Random(random.nextInt(6)).nextBytes(content);
          try {
            RelayFiles.put(member, scene.store, "f" + random.nextInt(3), content);
          } catch (RefusedException early) {
            assertTrue(member != scene.ann, "a member that has not heard yet that it is one");
          }
        }
        default -> {
          RelayWorld.Wire wire = world.link(member, scene.house);
          world.run(random.nextInt(3_000));
          world.cut(wire);
        }
      }
    }

    private void check() throws Exception {
      ChunkLoad load = scene.house.relay.chunks(scene.store);
      ChunkList.Content needed = NeededList.of(scene.ann.node, scene.store);
      for (RelayMember each : members) {
        assertEquals(needed, NeededList.of(each.node, scene.store));
      }
      assertEquals(needed.count(), load.chunks(), load.toString());
      assertEquals(0, load.spareBytes() + load.awaited());
      RelayMember newcomer = world.member();
      newcomer.open(scene.store, scene.ann);
      ManifestWriter writer = scene.members().member(newcomer.key(), Manifest.READER, false);
      writer.member(members.get(2).key(), Manifest.VOTER, false);
      signing.get(0).notebook.due.add(new Dealings.Errand(scene.sign(writer), null));
      world.meet(scene.ann, scene.house);
      for (int i = 0; i < 3; i++) {
        world.meet(newcomer, scene.house);
      }
      assertEquals(needed, NeededList.of(newcomer.node, scene.store));
      assertEquals(needed.count(), newcomer.chunks.heldCount());
    }
  }
}
