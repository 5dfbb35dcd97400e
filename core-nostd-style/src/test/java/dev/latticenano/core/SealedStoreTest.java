package dev.latticenano.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.intention.EnvelopeView;
import dev.latticenano.core.intention.EnvelopeWriter;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.SignedIntentionView;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.intention.UniversalOpView;
import dev.latticenano.core.intention.UniversalOpWriter;
import dev.latticenano.core.seal.Keyring;
import dev.latticenano.core.seal.OpsCipher;
import dev.latticenano.core.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What of a sealed store anybody may read, and who reads the rest. */
class SealedStoreTest {
  private static final String TYPE = "core:tally";

  /** Kinds of all ops as they lie in the log. */
  private static List<String> kinds(OneNode node, StoreId store) throws StoreException {
    List<String> kinds = new ArrayList<>();
    byte[] bytes = new byte[Limits.SIGNED_BYTES_MAX];
    for (int place = 1; place <= node.node.dag(store).sequence(); place++) {
      UniversalOpView ops = ops(bytes, node.node.dag(store).read(place - 1, bytes, 0));
      EnvelopeView envelope = new EnvelopeView();
      boolean wrapped = ops.kind() == UniversalOpView.Kind.ENVELOPE;
      assertTrue(!wrapped || envelope.wrap(ops).check() == Verdict.OK);
      kinds.add(wrapped ? envelope.kind().name() : ops.kind().name());
    }
    return kinds;
  }

  private static UniversalOpView ops(byte[] bytes, int length) {
    SignedIntentionView signed = new SignedIntentionView().wrap(bytes, 0, length);
    assertEquals(Verdict.OK, signed.check());
    UniversalOpView ops =
        new UniversalOpView()
            .wrap(bytes, signed.intention().opsOffset(), signed.intention().opsLength());
    assertEquals(Verdict.OK, ops.check());
    return ops;
  }

  @Test
  void beginsWithAGenesisAndAnEpochAndSealsTheRest() throws Exception {
    OneNode node = new OneNode(1, 64);
    StoreId store = node.createSealed(TYPE, 1);
    node.write(store, "ab");
    node.node.submit(store, new byte[0], List.of(), node.nowMs);
    assertEquals(List.of("GENESIS", "EPOCH_CHANGE", "SEALED", "SEALED", "ACK"), kinds(node, store));
    assertEquals("a1 b1", node.tally(store));
    assertEquals("sealed", node.node.system(store).name());
    assertEquals("n", node.node.system(store).peers().get(node.node.key()).name());
    node.crash();
    assertEquals("a1 b1", node.tally(store));
    assertEquals(0, node.node.projection(store).unread());
  }

  @Test
  void leavesNothingOfWhatWasSaidInTheLog() throws Exception {
    OneNode node = new OneNode(1, 64);
    StoreId store = node.createSealed(TYPE, 1);
    node.write(store, "plantedplaintext");
    String log = new String(node.logBytes(store), StandardCharsets.ISO_8859_1);
    assertFalse(log.contains("plantedplaintext"));
    assertTrue(log.contains(TYPE));
  }

  private static byte[] enveloped(byte[] ops, Hash mark) {
    EnvelopeWriter envelope = new EnvelopeWriter().clear(ops, 0, ops.length);
    if (!mark.equals(Hash.ZERO)) {
      envelope.supersedesThrough(mark.toBytes(), 0);
    }
    byte[] content = new byte[envelope.length()];
    envelope.write(content, 0, content.length);
    UniversalOpWriter universal = new UniversalOpWriter().envelope(content, 0, content.length);
    byte[] out = new byte[universal.length()];
    universal.write(out, 0, out.length);
    return out;
  }

