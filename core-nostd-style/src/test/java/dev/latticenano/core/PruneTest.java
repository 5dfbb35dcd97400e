package dev.latticenano.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.bytes.Seeds;
import dev.latticenano.core.crypto.Ed25519Signer;
import dev.latticenano.core.crypto.Ed25519Verifier;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.intention.IntentionView;
import dev.latticenano.core.intention.Kept;
import dev.latticenano.core.intention.SignedIntentionView;
import dev.latticenano.core.relay.HeldBack;
import dev.latticenano.core.relay.Manifest;
import dev.latticenano.core.relay.ManifestWriter;
import dev.latticenano.core.relay.Prune;
import dev.latticenano.core.relay.PrunePlan;
import dev.latticenano.core.relay.PruneReceipt;
import dev.latticenano.core.store.MemoryTables;
import dev.latticenano.core.store.StoreException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a relay drops without keys, whom it waits for, and what it signs. */
class PruneTest {
  private static final Ed25519Signer RELAY = new Ed25519Signer(new byte[32], 0);

  /** Holds what members bring and knows no key. */
  static final class Blind {
    final PieceLog log = new PieceLog(new Power());
    final Dag dag;
    final Prune prune;
    PruneReceipt receipt;

    Blind() throws StoreException {
      dag = new Dag(KvNode.STORE, log, new MemoryTables(), new Ed25519Verifier());
      dag.replay(KvNode.NOW_MS);
      prune = new Prune(dag, KvNode.STORE);
    }

    void take(KvNode from) throws StoreException {
      Dag of = from.replica().dag();
      for (int row = 0; row < of.sequence(); row++) {
        byte[] bytes = from.bytes(row);
        dag.ingest(bytes, 0, bytes.length, KvNode.NOW_MS);
      }
    }

    PrunePlan plan(Manifest manifest) throws StoreException {
      while (prune.look(3)) {
        assertFalse(prune.plan(1));
      }
      prune.beginPlan(manifest);
      while (prune.plan(5)) {
        assertTrue(dag.sequence() > 0);
      }
      return prune.result();
    }

    void prune(Manifest manifest) throws StoreException {
      Prune.Turn turn = Prune.Turn.MORE;
      while (turn != Prune.Turn.DONE) {
        turn = prune.step(manifest, 7, KvNode.NOW_MS);
        if (turn == Prune.Turn.READY) {
          long counter = receipt == null ? 1 : receipt.counter() + 1;
          receipt = prune.receipt(counter, KvNode.NOW_MS, RELAY);
          prune.commit();
        }
      }
    }

    int here() throws StoreException {
      int count = 0;
      for (int row = dag.pruning().next(0); row < dag.sequence(); count++) {
        row = dag.pruning().next(row + 1);
      }
      return count;
    }
  }

  static Manifest manifest(KvNode... voters) {
    ManifestWriter writer = new ManifestWriter(KvNode.STORE);
    for (KvNode voter : voters) {
      writer.member(voter.key(), voter == voters[0] ? Manifest.OWNER : Manifest.VOTER, false);
    }
    return writer.sign(1, 0, RELAY);
  }

  private static byte[] digest(Dag dag) {
    byte[] digest = new byte[32];
    dag.digest(digest, 0);
    return digest;
  }

  private static void assertDropped(KvNode whole, Blind relay) throws StoreException {
    assertArrayEquals(digest(whole.replica().dag()), digest(relay.dag));
    Dag of = whole.replica().dag();
    byte[] name = new byte[32];
    for (int row = 0; row < of.sequence(); row++) {
      of.copyHash(row, name, 0);
      int here = relay.dag.find(name, 0);
      boolean gone = here == Dag.NONE || relay.dag.pruning().isBelowFloor(here);
      assertFalse(gone && isKept(whole, row), "row " + row);
    }
  }

  private static boolean isKept(KvNode whole, int row) throws StoreException {
    byte[] bytes = whole.bytes(row);
    SignedIntentionView signed = new SignedIntentionView().wrap(bytes, 0, bytes.length);
    assertEquals(Verdict.OK, signed.check());
    IntentionView intention = signed.intention();
    return new Kept().holds(intention);
  }

  private static KvNode[] written() throws StoreException, RefusedException {
    KvNode[] nodes = RestatingTest.voters();
    Random random = new Random(5);
    for (int i = 0; i < 200; i++) {
      nodes[1].write("key " + random.nextInt(9), "value " + i);
    }
    for (int i = 0; i < 2; i++) {
      for (KvNode node : nodes) {
        for (KvNode other : nodes) {
          node.take(other, Integer.MAX_VALUE);
        }
        node.ack(nodes);
      }
    }
    nodes[1].node.restating().now(KvNode.STORE, 1, nodes[1].nowMs());
    nodes[1].settle();
    return nodes;
  }

