package dev.latticenano.core.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.frame.FrameView;
import dev.latticenano.core.frame.Message;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How much is pushed and taken in a while, and how long is waited until a round is begun. */
class GossipLimitsTest {
  private static final int LARGE = 30_000;

  private HostileMeeting meeting;
  private int round;
  private int pushes;

  /** The node and a stranger agree. */
  @BeforeEach
  void agree() throws Exception {
    meeting = new HostileMeeting(1);
    meeting.meetTheHonest();
    meeting.met(Mesh.FAST);
    tell();
    assertTrue(meeting.peer().agrees(meeting.store));
  }

  /** The stranger has what the node has, and says so in a round; what the node says is lost. */
  private void tell() throws Exception {
    meeting.give(Frames.frontier(0, ++round, meeting.digest(), new byte[0]));
    meeting.answers();
  }

  private void write(int bytes) throws Exception {
    meeting.node.file(meeting.store, "news", bytes);
  }

  private void passTo(long nowMs) throws Exception {
    meeting.mesh.nowMs = nowMs;
    meeting.node.node.tick(nowMs);
  }

  /** What is pushed now is answered; the bytes of its runs, -1 if a round is begun instead. */
  private int pushed(boolean lazy, Verdict verdict) throws Exception {
    int bytes = 0;
    List<byte[]> said = meeting.answers();
    meeting.node.node.tick(meeting.mesh.nowMs);
    said.addAll(meeting.answers());
    for (byte[] each : said) {
      if (HostileMeeting.number(each) == Message.FRONTIER) {
        tell();
        return -1;
      }
      if (HostileMeeting.number(each) == Message.PUSH) {
        bytes += HostileMeeting.data(each, 6).length;
        Frames frame = new Frames().start(Message.PUSHED).number(1, 0).number(2, ++pushes);
        frame.bytes(3, Arrays.copyOf(meeting.digest(), Mark.DIGEST_BYTES));
        meeting.give(frame.number(4, lazy ? 1 : 0).number(5, verdict.code()).finish());
      }
    }
    return bytes;
  }

  private int pushed() throws Exception {
    return pushed(false, Verdict.OK);
  }

  @Test
  void anEndPushesHalfOfWhatItTakesAndPublishesTheRest() throws Exception {
    int all = 0;
    write(LARGE);
    int bytes = pushed();
    int one = bytes;
    while (bytes > 0) {
      all += bytes;
      write(LARGE);
      bytes = pushed();
    }
    assertEquals(-1, bytes);
    int left = Limits.PUSH_BYTES_BURST / 2 - all;
    assertTrue(left >= 0 && left < one, left + " bytes are left");
    long wait = ceil((one - left) * 1000L, Limits.PUSH_BYTES_PER_SECOND / 2);
    assertNextPush(meeting.mesh.nowMs + wait, LARGE);
  }

  private static long ceil(long amount, long by) {
    return (amount + by - 1) / by;
  }

  /** So much is pushed at that time and no sooner. */
  private void assertNextPush(long atMs, int bytes) throws Exception {
    passTo(atMs - 1);
    write(bytes);
    assertEquals(-1, pushed());
    passTo(atMs);
    write(bytes);
    assertTrue(pushed() > 0);
  }

  @Test
  void anEndPushesHalfAsManyAsItTakesAndPublishesTheRest() throws Exception {
    int most = Limits.PUSH_INTENTIONS_BURST / 2;
    long startMs = meeting.mesh.nowMs;
    for (int i = 0; i < most; i++) {
      write(1);
      if (i % 256 == 255) {
        assertTrue(pushed() > 0);
      }
    }
    write(1);
    assertEquals(-1, pushed());
    assertNextPush(startMs + ceil(1000, Limits.PUSH_INTENTIONS_PER_SECOND / 2), 1);
  }

  private Verdict push(byte[] run) throws Exception {
    Frames frame = new Frames().start(Message.PUSH).number(1, 0).number(2, ++pushes);
    return meeting.give(frame.bytes(6, run).finish());
  }

  private static int bodyLength(byte[] frame) {
    FrameView view = new FrameView().wrap(frame, 0, frame.length);
    assertEquals(Verdict.OK, view.check());
    return view.bodyLength();
  }

