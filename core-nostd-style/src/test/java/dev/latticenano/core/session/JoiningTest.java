package dev.latticenano.core.session;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.bytes.Seeds;
import dev.latticenano.core.crypto.Ed25519Signer;
import dev.latticenano.core.crypto.Ed25519Verifier;
import dev.latticenano.core.crypto.Entropy;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.frame.FrameView;
import dev.latticenano.core.frame.Message;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.EnvelopeView;
import dev.latticenano.core.intention.GenesisOp;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.IntentionView;
import dev.latticenano.core.intention.IntentionWriter;
import dev.latticenano.core.intention.InviteToken;
import dev.latticenano.core.intention.Marks;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.intention.UniversalOpView;
import dev.latticenano.core.seal.EpochKey;
import dev.latticenano.core.seal.JoinBox;
import dev.latticenano.core.seal.JoinBoxCipher;
import dev.latticenano.core.seal.Keyring;
import dev.latticenano.core.seal.OpsCipher;
import dev.latticenano.core.store.MemoryChunks;
import dev.latticenano.core.store.MemoryStore;
import dev.latticenano.core.store.MemoryTables;
import dev.latticenano.core.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two ends of a link, one of which wants into the other's store. */
class JoiningTest {
  private static final Ed25519Signer OWNER = new Ed25519Signer(Hex.decode("88".repeat(32)), 0);
  private static final int RETRY_MS = 100;

  private final SessionReading.Doorkeeper doorkeeper = new SessionReading.Doorkeeper(Verdict.OK);
  private final List<byte[]> answers = new ArrayList<>();
  private int retryMs;
  private long nowMs;

  private Peer end(Ed25519Signer signer, String name, List<Held> stores) {
    byte[] key = new byte[32];
    signer.publicKey(key, 0);
    Peer peer =
        new Peer(
            1,
            new LinkProfile(4096, retryMs),
            key,
            name.getBytes(StandardCharsets.UTF_8),
            stores,
            new MemoryChunks(),
            new Wanted());
    byte[] other = new byte[32];
    (signer == OWNER ? JoinVectors.JOINER : OWNER).publicKey(other, 0);
    peer.prove(other, Frames.BINDING, signer == OWNER);
    return peer;
  }

  private static Held held() throws StoreException {
    MemoryStore log = new MemoryStore();
    return new Held(
        Frames.STORE, new Dag(Frames.STORE, log, new MemoryTables(), new Ed25519Verifier()), log);
  }

  private Peer acceptor(Held... stores) {
    Peer acceptor = end(OWNER, "attic", List.of(stores));
    acceptor.joining().admitWith(doorkeeper, new Ed25519Verifier());
    return acceptor;
  }

  private Peer joiner(StoreId store) {
    Peer joiner = end(JoinVectors.JOINER, "ph\u0007one", List.of());
    joiner.joining().ask(store, JoinVectors.INVITE, JoinVectors.JOINER);
    return joiner;
  }

  /** Moves frames both ways until neither end has more to say; loses the first {@code lost}. */
  private void talk(Peer a, Peer b, int lost) throws StoreException {
    int drop = lost;
    byte[] out = new byte[Limits.FRAME_BYTES_MAX];
    boolean moved = true;
    while (moved) {
      moved = false;
      for (Peer from : List.of(a, b)) {
        int length = from.transmit(out, 0, nowMs);
        if (length > 0) {
          moved = true;
          for (byte[] each : Frames.apart(Arrays.copyOf(out, length))) {
            FrameView frame = new FrameView().wrap(each, 0, each.length);
            assertEquals(Verdict.OK, frame.check());
            boolean join = frame.number() == Message.JOIN || frame.number() == Message.JOINED;
            if (frame.number() == Message.JOINED) {
              answers.add(each);
            }
            if (!join || drop-- <= 0) {
              (from == a ? b : a).receive(each, 0, each.length, nowMs);
            }
          }
        }
      }
    }
  }

  @Test
  void letsInWhoHoldsAnInvite() throws StoreException {
    Peer acceptor = acceptor(held());
    Peer joiner = joiner(Frames.STORE);
    assertTrue(joiner.joining().isWaiting());
    talk(joiner, acceptor, 0);
    assertFalse(joiner.joining().isWaiting());
    assertEquals(Verdict.OK, joiner.joining().outcome());
    assertArrayEquals(new byte[] {1, 2, 3}, joiner.joining().box());
    JoinRequest request = doorkeeper.last;
    assertEquals(Frames.STORE, request.store());
    assertEquals(key(JoinVectors.JOINER), request.joiner());
    assertEquals(key(JoinVectors.INVITE), request.invite());
    assertEquals("ph?one", request.name());
    assertEquals(joiner.joining().binding(), request.binding());
    assertTrue(joiner.isComplete() && acceptor.isComplete());
  }