  private static void meet(KvNode... nodes) throws StoreException, RefusedException {
    for (KvNode node : nodes) {
      for (KvNode other : nodes) {
        node.take(other, Integer.MAX_VALUE);
      }
      if (node != nodes[1]) {
        node.ack(nodes[1]);
      }
    }
    for (KvNode other : nodes) {
      nodes[1].take(other, Integer.MAX_VALUE);
    }
  }

  @Test
  void dropsWhatAMarkSupersedesOnceEveryVoterHasSeenTheMark() throws Exception {
    KvNode[] nodes = written();
    Blind relay = new Blind();
    relay.take(nodes[1]);
    Manifest manifest = manifest(nodes);
    relay.prune(manifest);
    int before = relay.here();
    assertTrue(before > 200, before + " here");
    meet(nodes);
    relay.take(nodes[1]);
    PrunePlan plan = relay.plan(manifest);
    relay.prune(manifest);
    assertTrue(relay.here() < 60, relay.here() + " here");
    assertTrue(plan.intentions() > 190, plan.toString());
    assertEquals(plan.intentions(), relay.receipt.intentions());
    assertEquals(plan.bytes(), relay.receipt.droppedBytes());
    assertEquals(3, relay.receipt.acks());
    assertEquals(Verdict.OK, PruneReceipt.check(relay.receipt.toBytes(), new Ed25519Verifier()));
    assertDropped(nodes[1], relay);
    assertEquals(0, relay.plan(manifest).intentions());
    assertTrue(relay.log.records() < 90, relay.log.records() + " records");
  }

  @Test
  void oneSilentMemberHoldsBackAndNobodyWaitsForWhoIsDormant() throws Exception {
    KvNode[] nodes = written();
    meet(nodes[0], nodes[1]);
    Blind relay = new Blind();
    relay.take(nodes[1]);
    PrunePlan plan = relay.plan(manifest(nodes));
    HeldBack silent = plan.heldBack().get(0);
    assertEquals(nodes[2].key(), silent.member());
    assertTrue(silent.bytes() > 10_000, plan.toString());
    assertTrue(silent.lastWroteMs() >= KvNode.NOW_MS, plan.toString());
    Manifest retired =
        new ManifestWriter(KvNode.STORE)
            .member(nodes[0].key(), Manifest.OWNER, false)
            .member(nodes[1].key(), Manifest.VOTER, false)
            .member(nodes[2].key(), Manifest.VOTER, true)
            .sign(2, 0, RELAY);
    assertEquals(plan.intentions() + silent.intentions(), relay.plan(retired).intentions());
  }

  @Test
  void nothingGoesWhileAVoterWasNeverMet() throws Exception {
    KvNode[] nodes = written();
    meet(nodes);
    Blind relay = new Blind();
    relay.take(nodes[1]);
    KvNode stranger = new KvNode(77);
    Manifest manifest = manifest(nodes[0], nodes[1], nodes[2], stranger);
    PrunePlan plan = relay.plan(manifest);
    assertEquals(0, plan.intentions());
    assertEquals(stranger.key(), plan.heldBack().get(0).member());
    assertEquals(0, plan.heldBack().get(0).lastWroteMs());
    relay.prune(manifest);
    assertFalse(relay.dag.pruning().hasBase());
  }

  @Test
  void aChainOfAcksShrinksToTheLastThatAllHaveSeen() throws Exception {
    KvNode[] nodes = RestatingTest.voters();
    for (int i = 0; i < 40; i++) {
      nodes[1].write("key", "value " + i);
      meet(nodes);
      // As its own acks of what others write would.
      nodes[1].ack(nodes[0], nodes[2]);
    }
    meet(nodes);
    Blind relay = new Blind();
    relay.take(nodes[1]);
    int phone = relay.dag.findAuthor(nodes[2].key().toBytes(), 0);
    assertTrue(relay.dag.authorHeight(phone) >= 40);
    relay.prune(manifest(nodes));
    int left = relay.dag.authorHeight(phone) - relay.dag.pruning().floor(phone);
    assertTrue(left < 6, left + " acks left");
    int writer = relay.dag.findAuthor(nodes[1].key().toBytes(), 0);
    assertTrue(relay.dag.pruning().floor(writer) < 5, "what was written is not acks");
    assertDropped(nodes[1], relay);
  }

  @Test
  void dropsNothingButWhatMarksAndAcksAllowInAnyHistory() {
    Seeds.run(
        PruneTest.class,
        random -> {
          KvNode[] nodes = RestatementProperties.votersHistory(random, 60);
          Blind relay = new Blind();
          relay.take(nodes[0]);
          Manifest manifest = manifest(nodes);
          relay.prune(manifest);
          assertDropped(nodes[0], relay);
          Dag dag = relay.dag;
          int[] floors = new int[dag.authorCount()];
          Arrays.setAll(floors, dag.pruning()::floor);
          relay.prune(manifest);
          for (int author = 0; author < floors.length; author++) {
            assertEquals(floors[author], dag.pruning().floor(author));
          }
        });
  }
}
