package dev.latticenano.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.intention.GenesisOp;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.InviteToken;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.seal.PeerPlace;
import dev.latticenano.core.session.LinkProfile;
import dev.latticenano.core.session.Peer;
import dev.latticenano.core.state.KvState;
import dev.latticenano.core.state.Role;
import dev.latticenano.core.store.StoreException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A store that was joined comes from one peer after the other, and is written to when it is whole.
 */
class BootstrapTest {
  private static final int WRITES = 150;
  private static final int FRAME_BYTES = 4096;
  private static final LinkProfile SMALL = new LinkProfile(FRAME_BYTES, 0);
  private static final long ALL = Long.MAX_VALUE;

  private final SnapNode ann = new SnapNode(1);
  private final SnapNode bob = new SnapNode(2);
  private final SnapNode eve = new SnapNode(3);
  private int repeated;
  private Event.Told heard;

  @BeforeEach
  void twoMembers() throws Exception {
    ann.create();
    ann.letIn(bob, Role.VOTER);
    for (int i = 0; i < WRITES; i++) {
      (i % 3 == 0 ? bob : ann).put("key " + i % 20, "value " + i);
    }
    SnapNode.meet(ann, bob);
    SnapNode.meet(ann, bob);
  }

  private void begin(SnapNode guest) throws StoreException {
    guest.store = ann.store;
    guest.node.bootstraps().begin(guest.store);
    guest.open();
  }

  /** Exchanges until both rest or so many bytes have come to {@code guest}; returns these. */
  private long meet(SnapNode guest, SnapNode host, InviteToken token, long bytesMax)
      throws StoreException {
    guest.node.link(1, SMALL);
    host.node.link(1, SMALL);
    if (token != null) {
      guest.node.join(1, token);
    }
    byte[] frame = new byte[Limits.FRAME_BYTES_MAX];
    long come = 0;
    for (int idle = 0; idle < 3 && come < bytesMax; ) {
      boolean moved = false;
      for (SnapNode from : List.of(guest, host)) {
        SnapNode to = from == guest ? host : guest;
        int length = from.node.transmit(1, frame, 0, from.nowMs);
        if (length > 0) {
          to.node.receive(1, frame, 0, length, to.nowMs);
          to.drain();
          come += to == guest ? length : 0;
          moved = true;
        }
      }
      idle = moved ? 0 : idle + 1;
      if (!moved) {
        guest.rest(1_000);
        host.rest(1_000);
      }
    }
    Peer peer = guest.node.peer(1);
    repeated += peer.progress(guest.store) == null ? 0 : peer.progress(guest.store).repeated();
    guest.node.unlink(1);
    host.node.unlink(1);
    guest.drain();
    for (Event.Told told : guest.take(Event.Told.class)) {
      guest.node.bootstraps().told(told.store(), told.peers());
      heard = told;
    }
    return come;
  }

  private void meetOften() throws StoreException {
    for (int i = 0; i < 4; i++) {
      SnapNode.meet(ann, bob);
      ann.rest(5_000);
      bob.rest(5_000);
    }
  }

  private InviteToken token() throws Exception {
    return ann.node.membership(ann.store).invite(0, false, Role.VOTER, ann.nowMs);
  }

  private static Verdict refused(SnapNode node) {
    return assertThrows(
            RefusedException.class,
            () -> node.node.submit(node.store, new byte[0], List.of(), node.nowMs))
        .verdict();
  }

  private static List<Verdict> outcomes(SnapNode node) {
    return node.take(Event.Bootstrapped.class).stream().map(Event.Bootstrapped::verdict).toList();
  }

  @Test
  void nothingIsWrittenBeforeAMemberAgreesNorAfterARestart() throws Exception {
    begin(eve);
    assertEquals(Verdict.BOOTSTRAP_UNFINISHED, refused(eve));
    meet(eve, ann, token(), 40_000);
    int had = eve.node.dag(eve.store).sequence();
    assertTrue(had > 0 && had < WRITES, had + " intentions");
    assertEquals(Verdict.BOOTSTRAP_UNFINISHED, refused(eve));
    eve.crash(true);
    eve.node.bootstraps().begin(eve.store);
    assertEquals(Verdict.MEMBER_UNKNOWN, refused(eve));
    eve.node.bootstraps().told(eve.store, List.of(ann.node.key()));
    assertEquals(Verdict.BOOTSTRAP_UNFINISHED, refused(eve));
    assertEquals(List.of(), outcomes(eve));
    assertEquals(-1, eve.node.dag(eve.store).findAuthor(eve.node.key().toBytes(), 0));
    meet(eve, ann, null, ALL);
    assertEquals(List.of(Verdict.OK), outcomes(eve));
    eve.put("key", "of eve");
    SnapNode.meet(eve, ann);
    assertArrayEquals(ann.digest(), eve.digest());
  }

