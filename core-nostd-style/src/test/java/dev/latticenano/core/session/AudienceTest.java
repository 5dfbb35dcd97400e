package dev.latticenano.core.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.frame.Message;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.intention.SystemOpWriter;
import dev.latticenano.core.intention.UniversalOpWriter;
import dev.latticenano.core.state.KvState;
import dev.latticenano.core.state.Role;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whom stores are shown to, and what everybody else can tell of them. */
class AudienceTest {
  private static final int LINK = 77;
  private static final int STRANGER = 90;
  private static final byte[] DIGEST = new byte[32];

  private final Mesh mesh = new Mesh(new Random(7));
  private final MeshNode a = mesh.node();
  private final MeshNode b = mesh.node();

  private static void let(MeshNode owner, StoreId store, AuthorId peer, Role role)
      throws Exception {
    List<byte[]> ops = List.of(SystemOpWriter.peerStatus(peer, 2), role(peer, role));
    byte[] batch = SystemOpWriter.batch(ops);
    UniversalOpWriter writer = new UniversalOpWriter().system(batch, 0, batch.length);
    byte[] out = new byte[writer.length()];
    writer.write(out, 0, out.length);
    owner.submit(store, out, List.of());
  }

  private static byte[] role(AuthorId peer, Role role) {
    return SystemOpWriter.peerRole(peer, role.number());
  }

  private static byte[] read(MeshNode node, StoreId store, int place) throws Exception {
    Dag dag = node.node.dag(store);
    byte[] bytes = new byte[Limits.SIGNED_BYTES_MAX];
    return Arrays.copyOf(bytes, dag.read(dag.rowAtSequence(place), bytes, 0));
  }

  /** A stranger that knows a store's id, and a node that holds it or does not. */
  private static final class Knowing {
    private final Mesh mesh = new Mesh(new Random(5));
    private final MeshNode node = mesh.node();
    private final List<String> heard = new ArrayList<>();
    private final boolean calls;
    private final boolean holds;
    private final LinkProfile profile;
    private final AuthorId member = new MeshKey(91).id();
    private StoreId store;
    private Stranger stranger;
    private byte[] grant;

    Knowing(boolean holds, boolean calls, LinkProfile profile, Knowing like) throws Exception {
      this.holds = holds;
      this.calls = calls;
      this.profile = profile;
      if (holds) {
        store = node.createAlone(KvState.TYPE, 1);
        let(node, store, member, Role.VOTER);
        grant = read(node, store, 2);
      } else {
        store = like.store;
        grant = like.grant;
      }
    }

    /** All that the node says, and what it takes to find that, in words to compare. */
    List<String> talk() throws Exception {
      node.key.checked = 0;
      stranger = new Stranger(mesh, node.node, LINK, profile, STRANGER, calls);
      hear(Verdict.OK);
      say(Frames.hello());
      say(offer());
      for (byte[] frame : frames(name())) {
        say(frame);
      }
      // What its owner does to the store meanwhile does not show, either.
      if (holds) {
        let(node, store, member, Role.READER);
        node.node.close(store, mesh.nowMs);
        node.key.checked = 0;
      }
      hear(Verdict.OK);
      if (holds) {
        node.open(store);
        node.key.checked = 0;
      }
      say(offer());
      for (byte[] frame : frames(name())) {
        say(Frames.in(1, Frames.together(Frames.hello(), frame)));
      }
      for (int i = 0; i < 10; i++) {
        mesh.nowMs += 1000;
        node.node.tick(mesh.nowMs);
        hear(Verdict.OK);
      }
      return heard;
    }

    private byte[] name() {
      byte[] name = new byte[StoreKey.OFFER_BYTES];
      new StoreKey().offer(store.toBytes(), stranger.binding(), calls, 0, name, 0);
      return name;
    }

    private byte[] offer() {
      return new Frames().start(Message.OFFER).bytes(1, name()).number(3, 1).finish();
    }

    private void say(byte[] frame) throws Exception {
      hear(stranger.give(frame));
    }

    private void hear(Verdict verdict) throws Exception {
      List<byte[]> frames = stranger.answers();
      heard.add(verdict + " after " + node.key.checked + " signatures");
      frames.forEach(frame -> heard.add(Hex.encode(frame)));
      node.key.checked = 0;
    }

    private List<byte[]> frames(byte[] name) {
      List<byte[]> frames = new ArrayList<>();
      frames.add(Frames.frontier(0, 1, DIGEST, new byte[0]));
      frames.add(Frames.batch(0, 1, 1, true));
      frames.add(Frames.ack(0, 1, 1, 0));
      frames.add(Frames.mended(0, 1, true, grant));
      for (int message : new int[] {Message.MEND, Message.NAME}) {
        frames.add(numbered(message).bytes(3, DIGEST).finish());
      }
      frames.add(numbered(Message.NEEDS).finish());
      frames.add(numbered(Message.BASE).number(3, 1).bytes(5, grant).finish());
      frames.add(Frames.want(DIGEST, 0));
      frames.add(new Frames().start(Message.KEPT).bytes(1, DIGEST).finish());
      frames.add(join(name));
      for (byte[] shown : List.of(grant, Arrays.copyOf(grant, 99), Frames.signedIntention())) {
        frames.add(grant(name, shown, 0));
        frames.add(grant(name, shown, 1));
      }
      frames.add(GrantVectors.frame(name, new byte[200], 2));
      frames.add(GrantVectors.frame(new byte[8], new byte[200], 3));
      frames.add(new Frames().start(Message.REST).number(1, 1).number(2, 1).finish());
      return frames;
    }

