package dev.latticenano.core.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.bytes.Seeds;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.state.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Whoever meets whom when, whatever loses power, and however little room there is for a while: in
 * the end all members and relays have the same, and no relay a word of it.
 */
class RelayProperties {
  private static final int ROUNDS = 3;
  private static final int STEPS = 40;
  private static final int SPACE = 12_000;
  private static final String PLANTED = "plantedplaintext";

  @Test
  void allComeToHaveTheSame() {
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
    private final RelayScene scene = new RelayScene();
    private final RelayWorld world = scene.world;
    private final List<RelayHouse> houses = new ArrayList<>(List.of(scene.house));
    private final List<RelayMember> members = new ArrayList<>(List.of(scene.ann, scene.bo));
    private int words;

    private Round(Random random) throws Exception {
      this.random = random;
      RelayMember cy = world.member();
      RelayHouse other = world.house(RelaySettings.DEFAULT);
      scene.ann.grant(scene.store, cy.key(), Role.VOTER);
      scene.ann.grant(scene.store, other.relay.key(), Role.CARRIER);
      world.run(20_000);
      cy.open(scene.store, scene.ann);
      members.add(cy);
      houses.add(other);
      for (RelayHouse house : houses) {
        scene.ann.errands.redeem(scene.sign(all()), house.ticket(SPACE, 0, 1));
        world.meet(scene.ann, house);
      }
    }

    private ManifestWriter all() {
      ManifestWriter manifest = scene.members();
      members.forEach(each -> manifest.member(each.key(), role(each), false));
      houses.forEach(each -> manifest.member(each.relay.key(), Manifest.CARRIER, false));
      return manifest;
    }

    private int role(RelayMember member) {
      return member == scene.ann ? Manifest.OWNER : Manifest.VOTER;
    }

    private void run() throws Exception {
      for (int step = 0; step < STEPS; step++) {
        step(members.get(random.nextInt(members.size())), houses.get(random.nextInt(2)));
      }
      for (RelayHouse house : houses) {
        Manifest manifest = scene.sign(all());
        scene.ann.errands.redeem(manifest, house.ticket(RelayScene.GIB, 0, 1));
        world.meet(scene.ann, house);
      }
      for (int i = 0; i < 3; i++) {
        for (RelayMember member : members) {
          for (RelayHouse house : houses) {
            world.meet(member, house);
          }
        }
      }
      check();
    }

    private void step(RelayMember member, RelayHouse house) throws Exception {
      switch (random.nextInt(8)) {
        case 0 -> house.crash();
        case 1 -> {
          RelayWorld.Wire wire = world.link(houses.get(0), houses.get(1));
          world.run(random.nextInt(3_000));
          world.cut(wire);
        }
        case 2, 3 -> {
          if (member.node.membership(scene.store).members().standing(member.key()) != null) {
            member.put(scene.store, "k" + random.nextInt(9), PLANTED + words++);
          }
        }
        default -> {
          RelayWorld.Wire wire = world.link(member, house);
          world.run(random.nextInt(2_000));
          world.cut(wire);
        }
      }
    }

    private void check() throws Exception {
      String digest = digest(scene.ann.node.dag(scene.store));
      for (RelayMember member : members) {
        assertEquals(digest, digest(member.node.dag(scene.store)), "a member");
      }
      for (RelayHouse house : houses) {
        assertEquals(digest, digest(house.relay.dag(scene.store)), "a relay");
        assertFalse(house.logText(scene.store).contains(PLANTED));
        Terms terms = house.relay.terms(scene.store, world.nowMs);
        assertTrue(terms.taken() <= terms.quota(), terms.toString());
      }
    }

    private static String digest(Dag dag) {
      byte[] digest = new byte[32];
      dag.shown().digest(digest, 0);
      return Hex.encode(digest);
    }
  }
}
