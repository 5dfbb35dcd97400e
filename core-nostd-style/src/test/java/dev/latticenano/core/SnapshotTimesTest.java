package dev.latticenano.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.state.Role;
import dev.latticenano.core.store.StoreException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a node looks, makes a snapshot, and tries again to. */
class SnapshotTimesTest {
  private final SnapNode ann = new SnapNode(1);
  private final SnapNode bob = new SnapNode(2);

  @BeforeEach
  void begin() throws Exception {
    ann.create();
  }

  private void write(SnapNode by, int count) throws Exception {
    for (int i = 0; i < count; i++) {
      by.put("key " + i, "value");
    }
  }

  /** Nothing is made until so much time has passed, and then one is. */
  private static void assertMade(SnapNode by, long afterMs) throws StoreException {
    by.rest(afterMs - 1);
    assertEquals(0, by.take(Event.SnapshotMade.class).size());
    by.rest(1);
    assertEquals(1, by.take(Event.SnapshotMade.class).size());
  }

  @Test
  void aNodeThatHasLookedLooksAgainAfterAWhileWhateverComes() throws Exception {
    ann.letIn(bob, Role.READER);
    ann.rest(10_000);
    ann.policy(20, false);
    ann.put("key", "value");
    ann.rest(0);
    write(ann, 20);
    assertMade(ann, Limits.SNAPSHOT_LOOK_MS);
  }

  @Test
  void theOwnerOfTheLeastKeyMakesOneAtOnceAndTheNextLater() throws Exception {
    ann.letIn(bob, Role.OWNER);
    for (int i = 0; i < 4; i++) {
      write(ann, 5);
      write(bob, 5);
      SnapNode.meet(ann, bob);
    }
    boolean annFirst = ann.node.key().compareTo(bob.node.key()) < 0;
    SnapNode first = annFirst ? ann : bob;
    SnapNode next = annFirst ? bob : ann;
    next.policy(5, false);
    assertMade(next, Limits.SNAPSHOT_DELAY_MS);
    first.policy(5, false);
    first.rest(0);
    assertEquals(1, first.take(Event.SnapshotMade.class).size());
  }

  @Test
  void whatCannotBeReadAtTheFrontierIsTriedAgainAfterAWhile() throws Exception {
    ann.letIn(bob, Role.VOTER);
    write(ann, 20);
    for (int i = 0; i < 3; i++) {
      SnapNode.meet(ann, bob);
    }
    // The tip itself would not have to be read.
    write(ann, 1);
    ann.rest(10_000);
    Dag dag = ann.node.dag(ann.store);
    rotAtTheFrontier(dag);
    long startMs = ann.nowMs;
    ann.policy(5, false);
    ann.rest(0);
    assertEquals(1, dag.lostCount());
    SnapNode.meet(ann, bob);
    assertEquals(0, dag.lostCount());
    assertMade(ann, startMs + Limits.SNAPSHOT_DELAY_MS - ann.nowMs);
  }

  private void rotAtTheFrontier(Dag dag) throws StoreException {
    FrontierRules rules = new FrontierRules(ann.replica());
    int[] stable = rules.stable();
    rules.close(stable);
    assertTrue(stable[0] < dag.authorHeight(0));
    int row = dag.rowAtHeight(0, stable[0]);
    byte[] signed = new byte[dag.length(row)];
    dag.read(row, signed, 0);
    ann.log.rot(signed);
  }
}
