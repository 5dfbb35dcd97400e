package dev.latticenano.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.dag.Agreement;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.EpochId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.snapshot.Frontier;
import dev.latticenano.core.state.Role;
import dev.latticenano.core.store.StoreException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nodes make snapshots, agree to them, and drop what lies below. */
class SnapshottingTest {
  private final SnapNode ann = new SnapNode(1);
  private final SnapNode bob = new SnapNode(2);
  private final SnapNode eve = new SnapNode(3);

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

  private static void meetOften(SnapNode... nodes) throws Exception {
    for (int i = 0; i < 4; i++) {
      for (SnapNode left : nodes) {
        for (SnapNode right : nodes) {
          if (left != right) {
            SnapNode.meet(left, right);
          }
        }
      }
      for (SnapNode node : nodes) {
        node.rest(70_000);
      }
    }
  }

  private static void assertPruned(boolean pruned, SnapNode... nodes) {
    for (SnapNode node : nodes) {
      assertEquals(pruned, node.node.dag(node.store).pruning().hasBase());
    }
  }

  private static void assertAlike(SnapNode left, SnapNode... others) throws Exception {
    for (SnapNode other : others) {
      assertEquals(left.state(), other.state());
      assertArrayEquals(left.digest(), other.digest());
    }
  }

  @Test
  void twoNodesMakeASnapshotAgreeAndDropTheLogBelow() throws Exception {
    write(60);
    meetOften(ann, bob);
    ann.policy(50, false);
    meetOften(ann, bob);
    assertEquals(1, ann.take(Event.SnapshotMade.class).size());
    for (SnapNode node : List.of(ann, bob)) {
      assertEquals(1, node.take(Event.SnapshotFinal.class).size());
      assertEquals(0, node.take(Event.SnapshotRefused.class).size());
      assertTrue(node.log.records() < 60, node.log.records() + " records are left");
    }
    assertPruned(true, ann, bob);
    assertAlike(ann, bob);
    for (boolean bare : new boolean[] {false, true}) {
      ann.crash(bare);
      ann.rest(10_000);
      assertAlike(ann, bob);
    }
    write(30);
    meetOften(ann, bob);
    write(30);
    meetOften(ann, bob);
    assertTrue(ann.take(Event.SnapshotFinal.class).size() > 0);
    ann.crash(true);
    assertAlike(ann, bob);
  }

  @Test
  void nothingIsMadeBelowTheNumberThatMakesItWorthWhile() throws Exception {
    write(10);
    ann.policy(1000, false);
    meetOften(ann, bob);
    assertEquals(0, ann.take(Event.SnapshotMade.class).size());
    ann.node.snapshots().ask(ann.store);
    meetOften(ann, bob);
    assertEquals(1, ann.take(Event.SnapshotMade.class).size());
    assertPruned(true, ann, bob);
  }

  @Test
  void aVoterThatIsAwayHoldsItBackAndDormancyReleasesIt() throws Exception {
    ann.letIn(eve, Role.VOTER);
    write(20);
    ann.policy(5, false);
    meetOften(ann, bob);
    assertPruned(false, ann, bob);
    ann.node.membership(ann.store).setDormant(eve.node.key(), true, ann.nowMs);
    meetOften(ann, bob);
    assertPruned(true, ann, bob);
    assertAlike(ann, bob);
  }

  @Test
  void aReaderComparesAndDoesNotVoteAndACarrierKeepsAll() throws Exception {
    SnapNode cal = new SnapNode(4);
    ann.letIn(eve, Role.READER);
    ann.letIn(cal, Role.CARRIER);
    write(20);
    meetOften(ann, bob);
    ann.node.snapshots().ask(ann.store);
    ann.rest(1000);
    assertEquals(0, cal.chunks.heldCount());
    meetOften(ann, cal, eve);
    assertTrue(cal.chunks.heldCount() > 0);
    assertPruned(false, ann, cal, eve);
    meetOften(ann, bob, cal, eve);
    assertPruned(true, ann, bob, eve);
    assertPruned(false, cal);
    assertAlike(ann, bob, eve);
    assertArrayEquals(ann.digest(), cal.digest());
  }

