package dev.latticenano.core.session;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Event;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Cursor;
import dev.latticenano.core.bytes.Seeds;
import dev.latticenano.core.frame.FrameView;
import dev.latticenano.core.frame.Message;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.state.FileState;
import dev.latticenano.core.state.KvState;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Peers that break rules: each is told which, nothing wrong is kept, and others are served. */
class HostileTest {
  private static final int LINK = 77;

  private final Mesh mesh = new Mesh(new Random(4));
  private final MeshNode node = mesh.node();
  private Stranger stranger;
  private byte[] binding;
  private byte[] offered;

  /** What the node says, all of it. */
  private List<byte[]> answers() throws Exception {
    return stranger.answers();
  }

  private Verdict give(byte[] frame) throws Exception {
    return stranger.give(frame);
  }

  private static int number(byte[] frame) {
    FrameView view = new FrameView().wrap(frame, 0, frame.length);
    assertEquals(Verdict.OK, view.check());
    return view.number();
  }

  private static Cursor field(byte[] frame, int wanted) {
    FrameView view = new FrameView().wrap(frame, 0, frame.length);
    assertEquals(Verdict.OK, view.check());
    Cursor fields = new Cursor().wrap(frame, view.bodyOffset(), view.bodyLength());
    while (fields.nextField()) {
      if (fields.fieldNumber() == wanted) {
        return fields;
      }
    }
    throw new AssertionError("no field " + wanted);
  }

  private static byte[] data(byte[] frame, int wanted) {
    Cursor field = field(frame, wanted);
    return Arrays.copyOfRange(frame, field.dataOffset(), field.dataOffset() + field.dataLength());
  }

  private void connect() throws Exception {
    stranger = new Stranger(mesh, node.node, LINK, Mesh.FAST, 90);
  }

  private void meet() throws Exception {
    connect();
    binding = stranger.binding();
    offered = data(answers().get(1), 1);
    assertEquals(Verdict.OK, give(Frames.hello()));
  }

  private void assertRefused(Verdict verdict, byte[] frame) throws Exception {
    assertRefused(null, verdict, frame);
  }

  /** The host hears of the store of the session in which it was said. */
  private void assertRefused(StoreId of, Verdict verdict, byte[] frame) throws Exception {
    assertEquals(verdict, give(frame));
    byte[] refusal = answers().get(0);
    assertEquals(Message.REFUSAL, number(refusal));
    assertEquals(verdict.code(), field(refusal, 1).value());
    assertEquals(new Event.Refused(LINK, of, verdict), node.node.pollEvent());
  }

  /** Meets, shares a files store that lacks one chunk, and is asked for it; its name. */
  private byte[] askedForAChunk() throws Exception {
    MeshNode author = mesh.node();
    StoreId store = node.createOpen(FileState.TYPE, 1);
    author.open(store);
    MeshWire wire = mesh.link(node, author);
    mesh.rest(100);
    author.file(store, "photo", 50_000);
    while (node.node.chunksWanted() == 0) {
      mesh.run(1);
    }
    wire.cut();
    while (node.node.pollEvent() != null) {}
    meet();
    give(Frames.offer(binding, store));
    byte[] digest = new byte[32];
    node.node.dag(store).digest(digest, 0);
    List<byte[]> said = answers();
    give(Frames.frontier(0, 1, digest, new byte[0]));
    said.addAll(answers());
    for (byte[] frame : said) {
      if (number(frame) == Message.WANT) {
        while (node.node.pollEvent() != null) {}
        return data(frame, 1);
      }
    }
    throw new AssertionError("asks for nothing");
  }

  private static byte[] piece(byte[] cid, int at, int size, int bytes) {
    Frames frame = new Frames().start(Message.CHUNK).bytes(1, cid).number(2, at).number(3, size);
    return frame.bytes(4, new byte[bytes]).finish();
  }

