package dev.latticenano.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.KvPayloadWriter;
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
      ann.node.acks().now(store, ann.nowMs);
      bob.take(ann, store);
      bob.node.acks().now(store, bob.nowMs);
    }
    ann.take(bob, store);
  }

  @Test
  void aVoterOfASealedStoreSaysAgainWhatIsLiveAndNobodyReadsIt() throws Exception {
    OneNode ann = new OneNode(1, 1000);
    OneNode bob = new OneNode(2, 1000);
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
