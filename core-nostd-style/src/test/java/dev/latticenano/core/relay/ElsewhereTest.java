package dev.latticenano.core.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.frame.FrameView;
import dev.latticenano.core.frame.FrameWriter;
import dev.latticenano.core.frame.Message;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.state.Role;
import dev.latticenano.core.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a store that another process of the same relay serves. */
class ElsewhereTest {
  private static final int NONCE = 9;

  private RelayScene scene;
  private RelayHouse house;

  @BeforeEach
  void anotherProcessServesTheStore() throws Exception {
    scene = new RelayScene();
    scene.ann.put(scene.store, "k", "v");
    scene.held(RelayScene.GIB);
    house = scene.house;
    house.elsewhere.add(scene.store);
    house.crash();
  }

  private StoreId anotherStore() throws Exception {
    StoreId other = scene.ann.create(NONCE);
    scene.ann.grant(other, house.relay.key(), Role.CARRIER);
    ManifestWriter manifest =
        new ManifestWriter(other)
            .creator(scene.ann.key(), NONCE)
            .member(scene.ann.key(), Manifest.OWNER, false)
            .member(house.relay.key(), Manifest.CARRIER, false);
    scene.ann.errands.redeem(
        manifest.sign(1, scene.world.nowMs, scene.ann.signer), house.ticket(RelayScene.GIB, 0, 1));
    scene.world.meet(scene.ann, house);
    return other;
  }

  private Verdict lastAnswer() {
    List<Verdict> answers = scene.ann.errands.answers;
    return answers.get(answers.size() - 1);
  }

  @Test
  void itIsNotOpenedAndKeepsNobodyFromTheOthers() throws Exception {
    assertEquals(List.of(), house.relay.stores());
    assertEquals(List.of(scene.store), house.relay.elsewhere());
    scene.world.run(1);
    List<RelayEvent.Elsewhere> told = house.take(RelayEvent.Elsewhere.class);
    assertEquals(1, told.size());
    assertTrue(told.get(0).message().contains("another serves"), told::toString);
    StoreId other = anotherStore();
    assertEquals(Verdict.OK, lastAnswer());
    assertEquals(List.of(other), house.relay.stores());
    assertEquals(scene.ann.count(other), house.relay.dag(other).sequence());
    scene.world.meet(scene.bo, house);
    assertNotEquals("v", scene.bo.get(scene.store, "k"));
    house.relay.claim(List.of(scene.store), scene.world.nowMs);
    assertEquals(List.of(other), house.relay.stores());
    scene.world.run(1);
    assertTrue(house.take(RelayEvent.Elsewhere.class).isEmpty());
  }

  @Test
  void whoeverIsThereIsShownItAsSoonAsItIsHeldHere() throws Exception {
    scene.world.link(scene.bo, house);
    scene.world.run(1_000);
    house.elsewhere.clear();
    house.relay.claim(List.of(scene.store), scene.world.nowMs);
    assertEquals(List.of(), house.relay.elsewhere());
    assertEquals(1, house.relay.manifest(scene.store).sequence());
    scene.world.run(2_000);
    assertEquals("v", scene.bo.get(scene.store, "k"));
    assertEquals(1, house.take(RelayEvent.Claimed.class).size());
    // Its ticket gives it the same space, and is good for three stores more.
    assertEquals(RelayScene.GIB, house.relay.terms(scene.store, scene.world.nowMs).quota());
  }

  @Test
  void aRedemptionFindsItNotHeldUntilNobodyServesIt() throws Exception {
    Ticket ticket = house.ticket(RelayScene.GIB, 0, 1);
    scene.redeem(scene.members(), ticket);
    assertEquals(Verdict.STORE_NOT_HELD, lastAnswer());
    house.elsewhere.clear();
    scene.redeem(scene.members(), ticket);
    assertEquals(Verdict.OK, lastAnswer());
    assertEquals(3, house.relay.manifest(scene.store).sequence());
    assertEquals(2 * RelayScene.GIB, house.relay.terms(scene.store, scene.world.nowMs).quota());
  }

  @Test
  void claimsNothingThatIsNotTheRelays() throws Exception {
    house.relay.claim(List.of(new StoreId(1, 2)), scene.world.nowMs);
    assertEquals(List.of(), house.relay.stores());
    assertEquals(1, house.places.size());
  }

