package dev.latticenano.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.crypto.Ed25519Signer;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.relay.Evidence;
import dev.latticenano.core.relay.StatementWriter;
import dev.latticenano.core.relay.Terms;
import dev.latticenano.host.text.RelayUrl;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which relays may be counted on to hold something. */
class SoundRelayTest {
  private static final long NOW_MS = 1_800_000_000_000L;
  private static final long NOW_S = NOW_MS / 1000;
  private static final StoreId STORE = new StoreId(1, 2);

  @TempDir Path place;

  private static UsedRelay relay(StoreId store) {
    UsedRelay relay = new UsedRelay(store, RelayUrl.of("lattice://a.b:1/" + "ab".repeat(32)));
    relay.terms(terms(Verdict.OK, 0), NOW_MS);
    return relay;
  }

  private static Terms terms(Verdict verdict, long untilSeconds) {
    return new Terms(1, 10, 1, untilSeconds, verdict);
  }

  private static Evidence lie() {
    Ed25519Signer signer = new Ed25519Signer(new byte[Ed25519Signer.SEED_BYTES], 0);
    StatementWriter writer = new StatementWriter(STORE).set(0, Hash.ZERO);
    return new Evidence().add(writer.sign(1, NOW_MS, 1, 0, signer));
  }

  @Test
  void aRelayIsSoundWhileNothingThatItSaidOrSignedIsWrong() {
    assertFalse(new UsedRelay(STORE, relay(STORE).url()).isSound(NOW_MS), "it never said a word");
    assertTrue(relay(STORE).isSound(NOW_MS));
    Map<String, Consumer<UsedRelay>> table = new LinkedHashMap<>();
    table.put("full", each -> each.terms(terms(Verdict.STORE_OVER_QUOTA, 0), NOW_MS));
    table.put("has no room", each -> each.terms(terms(Verdict.RELAY_OVER_QUOTA, 0), NOW_MS));
    table.put("ended", each -> each.terms(terms(Verdict.SERVICE_ENDED, 0), NOW_MS));
    table.put("over since", each -> each.terms(terms(Verdict.OK, NOW_S), NOW_MS));
    table.put("holds it no more", each -> each.trouble(Verdict.STORE_NOT_HELD));
    table.put("signs nothing", each -> each.answer(Verdict.PEER_SILENT));
    table.put("owes", each -> each.owed(new AuthorId(1, 2, 3, 4)));
    table.put("lied", each -> each.proof(lie()));
    table.forEach(
        (what, spoil) -> {
          UsedRelay relay = relay(STORE);
          spoil.accept(relay);
          assertFalse(relay.isSound(NOW_MS), what);
        });
    UsedRelay ending = relay(STORE);
    ending.terms(terms(Verdict.OK, NOW_S + 1), NOW_MS);
    assertTrue(ending.isSound(NOW_MS));
  }

  @Test
  void oneOfSeveralStoresIsSoundIfItIsForEachOfThem() throws Exception {
    RelayFiles files = new RelayFiles(place);
    files.write(relay(STORE));
    Set<AuthorId> key = Set.of(relay(STORE).url().key());
    assertEquals(new RelayHolders(key, key), RelayHolders.read(place, NOW_MS));
    UsedRelay full = relay(new StoreId(3, 4));
    full.terms(terms(Verdict.STORE_OVER_QUOTA, 0), NOW_MS);
    files.write(full);
    assertEquals(new RelayHolders(key, Set.of()), RelayHolders.read(place, NOW_MS));
    files.remove(full);
    assertEquals(new RelayHolders(key, key), RelayHolders.read(place, NOW_MS));
    files.remove(relay(STORE));
    assertEquals(new RelayHolders(key, Set.of()), RelayHolders.read(place, NOW_MS));
  }
}