    private static Frames numbered(int message) {
      return new Frames().start(message).number(1, 0).number(2, 1);
    }

    private static byte[] join(byte[] name) {
      byte[][] parts = JoinVectors.parts(Frames.STORE, new byte[] {'p'});
      parts[1] = name;
      return JoinVectors.frame(parts);
    }

    private byte[] grant(byte[] name, byte[] shown, int number) {
      GrantCipher cipher = new GrantCipher();
      cipher.begin(store, stranger.binding(), calls, 0, number);
      return GrantVectors.frame(name, cipher.seal(shown), number);
    }
  }

  @Test
  void aStrangerWhoKnowsTheStoreHearsTheSameBytesAsFromANodeWithoutIt() throws Exception {
    for (boolean calls : new boolean[] {false, true}) {
      for (LinkProfile profile : List.of(Mesh.FAST, Mesh.LOSSY)) {
        Knowing forbidden = new Knowing(true, calls, profile, null);
        Knowing absent = new Knowing(false, calls, profile, forbidden);
        List<String> heard = forbidden.talk();
        assertEquals(String.join("\n", heard), String.join("\n", absent.talk()));
        assertTrue(heard.stream().filter(each -> !each.contains(" ")).count() > 5, "it was silent");
        assertTrue(heard.contains("OK after 1 signatures"), "no grant was looked at");
      }
    }
  }

  @Test
  void aMemberIsShownTheStoreAndAStrangerIsNot() throws Exception {
    StoreId store = a.createAlone(KvState.TYPE, 1);
    b.open(store);
    mesh.meet(a, b);
    assertEquals(0, b.node.dag(store).sequence());
    let(a, store, b.key.id(), Role.VOTER);
    mesh.meet(a, b);
    mesh.assertSame(store, a, b);
  }

  @Test
  void whoIsLetInDuringAConversationIsOfferedTheStore() throws Exception {
    StoreId store = a.createAlone(KvState.TYPE, 1);
    b.open(store);
    MeshWire wire = mesh.link(a, b);
    mesh.rest(200);
    assertEquals(List.of(), a.node.peer(wire.leftLink).stores());
    let(a, store, b.key.id(), Role.VOTER);
    mesh.rest(200);
    assertEquals(List.of(store), b.node.peer(wire.rightLink).stores());
    mesh.assertSame(store, a, b);
    assertEquals(0, b.node.peer(wire.rightLink).conversation());
  }

  @Test
  void whoIsThrownOutDuringAConversationSeesWhatItWouldIfTheStoreHadBeenClosed() throws Exception {
    StoreId store = a.create(KvState.TYPE, 1);
    StoreId other = a.create(KvState.TYPE, 2);
    b.open(store);
    b.open(other);
    MeshWire wire = mesh.link(a, b);
    mesh.rest(200);
    assertEquals(Set.of(store, other), Set.copyOf(b.node.peer(wire.rightLink).stores()));
    int before = b.node.dag(store).sequence();
    a.node.membership(store).revoke(b.key.id(), mesh.nowMs);
    mesh.drain(a);
    a.put(other, "key", 10);
    mesh.rest(200);
    assertEquals(1, b.node.peer(wire.rightLink).conversation());
    assertEquals(List.of(other), b.node.peer(wire.rightLink).stores());
    assertEquals(List.of(other), a.node.peer(wire.leftLink).stores());
    assertEquals(before, b.node.dag(store).sequence(), "it is not told");
    mesh.assertSame(other, a, b);
    b.put(store, "late", 10);
    mesh.rest(200);
    assertEquals(before + 1, a.node.dag(store).sequence(), "what b wrote did not come");
  }

  @Test
  void aMemberWhoHasNotHeardOfAnotherBelievesItsGrant() throws Exception {
    for (LinkProfile profile : List.of(Mesh.FAST, Mesh.LOSSY)) {
      StoreId store = a.createAlone(KvState.TYPE, profile.retryMs() == 0 ? 1 : 2);
      let(a, store, b.key.id(), Role.VOTER);
      b.open(store);
      mesh.meet(a, b);
      MeshNode phone = mesh.node();
      phone.open(store);
      let(a, store, phone.key.id(), Role.VOTER);
      mesh.meet(a, phone);
      phone.put(store, "key", 10);
      MeshWire wire = mesh.link(phone, b, profile, MeshWire.Weather.FAIR);
      mesh.rest(2000);
      assertEquals(List.of(store), b.node.peer(wire.rightLink).stores());
      mesh.assertSame(store, phone, b);
      assertTrue(b.node.peer(wire.rightLink).isComplete());
      wire.cut();
    }
  }

  @Test
  void nobodyBelievesAGrantOfWhomItKnowsToBeOut() throws Exception {
    StoreId store = a.create(KvState.TYPE, 1);
    b.open(store);
    MeshNode phone = mesh.node();
    phone.open(store);
    let(a, store, phone.key.id(), Role.VOTER);
    mesh.meet(a, phone);
    a.node.membership(store).revoke(phone.key.id(), mesh.nowMs);
    mesh.drain(a);
    mesh.meet(a, b);
    phone.put(store, "key", 10);
    int before = b.node.dag(store).sequence();
    MeshWire wire = mesh.link(phone, b);
    mesh.rest(500);
    assertEquals(List.of(), b.node.peer(wire.rightLink).stores());
    assertEquals(before, b.node.dag(store).sequence());
    assertTrue(phone.node.peer(wire.leftLink).isComplete(), "it does not wait for ever");
  }
}
