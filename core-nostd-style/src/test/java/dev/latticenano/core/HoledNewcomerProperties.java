package dev.latticenano.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.bytes.Seeds;
import dev.latticenano.core.crypto.Ed25519Signer;
import dev.latticenano.core.crypto.Ed25519Verifier;
import dev.latticenano.core.dag.BaseHandover;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.dag.Told;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.relay.Manifest;
import dev.latticenano.core.relay.ManifestWriter;
import dev.latticenano.core.session.BaseProof;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Newcomers who meet nobody but a relay that dropped by marks and acks come to the rows of a node
 * that replayed everything.
 */
class HoledNewcomerProperties {
  private static final int ROUNDS = 5;
  private static final int ROUNDS_MAX = 50;

  /** Makes the history of one round; the first node holds all of it. */
  private interface Histories {
    KvNode[] of(Random random) throws Exception;
  }

  private static Manifest manifest(KvNode whole) {
    ManifestWriter writer = new ManifestWriter(KvNode.STORE);
    writer.member(whole.key(), Manifest.OWNER, false);
    for (AuthorId voter : whole.replica().projection().members().voters()) {
      writer.member(voter, Manifest.OWNER, false);
    }
    return writer.sign(1, 0, new Ed25519Signer(new byte[32], 0));
  }

  private static PruneTest.Blind relay(KvNode whole, Random random) throws StoreException {
    PruneTest.Blind relay = new PruneTest.Blind();
    Dag of = whole.replica().dag();
    Manifest manifest = manifest(whole);
    for (int row = 0; row < of.sequence(); row++) {
      byte[] bytes = whole.bytes(row);
      Verdict verdict = relay.dag.ingest(bytes, 0, bytes.length, KvNode.NOW_MS);
      assertTrue(verdict == Verdict.OK || verdict == Verdict.FLOATING, verdict.toString());
      if (random.nextInt(50) == 0) {
        relay.prune(manifest);
        if (random.nextBoolean()) {
          tell(of, relay.dag);
        }
      }
      tell(of, relay.dag);
    }
    relay.prune(manifest);
    return relay;
  }

  /** As a session does of whoever sent something. */
  private static void tell(Dag from, Dag to) throws StoreException {
    byte[] missing = new byte[64 * 32];
    byte[] name = new byte[Told.NAME_BYTES];
    int count = to.pruning().told().missing(0, 64, missing);
    for (int i = 0; i < count; i++) {
      int row = from.find(missing, 32 * i);
      if (row != Dag.NONE) {
        from.pruning().told().describe(row, name, 0);
        int height = from.height(row);
        to.pruning().told().take(name, 0, name, 32, height, KvNode.NOW_MS);
      }
    }
  }

  private static KvNode newcomer(PruneTest.Blind relay, Random random) throws StoreException {
    KvNode newcomer = new KvNode(9);
    BaseHandover base = relay.dag.pruning().handOver();
    if (base != null) {
      BaseProof given = new BaseProof(base);
      assertEquals(Verdict.OK, newcomer.replica().bases().take(given));
      newcomer.reopen();
    }
    List<byte[]> above = new ArrayList<>();
    for (int row = relay.dag.pruning().next(0); row < relay.dag.sequence(); ) {
      if (relay.dag.height(row) > relay.dag.pruning().floor(relay.dag.author(row))) {
        byte[] bytes = new byte[relay.dag.length(row)];
        relay.dag.read(row, bytes, 0);
        above.add(bytes);
      }
      row = relay.dag.pruning().next(row + 1);
    }
    if (random.nextBoolean()) {
      Collections.shuffle(above, random);
    }
    // Whoever is out is let in only as long as something waits: as in a session, a round follows.
    for (int round = 0; round < 3; round++) {
      for (byte[] each : above) {
        newcomer.takeBytes(each);
        tell(relay.dag, newcomer.replica().dag());
        if (random.nextInt(6) == 0) {
          newcomer.settle();
        }
      }
      newcomer.settle();
    }
    return newcomer;
  }