  private static AuthorId key(Ed25519Signer signer) {
    byte[] key = new byte[32];
    signer.publicKey(key, 0);
    return AuthorId.of(key, 0);
  }

  @Test
  void tellsWhyItLetsNobodyIn() throws StoreException {
    for (Verdict why :
        List.of(Verdict.INVITE_EXPIRED, Verdict.INVITE_USED, Verdict.INVITE_REVOKED)) {
      Peer acceptor = end(OWNER, "attic", List.of(held()));
      acceptor.joining().admitWith(new SessionReading.Doorkeeper(why), new Ed25519Verifier());
      Peer joiner = joiner(Frames.STORE);
      talk(joiner, acceptor, 0);
      assertEquals(why, joiner.joining().outcome());
      assertEquals(0, joiner.joining().box().length);
    }
  }

  @Test
  void tellsAtOnceThatThereIsNoRoomAndJudgesTheSameWordsAnewWithRoom() throws StoreException {
    Peer acceptor = end(OWNER, "attic", List.of(held()));
    Verdict[] policy = {Verdict.STORE_FULL};
    acceptor
        .joining()
        .admitWith(
            new Admission() {
              @Override
              public Verdict judge(JoinRequest request, long nowMs) throws StoreException {
                return new SessionReading.Doorkeeper(policy[0]).judge(request, nowMs);
              }

              @Override
              public byte[] box() {
                return new byte[] {1, 2, 3};
              }
            },
            new Ed25519Verifier());
    Peer joiner = joiner(Frames.STORE);
    assertEquals(
        StoreException.Kind.FULL,
        assertThrows(StoreException.class, () -> talk(joiner, acceptor, 0)).kind());
    talk(joiner, acceptor, 0);
    assertEquals(Verdict.STORE_FULL, joiner.joining().outcome());
    policy[0] = Verdict.OK;
    joiner.joining().taken();
    joiner.joining().ask(Frames.STORE, JoinVectors.INVITE, JoinVectors.JOINER);
    talk(joiner, acceptor, 0);
    assertEquals(Verdict.OK, joiner.joining().outcome());
    assertArrayEquals(new byte[] {1, 2, 3}, joiner.joining().box());
  }

  /** Nobody learns whether a store is here: both answers are the same bytes. */
  @Test
  void answersAlikeWithoutTheStoreAndWithoutTheInvite() throws StoreException {
    talk(joiner(Frames.STORE), acceptor(), 0);
    assertEquals(0, doorkeeper.asked);
    Peer acceptor = end(OWNER, "attic", List.of(held()));
    acceptor
        .joining()
        .admitWith(new SessionReading.Doorkeeper(Verdict.INVITE_UNKNOWN), new Ed25519Verifier());
    talk(joiner(Frames.STORE), acceptor, 0);
    assertEquals(2, answers.size());
    assertArrayEquals(answers.get(0), answers.get(1));
  }

  @Test
  void aNodeThatLetsNobodyInSaysThatItDoesNotKnowTheMessage() throws StoreException {
    Peer relay = end(OWNER, "relay", List.of(held()));
    Peer joiner = joiner(Frames.STORE);
    talk(joiner, relay, 0);
    assertEquals(Verdict.MESSAGE_UNKNOWN, joiner.joining().outcome());
    assertEquals(Verdict.OK, joiner.trouble());
    assertTrue(joiner.isComplete());
  }

  @Test
  void asksAgainOnALinkThatLosesFramesAndIsJudgedOnce() throws StoreException {
    retryMs = RETRY_MS;
    Peer acceptor = acceptor(held());
    Peer joiner = joiner(Frames.STORE);
    for (int i = 0; i < 5 && joiner.joining().isWaiting(); i++) {
      talk(joiner, acceptor, i < 2 ? 2 : 0);
      nowMs += RETRY_MS;
      assertTrue(!joiner.joining().isWaiting() || joiner.nextDeadlineMs() <= nowMs);
      joiner.tick(nowMs);
      acceptor.tick(nowMs);
    }
    assertEquals(Verdict.OK, joiner.joining().outcome());
    assertArrayEquals(new byte[] {1, 2, 3}, joiner.joining().box());
    assertEquals(1, doorkeeper.asked);
  }

  @Test
  void theSameWordsServeInNoOtherConversation() throws StoreException {
    Peer acceptor = acceptor(held());
    byte[] hello = Frames.hello();
    byte[] join = JoinVectors.frame(JoinVectors.parts(Frames.STORE, new byte[0]));
    acceptor.receive(hello, 0, hello.length, 0);
    acceptor.receive(join, 0, join.length, 0);
    assertEquals(0, doorkeeper.asked, "it was signed for another acceptor");
  }

