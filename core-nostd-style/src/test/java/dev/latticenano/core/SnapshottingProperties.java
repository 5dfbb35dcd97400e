package dev.latticenano.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.bytes.Seeds;
import dev.latticenano.core.state.Role;
import dev.latticenano.core.store.StoreException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever is dropped, wherever power fails: state is that of a node that keeps everything. */
class SnapshottingProperties {
  private static final int LIVES = 4;
  private static final int CUTS = 24;

  @Test
  void nodesThatDropTheirPastAgreeWithOneThatKeepsEverything() {
    Seeds.run(
        getClass(),
        random -> {
          for (int i = 0; i < LIVES; i++) {
            life(random);
          }
        });
  }

  private static void life(Random random) throws Exception {
    SnapNode ann = new SnapNode(1);
    SnapNode bob = new SnapNode(2);
    SnapNode cal = new SnapNode(3);
    SnapNode all = new SnapNode(4);
    ann.create();
    ann.letIn(bob, random.nextBoolean() ? Role.OWNER : Role.VOTER);
    ann.letIn(cal, Role.VOTER);
    // Who has no vote is not waited for, and might lack what the others dropped.
    ann.letIn(all, Role.VOTER);
    List<SnapNode> nodes = List.of(ann, bob, cal, all);
    for (SnapNode node : nodes) {
      node.policy(5 + random.nextInt(20), node == all);
    }
    boolean revoked = false;
    for (int step = 0; step < 60; step++) {
      SnapNode node = nodes.get(random.nextInt(3));
      SnapNode other = nodes.get(random.nextInt(4));
      switch (random.nextInt(10)) {
        case 0, 1, 2 -> {
          if (node != other) {
            SnapNode.meet(node, other);
          }
        }
        case 3 -> node.rest(random.nextInt(100_000));
        case 4 -> node.crash(random.nextBoolean());
        case 5 -> {
          // Whoever was thrown out is met no more by who can tell.
          if (!revoked && step > 30) {
            revoked = true;
            SnapNode.meet(ann, cal);
            ann.node.membership(ann.store).revoke(cal.node.key(), ann.nowMs);
          }
        }
        default -> tryToPut(node, "key " + random.nextInt(6), "value " + step);
      }
    }
    meetAll(ann, bob, all);
    assertEquals(0, ann.take(Event.SnapshotRefused.class).size());
    assertAlike(all, ann, bob);
    for (SnapNode node : List.of(ann, bob, all)) {
      node.replica().projection().rebuild();
      node.rest(1000);
    }
    assertAlike(all, ann, bob);
    ann.crash(true);
    assertAlike(all, ann);
  }

  private static void tryToPut(SnapNode node, String key, String value) throws StoreException {
    try {
      node.put(key, value);
    } catch (RefusedException e) {
      assertTrue(e.verdict() != Verdict.OK);
    }
  }

  private static void meetAll(SnapNode... nodes) throws StoreException {
    for (int i = 0; i < 3; i++) {
      for (SnapNode left : nodes) {
        for (SnapNode right : nodes) {
          if (left != right) {
            SnapNode.meet(left, right);
          }
        }
      }
      for (SnapNode node : nodes) {
        node.rest(130_000);
      }
    }
  }

  private static void assertAlike(SnapNode whole, SnapNode... others) throws StoreException {
    for (SnapNode other : others) {
      assertEquals(whole.state(), other.state());
      assertArrayEquals(whole.digest(), other.digest());
    }
  }

  /** Power fails at any step of making, comparing, agreeing and dropping. */
  @Test
  void powerMayFailAtEveryStep() {
    Seeds.run(
        getClass(),
        random -> {
          for (int i = 0; i < CUTS; i++) {
            cut(random, 1 + random.nextInt(60));
          }
        });
  }

  private static void cut(Random random, int steps) throws Exception {
    SnapNode ann = new SnapNode(1);
    SnapNode bob = new SnapNode(2);
    ann.create();
    ann.letIn(bob, Role.VOTER);
    for (int i = 0; i < 8; i++) {
      ann.put("key " + i % 3, "ann " + i);
      bob.put("key " + i % 4, "bob " + i);
    }
    meetAll(ann, bob);
    SnapNode cut = random.nextBoolean() ? ann : bob;
    cut.power.steps = steps;
    try {
      ann.node.snapshots().ask(ann.store);
      meetAll(ann, bob);
    } catch (StoreException e) {
      assertEquals(0, cut.power.steps);
    }
    ann.node.unlink(1);
    bob.node.unlink(1);
    cut.crash(random.nextBoolean());
    meetAll(ann, bob);
    ann.node.snapshots().ask(ann.store);
    meetAll(ann, bob);
    for (SnapNode node : List.of(ann, bob)) {
      assertTrue(node.node.dag(node.store).pruning().hasBase());
      assertEquals(0, node.take(Event.SnapshotRefused.class).size());
    }
    assertAlike(ann, bob);
    cut.crash(true);
    assertAlike(ann, bob);
  }
}