  @Test
  void whoLetsInTellsWhomElseToAskAndWhere() throws Exception {
    ann.node
        .doors()
        .tell(
            (member, link) ->
                link != 1
                    ? List.of()
                    : member.equals(ann.node.key())
                        ? List.of("10.0.0.1:7400", "", "a\tb", "x".repeat(256))
                        : member.equals(bob.node.key()) ? List.of("10.0.0.2:7400") : List.of());
    begin(eve);
    meet(eve, ann, token(), ALL);
    Event.Told told = heard;
    assertEquals(
        List.of(
            new PeerPlace(ann.node.key(), "10.0.0.1:7400"),
            new PeerPlace(bob.node.key(), "10.0.0.2:7400")),
        told.places());
    assertTrue(told.peers().containsAll(List.of(ann.node.key(), bob.node.key())));
    assertTrue(told.intentions() >= WRITES, told::toString);
  }

  @Test
  void goesOnWithAnyOtherPeerAndFetchesNothingTwice() throws Exception {
    SnapNode whole = new SnapNode(9);
    begin(whole);
    long atOnce = meet(whole, ann, token(), ALL);
    SnapNode.meet(ann, bob);
    assertEquals(List.of(Verdict.OK), outcomes(whole));
    for (long cut = atOnce / 5; cut < atOnce; cut += atOnce / 4) {
      SnapNode guest = new SnapNode((int) (10 + cut % 100));
      begin(guest);
      repeated = 0;
      long first = meet(guest, ann, token(), cut);
      assertEquals(List.of(), outcomes(guest));
      long second = meet(guest, bob, null, cut);
      long third = meet(guest, ann, null, ALL);
      assertEquals(List.of(Verdict.OK), outcomes(guest));
      assertArrayEquals(ann.digest(), guest.digest());
      assertEquals(0, repeated);
      long most = atOnce + 2L * 9 * FRAME_BYTES + 2 * 2_000;
      long all = first + second + third;
      assertTrue(all <= most, all + " bytes of " + atOnce + ", cut at " + cut);
    }
  }

  @Test
  void aSnapshotComesFromSeveralPeersInTurn() throws Exception {
    meetOften();
    ann.policy(50, false);
    meetOften();
    ann.policy(1_000_000, false);
    meetOften();
    assertTrue(ann.node.dag(ann.store).pruning().hasBase());
    assertTrue(bob.node.dag(ann.store).pruning().hasBase());
    SnapNode whole = new SnapNode(9);
    begin(whole);
    long atOnce = meet(whole, ann, token(), ALL);
    SnapNode.meet(ann, bob);
    assertEquals(List.of(Verdict.OK), outcomes(whole));
    assertTrue(whole.chunkWrites > 0);
    for (long cut = 1_000; cut < atOnce; cut += atOnce / 6) {
      SnapNode guest = new SnapNode((int) (10 + cut % 100));
      begin(guest);
      meet(guest, ann, token(), cut);
      guest.crash(cut % 2 == 0);
      guest.node.bootstraps().begin(guest.store);
      meet(guest, bob, null, cut);
      meet(guest, ann, null, ALL);
      assertEquals(List.of(Verdict.OK), outcomes(guest));
      assertArrayEquals(ann.digest(), guest.digest());
      assertEquals(whole.chunkWrites, guest.chunkWrites, "cut at " + cut);
      guest.put("key", "of the guest");
    }
  }

  @Test
  void whoLacksTheKeyBelievesTheBoxWhoIsAMember() throws Exception {
    for (boolean told : new boolean[] {false, true}) {
      SnapNode carrier = new SnapNode(4);
      InviteToken token = ann.node.membership(ann.store).invite(0, false, Role.CARRIER, ann.nowMs);
      begin(carrier);
      meet(carrier, ann, token, 10_000);
      if (!told) {
        carrier.crash(true);
        carrier.node.bootstraps().begin(carrier.store);
      }
      // The carrier cannot read who let bob in; bob shows the store to whom he knows as a member.
      SnapNode.meet(ann, bob);
      meet(carrier, bob, null, ALL);
      assertEquals(told ? List.of(Verdict.OK) : List.of(), outcomes(carrier));
      meet(carrier, ann, null, ALL);
      assertEquals(told ? List.of() : List.of(Verdict.OK), outcomes(carrier));
    }
  }

