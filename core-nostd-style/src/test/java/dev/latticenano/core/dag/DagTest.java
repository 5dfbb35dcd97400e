package dev.latticenano.core.dag;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.Hlc;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Small DAGs by name: the examples of the Rust engine's own tests, and how floating ends. */
class DagTest {
  private final Scene scene = new Scene();
  private final Ingested ingested = new Ingested();

  private Ingested ingestAll() throws StoreException {
    return ingested.ingestAll(scene.all);
  }

  private static List<Hash> hashes(Written... written) throws StoreException {
    List<Hash> hashes = new ArrayList<>();
    for (Written each : written) {
      hashes.add(each.hash());
    }
    return hashes;
  }

  @Test
  void anIntentionIsItsOwnAncestorAndItsPathToItselfIsEmpty() throws StoreException {
    Written a = scene.write('A');
    ingestAll();
    int row = ingested.row(a.hash());
    assertTrue(ingested.dag.isAncestor(row, row));
    assertEquals(a.hash(), ingested.lca(a.hash(), a.hash()));
    assertEquals(List.of(), ingested.path(a.hash(), a.hash()));
  }

  @Test
  void siblingsMeetInTheirParent() throws StoreException {
    Written a = scene.write('A');
    Written b = scene.write('B', a);
    Written c = scene.write('C', a);
    ingestAll();
    assertFalse(ingested.dag.isAncestor(ingested.row(b.hash()), ingested.row(c.hash())));
    assertEquals(a.hash(), ingested.lca(b.hash(), c.hash()));
    assertEquals(List.of(), ingested.path(b.hash(), c.hash()));
  }

  @Test
  void aDiamondHasThreeIntentionsOnItsPathAndEndsInTheLast() throws StoreException {
    Written a = scene.write('A');
    Written b = scene.write('B', a);
    Written c = scene.write('C', a);
    Written d = scene.write('D', b, c);
    ingestAll();
    assertEquals(a.hash(), ingested.lca(b.hash(), c.hash()));
    List<Hash> path = ingested.path(a.hash(), d.hash());
    assertEquals(3, path.size());
    assertEquals(d.hash(), path.get(2));
    assertTrue(path.containsAll(hashes(b, c)));
    assertEquals(hashes(d), ingested.path(b.hash(), d.hash()));
  }

  @Test
  void aDoubleDiamondAnswersForAllPairs() throws StoreException {
    Written a = scene.write('A');
    Written b = scene.write('B', a);
    Written c = scene.write('C', a);
    Written d = scene.write('D', b, c);
    Written e = scene.write('E', d);
    Written f = scene.write('F', d);
    Written g = scene.write('G', e, f);
    ingestAll().assertAncestry(new DagModel(scene.all));
    assertEquals(d.hash(), ingested.lca(e.hash(), f.hash()));
    assertEquals(e.hash(), ingested.lca(g.hash(), e.hash()));
    assertEquals(a.hash(), ingested.lca(g.hash(), a.hash()));
    List<Hash> path = ingested.path(a.hash(), g.hash());
    assertEquals(6, path.size());
    assertEquals(g.hash(), path.get(5));
  }

  @Test
  void branchesOfUnevenDepthMeetWhereTheyParted() throws StoreException {
    Written a = scene.write('A');
    Written b = scene.write('B', a);
    Written c = scene.write('C', a);
    Written d = scene.write('D', c);
    Written e = scene.write('E', d);
    Written f = scene.write('F', e);
    ingestAll();
    assertEquals(a.hash(), ingested.lca(b.hash(), f.hash()));
    assertEquals(a.hash(), ingested.lca(f.hash(), b.hash()));
    assertEquals(hashes(c, d, e, f), ingested.path(a.hash(), f.hash()));
  }

  /** Where the Rust engine's search stops at the first meeting, the lowest one is named here. */
  @Test
  void theLowestOfSeveralCommonAncestorsIsNamed() throws StoreException {
    Written a = scene.write('A');
    Written b = scene.write('B', a);
    Written c = scene.write('C', b);
    Written left = scene.write('D', a, c);
    Written right = scene.write('E', a, c);
    ingestAll();
    assertEquals(c.hash(), ingested.lca(left.hash(), right.hash()));
  }

  @Test
  void unrelatedIntentionsShareNothing() throws StoreException {
    Written a = scene.write('A');
    Written b = scene.write('B');
    ingestAll();
    assertNull(ingested.lca(a.hash(), b.hash()));
    assertEquals(List.of(), ingested.path(a.hash(), b.hash()));
  }

  /** Our rule (docs/protocol.md §13); the Rust engine follows conditions only. */
  @Test
  void storePrevBelongsToTheCausalPast() throws StoreException {
    Written a1 = scene.write('A');
    Written a2 = scene.write('A');
    Written b = scene.write('B', a2);
    ingestAll();
    assertTrue(ingested.dag.isAncestor(ingested.row(a1.hash()), ingested.row(b.hash())));
    assertEquals(hashes(a2, b), ingested.path(a1.hash(), b.hash()));
  }