  @Test
  void answersAPeerThatNamesStoresAtRandomAsOneThatNamesNone() throws Exception {
    node.createOpen(KvState.TYPE, 1);
    meet();
    answers();
    give(Frames.offer(binding, new StoreId(1, 2)));
    List<byte[]> guessed = answers();
    node.node.unlink(LINK);
    meet();
    answers();
    give(new Frames().start(Message.OFFER).finish());
    List<byte[]> silent = answers();
    assertEquals(silent.size(), guessed.size());
    for (int i = 0; i < silent.size(); i++) {
      assertArrayEquals(silent.get(i), guessed.get(i));
    }
    while (node.node.pollEvent() != null) {}
    assertRefused(Verdict.SESSION_UNKNOWN, Frames.want(Frames.cid(1), 0));
  }

  @Test
  void offersTheSameStoreUnderAnotherNameEachTime() throws Exception {
    node.createOpen(KvState.TYPE, 1);
    meet();
    byte[] first = offered;
    node.node.unlink(LINK);
    meet();
    byte[] second = offered;
    assertEquals(first.length, second.length);
    assertNotEquals(Arrays.toString(first), Arrays.toString(second));
  }

  @Test
  void refusesAChunkThatIsNotWhatItIsCalled() throws Exception {
    byte[] cid = askedForAChunk();
    int held = node.disk.heldCount();
    assertRefused(Verdict.CHUNK_MISNAMED, piece(cid, 0, 50_000, 50_000));
    assertEquals(held, node.disk.heldCount());
    assertEquals(1, node.node.chunksWanted());
    assertTrue(node.node.peer(LINK).isComplete() || answers().isEmpty());
  }

  @Test
  void asksElsewhereForAChunkThatOnePeerGotWrong() throws Exception {
    byte[] cid = askedForAChunk();
    give(piece(cid, 0, 50_000, 50_000));
    answers();
    mesh.link(node, mesh.nodes.get(1));
    mesh.run(100);
    assertEquals(0, node.node.chunksWanted());
  }

  @Test
  void refusesPiecesThatLieAboutSizes() throws Exception {
    byte[] cid = askedForAChunk();
    assertEquals(Verdict.OK, give(piece(cid, 0, 50_000, 10)));
    assertRefused(Verdict.CHUNK_MALFORMED, piece(cid, 10, 60_000, 10));
    assertEquals(Verdict.OK, give(piece(cid, 0, 50_000, 50_000)), "nobody asks any more");
  }

  @Test
  void servesNoMoreRequestsAtATimeThanItRemembers() throws Exception {
    StoreId store = node.createOpen(KvState.TYPE, 1);
    meet();
    give(Frames.offer(binding, store));
    answers();
    int refused = 0;
    for (int i = 0; i < 10_000; i++) {
      refused += give(Frames.want(Frames.cid(i), 0)) == Verdict.WANTS_TOO_MANY ? 1 : 0;
    }
    assertEquals(10_000 - 64, refused);
    List<byte[]> answers = answers();
    assertEquals(64, answers.stream().filter(each -> number(each) == Message.ABSENT).count());
    assertEquals(1, answers.stream().filter(each -> number(each) == Message.REFUSAL).count());
  }

  @Test
  void refusesAcknowledgementsOfWhatWasNeverSent() throws Exception {
    StoreId store = node.createOpen(KvState.TYPE, 1);
    meet();
    give(Frames.offer(binding, store));
    answers();
    while (node.node.pollEvent() != null) {}
    int session = 0;
    assertRefused(store, Verdict.ACK_MALFORMED, Frames.ack(session, 7, 0, 0));
    give(Frames.frontier(session, 1, new byte[32], new byte[0]));
    answers();
    assertRefused(store, Verdict.ACK_MALFORMED, Frames.ack(session, 1, 2, 0));
    assertEquals(0, node.node.peer(LINK).progress(store).acknowledged());
  }

