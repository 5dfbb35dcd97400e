package dev.latticenano.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.session.GroupCommit;
import dev.latticenano.core.session.LinkProfile;
import dev.latticenano.core.session.Progress;
import dev.latticenano.core.state.Role;
import dev.latticenano.core.store.StoreException;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What one end has begun to give is dropped there before all of it is sent: the other end gets the
 * snapshot instead, and lacks nothing.
 */
class DroppedMeanwhileTest {
  private static final int LINK = 1;
  private static final int ROUNDS_MAX = 4000;
  private static final LinkProfile FAIR = new LinkProfile(1024, 0);
  private static final LinkProfile LOSSY = new LinkProfile(1024, 200);

  private final SnapNode ann = new SnapNode(1);
  private final SnapNode bob = new SnapNode(2);
  private final byte[] frame = new byte[Limits.FRAME_BYTES_MAX];

  /** A member whom nobody waits for has what there is; then much comes. */
  private void begin() throws Exception {
    ann.create();
    ann.letIn(bob, Role.READER);
    ann.policy(0, false);
    bob.policy(0, true);
    SnapNode.meet(ann, bob);
  }

  private void write(int from, int to) throws Exception {
    for (int i = from; i < to; i++) {
      ann.put("key " + i % 7, "value " + i);
    }
  }

  private void link(LinkProfile profile) throws StoreException {
    ann.node.link(LINK, profile);
    bob.node.link(LINK, profile);
  }

  /** Says what one end has to say; the other hears it, or it is lost. */
  private int carry(SnapNode from, SnapNode to, boolean lost) throws StoreException {
    int length = from.node.transmit(LINK, frame, 0, from.nowMs);
    if (length > 0 && !lost) {
      to.node.receive(LINK, frame, 0, length, to.nowMs);
    }
    return length;
  }

  /** Carries until this much of what was found to be lacking is sent. */
  private void carryUntilSent(int intentions, boolean lost) throws StoreException {
    for (int i = 0; sent() < intentions; i++) {
      assertTrue(i < ROUNDS_MAX, () -> "nothing more is sent: " + ann.node.peer(LINK));
      boolean bulk = sent() > 0;
      carry(ann, bob, lost && bulk);
      if (!bulk) {
        carry(bob, ann, false);
      }
    }
  }

  private int sent() {
    Progress progress = ann.node.peer(LINK).progress(ann.store);
    return progress == null ? 0 : progress.sent();
  }

  private long floors() {
    return ann.node.dag(ann.store).pruning().belowCount();
  }

  private void drop() throws StoreException {
    ann.node.snapshots().ask(ann.store);
    for (int i = 0; floors() == 0; i++) {
      assertTrue(i < 500, "nothing is dropped");
      ann.rest(10);
    }
  }

  /** As long as something comes no round is begun for what was pushed. */
  private void dropWhileWriting() throws Exception {
    ann.node.snapshots().ask(ann.store);
    for (int i = 0; floors() == 0; i++) {
      assertTrue(i < 50, "nothing is dropped");
      write(i, i + 1);
      ann.rest(Limits.PUSH_WAIT_MS / 5);
    }
  }

  private void sweep() throws StoreException {
    while (ann.node.dag(ann.store).pruning().sweep(1000)) {
      assertTrue(floors() > 0);
    }
  }

  private void endsEqual() throws StoreException {
    int rounds = 0;
    for (int idle = 0; idle < 3; ) {
      assertTrue(rounds++ < ROUNDS_MAX, () -> "never at rest: " + ann.node.peer(LINK));
      boolean moved = carry(ann, bob, false) > 0 | carry(bob, ann, false) > 0;
      if (!moved) {
        ann.rest(250);
        bob.rest(250);
      }
      boolean complete = ann.node.peer(LINK).isComplete() && bob.node.peer(LINK).isComplete();
      idle = moved || !complete ? 0 : idle + 1;
    }
    assertArrayEquals(ann.digest(), bob.digest());
    assertEquals(ann.state(), bob.state());
    for (SnapNode each : List.of(ann, bob)) {
      assertEquals(List.of(), each.take(Event.Refused.class));
      assertEquals(List.of(), each.take(Event.BaseRefused.class));
    }
  }

  @Test
  void anAnswerUnderWayEndsWhereItsRestIsDropped() throws Exception {
    begin();
    write(0, 300);
    link(FAIR);
    carryUntilSent(5, false);
    drop();
    endsEqual();
  }

  @Test
  void anAnswerUnderWayEndsWhereItsRestIsSwept() throws Exception {
    begin();
    write(0, 300);
    link(FAIR);
    carryUntilSent(5, false);
    drop();
    sweep();
    endsEqual();
  }

  @Test
  void whatWasLostOnTheWayAndDroppedComesWithTheSnapshot() throws Exception {
    begin();
    write(0, 300);
    link(LOSSY);
    carryUntilSent(8, true);
    drop();
    endsEqual();
  }

  @Test
  void aLastBatchThatWasLostAndDroppedComesWithTheSnapshot() throws Exception {
    begin();
    write(0, 6);
    link(LOSSY);
    carryUntilSent(6, true);
    drop();
    endsEqual();
  }

  @Test
  void whatIsDamagedThereAndOfWhichTheNameAloneIsHereIsNotGiven() throws Exception {
    begin();
    write(0, 10);
    SnapNode.meet(ann, bob);
    drop();
    Dag dag = bob.node.dag(ann.store);
    int height = ann.node.dag(ann.store).pruning().floor(author(ann));
    int row = dag.rowAtHeight(author(bob), height);
    byte[] signed = new byte[dag.length(row)];
    dag.read(row, signed, 0);
    bob.log.rot(signed);
    assertThrows(StoreException.class, () -> dag.read(row, signed, 0));
    assertEquals(1, dag.lostCount());
    link(FAIR);
    for (int i = 0; i < 100; i++) {
      carry(ann, bob, false);
      carry(bob, ann, false);
    }
    assertEquals(Verdict.DAMAGE_REMAINS, bob.node.peer(LINK).trouble());
  }

  private int author(SnapNode of) throws StoreException {
    return of.node.dag(ann.store).findAuthor(ann.node.key().toBytes(), 0);
  }

  /** Much is pushed, more is to be when that is answered, and this is dropped before. */
  private void dropWhatIsToBePushed() throws Exception {
    begin();
    link(FAIR);
    endsEqual();
    for (int i = 0; i < 2 * Limits.PUSHES_IN_FLIGHT; i++) {
      write(i, i + 1);
      carry(ann, bob, false);
    }
    assertEquals(Limits.PUSHES_IN_FLIGHT, sent());
    dropWhileWriting();
  }

  /** Pushes nothing and publishes as soon as there is room for more. */
  private void publishesInstead() throws StoreException {
    bob.rest(100);
    assertTrue(carry(bob, ann, false) > 0);
    // What came with the answer is made durable, and answered.
    ann.rest(GroupCommit.MAINS.delayMs());
    assertTrue(carry(ann, bob, false) > 0);
    int sent = sent();
    assertEquals(0, carry(ann, bob, false));
    assertEquals(sent, sent());
    assertTrue(ann.node.nextDeadlineMs() <= ann.nowMs, "at once");
    ann.rest(0);
    assertTrue(carry(ann, bob, false) > 0);
    endsEqual();
  }

  @Test
  void whatWasToBePushedAndIsDroppedComesWithTheSnapshot() throws Exception {
    dropWhatIsToBePushed();
    sweep();
    publishesInstead();
  }
}