  @Test
  void asksAgainWhenThePeerBeginsANewConversation() throws StoreException {
    Peer joiner = joiner(Frames.STORE);
    Peer first = end(OWNER, "attic", List.of(held()));
    byte[] out = new byte[Limits.FRAME_BYTES_MAX];
    int length = first.transmit(out, 0, 0);
    joiner.receive(out, 0, length, 0);
    while (joiner.transmit(out, 0, 0) > 0) {}
    assertTrue(joiner.joining().isWaiting());
    Peer second = end(OWNER, "attic", List.of(held()));
    second.begin(1);
    second.joining().admitWith(doorkeeper, new Ed25519Verifier());
    talk(joiner, second, 0);
    assertEquals(Verdict.OK, joiner.joining().outcome());
    assertEquals(joiner.joining().binding(), doorkeeper.last.binding());
  }

  /** Changed anywhere, a join is refused in form or gets the one answer of the unknown. */
  @Test
  void letsNobodyInWithAChangedByte() throws Exception {
    Seeds.run(
        getClass(),
        random -> {
          byte[] hello = Frames.hello();
          byte[] sound = JoinVectors.frame(JoinVectors.parts(Frames.STORE, new byte[] {'p', 'h'}));
          for (int i = 0; i < 300; i++) {
            Peer acceptor = SessionReading.peer(null, false);
            acceptor.joining().admitWith(doorkeeper, new Ed25519Verifier());
            acceptor.receive(hello, 0, hello.length, 0);
            byte[] changed = sound.clone();
            changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
            acceptor.receive(changed, 0, changed.length, 0);
          }
          assertEquals(0, doorkeeper.asked);
        });
  }

  /** From the text of a token to the plaintext of an op that was sealed before anybody joined. */
  @Test
  void whoIsLetInReadsWhatWasSealedBefore() throws StoreException {
    InviteToken token = InviteToken.of(Frames.STORE, new byte[32], key(OWNER));
    Entropy entropy = (out, offset, length) -> Arrays.fill(out, offset, offset + length, (byte) 9);
    EpochKey epoch = EpochKey.fresh(entropy);
    byte[] intention = sealed(new OpsCipher(entropy), epoch);
    JoinBoxCipher boxes = new JoinBoxCipher();
    Peer acceptor = end(OWNER, "attic", List.of(held()));
    Admission owner =
        new Admission() {
          private byte[] box;

          @Override
          public Verdict judge(JoinRequest request, long nowMs) {
            if (!request.invite().equals(key(token.invite()))) {
              return Verdict.INVITE_UNKNOWN;
            }
            JoinBox content =
                new JoinBox(
                    "core:kvstore", List.of(epoch), Hash.ZERO, key(OWNER), List.of(), List.of(), 0);
            box = boxes.seal(content, Frames.STORE, request.joiner(), request.binding(), entropy);
            return Verdict.OK;
          }

          @Override
          public byte[] box() {
            return box;
          }
        };
    acceptor.joining().admitWith(owner, new Ed25519Verifier());
    InviteToken handed = InviteToken.parse(token.text());
    Peer joiner = end(JoinVectors.JOINER, "phone", List.of());
    joiner.joining().ask(handed.store(), handed.invite(), JoinVectors.JOINER);
    talk(joiner, acceptor, 0);
    assertEquals(Verdict.OK, joiner.joining().outcome());
    JoinBoxCipher own = new JoinBoxCipher();
    assertEquals(
        Verdict.OK,
        own.open(
            joiner.joining().box(), Frames.STORE, joiner.joining().binding(), JoinVectors.JOINER));
    Keyring keys = new Keyring();
    own.box().keys().forEach(keys::add);
    IntentionView view = new IntentionView().wrap(intention, 0, intention.length);
    assertEquals(Verdict.OK, view.check());
    UniversalOpView ops = new UniversalOpView();
    assertEquals(Verdict.OK, ops.wrap(intention, view.opsOffset(), view.opsLength()).check());
    EnvelopeView envelope = new EnvelopeView().wrap(ops);
    assertEquals(Verdict.OK, envelope.check());
    OpsCipher reader = new OpsCipher(entropy);
    assertEquals(Verdict.SEALED_NO_KEY, reader.open(view, envelope, new Keyring()));
    assertEquals(Verdict.OK, reader.open(view, envelope, keys));
    assertEquals(UniversalOpView.Kind.GENESIS, reader.ops().kind());
  }

  private static byte[] sealed(OpsCipher cipher, EpochKey epoch) {
    IntentionWriter writer = new IntentionWriter().author(key(OWNER)).store(Frames.STORE);
    byte[] bytes = new byte[1024];
    int length = writer.write(bytes, 0, bytes.length);
    IntentionView header = new IntentionView().wrap(bytes, 0, length);
    assertEquals(Verdict.OK, header.check());
    byte[] ops = new GenesisOp("core:kvstore", 1).toOps();
    byte[] out = new byte[1024];
    int sealed = cipher.seal(header, epoch, Marks.NONE, ops, 0, ops.length, out, 0, out.length);
    writer.ops(out, 0, sealed);
    return Arrays.copyOf(bytes, writer.write(bytes, 0, bytes.length));
  }
}
