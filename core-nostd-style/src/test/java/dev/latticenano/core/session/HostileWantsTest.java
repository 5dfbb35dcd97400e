package dev.latticenano.core.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.crypto.Ed25519Verifier;
import dev.latticenano.core.frame.Message;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Peers that ask without end, or give other chunks than they were asked for, slowly or never. */
class HostileWantsTest {
  private static byte[] piece(byte[] cid, int at, int size, int bytes) {
    Frames frame = new Frames().start(Message.CHUNK).bytes(1, cid).number(2, at).number(3, size);
    return frame.bytes(4, new byte[bytes]).finish();
  }

  private static byte[] chunk(HostileMeeting meeting, int bytes) throws Exception {
    byte[] content = new byte[bytes];
    byte[] cid = new byte[32];
    Blake3.plain().hash(content, 0, bytes, cid, 0);
    meeting.node.disk.write(cid, 0, content, 0, bytes);
    return cid;
  }

  /** The node has asked the stranger for the only chunk that it lacks; its name. */
  private static byte[] askedForAChunk(HostileMeeting meeting) throws Exception {
    MeshWire wire = meeting.mesh.link(meeting.node, meeting.honest);
    meeting.mesh.rest(100);
    meeting.honest.file(meeting.store, "photo", 50_000);
    while (meeting.node.node.chunksWanted() == 0) {
      meeting.mesh.run(1);
    }
    wire.cut();
    meeting.met(Mesh.FAST);
    // The set is the same, so the store is shared and at rest.
    meeting.give(Frames.frontier(0, 1, meeting.digest(), new byte[0]));
    List<byte[]> wants = meeting.greeting;
    wants.addAll(meeting.answers());
    wants.removeIf(each -> HostileMeeting.number(each) != Message.WANT);
    return HostileMeeting.data(wants.get(0), 1);
  }

  @Test
  void aWantIsAnsweredByOneChunkAtMost() throws Exception {
    HostileMeeting meeting = new HostileMeeting(5).met(Mesh.FAST);
    byte[] cid = chunk(meeting, Limits.CHUNK_BYTES_MAX);
    for (int i = 0; i < 5; i++) {
      for (int same = 0; same < 100; same++) {
        assertEquals(Verdict.OK, meeting.give(Frames.want(cid, 0)));
      }
      assertEquals(2, meeting.answers(Message.CHUNK).size());
    }
    assertTrue(meeting.heard <= 5L * (Limits.CHUNK_BYTES_MAX + 300));
    meeting.assertServesTheHonest();
  }

  @Test
  void wantsBeyondWhatIsRememberedAreRefusedByOneWord() throws Exception {
    HostileMeeting meeting = new HostileMeeting(5).met(Mesh.FAST);
    for (int i = 0; i < 1000; i++) {
      Verdict verdict = meeting.give(Frames.want(Frames.cid(i), 0));
      assertEquals(i < 64 ? Verdict.OK : Verdict.WANTS_TOO_MANY, verdict);
    }
    assertEquals(1, meeting.answers(Message.REFUSAL).size());
    assertTrue(meeting.heard <= meeting.given);
    meeting.assertServesTheHonest();
  }

  @Test
  void wrongChunksWithoutEndCostTheirSenderMoreThanAnyoneElse() throws Exception {
    HostileMeeting meeting = new HostileMeeting(5);
    byte[] cid = askedForAChunk(meeting);
    int held = meeting.node.disk.heldCount();
    for (int i = 1; i < 100; i++) {
      Verdict verdict = meeting.give(piece(cid, 0, 50_000, 50_000));
      assertEquals(Verdict.CHUNK_MISNAMED, verdict);
      // It is not asked again before it claims to have something new.
      assertEquals(0, meeting.answers(Message.WANT).size());
      meeting.give(new Frames().start(Message.REST).number(2, i).number(5, i).finish());
      assertEquals(1, meeting.answers(Message.WANT).size());
    }
    assertEquals(held, meeting.node.disk.heldCount());
    assertTrue(meeting.heard < meeting.given / 100);
    meeting.give(piece(cid, 0, 50_000, 50_000));
    meeting.assertServesTheHonest();
  }

