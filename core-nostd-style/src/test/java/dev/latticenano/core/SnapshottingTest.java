package dev.latticenano.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.state.Role;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nodes make snapshots, agree to them, and drop what lies below. */
class SnapshottingTest {
  private final SnapNode ann = new SnapNode(1);
  private final SnapNode bob = new SnapNode(2);

  @BeforeEach
  void begin() throws Exception {
    ann.create();
    ann.letIn(bob, Role.VOTER);
  }

  private void write(int count) throws Exception {
    for (int i = 0; i < count; i++) {
      ann.put("key " + i % 5, "ann " + i);
      bob.put("key " + i % 7, "bob " + i);
    }
  }

  private static void meetOften(SnapNode left, SnapNode right) throws Exception {
    for (int i = 0; i < 6; i++) {
      SnapNode.meet(left, right);
      left.rest(5_000);
      right.rest(5_000);
    }
  }

  @Test
  void twoNodesMakeASnapshotAgreeAndDropTheLogBelow() throws Exception {
    write(60);
    meetOften(ann, bob);
    ann.policy(50, false);
    meetOften(ann, bob);
    assertEquals(1, ann.take(Event.SnapshotMade.class).size());
    for (SnapNode node : new SnapNode[] {ann, bob}) {
      assertEquals(1, node.take(Event.SnapshotFinal.class).size());
      assertEquals(0, node.take(Event.SnapshotRefused.class).size());
      assertTrue(node.node.dag(node.store).pruning().hasBase());
      assertTrue(node.log.records() < 60, node.log.records() + " records are left");
    }
    assertEquals(ann.state(), bob.state());
    assertArrayEquals(ann.digest(), bob.digest());
    for (boolean bare : new boolean[] {false, true}) {
      ann.crash(bare);
      ann.rest(10_000);
      assertEquals(bob.state(), ann.state());
      assertArrayEquals(bob.digest(), ann.digest());
    }
  }
}
