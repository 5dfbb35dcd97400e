package dev.latticenano.core.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.crypto.Ed25519Signer;
import dev.latticenano.core.crypto.Ed25519Verifier;
import dev.latticenano.core.frame.FrameWriter;
import dev.latticenano.core.frame.Message;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.session.Frames;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a relay takes and keeps at most, at its limits and one beyond them: docs/relay.md. */
class RelayLimitsTest {
  private static final int LINK = 77;
  private static final int NONCE = 100;
  private static final long DAY_MS = 86_400_000;

  private final RelayScene scene;
  private final RelayHouse house;

  RelayLimitsTest() throws Exception {
    scene = new RelayScene();
    house = scene.house;
  }

  private RelayStranger caller(int link, Ed25519Signer signer) throws Exception {
    RelayStranger caller = new RelayStranger(house, link, signer);
    caller.prove();
    caller.give(Frames.hello());
    return caller;
  }

  private static byte[] redeem(Manifest manifest, Ticket ticket) {
    byte[] out = new byte[Limits.FRAME_BYTES_MAX];
    byte[] bytes = ticket.toBytes();
    int length = RedeemView.write(new FrameWriter(), out, 0, 1, manifest.toBytes(), bytes);
    return Arrays.copyOf(out, length);
  }

  @Test
  void oneMoreIsRedeemedWhenItsTimeHasCome() throws Exception {
    RelayStranger ann = caller(LINK, scene.ann.signer);
    Ticket foreign = Ticket.sign(scene.bo.signer, new byte[16], new Ticket.Promise(1, 0, 0, 1));
    byte[] redeem = redeem(scene.sign(scene.members()), foreign);
    for (int i = 0; i < Limits.RELAY_REDEEMS_BURST; i++) {
      assertEquals(Verdict.OK, ann.give(redeem));
    }
    assertEquals(Verdict.REDEEMS_TOO_MANY, ann.give(redeem));
    scene.world.nowMs += Limits.RELAY_REDEEM_REFILL_MS - 1;
    assertEquals(Verdict.REDEEMS_TOO_MANY, ann.give(redeem));
    scene.world.nowMs++;
    assertEquals(Verdict.OK, ann.give(redeem));
    assertEquals(Verdict.REDEEMS_TOO_MANY, ann.give(redeem));
  }

  @Test
  void oneMoreListIsJudgedWhenItsTimeHasCome() throws Exception {
    RelayStranger ann = caller(LINK, scene.ann.signer);
    byte[] none = new Frames().start(Message.CHUNK_LIST).bytes(2, new byte[1]).finish();
    for (int i = 0; i < Limits.RELAY_LISTS_BURST; i++) {
      assertEquals(Verdict.CHUNK_LIST_MALFORMED, ann.give(none));
    }
    scene.world.nowMs += Limits.RELAY_LIST_REFILL_MS - 1;
    assertEquals(Verdict.CHUNK_LISTS_TOO_MANY, ann.give(none));
    scene.world.nowMs++;
    assertEquals(Verdict.CHUNK_LIST_MALFORMED, ann.give(none));
    assertEquals(Verdict.CHUNK_LISTS_TOO_MANY, ann.give(none));
  }

  @Test
  void oneMayShowSoManyDelegationsUntilTheTimeOfSomeIsOver() throws Exception {
    StoreId[] stores = new StoreId[Limits.RELAY_DELEGATIONS_MAX + 1];
    RelayStranger ann = caller(LINK, scene.ann.signer);
    Ticket ticket = house.ticket(RelayScene.GIB, 0, stores.length);
    for (int i = 0; i < stores.length; i++) {
      stores[i] = StoreId.derive(Blake3.plain(), scene.ann.key(), NONCE + i);
      ManifestWriter members = new ManifestWriter(stores[i]).creator(scene.ann.key(), NONCE + i);
      members.member(scene.ann.key(), Manifest.OWNER, false);
      assertEquals(Verdict.OK, ann.give(redeem(members.sign(1, 0, scene.ann.signer), ticket)));
      scene.world.nowMs += Limits.RELAY_REDEEM_REFILL_MS;
    }
    assertEquals(stores.length, house.relay.stores().size());
    Ed25519Signer other = new Ed25519Signer(new byte[32], 0);
    RelayStranger caller = caller(LINK + 1, other);
    long untilMs = scene.world.nowMs + DAY_MS;
    for (int i = 0; i < Limits.RELAY_DELEGATIONS_MAX; i++) {
      long endMs = i == 0 ? untilMs : untilMs + DAY_MS;
      assertEquals(Verdict.OK, caller.give(delegate(stores[i], other, endMs)), "delegation " + i);
      scene.world.nowMs += Limits.RELAY_REDEEM_REFILL_MS;
    }
    byte[] more = delegate(stores[Limits.RELAY_DELEGATIONS_MAX], other, untilMs + DAY_MS);
    assertEquals(Verdict.REDEEMS_TOO_MANY, caller.give(more));
    scene.world.nowMs = untilMs;
    house.relay.tick(untilMs);
    // Whoever is shown less than before is spoken to anew.
    assertEquals(Verdict.OK, caller.give(Frames.in(1, Frames.hello())));
    assertEquals(Verdict.OK, caller.give(Frames.in(1, more)));
    scene.world.nowMs += Limits.RELAY_REDEEM_REFILL_MS;
    assertEquals(Verdict.REDEEMS_TOO_MANY, caller.give(Frames.in(1, more)));
  }