  @Test
  void survivesRandomFrames() {
    Seeds.run(
        HostileTest.class,
        random -> {
          try {
            StoreId store = node.createOpen(FileState.TYPE, 1);
            meet();
            give(Frames.offer(binding, store));
            answers();
            for (int i = 0; i < 20_000; i++) {
              byte[] frame = new byte[random.nextInt(60)];
              random.nextBytes(frame);
              if (frame.length > 3 && random.nextInt(4) > 0) {
                int tag = (Message.HELLO + random.nextInt(10)) << 3 | 2;
                frame[0] = (byte) (tag | 0x80);
                frame[1] = (byte) (tag >> 7);
                frame[2] = (byte) (frame.length - 3);
              }
              give(frame);
              answers();
            }
            assertEquals(1, node.node.dag(store).sequence());
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        });
  }

  @Test
  void survivesSpoiledFramesAndConvergesOverTheNextLink() {
    Seeds.run(
        HostileTest.class,
        random -> {
          for (int round = 0; round < 15; round++) {
            spoil(new Mesh(random), random);
          }
        });
  }

  @Test
  void survivesAPeerThatSpoilsWhatItHandsOn() {
    Seeds.run(
        HostileTest.class,
        random -> {
          for (int round = 0; round < 15; round++) {
            meddle(new Mesh(random), random);
          }
        });
  }

  /** Two nodes, and between them somebody who has made keys with both. */
  private static void meddle(Mesh mesh, Random random) throws Exception {
    MeshNode left = mesh.node();
    MeshNode right = mesh.node();
    StoreId store = left.createOpen(FileState.TYPE, 1);
    right.open(store);
    for (int i = 0; i < 20; i++) {
      left.file(store, "file " + i, i % 5 == 0 ? 40_000 : 100);
    }
    LinkProfile profile = random.nextBoolean() ? Mesh.SMALL : Mesh.LOSSY;
    Stranger atLeft = new Stranger(mesh, left.node, LINK, profile, 90);
    Stranger atRight = new Stranger(mesh, right.node, LINK, profile, 91);
    for (int turn = 0; turn < 300; turn++) {
      mesh.nowMs += 50;
      handOn(atLeft, atRight, random);
      handOn(atRight, atLeft, random);
      left.node.tick(mesh.nowMs);
      right.node.tick(mesh.nowMs);
    }
    left.node.unlink(LINK);
    right.node.unlink(LINK);
    mesh.link(left, right);
    mesh.rest(5000);
    mesh.assertSame(store, left, right);
    assertFalse(right.saw(Event.Quarantined.class));
    assertEquals(21, right.node.dag(store).sequence());
  }

  private static void handOn(Stranger from, Stranger to, Random random) throws Exception {
    for (byte[] frame : from.answers()) {
      to.give(random.nextInt(8) == 0 ? spoiled(frame, random) : frame);
    }
  }

  private static void spoil(Mesh mesh, Random random) {
    try {
      MeshNode left = mesh.node();
      MeshNode right = mesh.node();
      StoreId store = left.createOpen(FileState.TYPE, 1);
      right.open(store);
      for (int i = 0; i < 20; i++) {
        left.file(store, "file " + i, i % 5 == 0 ? 40_000 : 100);
      }
      LinkProfile profile = random.nextBoolean() ? Mesh.SMALL : Mesh.LOSSY;
      MeshWire wire = mesh.link(left, right, profile, MeshWire.Weather.FAIR);
      wire.spoiler = frame -> random.nextInt(4) == 0 ? spoiled(frame, random) : frame;
      mesh.run(3000);
      wire.cut();
      mesh.link(left, right);
      mesh.rest(5000);
      mesh.assertSame(store, left, right);
      assertFalse(right.saw(Event.Quarantined.class));
      assertEquals(21, right.node.dag(store).sequence());
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] spoiled(byte[] frame, Random random) {
    byte[] copy = Arrays.copyOf(frame, frame.length - random.nextInt(2));
    for (int i = 0; i < 1 + random.nextInt(3); i++) {
      copy[random.nextInt(Math.min(copy.length, 80))] ^= (byte) (1 << random.nextInt(8));
    }
    return copy;
  }
}
