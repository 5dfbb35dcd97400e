package dev.latticenano.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.InviteToken;
import dev.latticenano.core.intention.Kept;
import dev.latticenano.core.intention.KvPayloadWriter;
import dev.latticenano.core.intention.SignedIntentionView;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.intention.UniversalOpWriter;
import dev.latticenano.core.seal.Keyring;
import dev.latticenano.core.state.Head;
import dev.latticenano.core.state.KvState;
import dev.latticenano.core.state.Role;
import dev.latticenano.core.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What members of a sealed store say again lies sealed in their logs. */
class SealedRestatingTest {
  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void put(OneNode node, StoreId store, String key, String value)
      throws StoreException, RefusedException {
    byte[] out = new byte[1000];
    KvPayloadWriter payload = new KvPayloadWriter().wrap(out, 0, out.length);
    byte[] k = bytes(key);
    byte[] v = bytes(value);
    payload.put(k, 0, k.length, v, 0, v.length);
    UniversalOpWriter writer = new UniversalOpWriter().appData(out, 0, payload.length());
    byte[] ops = new byte[writer.length()];
    writer.write(ops, 0, ops.length);
    List<Hash> heads =
        ((KvState) node.node.state(store)).heads(k).stream().map(Head::hash).toList();
    node.node.submit(store, ops, heads, node.nowMs);
    node.drain();
  }

  private static void exchange(OneNode ann, OneNode bob, StoreId store)
      throws StoreException, RefusedException {
    for (int round = 0; round < 2; round++) {
      ann.take(bob, store);
      ann.rest();
      ann.node.acks().now(store, ann.nowMs);
      bob.take(ann, store);
      bob.rest();
      bob.node.acks().now(store, bob.nowMs);
    }
    ann.take(bob, store);
    ann.rest();
  }

  /** Two voters of a sealed store that the first made; both have its key. */
  private static StoreId shared(OneNode ann, OneNode bob) throws StoreException, RefusedException {
    StoreId store = ann.createSealed(KvState.TYPE, 1);
    ann.grant(store, bob.node.key(), Role.VOTER);
    bob.open(store);
    bob.take(ann, store);
    Keyring given = new Keyring();
    ann.keys(store).load(given);
    for (int i = 0; i < given.count(); i++) {
      bob.node.membership(store).give(List.of(given.key(i)));
    }
    bob.rest();
    assertEquals(0, bob.node.projection(store).unread());
    return store;
  }

  @Test
  void whoeverMadeAStoreThatOthersOnlyAckSupersedesAllButWhatSaysWhoMayWriteAndTheLast()
      throws Exception {
    OneNode ann = new OneNode(1, 100_000);
    OneNode bob = new OneNode(2, 100_000);
    StoreId store = shared(ann, bob);
    Membership members = ann.node.membership(store);
    InviteToken token = members.invite(ann.nowMs + 1_000_000, true, Role.READER, ann.nowMs);
    for (int i = 0; i < 5000; i++) {
      put(ann, store, "key " + i % 50, "value " + i);
      switch (i) {
        case 1000 -> members.setRole(bob.node.key(), Role.OWNER, ann.nowMs);
        case 2000 -> members.rotate(ann.nowMs);
        case 3000 -> members.revokeInvite(Membership.name(token), ann.nowMs);
        case 4000 -> members.rename("ours", ann.nowMs);
        default -> {}
      }
    }
    bob.take(ann, store);
    bob.rest();
    assertEquals(1, bob.node.acks().now(store, bob.nowMs));
    ann.take(bob, store);
    ann.rest();
    List<String> before = Dropped.rows(ann.node.projection(store));
    Restating.Outcome outcome = ann.node.restating().now(store, 50, ann.nowMs);
    assertEquals(Restating.Outcome.Why.WRITTEN, outcome.why());
    ann.rest();
    assertEquals(1, outcome.written());
    assertEquals(5000, outcome.superseded());
    assertTrue(outcome.share() >= 95, outcome.toString());
    Restating.Standing standing = ann.node.restating().standing(store);
    assertEquals(outcome.superseded(), standing.superseded());
    int left = standing.intentions() - standing.superseded() - standing.kept();
    assertEquals(1, left, standing.toString());
    assertOnlyDataGoes(ann, store, standing.superseded() + standing.kept());
    bob.take(ann, store);
    bob.rest();
    for (OneNode node : List.of(ann, bob)) {
      assertEquals(0, node.node.projection(store).quarantined());
      assertEquals(before, Dropped.rows(node.node.projection(store)));
    }
  }

  /** Whoever has no key tells data from the rest; the count of the rest is that of the standing. */
  private static void assertOnlyDataGoes(OneNode ann, StoreId store, int mark)
      throws StoreException {
    Dag dag = ann.node.dag(store);
    int own = dag.findAuthor(ann.node.key().toBytes(), 0);
    OpsReader reader = ann.node.projection(store).opsReader();
    Kept kept = new Kept();
    byte[] bytes = new byte[Limits.SIGNED_BYTES_MAX];
    int stays = 0;
    for (int height = 1; height <= mark; height++) {
      int length = dag.read(dag.rowAtHeight(own, height), bytes, 0);
      SignedIntentionView view = new SignedIntentionView().wrap(bytes, 0, length);
      assertEquals(Verdict.OK, view.check());
      assertEquals(Verdict.OK, reader.open(view.intention()));
      boolean goes =
          switch (reader.ops().kind()) {
            case ACK, APP_DATA, RESTATEMENT -> true;
            default -> false;
          };
      assertEquals(goes, !kept.holds(view.intention()), "height " + height);
      stays += goes ? 0 : 1;
    }
    assertEquals(stays, ann.node.restating().standing(store).kept());
    assertTrue(stays >= 8, stays + " stay");
  }

  @Test
  void aVoterOfASealedStoreSaysAgainWhatIsLiveAndNobodyReadsIt() throws Exception {
    OneNode ann = new OneNode(1, 1000);
    OneNode bob = new OneNode(2, 1000);
    StoreId store = shared(ann, bob);
    for (int i = 0; i < 40; i++) {
      put(bob, store, "colour", "nobody reads this " + i);
    }
    exchange(ann, bob, store);
    Restating.Outcome outcome = bob.node.restating().now(store, 50, bob.nowMs);
    assertEquals(Restating.Outcome.Why.WRITTEN, outcome.why());
    bob.rest();
    exchange(ann, bob, store);
    for (OneNode node : List.of(ann, bob)) {
      assertEquals(0, node.node.projection(store).quarantined());
      byte[] value = ((KvState) node.node.state(store)).value(bytes("colour"));
      assertArrayEquals(bytes("nobody reads this 39"), value);
      String log = new String(node.logBytes(store), StandardCharsets.ISO_8859_1);
      assertFalse(log.contains("nobody reads"));
      assertFalse(log.contains("colour"));
    }
    Restating.Standing standing = bob.node.restating().standing(store);
    assertTrue(standing.superseded() >= 40, standing.toString());
    bob.crash();
    assertEquals(standing, bob.node.restating().standing(store));
  }
}