  private byte[] delegate(StoreId store, Ed25519Signer other, long untilMs) {
    AuthorId key = RelayVectors.key(other);
    Delegation delegation = Delegation.sign(scene.ann.signer, key, store, untilMs, Delegation.READ);
    return new Frames().start(Message.DELEGATE).bytes(1, delegation.toBytes()).finish();
  }

  @Test
  void acksGoInUpToAPartMoreThanTheQuota() throws Exception {
    int space = 20_000;
    scene.held(space);
    scene.world.meet(scene.bo, house);
    for (int i = 0; i < 60; i++) {
      scene.ann.put(scene.store, "k" + i, "v".repeat(500));
    }
    scene.world.meet(scene.ann, house);
    scene.world.meet(scene.bo, house);
    long last = 0;
    long before = -1;
    for (long taken = taken(); taken > before; taken = taken()) {
      last = before < 0 ? 0 : taken - before;
      before = taken;
      scene.bo.ack(scene.store);
      scene.world.meet(scene.bo, house);
    }
    long most = space + space / Limits.RELAY_RESERVE_SHARE;
    assertTrue(last > 0 && before > space, before + " bytes taken");
    assertTrue(before <= most && before + last > most, before + " bytes taken");
  }

  private long taken() {
    return house.relay.terms(scene.store, scene.world.nowMs).taken();
  }

  @Test
  void theOldestReceiptGoesWhenThereAreTooMany() throws Exception {
    Manifest manifest = RelayVectors.members().sign(1, 0, RelayVectors.ANN);
    Holding holding = DeskReading.holding(house, manifest);
    Statements statements = new Statements(house, house.signer);
    for (int i = 1; i <= Limits.RELAY_RECEIPTS_MAX; i++) {
      statements.signed(holding, receipt(i), 0);
    }
    assertEquals(Limits.RELAY_RECEIPTS_MAX, statements.receipts(holding.id(), 0).size());
    statements.signed(holding, receipt(Limits.RELAY_RECEIPTS_MAX + 1), 0);
    Statements again = new Statements(house, house.signer);
    house.read(
        (name, value) -> {
          if (name[0] == Statements.RECEIPT || name[0] == Statements.COUNTERS) {
            again.restore(name, value);
          }
        });
    for (Statements each : List.of(statements, again)) {
      List<byte[]> kept = each.receipts(holding.id(), 0);
      assertEquals(Limits.RELAY_RECEIPTS_MAX, kept.size());
      assertEquals(2, PruneReceipt.of(kept.get(0)).counter());
    }
  }

  private static PruneReceiptWriter receipt(int floor) {
    PruneReceiptWriter writer = new PruneReceiptWriter(RelayVectors.STORE);
    AuthorId ann = RelayVectors.key(RelayVectors.ANN);
    return writer.floor(ann, floor, RelayVectors.TIP).ack(RelayVectors.TIP).dropped(1, 1);
  }

  @Test
  void aManifestPutsOutNoMoreThanFit() {
    ManifestWriter writer = RelayVectors.members();
    for (int i = 0; i < Limits.MANIFEST_OUT_MAX; i++) {
      writer.out(RelayVectors.numbered(i));
    }
    byte[] most = writer.sign(1, 0, RelayVectors.ANN).toBytes();
    assertEquals(Verdict.OK, Manifest.check(most, new Ed25519Verifier()));
    int at = most.length - 32 - 64;
    byte[] more = new byte[most.length + 32 + 4 + Hash.BYTES];
    System.arraycopy(most, 0, more, 0, at);
    RelayVectors.numbered(Limits.MANIFEST_OUT_MAX).write(more, at);
    System.arraycopy(most, at, more, more.length - 32 - 64, 32 + 64);
    BigEndian.putShort(more, 72, Limits.MANIFEST_OUT_MAX + 1);
    assertEquals(Verdict.MANIFEST_MALFORMED, Manifest.check(more, new Ed25519Verifier()));
  }
}