  private static byte[] shown(KvNode node) {
    byte[] digest = new byte[32];
    node.replica().dag().shown().digest(digest, 0);
    return digest;
  }

  private static void assertSame(Histories histories, boolean complete) {
    Seeds.run(
        HoledNewcomerProperties.class,
        random -> {
          long gone = 0;
          for (int round = 0; round < ROUNDS || gone == 0 && round < ROUNDS_MAX; round++) {
            KvNode whole = histories.of(random)[0];
            PruneTest.Blind relay = relay(whole, random);
            gone += relay.receipt == null ? 0 : relay.receipt.intentions();
            KvNode newcomer = newcomer(relay, random);
            assertEquals(0, relay.dag.floatingCount());
            assertEquals(0, newcomer.replica().dag().floatingCount());
            assertArrayEquals(shown(whole), shown(newcomer));
            assertEquals(Dropped.rows(whole), Dropped.rows(newcomer));
            assertEquals(0, newcomer.replica().projection().quarantined());
            if (complete) {
              assertEquals(List.of(), newcomer.replica().projection().restatements().awaited());
            }
            newcomer.tables.clear();
            newcomer.reopen();
            newcomer.settle();
            tell(relay.dag, newcomer.replica().dag());
            newcomer.settle();
            assertEquals(Dropped.rows(whole), Dropped.rows(newcomer));
          }
          assertTrue(gone > 0, "nothing was dropped");
        });
  }

  @Test
  void whatVotersRestateReachesWhoMeetsTheRelayAlone() {
    assertSame(random -> RestatementProperties.votersHistory(random, 120), true);
  }

  @Test
  void whatWritersRestateBesideThoseWhoOnlyAckReachesWhoMeetsTheRelayAlone() {
    assertSame(random -> RestatementProperties.ackersHistory(random, 120, false), true);
  }

  @Test
  void whatALoneWriterRestatesReachesWhoMeetsTheRelayAlone() {
    assertSame(random -> RestatementProperties.ackersHistory(random, 120, true), true);
  }

  @Test
  void whatOwnersSayAndRestateReachesWhoMeetsTheRelayAlone() {
    // A mark of who may not write lets go what nobody says again: that one stays awaited.
    assertSame(random -> RestatementProperties.ownersHistory(random, 120), false);
  }

  @Test
  void aBaseThatWasTouchedIsNotBelieved() throws Exception {
    KvNode whole = RestatementProperties.ackersHistory(new Random(4), 160, false)[0];
    PruneTest.Blind relay = relay(whole, new Random(4));
    BaseHandover base = relay.dag.pruning().handOver();
    assertTrue(base.staying().size() > 0);
    assertEquals(Verdict.OK, base.check(KvNode.STORE, new Ed25519Verifier()));
    for (int i = 0; i < base.staying().size(); i++) {
      List<byte[]> staying = new ArrayList<>(base.staying());
      byte[] changed = staying.get(i).clone();
      changed[changed.length - 1] ^= 1;
      staying.set(i, changed);
      refused(new BaseHandover(staying, base.records()));
      staying.remove(i);
      refused(new BaseHandover(staying, base.records()));
    }
    for (int i = 0; i < base.records().size(); i++) {
      List<byte[]> records = new ArrayList<>(base.records());
      records.remove(i);
      refused(new BaseHandover(base.staying(), records));
    }
  }

  private static void refused(BaseHandover base) throws StoreException {
    KvNode newcomer = new KvNode(9);
    Verdict verdict = newcomer.replica().bases().take(new BaseProof(base));
    assertTrue(verdict != Verdict.OK, "believed");
    assertEquals(0, newcomer.replica().dag().sequence());
    newcomer.reopen();
    assertTrue(!newcomer.replica().dag().pruning().hasBase());
  }
}