  /** The line that {@code of} would draw. */
  private static Frontier frontier(SnapNode of) throws StoreException {
    FrontierRules rules = new FrontierRules(of.replica());
    int[] heights = rules.stable();
    rules.close(heights);
    return new StableSet(of.node.dag(of.store), heights, of.replica().settled()).frontierRows();
  }

  private static Notice notice(SnapNode of, Frontier frontier) throws StoreException {
    Hash cid =
        Hash.of(
            new byte[] {
              7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
              0, 0, 0
            },
            0);
    return new Notice(new FrontierRules(of.replica()).key().id(), cid, 1000, 0, frontier);
  }

  private static boolean agrees(SnapNode node, Hash notice, AuthorId voter) throws StoreException {
    Dag dag = node.node.dag(node.store);
    Agreement agreement = new Agreement(dag, dag.find(notice.toBytes(), 0));
    return agreement.agrees(dag.findAuthor(voter.toBytes(), 0));
  }

  @Test
  void aNoticeOfAnotherSnapshotIsRefusedAndNothingGoesAndNothingNamesIt() throws Exception {
    write(20);
    meetOften(ann, bob);
    Hash lie = bob.node.submit(bob.store, notice(bob, frontier(bob)).toOps(), List.of(), bob.nowMs);
    meetOften(ann, bob);
    List<Event.SnapshotRefused> refused = ann.take(Event.SnapshotRefused.class);
    assertEquals(
        List.of(SnapshotStanding.DIFFERS), refused.stream().map(e -> e.standing()).toList());
    assertEquals(lie, refused.get(0).notice());
    assertEquals(0, ann.chunks.heldCount());
    assertFalse(agrees(ann, lie, ann.node.key()));
    write(5);
    ann.node.submit(ann.store, new byte[0], List.of(lie), ann.nowMs);
    meetOften(ann, bob);
    assertFalse(agrees(ann, lie, ann.node.key()));
    assertPruned(false, ann, bob);
    ann.policy(10, false);
    meetOften(ann, bob);
    assertPruned(true, ann, bob);
    assertAlike(ann, bob);
  }

  @Test
  void aFrontierThatItsAuthorHadNotSeenIsRefused() throws Exception {
    write(10);
    meetOften(ann, bob);
    ann.put("key", "unseen by bob");
    Frontier above = all(ann);
    Hash lie = bob.node.submit(bob.store, notice(bob, above).toOps(), List.of(), bob.nowMs);
    meetOften(ann, bob);
    write(1);
    meetOften(ann, bob);
    assertEquals(SnapshotStanding.UNSEEN, ann.take(Event.SnapshotRefused.class).get(0).standing());
    assertFalse(agrees(ann, lie, ann.node.key()));
  }

  private static Frontier all(SnapNode of) throws StoreException {
    Dag dag = of.node.dag(of.store);
    int[] heights = new int[dag.authorCount()];
    for (int author = 0; author < heights.length; author++) {
      heights[author] = dag.authorHeight(author);
    }
    return new StableSet(dag, heights, of.replica().settled()).frontierRows();
  }

  @Test
  void aFrontierThatLacksWhatItsOwnIntentionsHaveSeenIsRefused() throws Exception {
    write(10);
    meetOften(ann, bob);
    Dag dag = bob.node.dag(bob.store);
    int[] heights = new FrontierRules(bob.replica()).stable();
    heights[dag.findAuthor(ann.node.key().toBytes(), 0)] = 1;
    Frontier gap = new StableSet(dag, heights, bob.replica().settled()).frontierRows();
    bob.node.submit(bob.store, notice(bob, gap).toOps(), List.of(), bob.nowMs);
    meetOften(ann, bob);
    assertEquals(
        SnapshotStanding.UNCLOSED, ann.take(Event.SnapshotRefused.class).get(0).standing());
  }