  @Test
  void twoGuestsWhoHaveComeEquallyFarAreNotThere() throws Exception {
    SnapNode zoe = new SnapNode(4);
    begin(eve);
    begin(zoe);
    meet(eve, ann, token(), 20_000);
    meet(zoe, ann, token(), 20_000);
    zoe.node.bootstraps().told(zoe.store, List.of(eve.node.key()));
    meet(zoe, eve, null, ALL);
    assertArrayEquals(eve.digest(), zoe.digest());
    assertEquals(List.of(), outcomes(zoe));
    meet(zoe, ann, null, ALL);
    assertEquals(List.of(Verdict.OK), outcomes(zoe));
  }

  @Test
  void whatIsOfAnotherStoreNeverEnters() throws Exception {
    SnapNode other = new SnapNode(6);
    other.create();
    byte[] bytes = new byte[Limits.SIGNED_BYTES_MAX];
    int length = other.node.dag(other.store).read(0, bytes, 0);
    begin(eve);
    assertEquals(Verdict.WRONG_STORE, eve.node.dag(eve.store).ingest(bytes, 0, length, eve.nowMs));
    assertEquals(0, eve.node.dag(eve.store).sequence());
  }

  @Test
  void aHoleIsNoAgreement() throws Exception {
    begin(eve);
    byte[] bytes = new byte[Limits.SIGNED_BYTES_MAX];
    int all = ann.node.dag(ann.store).sequence();
    for (int row = 0; row < all; row++) {
      int length = ann.node.dag(ann.store).read(row, bytes, 0);
      if (row != all / 2) {
        eve.node.dag(eve.store).ingest(bytes, 0, length, eve.nowMs);
      }
    }
    assertTrue(eve.node.dag(eve.store).floatingCount() > 0);
    eve.rest(1_000);
    meet(eve, ann, token(), 1_500);
    assertEquals(List.of(), outcomes(eve));
    assertEquals(Verdict.BOOTSTRAP_UNFINISHED, refused(eve));
    meet(eve, ann, token(), ALL);
    assertEquals(List.of(Verdict.OK), outcomes(eve));
  }

  @Test
  void aStoreThatNobodyBeganIsNeverOver() throws Exception {
    SnapNode mallory = new SnapNode(7);
    mallory.store = StoreId.derive(Blake3.plain(), bob.node.key(), 5);
    mallory.open();
    byte[] genesis = new GenesisOp(KvState.TYPE, 6).toOps();
    Hash junk = mallory.node.submit(mallory.store, genesis, List.of(), mallory.nowMs);
    assertFalse(junk.equals(Hash.ZERO));
    eve.store = mallory.store;
    eve.node.bootstraps().begin(eve.store);
    eve.open();
    meet(eve, mallory, null, ALL);
    assertEquals(List.of(Verdict.GENESIS_ABSENT), outcomes(eve));
    assertEquals(Verdict.GENESIS_ABSENT, refused(eve));
    SnapNode maker = new SnapNode(2);
    maker.store = mallory.store;
    maker.open();
    maker.node.submit(maker.store, new GenesisOp(KvState.TYPE, 5).toOps(), List.of(), maker.nowMs);
    maker.node.membership(maker.store).setRole(eve.node.key(), Role.VOTER, maker.nowMs);
    meet(eve, maker, null, ALL);
    assertEquals(List.of(Verdict.OK), outcomes(eve));
  }

  @Test
  void everyCheckOfTheTableHasItsTest() throws Exception {
    Path root = Path.of(System.getProperty("repository.root"));
    String page = Files.readString(root.resolve("docs/protocol.md"));
    Matcher named = Pattern.compile("`(\\w+Test)\\.(\\w+)` \\|\n").matcher(page);
    int found = 0;
    while (named.find()) {
      try (Stream<Path> all = Files.walk(root.resolve("core-nostd-style/src/test/java"))) {
        String file = named.group(1) + ".java";
        Path test = all.filter(each -> each.endsWith(file)).findFirst().orElseThrow();
        String method = "void " + named.group(2) + "()";
        assertTrue(Files.readString(test).contains(method), named.group());
      }
      found++;
    }
    assertEquals(5, found);
  }
}
