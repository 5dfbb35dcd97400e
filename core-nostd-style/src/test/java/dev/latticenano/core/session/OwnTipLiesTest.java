package dev.latticenano.core.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.latticenano.core.Event;
import dev.latticenano.core.Limits;
import dev.latticenano.core.RefusedException;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.frame.Message;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Peers that say they have a newer tip of this node's own, which it never made. */
class OwnTipLiesTest {
  private static final int SESSION = 0;

  private HostileMeeting meeting;

  private void meet() throws Exception {
    meeting = new HostileMeeting(3).met(Mesh.FAST);
    meeting.mesh.nowMs += 1000;
  }

  /** A set with a tip of the node's own that nobody ever made. */
  private void claim() throws Exception {
    byte[] tip = Arrays.copyOf(meeting.node.key.id().toBytes(), 17);
    Arrays.fill(tip, 8, 16, (byte) 0x77);
    tip[16] = 100;
    assertEquals(Verdict.OK, meeting.give(Frames.frontier(SESSION, 1, new byte[32], tip)));
    meeting.answers();
  }

  private void later(long ms) throws Exception {
    meeting.mesh.nowMs += ms;
    meeting.node.node.tick(meeting.mesh.nowMs);
  }

  private void write() throws Exception {
    meeting.node.file(meeting.store, "written", 10);
  }

  private void assertBelieved() {
    RefusedException refused = assertThrows(RefusedException.class, this::write);
    assertEquals(Verdict.OWN_TIP_UNKNOWN, refused.verdict());
  }

  private long told() {
    meeting.node.events.addAll(meeting.events());
    return meeting.node.events.stream().filter(Event.OwnTipUnknown.class::isInstance).count();
  }

  @Test
  void areBelievedForAWhileThoughNothingComes() throws Exception {
    meet();
    claim();
    assertBelieved();
    later(Limits.OWN_TIP_WAIT_MS - 1);
    assertBelieved();
    later(1);
    write();
    later(1);
    write();
    assertEquals(1, told());
    meeting.assertServesTheHonest();
  }

  @Test
  void areBelievedForAWhileThoughTheyAreGone() throws Exception {
    meet();
    claim();
    meeting.node.node.unlink(HostileMeeting.LINK);
    later(Limits.OWN_TIP_WAIT_MS - 1);
    assertBelieved();
    assertEquals(meeting.mesh.nowMs + 1, meeting.node.node.nextDeadlineMs());
    later(1);
    write();
    meeting.met(Mesh.FAST);
    claim();
    assertBelieved();
  }

  @Test
  void areBelievedAgainAfterEverythingNewThatTheyBring() throws Exception {
    meet();
    MeshNode author = meeting.mesh.node();
    author.open(meeting.store);
    meeting.mesh.meet(meeting.node, author);
    author.file(meeting.store, "by another", 10);
    int last = author.node.dag(meeting.store).sequence() - 1;
    byte[] signed = new byte[author.node.dag(meeting.store).length(last)];
    author.node.dag(meeting.store).read(last, signed, 0);
    claim();
    later(Limits.OWN_TIP_WAIT_MS - 1);
    Frames batch = new Frames().start(Message.INTENTIONS).number(1, SESSION).number(2, 1);
    assertEquals(Verdict.OK, meeting.give(batch.number(3, 1).bytes(5, signed).finish()));
    later(Limits.OWN_TIP_WAIT_MS - 1);
    assertBelieved();
    later(1);
    write();
  }

  @Test
  void areNotBelievedAnyMoreOnceTheyHaveGivenAllTheyHave() throws Exception {
    meet();
    claim();
    meeting.give(Frames.ack(SESSION, 1, 1, 0));
    assertBelieved();
    meeting.give(Frames.batch(SESSION, 1, 1, true));
    Frames refusal = new Frames().start(Message.REFUSAL);
    int unknown = Verdict.MESSAGE_UNKNOWN.code();
    meeting.give(refusal.number(1, unknown).number(2, Message.RECONCILE).finish());
    assertEquals(Verdict.SETS_DIFFER, meeting.peer().trouble());
    write();
    assertEquals(1, told());
  }
}
