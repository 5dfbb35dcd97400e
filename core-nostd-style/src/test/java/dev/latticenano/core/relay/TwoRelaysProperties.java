package dev.latticenano.core.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.SnapshotPolicy;
import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.bytes.Seeds;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.state.Role;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Of two relays one sleeps while the other drops, and the other way round: they end equal, nobody
 * honest is accused, and newcomers from either reach the same.
 */
class TwoRelaysProperties {
  private static final int ROUNDS = 2;
  private static final int STEPS = 50;
  private static final int KEYS = 5;

  @Test
  void whoeverSleepsWhileTheOtherDropsTheyEndEqual() {
    Seeds.run(
        getClass(),
        random -> {
          int dropped = 0;
          for (int i = 0; i < ROUNDS; i++) {
            dropped += new Round(random).run() ? 1 : 0;
          }
          assertTrue(dropped > 0, "nothing was dropped");
        });
  }

  /** One history. */
  private static final class Round {
    private final Random random;
    private final RelayScene scene = new RelayScene();
    private final RelayWorld world = scene.world;
    private final List<RelayMember> members = List.of(scene.ann, scene.bo);
    private final List<RelayHouse> houses;
    private final Evidence evidence = new Evidence();
    private int words;

    private Round(Random random) throws Exception {
      this.random = random;
      RelayHouse other = world.house(RelaySettings.DEFAULT);
      houses = List.of(scene.house, other);
      scene.ann.grant(scene.store, other.relay.key(), Role.CARRIER);
      manifest(scene.sign(all()));
      world.meet(scene.ann, scene.house);
      world.meet(scene.bo, scene.house);
      scene.ann.node.snapshots().policy(new SnapshotPolicy(5 + random.nextInt(8), false));
    }

    private ManifestWriter all() {
      RelayHouse other = houses.get(1);
      return scene.members().member(other.relay.key(), Manifest.CARRIER, false);
    }

    private void manifest(Manifest manifest) throws Exception {
      for (RelayHouse each : houses) {
        RelayMember messenger = world.member();
        messenger.errands.redeem(manifest, each.ticket(RelayScene.GIB, 0, 1));
        world.meet(messenger, each);
      }
    }

    /** True if one of them began with a snapshot. */
    private boolean run() throws Exception {
      int awake = 0;
      for (int step = 0; step < STEPS; step++) {
        awake = random.nextInt(12) == 0 ? 1 - awake : awake;
        step(houses.get(awake), members.get(random.nextInt(members.size())));
      }
      for (int i = 0; i < 3; i++) {
        for (RelayMember member : members) {
          world.meet(member, houses.get(awake));
          member.ack(scene.store);
        }
        world.run(70_000);
      }
      world.link(houses.get(0), houses.get(1));
      world.run(30_000);
      assertEquals(digest(houses.get(0)), digest(houses.get(1)));
      for (RelayHouse each : houses) {
        state(each);
      }
      assertEquals(List.of(), Audit.of(evidence));
      for (RelayHouse each : houses) {
        check(each);
        world.link(houses.get(0), houses.get(1));
        world.run(20_000);
      }
      assertEquals(digest(houses.get(0)), digest(houses.get(1)));
      Dag dag = houses.get(0).relay.dag(scene.store);
      return dag.pruning().settled(0) > 0;
    }

    private void step(RelayHouse awake, RelayMember member) throws Exception {
      switch (random.nextInt(10)) {
        case 0 -> awake.crash();
        case 1 -> world.run(random.nextInt(100_000));
        case 2, 3, 4 -> member.put(scene.store, "k" + random.nextInt(KEYS), "v" + words++);
        case 5 -> member.ack(scene.store);
        case 6 -> state(awake);
        default -> {
          RelayWorld.Wire wire = world.link(member, awake);
          world.run(random.nextInt(2_500));
          world.cut(wire);
          if (random.nextInt(4) == 0) {
            RelayWorld.Wire between = world.link(houses.get(0), houses.get(1));
            world.run(random.nextInt(3_000));
            world.cut(between);
          }
        }
      }
    }

    private void state(RelayHouse of) throws Exception {
      scene.bo.errands.statement = null;
      scene.bo.errands.receipts.clear();
      scene.bo.errands.ask();
      world.meet(scene.bo, of);
      if (scene.bo.errands.statement != null) {
        evidence.add(Statement.of(scene.bo.errands.statement));
      }
      scene.bo.errands.receipts.forEach(evidence::add);
    }

    private void check(RelayHouse house) throws Exception {
      RelayMember dee = world.member();
      manifest(scene.sign(all().member(dee.key(), Manifest.READER, false)));
      dee.open(scene.store, scene.ann);
      for (RelayMember member : members) {
        world.meet(member, house);
      }
      world.meet(scene.ann, house);
      world.cutAll(house);
      for (int i = 0; i < 5; i++) {
        world.meet(dee, house);
      }
      assertEquals(digest(house), digest(dee.node.dag(scene.store)), "a newcomer");
      for (int i = 0; i < KEYS; i++) {
        String key = "k" + i;
        assertEquals(scene.ann.get(scene.store, key), dee.get(scene.store, key));
      }
    }

    private String digest(RelayHouse of) {
      return digest(of.relay.dag(scene.store));
    }

    private static String digest(Dag dag) {
      byte[] digest = new byte[32];
      dag.shown().digest(digest, 0);
      return Hex.encode(digest);
    }
  }
}
