package dev.latticenano.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.state.Role;
import dev.latticenano.core.store.StoreException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who comes when the log is gone is led to the snapshot and to what lies above it. */
class RestoringTest {
  private final SnapNode ann = new SnapNode(1);
  private final SnapNode bob = new SnapNode(2);

  private static void meetOften(SnapNode left, SnapNode right) throws Exception {
    for (int i = 0; i < 4; i++) {
      SnapNode.meet(left, right);
      left.rest(5_000);
      right.rest(5_000);
    }
  }

  @BeforeEach
  void prune() throws Exception {
    ann.create();
    ann.letIn(bob, Role.VOTER);
    for (int i = 0; i < 40; i++) {
      ann.put("key " + i % 5, "ann " + i);
      bob.put("key " + i % 7, "bob " + i);
    }
    meetOften(ann, bob);
    ann.policy(50, false);
    meetOften(ann, bob);
    ann.policy(1_000_000, false);
    meetOften(ann, bob);
    assertTrue(ann.node.dag(ann.store).pruning().hasBase());
    ann.put("key 2", "above");
  }

  private static void assertSame(SnapNode expected, SnapNode node) throws StoreException {
    assertArrayEquals(expected.digest(), node.digest());
    Map<String, String> lacking = new TreeMap<>(expected.state());
    Map<String, String> here = node.state();
    assertEquals(lacking.keySet(), here.keySet());
    lacking.entrySet().removeAll(here.entrySet());
    assertEquals(Set.of(), lacking.keySet());
    assertEquals(0, node.node.dag(node.store).floatingCount());
  }

  @Test
  void aGuestIsGivenTheSnapshotAndTheRest() throws Exception {
    SnapNode eve = new SnapNode(3);
    ann.letIn(eve, Role.VOTER);
    assertEquals(List.of(), eve.take(Event.BaseRefused.class));
    assertEquals(1, eve.take(Event.Restored.class).size());
    assertSame(ann, eve);
    assertTrue(eve.node.dag(eve.store).pruning().hasBase());
    eve.put("key 1", "eve");
    eve.put("new", "eve");
    meetOften(eve, bob);
    meetOften(ann, bob);
    meetOften(ann, eve);
    assertSame(ann, eve);
    assertSame(ann, bob);
    for (boolean bare : new boolean[] {false, true}) {
      eve.crash(bare);
      eve.rest(10_000);
      assertSame(ann, eve);
    }
  }

  @Test
  void aGuestGivesTheSnapshotOnToTheNext() throws Exception {
    SnapNode eve = new SnapNode(3);
    ann.letIn(eve, Role.OWNER);
    SnapNode zoe = new SnapNode(4);
    eve.letIn(zoe, Role.READER);
    assertSame(eve, zoe);
    assertEquals(1, zoe.take(Event.Restored.class).size());
  }

  @Test
  void whoHasNoKeyKeepsTheSnapshotAndServesIt() throws Exception {
    SnapNode carrier = new SnapNode(3);
    ann.letIn(carrier, Role.CARRIER);
    meetOften(ann, carrier);
    assertEquals(1, carrier.take(Event.Restored.class).size());
    assertArrayEquals(ann.digest(), carrier.digest());
    SnapNode zoe = new SnapNode(4);
    zoe.store = ann.store;
    ann.keys.copy(zoe.keys);
    zoe.open();
    SnapNode.meet(carrier, zoe);
    assertEquals(1, zoe.take(Event.Restored.class).size());
    assertSame(ann, zoe);
  }

  @Test
  void aReaderWhoWasAwayIsBroughtToTheSnapshotAndItsOldAckIsTaken() throws Exception {
    SnapNode reader = new SnapNode(5);
    ann.letIn(reader, Role.READER);
    assertEquals(1, reader.take(Event.Restored.class).size());
    meetOften(ann, reader);
    meetOften(ann, bob);
    // What it says now nobody hears before the log below is gone.
    ann.put("key 4", "seen by the reader");
    SnapNode.meet(ann, reader);
    meetOften(ann, bob);
    reader.node.acks().now(reader.store, reader.nowMs);
    for (int i = 0; i < 60; i++) {
      ann.put("key " + i % 5, "later " + i);
    }
    meetOften(ann, bob);
    ann.policy(50, false);
    meetOften(ann, bob);
    ann.policy(1_000_000, false);
    meetOften(ann, bob);
    meetOften(ann, reader);
    assertEquals(List.of(), reader.take(Event.BaseRefused.class));
    assertEquals(1, reader.take(Event.Restored.class).size());
    meetOften(ann, bob);
    meetOften(ann, reader);
    assertSame(ann, reader);
    assertSame(ann, bob);
  }

  @Test
  void powerCutsAtEveryStepOfARestorationLeaveTheStoreEmptyOrRestored() throws Exception {
    SnapNode first = new SnapNode(3);
    ann.letIn(first, Role.VOTER);
    int cuts = 0;
    boolean cut = true;
    for (int steps = 0; cut; steps++) {
      SnapNode eve = new SnapNode(3);
      eve.store = ann.store;
      ann.keys.copy(eve.keys);
      eve.open();
      eve.power.steps = steps;
      cut = false;
      try {
        SnapNode.meet(ann, eve);
      } catch (StoreException e) {
        cut = true;
      }
      ann.node.unlink(1);
      eve.crash(steps % 3 == 2);
      eve.rest(1_000);
      boolean restored = eve.node.dag(eve.store).pruning().hasBase();
      assertEquals(restored, !eve.state().isEmpty(), "after " + steps);
      SnapNode.meet(ann, eve);
      assertSame(ann, eve);
      cuts += cut ? 1 : 0;
    }
    assertTrue(cuts > 5, cuts + " cuts");
  }

  @Test
  void whoIsInStepIsNotHandedAnything() throws Exception {
    SnapNode.meet(ann, bob);
    assertEquals(List.of(), bob.take(Event.Restored.class));
    assertFalse(bob.node.peer(1) != null);
    assertSame(ann, bob);
  }
}
