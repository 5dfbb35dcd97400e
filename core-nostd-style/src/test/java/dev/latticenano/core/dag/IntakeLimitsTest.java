package dev.latticenano.core.dag;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.crypto.Ed25519Signer;
import dev.latticenano.core.crypto.Ed25519Verifier;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.Hlc;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.store.MemoryTables;
import dev.latticenano.core.store.StoreException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is turned away, at the limit and just below it, and that it leaves no trace. */
class IntakeLimitsTest {
  private final Scene scene = new Scene();
  private final RecordList log = new RecordList();

  private Ingested node(int floatingMax, int missingMax, int authorsMax) throws StoreException {
    Capacity capacity = new Capacity(floatingMax, missingMax, authorsMax);
    return new Ingested(log, new MemoryTables(), new PlainSignatures(), capacity);
  }

  private void assertRefused(Ingested node, Verdict verdict, Written written)
      throws StoreException {
    int records = log.entries.size();
    int floating = node.dag.floatingCount();
    int missing = node.dag.missingCount();
    int authors = node.dag.authorCount();
    assertEquals(verdict, node.ingest(written));
    assertEquals(records, log.entries.size());
    assertEquals(floating, node.dag.floatingCount());
    assertEquals(missing, node.dag.missingCount());
    assertEquals(authors, node.dag.authorCount());
  }

  @Test
  void theLimitsOfAWholeDagAreThoseOfTheProtocol() throws StoreException {
    assertEquals(
        new Capacity(Limits.FLOATING_MAX, Limits.MISSING_MAX, Limits.AUTHORS_MAX), Capacity.FULL);
  }

  @Test
  void floatsAsManyAsFitAndOneMoreIsTurnedAway() throws StoreException {
    Ingested node = node(3, 100, 100);
    Written a1 = scene.write('A');
    Written a2 = scene.write('A');
    Written a3 = scene.write('A');
    Written a4 = scene.write('A');
    Written a5 = scene.write('A');
    for (Written each : List.of(a3, a4, a2)) {
      assertEquals(Verdict.FLOATING, node.ingest(each));
    }
    assertRefused(node, Verdict.TABLE_FULL, a5);
    assertRefused(node, Verdict.DUPLICATE, a3);
    // What can be witnessed at once is taken though the table is full, and empties it.
    assertEquals(Verdict.OK, node.ingest(a1));
    assertEquals(0, node.dag.floatingCount());
    assertEquals(Verdict.OK, node.ingest(a5));
    assertEquals(5, node.dag.sequence());
  }

  @Test
  void missesAsManyAsFitAndOneMoreIsTurnedAway() throws StoreException {
    Ingested node = node(100, 3, 100);
    Scene elsewhere = new Scene();
    Written p = elsewhere.write('P');
    Written q = elsewhere.write('Q');
    Written r = elsewhere.write('R');
    Written s = elsewhere.write('S');
    assertEquals(Verdict.FLOATING, node.ingest(scene.on('A', null, p, q)));
    assertRefused(node, Verdict.TABLE_FULL, scene.on('B', null, r, s));
    assertEquals(Verdict.FLOATING, node.ingest(scene.on('B', null, q, r)));
    assertEquals(3, node.dag.missingCount());
    assertRefused(node, Verdict.TABLE_FULL, scene.on('C', null, s));
    assertEquals(Verdict.FLOATING, node.ingest(scene.on('C', null, p, q, r)));
    assertEquals(Verdict.OK, node.ingest(scene.on('C', null)));
    assertEquals(Verdict.OK, node.ingest(p));
    assertEquals(2, node.dag.missingCount());
    assertEquals(Verdict.FLOATING, node.ingest(scene.on('D', null, s)));
  }

  @Test
  void knowsAsManyAuthorsAsFitAndOneMoreIsTurnedAway() throws StoreException {
    Ingested node = node(100, 100, 2);
    assertEquals(Verdict.OK, node.ingest(scene.write('A')));
    assertEquals(Verdict.OK, node.ingest(scene.write('B')));
    assertRefused(node, Verdict.TABLE_FULL, scene.write('C'));
    assertEquals(Verdict.OK, node.ingest(scene.write('A')));
    assertEquals(2, node.dag.authorCount());
  }

  @Test
  void aBadSignatureLeavesNoTrace() throws StoreException {
    Ingested node = new Ingested(log, new Ed25519Verifier());
    Ed25519Signer signer = new Ed25519Signer(new byte[32], 0);
    Written good =
        Written.sign(signer, DagModel.store(), Hash.ZERO, List.of(), new Hlc(1, 0), new byte[] {1});
    byte[] bytes = good.bytes();
    bytes[bytes.length - 1] ^= 1;
    assertRefused(node, Verdict.SIGNATURE_WRONG, good);
    assertFalse(node.dag.holds(good.hash().toBytes(), 0));
    bytes[bytes.length - 1] ^= 1;
    assertEquals(Verdict.OK, node.ingest(good));
  }

  @Test
  void aBadSignatureOfWhatIsAwaitedLeavesItAwaited() throws StoreException {
    Ingested node = node(10, 10, 10);
    Written a1 = scene.write('A');
    Written a2 = scene.write('A');
    assertEquals(Verdict.FLOATING, node.ingest(a2));
    a1.bytes()[a1.bytes().length - 1] ^= 1;
    assertRefused(node, Verdict.SIGNATURE_WRONG, a1);
    a1.bytes()[a1.bytes().length - 1] ^= 1;
    assertEquals(Verdict.OK, node.ingest(a1));
    assertEquals(2, node.dag.sequence());
  }

  @Test
  void anotherStoresIntentionLeavesNoTrace() throws StoreException {
    Ingested node = node(10, 10, 10);
    Written other =
        Written.sign(
            Scene.key('A'),
            StoreId.of(new byte[16], 0),
            Hash.ZERO,
            List.of(),
            Hlc.ZERO,
            new byte[0]);
    assertRefused(node, Verdict.WRONG_STORE, other);
  }

  @Test
  void aDuplicateIsWrittenOnce() throws StoreException {
    Ingested node = node(10, 10, 10);
    Written a1 = scene.write('A');
    assertEquals(Verdict.OK, node.ingest(a1));
    assertRefused(node, Verdict.DUPLICATE, a1);
    Written a3 = scene.on('A', scene.write('A'));
    assertEquals(Verdict.FLOATING, node.ingest(a3));
    assertRefused(node, Verdict.DUPLICATE, a3);
    assertEquals(2, log.entries.size());
  }

  @Test
  void bytesThatAreNoIntentionLeaveNoTrace() throws Exception {
    Ingested node = node(10, 10, 10);
    byte[] bytes = scene.write('A').bytes();
    for (int length = 0; length < bytes.length; length++) {
      Verdict verdict = node.dag.ingest(bytes, 0, length, Ingested.NOW_MS);
      assertFalse(verdict == Verdict.OK || verdict == Verdict.FLOATING, verdict + " at " + length);
    }
    assertEquals(0, log.entries.size());
  }
}
