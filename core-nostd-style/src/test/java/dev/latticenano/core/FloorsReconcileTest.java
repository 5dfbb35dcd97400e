package dev.latticenano.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.state.Role;
import dev.latticenano.core.store.StoreException;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A fork among ends of which one, or each, has dropped its log up to other floors. */
class FloorsReconcileTest {
  private final SnapNode ann = new SnapNode(1);
  private final SnapNode bob = new SnapNode(2);
  private final SnapNode all = new SnapNode(3);
  private SnapNode twin;

  private void meetAll() throws StoreException {
    for (int i = 0; i < 3; i++) {
      SnapNode.meet(ann, bob);
      SnapNode.meet(bob, all);
      SnapNode.meet(ann, all);
    }
  }

  private static int floors(SnapNode node) {
    return (int) node.node.dag(node.store).pruning().belowCount();
  }

  /** Drops, forks and brings each branch to one end. */
  private void fork(boolean bothDrop) throws Exception {
    ann.create();
    ann.letIn(bob, Role.OWNER);
    ann.letIn(all, Role.VOTER);
    ann.policy(0, false);
    bob.policy(0, true);
    all.policy(0, !bothDrop);
    drop();
    all.policy(0, true);
    drop();
    twin = new SnapNode(2);
    twin.store = ann.store;
    bob.keys.copy(twin.keys);
    twin.open();
    twin.policy(0, true);
    SnapNode.meet(bob, twin);
    for (int i = 0; i < 40; i++) {
      bob.put("bob " + i, "left");
      twin.put("twin " + i, "right");
    }
    SnapNode.meet(bob, ann);
    SnapNode.meet(twin, all);
  }

  private void drop() throws Exception {
    for (int i = 0; i < 10; i++) {
      for (SnapNode each : List.of(ann, bob, all)) {
        each.put("key " + i, "value " + i);
      }
    }
    meetAll();
    ann.node.snapshots().ask(ann.store);
    meetAll();
    for (SnapNode each : List.of(ann, all)) {
      each.rest(200_000);
    }
    meetAll();
  }

  private void endsEqual() throws StoreException {
    assertTrue(floors(ann) > 0 && floors(ann) != floors(all), floors(ann) + ", " + floors(all));
    Meeting meeting = new Meeting(ann, all, 0, new Random(1), new HashMap<>());
    meeting.run();
    assertArrayEquals(ann.digest(), all.digest());
    Dag dag = ann.node.dag(ann.store);
    assertEquals(1, dag.forkedCount());
    assertEquals(0, meeting.needless(), "of " + meeting.come());
    assertTrue(meeting.come() < 100, meeting.come() + " came");
    assertEquals(List.of(), ann.take(Event.Refused.class));
    assertEquals(List.of(), all.take(Event.Refused.class));
  }

  @Test
  void anEndThatDroppedMeetsOneThatDidNot() throws Exception {
    fork(false);
    assertEquals(0, floors(all));
    endsEqual();
  }

  @Test
  void endsThatDroppedUpToOtherFloorsMeet() throws Exception {
    fork(true);
    assertTrue(floors(all) > 0);
    endsEqual();
  }
}