  @Test
  void twoOwnersThatMakeOneAtOnceComeToTheSame() throws Exception {
    ann.node.membership(ann.store).setRole(bob.node.key(), Role.OWNER, ann.nowMs);
    write(20);
    meetOften(ann, bob);
    ann.put("key", "apart");
    bob.put("key", "apart, too");
    ann.node.snapshots().ask(ann.store);
    bob.node.snapshots().ask(bob.store);
    ann.rest(70_000);
    bob.rest(70_000);
    assertEquals(1, ann.take(Event.SnapshotMade.class).size());
    assertEquals(1, bob.take(Event.SnapshotMade.class).size());
    meetOften(ann, bob);
    assertPruned(true, ann, bob);
    assertAlike(ann, bob);
    assertEquals(ann.replica().settled().notice(), bob.replica().settled().notice());
  }

  @Test
  void aNodeThatKeepsItsLogBeginsWithTheSnapshotAllTheSame() throws Exception {
    bob.policy(0, true);
    write(20);
    ann.policy(10, false);
    meetOften(ann, bob);
    assertPruned(true, ann);
    assertPruned(false, bob);
    assertNotEquals(null, bob.replica().settled().notice());
    bob.replica().projection().rebuild();
    bob.rest(1000);
    assertAlike(ann, bob);
    bob.policy(0, false);
    bob.rest(1000);
    assertPruned(true, bob);
    assertAlike(ann, bob);
  }

  @Test
  void aDiskThatIsFullWhileItIsMadeOrTheLogGoesOnlyDelaysIt() throws Exception {
    write(20);
    meetOften(ann, bob);
    bob.power.rooms = 0;
    ann.policy(10, false);
    ann.node.snapshots().ask(ann.store);
    meetOften(ann, bob);
    assertPruned(false, ann, bob);
    assertTrue(bob.take(Event.Full.class).size() > 0);
    bob.power.rooms = Integer.MAX_VALUE;
    bob.rest(70_000);
    meetOften(ann, bob);
    assertPruned(true, ann, bob);
    assertAlike(ann, bob);
  }

  @Test
  void aLateIntentionBelowWhatIsFinalIsRefusedWhetherTheLogIsThereOrNot() throws Exception {
    bob.policy(0, true);
    write(5);
    SnapNode twin = new SnapNode(2);
    twin.store = bob.store;
    twin.open();
    byte[] bytes = new byte[Limits.SIGNED_BYTES_MAX];
    for (int row = 0; row < bob.node.dag(bob.store).sequence(); row++) {
      int length = bob.node.dag(bob.store).read(row, bytes, 0);
      assertEquals(Verdict.OK, twin.node.dag(bob.store).ingest(bytes, 0, length, bob.nowMs));
    }
    write(10);
    ann.policy(10, false);
    meetOften(ann, bob);
    assertPruned(true, ann);
    assertPruned(false, bob);
    Hash late = twin.node.submit(bob.store, new byte[0], List.of(), bob.nowMs);
    Dag dag = twin.node.dag(bob.store);
    int length = dag.read(dag.find(late.toBytes(), 0), bytes, 0);
    // Who dropped what it stands on cannot tell where it would stand.
    assertEquals(Verdict.FLOATING, ann.node.dag(bob.store).ingest(bytes, 0, length, ann.nowMs));
    assertEquals(
        Verdict.CHECKPOINT_VIOLATED, bob.node.dag(bob.store).ingest(bytes, 0, length, bob.nowMs));
    assertAlike(ann, bob);
  }

  @Test
  void aCarrierHoldsOnToSnapshotsOfSoManyBytesAndNoMore() throws Exception {
    SnapNode cal = new SnapNode(4);
    ann.letIn(cal, Role.CARRIER);
    write(5);
    meetOften(ann, bob);
    EpochId epoch = new FrontierRules(ann.replica()).key().id();
    Frontier above = frontier(ann);
    for (long more = 1; more >= 0; more--) {
      Hash cid = new Hash(7 + more, 0, 0, 0);
      long bytes = Limits.SNAPSHOT_CARRIED_BYTES_MAX + more;
      Notice notice = new Notice(epoch, cid, bytes, 1, above);
      ann.node.submit(ann.store, notice.toOps(), List.of(), ann.nowMs);
      meetOften(ann, cal);
      assertEquals(1 - more, SnapshotChunks.of(cal.replica(), 2).size());
    }
  }
}
