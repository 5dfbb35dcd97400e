package dev.latticenano.core.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Cursor;
import dev.latticenano.core.frame.FrameView;
import dev.latticenano.core.frame.Message;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.run.RunWriter;
import dev.latticenano.core.state.KvState;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is pushed, what is not, and peers that push what they should not. */
class GossipTest {
  private final byte[] out = new byte[Limits.FRAME_BYTES_MAX];
  private long nowMs;

  @Test
  void aWriteIsThereAfterHalfARoundTrip() throws Exception {
    Mesh mesh = new Mesh(new Random(1));
    MeshNode a = mesh.node();
    MeshNode b = mesh.node();
    StoreId store = a.create(KvState.TYPE, 1);
    b.open(store);
    MeshWire.Weather far = new MeshWire.Weather(0, 0, 0, 100, 1000);
    MeshWire wire = mesh.link(a, b, Mesh.FAST, far);
    mesh.rest(1000);
    long frames = wire.frames;
    long bytes = wire.sessionBytes();
    a.put(store, "news", 100);
    mesh.runUntil(mesh.nowMs + 100);
    mesh.assertSame(store, a, b);
    mesh.rest(1000);
    assertEquals(3, wire.frames - frames);
    assertEquals(267, wire.sessionBytes() - bytes);
  }

  private List<byte[]> said(Peer peer) throws StoreException {
    List<byte[]> all = new ArrayList<>();
    peer.tick(nowMs);
    int length = peer.transmit(out, 0, nowMs);
    while (length > 0) {
      all.addAll(Frames.apart(Arrays.copyOf(out, length)));
      length = peer.transmit(out, 0, nowMs);
    }
    return all;
  }

  private Verdict give(Peer peer, byte[] frame) throws StoreException {
    Verdict verdict = peer.receive(frame, 0, frame.length, nowMs);
    peer.tick(nowMs);
    return verdict;
  }

  private static Cursor field(List<byte[]> frames, int message, int wanted) {
    for (byte[] frame : frames) {
      FrameView view = new FrameView().wrap(frame, 0, frame.length);
      assertEquals(Verdict.OK, view.check());
      Cursor fields = new Cursor().wrap(frame, view.bodyOffset(), view.bodyLength());
      while (view.number() == message && fields.nextField()) {
        if (fields.fieldNumber() == wanted) {
          return fields;
        }
      }
    }
    return null;
  }

  private static long count(List<byte[]> frames, int message) {
    return frames.stream().filter(each -> field(List.of(each), message, 2) != null).count();
  }

  /** An end with an empty store that agrees with us about it. */
  private Peer agreeing() throws StoreException {
    Peer peer = SessionReading.peer(null, false);
    give(peer, Frames.hello());
    give(peer, Frames.offer(Frames.BINDING, Frames.STORE));
    List<byte[]> said = said(peer);
    byte[] digest = new byte[Mark.DIGEST_BYTES];
    for (byte[] frame : said) {
      Cursor found = field(List.of(frame), Message.FRONTIER, 3);
      if (found != null) {
        System.arraycopy(frame, found.dataOffset(), digest, 0, digest.length);
      }
    }
    give(peer, Frames.frontier(0, 1, digest, new byte[0]));
    said(peer);
    assertTrue(peer.agrees(Frames.STORE));
    return peer;
  }

  private static byte[] push(int number, byte[] digest, byte[] run) {
    Frames frame = new Frames().start(Message.PUSH).number(2, number);
    return frame.bytes(3, digest).bytes(6, run).finish();
  }

  private static byte[] run(byte[] signed) {
    byte[] bytes = new byte[4096];
    RunWriter writer = new RunWriter(Frames.STORE);
    writer.begin(bytes, 0, bytes.length, true);
    assertTrue(writer.add(signed, 0, signed.length));
    return Arrays.copyOf(bytes, writer.length());
  }

  @Test
  void aPushIsAnsweredWithTheDigestAndARepeatedOneIsNotTakenAgain() throws Exception {
    Peer peer = agreeing();
    byte[] push = push(1, new byte[0], run(Frames.signedIntention()));
    assertEquals(Verdict.OK, give(peer, push));
    nowMs += GroupCommit.DELAY_MS_MAX;
    assertEquals(1, peer.progress(Frames.STORE).received());
    for (int i = 0; i < 100; i++) {
      assertEquals(Verdict.OK, give(peer, push));
    }
    assertEquals(0, peer.progress(Frames.STORE).repeated());
  }