  @Test
  void claimsSoManyAtATimeAndTheRestNext() throws Exception {
    Account.Redeemed ticket = new Account.Redeemed(house.ticket(RelayScene.GIB, 0, 1));
    List<StoreId> free = new ArrayList<>();
    for (int i = 0; i <= Admissions.CLAIMS_MAX; i++) {
      StoreId id = new StoreId(1, i);
      Manifest manifest =
          new ManifestWriter(id)
              .creator(scene.ann.key(), NONCE)
              .member(scene.ann.key(), Manifest.OWNER, false)
              .sign(1, scene.world.nowMs, scene.ann.signer);
      house.keep(Admissions.name('s', id.toBytes()), manifest.toBytes());
      ticket.stores().add(id);
      free.add(id);
    }
    house.keep(Admissions.name('t', ticket.ticket().number()), ticket.toBytes());
    house.relay.claim(free, scene.world.nowMs);
    assertEquals(Admissions.CLAIMS_MAX, house.relay.stores().size());
    house.relay.claim(free, scene.world.nowMs);
    assertEquals(free, house.relay.stores());
  }

  @Test
  void goesNoFurtherWhenAnotherChangedTheMembersOfAStoreThatIsHeldHere() throws Exception {
    StoreId other = anotherStore();
    house.forget(Admissions.name('s', other.toBytes()));
    StoreException taken =
        assertThrows(
            StoreException.class, () -> house.relay.claim(List.of(scene.store), scene.world.nowMs));
    assertEquals(StoreException.Kind.LOCKED, taken.kind());
    assertTrue(taken.getMessage().contains(other.toString()), taken::getMessage);
  }

  @Test
  void membersAreToldWhereItIsAndNobodyElseIs() throws Exception {
    Notebook bos = new Notebook(scene.bo);
    RelayMember eve = scene.world.member();
    eve.open(scene.store);
    Notebook eves = new Notebook(eve);
    scene.world.meet(scene.bo, house);
    RelayWorld.Wire wire = scene.world.link(eve, house);
    scene.world.run(3_000);
    String url = "lattice://two.example:7400/" + house.relay.key();
    assertEquals(List.of(scene.store + " " + url), bos.heard);
    assertEquals(List.of(), eves.heard);
    assertTrue(house.take(RelayEvent.Refused.class).isEmpty());
    assertTrue(wire.up);
  }

  @Test
  void aRelayPassesNothingOnOfWhatItsMembersSay() throws Exception {
    Notebook anns = new Notebook(scene.ann);
    anns.places.add("lattice://three.example:7400/" + house.relay.key());
    house.elsewhere.clear();
    house.relay.claim(List.of(scene.store), scene.world.nowMs);
    Notebook bos = new Notebook(scene.bo);
    scene.world.meet(scene.ann, house);
    scene.world.meet(scene.bo, house);
    assertEquals(List.of(), bos.heard);
    assertTrue(house.take(RelayEvent.Refused.class).isEmpty());
  }

  @Test
  void whatSaysWhereElseAStoreIsHasItsForm() {
    ElsewhereView view = new ElsewhereView();
    byte[] out = new byte[1024];
    for (String url : List.of("", "a b", "a\n", "x".repeat(Limits.ELSEWHERE_BYTES_MAX + 1))) {
      assertEquals(Verdict.REDEEM_MALFORMED, read(view, out, 8, url), url);
    }
    String longest = "x".repeat(Limits.ELSEWHERE_BYTES_MAX);
    assertEquals(Verdict.REDEEM_MALFORMED, read(view, out, 7, longest));
    assertEquals(Verdict.REDEEM_MALFORMED, read(view, out, 9, longest));
    assertEquals(Verdict.OK, read(view, out, 8, longest));
    assertEquals(longest, view.url());
  }

  private static Verdict read(ElsewhereView view, byte[] out, int nameBytes, String url) {
    byte[] text = url.getBytes(StandardCharsets.US_ASCII);
    FrameWriter writer = new FrameWriter().start(out, 0, Message.ELSEWHERE);
    writer.bytes(1, new byte[nameBytes], 0, nameBytes).bytes(2, text, 0, text.length);
    FrameView frame = new FrameView().wrap(out, 0, writer.finish());
    assertEquals(Verdict.OK, frame.check());
    return view.read(out, frame.bodyOffset(), frame.bodyLength());
  }
}