  @Test
  void aChainThatArrivesBackwardsIsWitnessedInOrderWithItsFirst() throws StoreException {
    Written a1 = scene.write('A');
    Written a2 = scene.write('A');
    Written a3 = scene.write('A');
    assertEquals(Verdict.FLOATING, ingested.ingest(a3));
    assertEquals(Verdict.FLOATING, ingested.ingest(a2));
    assertEquals(2, ingested.dag.floatingCount());
    assertEquals(1, ingested.dag.missingCount());
    assertEquals(Verdict.OK, ingested.ingest(a1));
    assertEquals(0, ingested.dag.floatingCount());
    assertEquals(0, ingested.dag.missingCount());
    List<Hash> order = new ArrayList<>();
    for (int place = 1; place <= 3; place++) {
      order.add(ingested.hash(ingested.dag.rowAtSequence(place)));
    }
    assertEquals(hashes(a1, a2, a3), order);
  }

  @Test
  void twoAuthorsWhoCiteEachOtherHaveOneLegalOrder() throws StoreException {
    Written a1 = scene.write('A');
    Written b1 = scene.write('B', a1);
    Written a2 = scene.write('A', b1);
    Written b2 = scene.write('B', a2);
    Written a3 = scene.write('A', b2);
    Collections.reverse(scene.all);
    ingestAll();
    List<Hash> order = new ArrayList<>();
    for (int place = 1; place <= ingested.dag.sequence(); place++) {
      order.add(ingested.hash(ingested.dag.rowAtSequence(place)));
    }
    assertEquals(hashes(a1, b1, a2, b2, a3), order);
  }

  @Test
  void aHashNobodyWroteHoldsUpOnlyWhatCitesIt() throws StoreException {
    Written phantom = new Scene().write('P');
    Written a1 = scene.write('A', phantom);
    Written a2 = scene.write('A');
    Written b1 = scene.write('B');
    Written b2 = scene.write('B');
    ingestAll();
    assertEquals(2, ingested.dag.sequence());
    assertEquals(2, ingested.dag.floatingCount());
    assertTrue(ingested.dag.holds(a1.hash().toBytes(), 0));
    assertEquals(Dag.NONE, ingested.row(a2.hash()));
    assertEquals(2, ingested.dag.height(ingested.row(b2.hash())));
    assertEquals(1, ingested.dag.height(ingested.row(b1.hash())));
  }

  @Test
  void theZeroHashInAConditionIsSatisfied() throws StoreException {
    Written a =
        Written.sign(
            Scene.key('A'), DagModel.store(), Hash.ZERO, List.of(Hash.ZERO), Hlc.ZERO, new byte[0]);
    assertEquals(Verdict.OK, ingested.ingest(a));
    assertEquals(0, ingested.dag.missingCount());
  }

  @Test
  void aStorePrevOfAnotherAuthorIsRefusedBeforeAndAfterItFloated() throws StoreException {
    Written a = scene.write('A');
    Written b = scene.on('B', a);
    assertEquals(Verdict.FLOATING, ingested.ingest(b));
    assertEquals(Verdict.OK, ingested.ingest(a));
    assertEquals(0, ingested.dag.floatingCount());
    assertEquals(Verdict.STORE_PREV_FOREIGN, ingested.ingest(b));
    assertEquals(Dag.NONE, ingested.row(b.hash()));
    Ingested other = new Ingested();
    assertEquals(Verdict.OK, other.ingest(a));
    assertEquals(Verdict.STORE_PREV_FOREIGN, other.ingest(b));
    assertFalse(other.dag.holds(b.hash().toBytes(), 0));
  }

  @Test
  void findsByTheFirstEightBytes() throws StoreException {
    Written a = scene.write('A');
    ingestAll();
    assertEquals(ingested.row(a.hash()), ingested.dag.findByPrefix(a.hash().toBytes(), 0));
    assertEquals(0, ingested.dag.findAuthorByPrefix(a.author().toBytes(), 0));
    assertEquals(Dag.NONE, ingested.dag.findByPrefix(new byte[8], 0));
  }

  @Test
  void theLatestIsTheGreatestClockReadingThatIsBelieved() throws StoreException {
    assertEquals(Dag.NONE, ingested.dag.latest());
    Written early = sign('A', new Hlc(7, 3));
    Written late = sign('B', new Hlc(Hlc.BELIEVED_MS_MAX, 0));
    Written wild = sign('E', new Hlc(Hlc.BELIEVED_MS_MAX + 1, 0));
    Written middle = sign('C', new Hlc(7, -1));
    ingested.ingestAll(List.of(early, middle));
    assertEquals(ingested.row(middle.hash()), ingested.dag.latest());
    ingested.ingestAll(List.of(wild, late, sign('D', new Hlc(8, 0))));
    assertEquals(ingested.row(late.hash()), ingested.dag.latest());
  }

  private static Written sign(char author, Hlc time) {
    return Written.sign(
        Scene.key(author), DagModel.store(), Hash.ZERO, List.of(), time, new byte[0]);
  }
}