  @Test
  void whoGivesHalfAChunkAndFallsSilentHoldsUpNobody() throws Exception {
    HostileMeeting meeting = new HostileMeeting(5);
    byte[] cid = askedForAChunk(meeting);
    assertEquals(Verdict.OK, meeting.give(piece(cid, 0, 50_000, 25_000)));
    meeting.mesh.link(meeting.node, meeting.honest);
    meeting.mesh.runUntil(meeting.mesh.nowMs + 1000);
    assertEquals(1, meeting.node.node.chunksWanted(), "the stranger may still give it");
    meeting.mesh.runUntil(meeting.mesh.nowMs + Limits.SILENCE_MS + 1000);
    assertEquals(0, meeting.node.node.chunksWanted());
    assertEquals(Verdict.OK, meeting.give(piece(cid, 25_000, 50_000, 25_000)), "passed over");
  }

  @Test
  void whoGivesAByteNowAndThenHoldsUpNobodyEither() throws Exception {
    HostileMeeting meeting = new HostileMeeting(5);
    byte[] cid = askedForAChunk(meeting);
    meeting.mesh.link(meeting.node, meeting.honest);
    for (int i = 0; i < 13; i++) {
      assertEquals(Verdict.OK, meeting.give(piece(cid, i, 50_000, 1)));
      meeting.mesh.runUntil(meeting.mesh.nowMs + 10_000);
    }
    assertEquals(0, meeting.node.node.chunksWanted());
  }

  @Test
  void joinsWithoutEndAreJudgedAFewTimes() throws Exception {
    Peer peer = SessionReading.peer(null, false);
    SessionReading.Doorkeeper door = new SessionReading.Doorkeeper(Verdict.INVITE_USED);
    peer.joining().admitWith(door, new Ed25519Verifier());
    byte[] hello = Frames.hello();
    peer.receive(hello, 0, hello.length, 0);
    byte[] out = new byte[Limits.FRAME_BYTES_MAX];
    int refused = 0;
    long given = 0;
    long heard = 0;
    for (int i = 0; i < 100; i++) {
      byte[] join = join(i);
      given += join.length;
      refused += peer.receive(join, 0, join.length, 0) == Verdict.JOINS_TOO_MANY ? 1 : 0;
      for (int n = peer.transmit(out, 0, 0); n > 0; n = peer.transmit(out, 0, 0)) {
        heard += n;
      }
    }
    assertEquals(Limits.JOINS_BURST, door.asked);
    assertEquals(100 - Limits.JOINS_BURST, refused);
    assertTrue(heard < given, heard + " for " + given);
    long[] timesMs = {Limits.JOIN_REFILL_MS - 1, Limits.JOIN_REFILL_MS, Limits.JOIN_REFILL_MS};
    for (int i = 0; i < timesMs.length; i++) {
      byte[] join = join(100 + i);
      Verdict expected = i == 1 ? Verdict.OK : Verdict.JOINS_TOO_MANY;
      assertEquals(expected, peer.receive(join, 0, join.length, timesMs[i]));
    }
  }

  private static byte[] join(int number) {
    byte[] device = ("device " + number).getBytes(StandardCharsets.UTF_8);
    return JoinVectors.frame(JoinVectors.parts(Frames.STORE, device));
  }

  @Test
  void refusalsWithoutEndAreNeverAnswered() throws Exception {
    HostileMeeting meeting = new HostileMeeting(5).met(Mesh.FAST);
    for (int i = 0; i < 5000; i++) {
      Frames refusal = new Frames().start(Message.REFUSAL).number(1, i % 400).number(2, i % 170);
      meeting.give(refusal.finish());
    }
    assertEquals(0, meeting.answers().size());
    assertTrue(meeting.events().size() <= 5000);
    meeting.assertServesTheHonest();
  }

  @Test
  void questionsWithoutEndAreAnsweredOnceAtATime() throws Exception {
    HostileMeeting meeting = new HostileMeeting(5).met(Mesh.FAST);
    byte[] hashes = new byte[64 * 32];
    for (int i = 1; i <= 300; i++) {
      meeting.give(
          new Frames().start(Message.MEND).number(1, 0).number(2, i).bytes(3, hashes).finish());
      meeting.give(
          new Frames().start(Message.NAME).number(1, 0).number(2, i).bytes(3, hashes).finish());
      meeting.give(new Frames().start(Message.NEEDS).number(1, 0).number(2, i).finish());
    }
    List<byte[]> answers = meeting.answers();
    assertEquals(1, answers.stream().filter(HostileWantsTest::isMended).count());
    assertTrue(answers.size() <= 5, answers.size() + " answers");
    assertTrue(meeting.heard < meeting.given / 50);
    meeting.assertServesTheHonest();
  }

  private static boolean isMended(byte[] message) {
    return HostileMeeting.number(message) == Message.MENDED;
  }
}
