package dev.latticenano.core.dag;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Seeds;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.store.MemoryTables;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Records that rot while they lie: noticed, named, not in the way, and mended. */
class LostTest {
  private final Scene scene = new Scene();
  private final RecordList log = new RecordList();
  private final MemoryTables tables = new MemoryTables();
  private final byte[] out = new byte[Limits.SIGNED_BYTES_MAX];

  private Ingested open() {
    return new Ingested(log, tables, new PlainSignatures(), Capacity.FULL);
  }

  /** The same node after a power cut, from its last checkpoint: nothing met before is at hand. */
  private Ingested reopen(Ingested node) throws StoreException {
    node.dag.checkpoint();
    tables.cutPower();
    return open();
  }

  private void assertDamaged(Ingested node, int row) {
    StoreException thrown = assertThrows(StoreException.class, () -> node.dag.read(row, out, 0));
    assertEquals(StoreException.Kind.CORRUPT, thrown.kind());
    assertTrue(node.dag.isLost(row));
  }

  private Hash lostHash(Ingested node, int row) throws StoreException {
    node.dag.lostHash(row, out, 0);
    return Hash.of(out, 0);
  }

  @Test
  void whatCannotBeReadIsLostAndKnownByItsHash() throws StoreException {
    Written a1 = scene.write('A');
    scene.write('A');
    Written tip = scene.write('A');
    Ingested node = reopen(open().ingestAll(scene.all));
    log.damaged.add(0L);
    log.damaged.add(2L);
    assertEquals(0, node.dag.lostCount());
    assertDamaged(node, 0);
    assertDamaged(node, 2);
    assertEquals(2, node.dag.lostCount());
    IntList lost = new IntList();
    node.dag.lost(lost);
    assertEquals(List.of(0, 2), List.of(lost.at(0), lost.at(1)));
    assertEquals(a1.hash(), lostHash(node, 0));
    assertEquals(tip.hash(), lostHash(node, 2));
    assertEquals(0, node.row(a1.hash()));
    assertEquals(1, node.dag.height(0));
    Ingested again = reopen(node);
    assertEquals(2, again.dag.lostCount());
    assertEquals(a1.hash(), lostHash(again, 0));
  }

  @Test
  void aRunOfLostOnesIsNamedAllTheSame() throws StoreException {
    for (int i = 0; i < 20; i++) {
      scene.write("AB".charAt(i % 2));
    }
    Ingested node = reopen(open().ingestAll(scene.all));
    for (long position = 3; position < 17; position++) {
      log.damaged.add(position);
    }
    for (int row = 3; row < 17; row++) {
      assertDamaged(node, row);
      assertEquals(scene.all.get(row).hash(), lostHash(node, row));
    }
  }

  @Test
  void whatIsOfferedAgainMendsAndIsNotTakenTwice() throws StoreException {
    Written a1 = scene.write('A');
    Written a2 = scene.write('A');
    Ingested node = reopen(open().ingestAll(scene.all));
    byte[] digest = node.digest();
    log.damaged.add(0L);
    assertDamaged(node, 0);
    Written forged = scene.on('A', null);
    a1.bytes()[a1.bytes().length - 1] ^= 1;
    assertEquals(Verdict.SIGNATURE_WRONG, node.ingest(a1));
    a1.bytes()[a1.bytes().length - 1] ^= 1;
    assertEquals(1, node.dag.lostCount());
    assertEquals(0, node.dag.mendedCount());
    assertEquals(Verdict.OK, node.ingest(a1));
    assertEquals(0, node.dag.lostCount());
    assertEquals(1, node.dag.mendedCount());
    assertEquals(Verdict.DUPLICATE, node.ingest(a1));
    assertEquals(Verdict.DUPLICATE, node.ingest(a2));
    assertEquals(2, node.dag.sequence());
    assertArrayEquals(digest, node.digest());
    int length = node.dag.read(0, out, 0);
    assertArrayEquals(a1.bytes(), java.util.Arrays.copyOf(out, length));
    assertEquals(Verdict.OK, node.ingest(forged));
    // Before and after the next checkpoint.
    tables.cutPower();
    for (Ingested again : List.of(open(), reopen(open()))) {
      assertEquals(0, again.dag.lostCount());
      assertEquals(length, again.dag.read(0, out, 0));
      assertEquals(3, again.dag.sequence());
    }
  }

  @Test
  void aStretchFoundDamagedNamesItsRows() throws StoreException {
    Written a1 = scene.write('A');
    Written a2 = scene.write('A');
    Written a3 = scene.write('A');
    Ingested node = open();
    node.ingestAll(List.of(a2, a3, a1));
    // The log: a2, a3, a1 witnessed, witness of a2, witness of a3.
    assertEquals(5, log.entries.size());
    assertEquals(1, node.dag.markLost(0, 1));
    assertTrue(node.dag.isLost(node.row(a2.hash())));
    assertEquals(1, node.dag.markLost(2, 5));
    assertTrue(node.dag.isLost(node.row(a1.hash())));
    assertEquals(0, node.dag.markLost(3, 5));
    assertEquals(2, node.dag.lostCount());
    assertEquals(a2.hash(), lostHash(node, node.row(a2.hash())));
    assertEquals(3, node.dag.markLost(0, 5));
    assertEquals(3, node.dag.lostCount());
  }

  @Test
  void whatFloatsAndRotsIsTakenAgain() throws StoreException {
    Written a1 = scene.write('A');
    Written a2 = scene.write('A');
    Written a3 = scene.write('A');
    Ingested node = open().ingestAll(List.of(a3, a2));
    log.damaged.add(1L);
    assertEquals(Verdict.OK, node.ingest(a1));
    assertEquals(1, node.dag.sequence());
    assertEquals(1, node.dag.floatingCount());
    assertEquals(1, node.dag.missingCount());
    assertEquals(Verdict.OK, node.ingest(a2));
    node.assertSet(new DagModel(scene.all));
  }

  /** Any records at all, of any history: everything is named, and comes back when it is sent. */
  @Test
  void anyDamageIsNamedAndMended() {
    Seeds.run(LostTest.class, random -> DagProperties.repeat(random, 25, LostTest::anyDamage));
  }

  private static void anyDamage(Random random) throws StoreException {
    LostTest test = new LostTest();
    List<Written> all = RandomDag.of(random, 1 + random.nextInt(4), 30, true, false);
    Ingested node = test.open().ingestAll(DagProperties.arrival(random, all));
    node = random.nextBoolean() ? test.reopen(node) : node;
    List<Written> gone = new ArrayList<>();
    for (int i = random.nextInt(12); i >= 0; i--) {
      test.log.damaged.add((long) random.nextInt(test.log.entries.size()));
    }
    for (int row = 0; row < node.dag.sequence(); row++) {
      try {
        node.dag.read(row, test.out, 0);
      } catch (StoreException e) {
        Hash hash = test.lostHash(node, row);
        all.stream().filter(each -> each.hash().equals(hash)).forEach(gone::add);
      }
    }
    assertEquals(node.dag.lostCount(), gone.size());
    node = random.nextBoolean() ? test.reopen(node) : node;
    DagModel model = new DagModel(all);
    for (Written each : gone) {
      assertEquals(Verdict.OK, node.ingest(each));
    }
    assertEquals(0, node.dag.lostCount());
    node.assertSet(model);
    node.assertAncestry(model);
    node.assertProjection(model, DagProperties.some(random, model));
  }
}
