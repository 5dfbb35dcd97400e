package dev.latticenano.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.bytes.Seeds;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.state.Role;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Nodes that drop their pasts when they like, one that never does, a reader and a carrier without
 * keys, over links of which some lose frames: they end with the same set and the same state, and
 * nobody is sent what it had or had dropped.
 */
class PrunedMeshProperties {
  private static final int LIVES = 1;
  private static final int STEPS = 40;
  private static final int LOSS_PERCENT = 15;

  @Test
  void differentFloorsOnBothEndsLoseNothingAndResendNothing() {
    int[] differing = new int[1];
    for (int i = 0; i < LIVES; i++) {
      Seeds.run(getClass(), random -> differing[0] += new Life(random).live());
    }
    boolean replay = !System.getProperty("seed", "").isBlank();
    assertTrue(replay || differing[0] > LIVES, differing[0] + " meetings of different floors");
  }

  private static final class Life {
    private final Random random;
    private final SnapNode ann = new SnapNode(1);
    private final SnapNode bob = new SnapNode(2);
    private final SnapNode all = new SnapNode(3);
    private final SnapNode reader = new SnapNode(4);
    private final SnapNode carrier = new SnapNode(5);
    private final List<SnapNode> voters = List.of(ann, bob, all);
    private final List<SnapNode> nodes = new ArrayList<>(List.of(ann, bob, all, reader, carrier));
    private final Map<SnapNode, Set<Hash>> had = new HashMap<>();
    private int differing;
    private int come;

    Life(Random random) throws Exception {
      this.random = random;
      ann.create();
      ann.letIn(bob, Role.OWNER);
      ann.letIn(all, Role.VOTER);
      ann.letIn(reader, Role.READER);
      ann.letIn(carrier, Role.CARRIER);
      for (SnapNode node : nodes) {
        node.policy(0, node == all);
      }
    }

    int live() throws Exception {
      int written = 0;
      for (int step = 0; step < STEPS; step++) {
        SnapNode node = nodes.get(random.nextInt(nodes.size()));
        switch (random.nextInt(12)) {
          case 0, 1, 2, 3 -> meet(node, nodes.get(random.nextInt(nodes.size())));
          case 4 -> node.rest(random.nextInt(100_000));
          case 5 -> node.crash(random.nextBoolean());
          case 6 -> (random.nextBoolean() ? ann : bob).node.snapshots().ask(ann.store);
          default ->
              voters
                  .get(random.nextInt(voters.size()))
                  .put("key " + random.nextInt(6), "value " + written++);
        }
      }
      SnapNode host = random.nextBoolean() ? ann : bob;
      meetAll(2);
      host.node.snapshots().ask(ann.store);
      meetAll(2);
      SnapNode guest = new SnapNode(6);
      host.letIn(guest, Role.VOTER);
      nodes.add(guest);
      meetAll(3);
      check();
      return differing;
    }

    private void meet(SnapNode left, SnapNode right) throws StoreException {
      if (left == right) {
        return;
      }
      differing += floors(left).equals(floors(right)) ? 0 : 1;
      boolean lossy = random.nextInt(3) == 0;
      Meeting meeting = new Meeting(left, right, lossy ? LOSS_PERCENT : 0, random, had);
      meeting.run();
      come += meeting.come();
      assertEquals(0, meeting.needless(), "of " + meeting.come() + " that came");
      assertEquals(List.of(), left.take(Event.Refused.class));
      assertEquals(List.of(), right.take(Event.Refused.class));
    }

    private void meetAll(int rounds) throws StoreException {
      for (int round = 0; round < rounds; round++) {
        for (int left = 0; left < nodes.size(); left++) {
          for (int right = left + 1; right < nodes.size(); right++) {
            meet(nodes.get(left), nodes.get(right));
          }
        }
      }
    }

    private static Set<List<Integer>> floors(SnapNode node) {
      Dag dag = node.node.dag(node.store);
      Set<List<Integer>> floors = new HashSet<>();
      byte[] key = new byte[32];
      for (int author = 0; author < dag.authorCount(); author++) {
        dag.copyAuthorKey(author, key, 0);
        if (dag.pruning().floor(author) > 0) {
          floors.add(List.of((int) key[0], (int) key[1], dag.pruning().floor(author)));
        }
      }
      return floors;
    }

    private void check() throws StoreException {
      for (SnapNode node : nodes) {
        assertArrayEquals(all.digest(), node.digest());
        assertEquals(0, node.node.dag(node.store).floatingCount());
        assertEquals(List.of(), node.take(Event.BaseRefused.class));
        assertEquals(List.of(), node.take(Event.SnapshotRefused.class));
        if (node != carrier) {
          assertEquals(all.state(), node.state());
        }
      }
      assertTrue(come > all.node.dag(all.store).sequence(), come + " heard");
      assertEquals(Set.of(), floors(all));
      assertTrue(!floors(ann).isEmpty() && !floors(bob).isEmpty(), "nothing was dropped");
    }
  }
}
