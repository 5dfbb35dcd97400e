package dev.latticenano.core.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Event;
import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.frame.Message;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A disk that is full in the middle of a frame: what stands behind it will not come again. */
class RestOfFrameTest {
  private static final int SESSION = 0;

  @Test
  void countsAlthoughWhatStandsBeforeFoundNoRoom() throws Exception {
    HostileMeeting meeting = new HostileMeeting(3).met(Mesh.FAST);
    MeshNode author = meeting.mesh.node();
    author.open(meeting.store);
    meeting.mesh.meet(meeting.node, author);
    author.file(meeting.store, "by another", 10);
    int last = author.node.dag(meeting.store).sequence() - 1;
    byte[] signed = new byte[author.node.dag(meeting.store).length(last)];
    author.node.dag(meeting.store).read(last, signed, 0);
    meeting.give(Frames.frontier(SESSION, 1, new byte[32], new byte[0]));
    meeting.answers();
    Progress progress = meeting.peer().progress(meeting.store);
    assertEquals(0, progress.acknowledged());
    int before = meeting.node.node.dag(meeting.store).sequence();
    Frames batch = new Frames().start(Message.INTENTIONS).number(1, SESSION).number(2, 1);
    byte[] first = batch.number(3, 1).number(4, 1).bytes(5, signed).finish();
    meeting.node.disk.room(0);
    Verdict verdict = meeting.give(Frames.together(first, Frames.ack(SESSION, 1, 1, 0)));
    assertEquals(Verdict.STORE_FULL, verdict);
    assertEquals(before, progress.acknowledged(), "of the message behind the full disk");
    assertEquals(before, meeting.node.node.dag(meeting.store).sequence());
    List<Event> events = meeting.events();
    assertEquals(1, events.stream().filter(Event.Full.class::isInstance).count());
    meeting.node.disk.room(1_000);
    meeting.mesh.nowMs += Limits.FULL_RETRY_MS_MIN;
    meeting.node.node.tick(meeting.mesh.nowMs);
    List<byte[]> said = meeting.answers(Message.FRONTIER);
    assertTrue(said.size() > 0, "publishes anew when there is room");
    meeting.assertServesTheHonest();
  }
}