  @Test
  void soManyBytesOfPushesAreTakenASecond() throws Exception {
    // No run, and none of the bytes is looked at for longer than it takes to see that.
    byte[] run = new byte[100_000];
    Frames frame = new Frames().start(Message.PUSH).number(1, 0).number(2, 1);
    int one = bodyLength(frame.bytes(6, run).finish());
    int taken = 0;
    while (push(run) != Verdict.PUSH_TOO_FAST) {
      taken++;
    }
    int left = Limits.PUSH_BYTES_BURST - taken * one;
    assertTrue(left >= 0 && left < one, left + " bytes are left");
    long wait = ceil((one - left) * 1000L, Limits.PUSH_BYTES_PER_SECOND);
    passTo(meeting.mesh.nowMs + wait - 1);
    assertEquals(Verdict.PUSH_TOO_FAST, push(run));
    passTo(meeting.mesh.nowMs + 1);
    assertTrue(push(run) != Verdict.PUSH_TOO_FAST);
  }

  @Test
  void whoPushedTooMuchIsPushedNothingForAWhile() throws Exception {
    long startMs = meeting.mesh.nowMs;
    write(1);
    assertTrue(pushed(false, Verdict.PUSH_TOO_FAST) > 0);
    assertEquals(-1, pushed(), "publishes");
    passTo(startMs + Limits.PUSH_BACK_OFF_MS - 1);
    write(1);
    assertEquals(-1, pushed());
    passTo(startMs + Limits.PUSH_BACK_OFF_MS);
    write(1);
    assertTrue(pushed() > 0);
  }

  @Test
  void whatComesAnotherWayIsAnnouncedAfterAWhile() throws Exception {
    write(1);
    assertTrue(pushed(true, Verdict.OK) > 0);
    write(1);
    assertTrue(pushed() > 0, "what is its own");
    long startMs = meeting.mesh.nowMs;
    meeting.come();
    passTo(startMs);
    assertEquals(List.of(), meeting.answers());
    assertEquals(startMs + Limits.ANNOUNCE_WAIT_MS, meeting.node.node.nextDeadlineMs());
    passTo(startMs + Limits.ANNOUNCE_WAIT_MS - 1);
    assertEquals(List.of(), meeting.answers());
    passTo(startMs + Limits.ANNOUNCE_WAIT_MS);
    List<byte[]> said = meeting.answers(Message.PUSH);
    assertEquals(1, said.size());
    assertTrue(said.get(0).length < 2 * Mark.DIGEST_BYTES, "no run");
    assertEquals(Mark.DIGEST_BYTES, HostileMeeting.data(said.get(0), 3).length);
  }

  /** Something comes again and again; when a round is begun all the same. */
  private long nextRoundMs() throws Exception {
    for (int i = 0; i < 1000; i++) {
      passTo(meeting.mesh.nowMs + Limits.PUSH_WAIT_MS / 5);
      if (!meeting.answers(Message.FRONTIER).isEmpty()) {
        return meeting.mesh.nowMs;
      }
      write(1);
    }
    throw new AssertionError("no round");
  }

  @Test
  void whateverComesARoundIsBegunAfterSoManyWaits() throws Exception {
    long startMs = meeting.mesh.nowMs;
    write(1);
    assertEquals(startMs + Limits.PUSH_WAITS_MAX * Limits.PUSH_WAIT_MS, nextRoundMs());
  }

  @Test
  void whoFollowsIsWaitedForSoLongAnew() throws Exception {
    for (int i = 0; i < 10 * Limits.PUSH_WAITS_MAX; i++) {
      passTo(meeting.mesh.nowMs + Limits.PUSH_WAIT_MS / 5);
      byte[] before = Arrays.copyOf(meeting.digest(), Mark.DIGEST_BYTES);
      write(1);
      List<byte[]> said = meeting.answers();
      assertEquals(List.of(Message.PUSH), said.stream().map(HostileMeeting::number).toList());
      Frames frame = new Frames().start(Message.PUSHED).number(1, 0).number(2, ++pushes);
      meeting.give(frame.bytes(3, before).finish());
    }
    long lastMs = meeting.mesh.nowMs;
    assertEquals(lastMs + Limits.PUSH_WAITS_MAX * Limits.PUSH_WAIT_MS, nextRoundMs());
  }
}