  @Test
  void aForgedIntentionIsRefusedAndNotKept() throws Exception {
    Peer peer = agreeing();
    byte[] signed = Frames.signedIntention();
    signed[signed.length - 1] ^= 1;
    assertNotEquals(Verdict.OK, give(peer, push(1, new byte[0], run(signed))));
    assertEquals(0, peer.progress(Frames.STORE).received());
    assertEquals(1, peer.progress(Frames.STORE).refused());
  }

  @Test
  void aWrongDigestBringsOneRoundAndNoMore() throws Exception {
    Peer peer = agreeing();
    long rounds = 0;
    for (int i = 1; i <= 50; i++) {
      assertEquals(Verdict.OK, give(peer, push(i, elsewhere(i), new byte[0])));
      nowMs += Limits.PUSH_WAIT_MS;
      rounds += count(said(peer), Message.FRONTIER);
    }
    assertEquals(1, rounds);
  }

  @Test
  void whatLacksItsPastBringsOneRoundAfterAWhile() throws Exception {
    Peer peer = agreeing();
    byte[] past = new byte[32];
    long rounds = 0;
    for (int i = 1; i <= 20; i++) {
      Arrays.fill(past, (byte) i);
      byte[] run = run(Frames.signedIntention(past));
      assertEquals(Verdict.OK, give(peer, push(i, elsewhere(i), run)));
      rounds += count(said(peer), Message.FRONTIER);
      assertEquals(i == 1 ? 0 : 1, rounds);
      nowMs += Limits.PUSH_GAP_WAIT_MS;
      rounds += count(said(peer), Message.FRONTIER);
      assertEquals(1, rounds);
    }
  }

  /** The digest of a set that is not here. */
  private static byte[] elsewhere(int number) {
    byte[] digest = new byte[Mark.DIGEST_BYTES];
    Arrays.fill(digest, (byte) number);
    return digest;
  }

  @Test
  void whoPushesWithoutEndIsTakenSoMuchOf() throws Exception {
    Peer peer = agreeing();
    byte[] run = run(Frames.signedIntention());
    int fast = 0;
    for (int i = 1; i <= 2 * Limits.PUSH_INTENTIONS_BURST; i++) {
      fast += give(peer, push(i, new byte[0], run)) == Verdict.PUSH_TOO_FAST ? 1 : 0;
    }
    assertEquals(Limits.PUSH_INTENTIONS_BURST, fast);
    assertEquals(Verdict.OK, peer.trouble());
    nowMs += 1000;
    int number = 2 * Limits.PUSH_INTENTIONS_BURST + 1;
    for (int i = 0; i < Limits.PUSH_INTENTIONS_PER_SECOND; i++) {
      assertEquals(Verdict.OK, give(peer, push(number++, new byte[0], run)));
    }
    assertEquals(Verdict.PUSH_TOO_FAST, give(peer, push(number, new byte[0], run)));
  }

  @Test
  void whoNeverAgreedIsPushedNothing() throws Exception {
    Mesh mesh = new Mesh(new Random(2));
    MeshNode node = mesh.node();
    StoreId store = node.createOpen(KvState.TYPE, 1);
    Stranger stranger = new Stranger(mesh, node.node, 77, Mesh.FAST, 90);
    assertEquals(Verdict.OK, stranger.give(Frames.hello()));
    assertEquals(Verdict.OK, stranger.give(Frames.offer(stranger.binding(), store)));
    stranger.answers();
    for (int i = 0; i < 20; i++) {
      node.put(store, "news " + i, 100);
      node.node.tick(mesh.nowMs += 1000);
      List<byte[]> said = stranger.answers();
      assertEquals(0, count(said, Message.PUSH));
      assertEquals(0, count(said, Message.INTENTIONS));
    }
  }

  @Test
  void soManyPushesAreOnTheWayUnansweredAndNoMore() throws Exception {
    HostileMeeting meeting = new HostileMeeting(5).met(Mesh.FAST);
    meeting.give(Frames.frontier(0, 1, meeting.digest(), new byte[0]));
    meeting.answers();
    int pushes = 0;
    for (int i = 0; i < 2 * Limits.PUSHES_IN_FLIGHT; i++) {
      meeting.node.file(meeting.store, "news " + i, 10);
      pushes += meeting.answers(Message.PUSH).size();
      assertEquals(Math.min(i + 1, Limits.PUSHES_IN_FLIGHT), pushes);
    }
  }
}
