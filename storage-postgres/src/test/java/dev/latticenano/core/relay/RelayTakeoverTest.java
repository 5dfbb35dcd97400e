package dev.latticenano.core.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.crypto.Ed25519Verifier;
import dev.latticenano.core.dag.ReplayProgress;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.state.Role;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.postgres.PostgresServer;
import dev.latticenano.postgres.PostgresSite;
import dev.latticenano.postgres.SiteSettings;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A whole relay on a server, whose process vanishes and is followed by another. */
class RelayTakeoverTest {
  private final RelayWorld world = new RelayWorld();
  private final RelayHouse house = world.house(RelaySettings.DEFAULT);
  private final RelayMember ann = world.member();
  private final RelayMember bo = world.member();
  private StoreId store;
  private int processes;

  // A process that serves the house's relay from now on; its links are gone.
  private Relay start(PostgresSite site) throws StoreException {
    Random entropy = new Random(++processes);
    world.cutAll(house);
    house.relay =
        new Relay(
            house.signer,
            new Ed25519Verifier(),
            (out, offset, length) -> {
              for (int i = 0; i < length; i++) {
                out[offset + i] = (byte) entropy.nextInt();
              }
            },
            site.places(),
            site.memory(),
            RelaySettings.DEFAULT);
    house.relay.open(world.nowMs, ReplayProgress.SILENT);
    return house.relay;
  }

  private void share() throws Exception {
    store = ann.create(7);
    ann.grant(store, bo.key(), Role.VOTER);
    ann.grant(store, house.relay.key(), Role.CARRIER);
    world.run(20_000);
    bo.open(store, ann);
    ManifestWriter manifest =
        new ManifestWriter(store)
            .creator(ann.key(), 7)
            .member(ann.key(), Manifest.OWNER, false)
            .member(bo.key(), Manifest.VOTER, false)
            .member(house.relay.key(), Manifest.CARRIER, false);
    ann.errands.redeem(manifest.sign(1, world.nowMs, ann.signer), house.ticket(1L << 30, 0, 1));
  }

  @Test
  void theNextProcessGoesOnWithWhatWasAcknowledgedAndTheOldOneWritesNoMore() throws Exception {
    SiteSettings settings = PostgresServer.shared().freshSite("first:9100");
    PostgresSite first = PostgresSite.open(settings);
    Relay old = start(first);
    share();
    ann.put(store, "k", "plantedplaintext");
    world.meet(ann, house);
    assertEquals(List.of(Verdict.OK), ann.errands.answers);
    assertEquals(ann.count(store), old.dag(store).sequence());
    SiteSettings other =
        SiteSettings.of(settings.url(), settings.user(), settings.password(), "second:9100");
    PostgresSite second = PostgresSite.open(other);
    Relay now = start(second);
    assertEquals(List.of(), now.stores());
    assertTrue(now.pollEvent().toString().contains("first:9100"));
    now.claim(ids(second), world.nowMs);
    assertEquals(List.of(), now.stores());
    assertEquals(List.of(store), now.elsewhere());
    PostgresServer.execute(settings.url(), "UPDATE lattice_store SET until = now()");
    now.claim(ids(second), world.nowMs);
    assertEquals(List.of(store), now.stores());
    assertEquals(ann.count(store), now.dag(store).sequence());
    assertEquals(1, first.renew().size());
    world.meet(bo, house);
    assertEquals("plantedplaintext", bo.get(store, "k"));
    bo.put(store, "k", "anotherplaintext");
    world.meet(bo, house);
    world.meet(ann, house);
    assertEquals("anotherplaintext", ann.get(store, "k"));
    // Whoever still talks to the old process is not told that anything is durable.
    ann.put(store, "k", "thirdplaintext");
    house.relay = old;
    StoreException lost = assertThrows(StoreException.class, () -> world.meet(ann, house));
    assertEquals(StoreException.Kind.LOCKED, lost.kind());
    assertTrue(lost.getMessage().contains("second:9100"), lost.getMessage());
    second.close();
    first.close();
    assertFalse(text(settings).contains("plaintext"));
  }

  private static List<StoreId> ids(PostgresSite site) throws StoreException {
    return site.free().stream().map(each -> StoreId.parse(each.toString())).toList();
  }

  @Test
  void twoProcessesRedeemOneTicketForAStoreEach() throws Exception {
    SiteSettings settings = PostgresServer.shared().freshSite("first:9100");
    PostgresSite first = PostgresSite.open(settings);
    PostgresSite second = PostgresSite.open(settings);
    start(first);
    Relay now = start(second);
    Relay old = start(first);
    Ticket ticket = house.ticket(1L << 30, 0, 2);
    StoreId[] stores = new StoreId[3];
    for (int i = 0; i < stores.length; i++) {
      house.relay = i == 1 ? now : old;
      stores[i] = ann.create(20 + i);
      ManifestWriter manifest =
          new ManifestWriter(stores[i])
              .creator(ann.key(), 20 + i)
              .member(ann.key(), Manifest.OWNER, false);
      ann.errands.redeem(manifest.sign(1, world.nowMs, ann.signer), ticket);
      world.meet(ann, house);
    }
    // What the second process redeemed counts for the first.
    assertEquals(List.of(Verdict.OK, Verdict.OK, Verdict.TICKET_USED), ann.errands.answers);
    assertEquals(List.of(stores[0]), old.stores());
    assertEquals(List.of(stores[1]), now.stores());
    second.close();
    first.close();
  }

  private String text(SiteSettings settings) throws StoreException {
    StringBuilder text = new StringBuilder();
    try (PostgresSite site = PostgresSite.open(settings)) {
      site.places()
          .open(store)
          .log()
          .scan(
              0,
              (position, kind, bytes, offset, length) -> {
                text.append(new String(bytes, offset, length, StandardCharsets.ISO_8859_1));
                return true;
              });
    }
    return text.toString();
  }
}