  @Test
  void sealsWhatIsHandedOverInAClearEnvelopeAndKeepsItsMark() throws Exception {
    OneNode node = new OneNode(1, 64);
    StoreId store = node.createSealed(TYPE, 1);
    Hash first = node.write(store, "a");
    byte[] ops = enveloped(OneNode.ops("plantedplaintext"), first);
    Hash written = node.node.submit(store, ops, List.of(), node.nowMs);
    node.node.submit(store, enveloped(OneNode.ops("b"), Hash.ZERO), List.of(), node.nowMs);
    String log = new String(node.logBytes(store), StandardCharsets.ISO_8859_1);
    assertFalse(log.contains("plantedplaintext"));
    assertEquals(
        List.of("GENESIS", "EPOCH_CHANGE", "SEALED", "SEALED", "SEALED", "SEALED"),
        kinds(node, store));
    assertTrue(node.tally(store).contains("b1"));
    byte[] bytes = new byte[Limits.SIGNED_BYTES_MAX];
    int row = node.node.dag(store).find(written.toBytes(), 0);
    UniversalOpView lying = ops(bytes, node.node.dag(store).read(row, bytes, 0));
    EnvelopeView envelope = new EnvelopeView().wrap(lying);
    assertEquals(Verdict.OK, envelope.check());
    assertTrue(envelope.supersedes());
    assertEquals(first, Hash.of(envelope.bytes(), envelope.supersedesOffset()));
  }

  @Test
  void keepsWithoutTheKeyWhatItCannotReadAndSaysHowMuch() throws Exception {
    OneNode owner = new OneNode(1, 64);
    StoreId store = owner.createSealed(TYPE, 1);
    owner.write(store, "ab");
    OneNode carrier = new OneNode(2, 4);
    carrier.open(store);
    carrier.take(owner, store);
    assertEquals(4, carrier.node.dag(store).sequence());
    assertEquals(2, carrier.node.projection(store).unread());
    assertEquals("", carrier.tally(store));
    assertTrue(carrier.node.projection(store).isWhole());
    RefusedException refused =
        assertThrows(RefusedException.class, () -> carrier.write(store, "c"));
    assertEquals(Verdict.SEALED_NO_KEY, refused.verdict());
    carrier.crash();
    assertEquals(2, carrier.node.projection(store).unread());
  }

  @Test
  void readsWhatItHeldAllAlongWhenTheKeyComes() throws Exception {
    OneNode owner = new OneNode(1, 64);
    StoreId store = owner.createSealed(TYPE, 1);
    owner.write(store, "ab");
    OneNode reader = new OneNode(2, 4);
    reader.open(store);
    reader.take(owner, store);
    Keyring given = new Keyring();
    owner.keys(store).load(given);
    assertTrue(reader.node.membership(store).give(List.of(given.key(0))));
    reader.rest();
    assertEquals("a1 b1", reader.tally(store));
    assertEquals(0, reader.node.projection(store).unread());
    assertFalse(reader.node.membership(store).give(List.of(given.key(0))));
    reader.crash();
    assertEquals("a1 b1", reader.tally(store));
  }

  @Test
  void findsItsKeyAgainInTheLogWhenTheHostLostIt() throws Exception {
    OneNode node = new OneNode(1, 4);
    StoreId store = node.createSealed(TYPE, 1);
    node.write(store, "a");
    node.loseKeys(store);
    node.crash();
    node.write(store, "b");
    assertEquals("a1 b1", node.tally(store));
  }

  @Test
  void goesOnWithABeginningThatWasCutShort() throws Exception {
    for (int left = 1; left <= 3; left++) {
      OneNode node = new OneNode(1, 64);
      StoreId store = node.createSealed(TYPE, 1);
      node.cutLog(store, left);
      node.crash();
      node.write(store, "a");
      List<String> kinds = kinds(node, store);
      assertEquals(List.of("GENESIS", "EPOCH_CHANGE"), kinds.subList(0, 2));
      assertEquals("SEALED", kinds.get(kinds.size() - 1));
    }
  }

  @Test
  void takesOpsAsLongAsTheSealLeavesRoomFor() throws Exception {
    OneNode node = new OneNode(1, 1 << 20);
    StoreId store = node.createSealed(TYPE, 1);
    int most = Limits.SEALED_OPS_BYTES_EMITTED;
    assertTrue(OpsCipher.sealedBytes(most, true) <= Limits.OPS_BYTES_EMITTED);
    assertTrue(OpsCipher.sealedBytes(most + 1, false) > Limits.OPS_BYTES_EMITTED);
    int around = OneNode.ops("a".repeat(100_000)).length - 100_000;
    Hash written = node.write(store, "a".repeat(most - around));
    assertTrue(node.node.dag(store).holds(written.toBytes(), 0));
    assertThrows(
        IllegalArgumentException.class, () -> node.write(store, "a".repeat(most - around + 1)));
  }
}
