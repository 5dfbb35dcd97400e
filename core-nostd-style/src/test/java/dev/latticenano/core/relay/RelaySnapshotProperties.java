package dev.latticenano.core.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.SnapshotPolicy;
import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.bytes.Seeds;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.state.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Whoever makes snapshots when, and whatever loses power: who meets the relay alone in the end
 * comes to what all members have.
 */
class RelaySnapshotProperties {
  private static final int ROUNDS = 3;
  private static final int STEPS = 60;
  private static final int KEYS = 9;

  @Test
  void whoMeetsTheRelayAloneComesToWhatAllHave() {
    Seeds.run(
        getClass(),
        random -> {
          int dropped = 0;
          for (int i = 0; i < ROUNDS; i++) {
            dropped += new Round(random).run() ? 1 : 0;
          }
          assertTrue(dropped > 0, "no snapshot let anything go");
        });
  }

  /** One history. */
  private static final class Round {
    private final Random random;
    private final RelayScene scene = new RelayScene();
    private final RelayWorld world = scene.world;
    private final List<RelayMember> members = new ArrayList<>(List.of(scene.ann, scene.bo));
    private int words;

    private Round(Random random) throws Exception {
      this.random = random;
      RelayMember cy = world.member();
      scene.ann.grant(scene.store, cy.key(), Role.VOTER);
      world.run(20_000);
      cy.open(scene.store, scene.ann);
      members.add(cy);
      scene.redeem(all(), scene.house.ticket(RelayScene.GIB, 0, 1));
      meetAll(1);
      scene.ann.node.snapshots().policy(new SnapshotPolicy(5 + random.nextInt(10), false));
    }

    private ManifestWriter all() {
      ManifestWriter manifest = scene.members();
      return manifest.member(members.get(2).key(), Manifest.VOTER, false);
    }

    private void meetAll(int times) throws Exception {
      for (int i = 0; i < times; i++) {
        for (RelayMember member : members) {
          world.meet(member, scene.house);
        }
      }
    }

    /** True if a snapshot let something go on the relay. */
    private boolean run() throws Exception {
      for (int step = 0; step < STEPS; step++) {
        step(members.get(random.nextInt(members.size())));
      }
      for (int i = 0; i < 4; i++) {
        meetAll(2);
        for (RelayMember member : members) {
          member.ack(scene.store);
        }
        world.run(70_000);
      }
      meetAll(2);
      check(scene.bo);
      RelayMember dee = world.member();
      scene.redeem(all().member(dee.key(), Manifest.READER, false), null);
      dee.open(scene.store, scene.ann);
      for (int i = 0; i < 4; i++) {
        world.meet(dee, scene.house);
      }
      check(dee);
      Dag dag = scene.house.relay.dag(scene.store);
      return dag.pruning().settled(0) > 0;
    }

    private void step(RelayMember member) throws Exception {
      switch (random.nextInt(10)) {
        case 0 -> scene.house.crash();
        case 1 -> world.run(random.nextInt(100_000));
        case 2, 3, 4 -> member.put(scene.store, "k" + random.nextInt(KEYS), "v" + words++);
        case 5 -> member.ack(scene.store);
        default -> {
          RelayWorld.Wire wire = world.link(member, scene.house);
          world.run(random.nextInt(2_000));
          world.cut(wire);
        }
      }
    }

    private void check(RelayMember member) throws Exception {
      String digest = digest(scene.ann.node.dag(scene.store));
      assertEquals(digest, digest(member.node.dag(scene.store)), "a member");
      assertEquals(digest, digest(scene.house.relay.dag(scene.store)), "the relay");
      for (int i = 0; i < KEYS; i++) {
        String key = "k" + i;
        assertEquals(scene.ann.get(scene.store, key), member.get(scene.store, key));
      }
    }

    private static String digest(Dag dag) {
      byte[] digest = new byte[32];
      dag.shown().digest(digest, 0);
      return Hex.encode(digest);
    }
  }
}
