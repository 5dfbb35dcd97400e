package dev.latticenano.core.dag;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.bytes.Seeds;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.Hlc;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What an ack cites. */
class AckTipsTest {
  private static final int PER_ACK = 16;

  private final Scene scene = new Scene();
  private final Ingested ingested = new Ingested();

  private static Set<Hash> chosen(Ingested ingested, char self) throws StoreException {
    AckTips tips = new AckTips(ingested.dag, new ContentHeights(ingested.dag));
    IntList rows = new IntList();
    tips.choose(ingested.author(Scene.author(self)), PER_ACK, rows);
    Set<Hash> hashes = new HashSet<>();
    for (int i = 0; i < rows.count(); i++) {
      hashes.add(ingested.hash(rows.at(i)));
    }
    assertEquals(rows.count(), hashes.size(), "a tip twice");
    return hashes;
  }

  private Set<Hash> chosen(char self) throws StoreException {
    return chosen(ingested.ingestAll(scene.all), self);
  }

  private Written ack(char author, Written prev, Written... cited) {
    Written ack =
        Written.sign(
            Scene.key(author),
            DagModel.store(),
            prev == null ? Hash.ZERO : prev.hash(),
            Arrays.stream(cited).map(Written::hash).toList(),
            new Hlc(1_700_000_000_000L, 0),
            new byte[0]);
    ingested.ingest(ack);
    return ack;
  }

  private static Set<Hash> of(Written... all) {
    Set<Hash> hashes = new HashSet<>();
    for (Written each : all) {
      hashes.add(each.hash());
    }
    return hashes;
  }

  @Test
  void citesTheTipsOfOthersThatTheOwnPastLacks() throws StoreException {
    Written seen = scene.write('A');
    scene.write('M', seen);
    scene.write('B');
    Written newest = scene.write('B');
    Written more = scene.write('A');
    assertEquals(of(newest, more), chosen('M'));
  }

  @Test
  void citesNothingOnceAllIsInItsPast() throws StoreException {
    Written news = scene.write('A');
    assertEquals(of(news), chosen('M'));
    ack('M', null, news);
    assertEquals(Set.of(), chosen('M'));
  }

  @Test
  void leavesOutWhatAnotherCitedTipHasInItsPast() throws StoreException {
    Written first = scene.write('A');
    Written second = scene.write('B', first);
    assertEquals(of(second), chosen('M'));
  }

  @Test
  void acksOfOthersAreNoNews() throws StoreException {
    Written own = scene.write('M');
    ingested.ingestAll(scene.all);
    ack('A', ack('A', null, own), own);
    ack('B', null, own);
    assertEquals(Set.of(), chosen('M'));
  }

  @Test
  void aTipWithNothingButAcksRidesAlongWithNews() throws StoreException {
    Written own = scene.write('M');
    ingested.ingestAll(scene.all);
    Written ack = ack('A', null, own);
    Written news = scene.write('B');
    assertEquals(of(ack, news), chosen('M'));
  }

  @Test
  void anAckThatCitesTheNewsStandsForIt() throws StoreException {
    Written news = scene.write('A');
    ingested.ingestAll(scene.all);
    Written ack = ack('B', null, news);
    assertEquals(of(ack), chosen('M'));
  }

  @Test
  void acksFillTheLastAckAndNoMore() throws StoreException {
    Written own = scene.write('M');
    for (char author = 'a'; author <= 'z'; author++) {
      ack(author, null, own);
    }
    scene.write('A');
    assertEquals(PER_ACK, chosen('M').size());
  }

  @Test
  void moreNewsThanOneAckHoldsIsAllCited() throws StoreException {
    for (char author = 'a'; author <= 'z'; author++) {
      scene.write(author);
    }
    assertEquals(26, chosen('M').size());
  }

  @Test
  void aForkedAuthorAcksNothing() throws StoreException {
    Written own = scene.write('M');
    scene.write('M');
    scene.on('M', own);
    scene.write('A');
    assertEquals(Set.of(), chosen('M'));
  }

  @Test
  void ofAForkedAuthorTheSoundChainIsCited() throws StoreException {
    Written parent = scene.write('A');
    scene.write('A');
    scene.on('A', parent);
    assertEquals(of(parent), chosen('M'));
  }

  @Test
  void citesJustWhatBringsAllContentIntoThePast() {
    Seeds.run(AckTipsTest.class, random -> DagProperties.repeat(random, 60, this::compare));
  }

  private void compare(Random random) throws StoreException {
    List<Written> all = RandomDag.of(random, 2 + random.nextInt(6), 60, false, false);
    DagModel model = new DagModel(all);
    Ingested whole = new Ingested().ingestAll(DagProperties.arrival(random, all));
    ContentHeights contents = new ContentHeights(whole.dag);
    for (int self = 0; self < whole.dag.authorCount(); self++) {
      IntList rows = new IntList();
      new AckTips(whole.dag, contents).choose(self, PER_ACK, rows);
      Set<Hash> before = new HashSet<>(model.past(whole.hash(whole.dag.tip(self, 0))));
      Set<Hash> after = new HashSet<>(before);
      List<Hash> cited = new ArrayList<>();
      for (int i = 0; i < rows.count(); i++) {
        cited.add(whole.hash(rows.at(i)));
        after.addAll(model.past(cited.get(i)));
      }
      assertEquals(!contentOutside(model, before).isEmpty(), !cited.isEmpty());
      assertTrue(cited.isEmpty() || contentOutside(model, after).isEmpty());
      for (Hash one : cited) {
        assertFalse(before.contains(one));
        assertTrue(
            cited.stream().noneMatch(two -> !two.equals(one) && model.past(two).contains(one)));
      }
    }
  }

  private static Set<Hash> contentOutside(DagModel model, Set<Hash> past) {
    Set<Hash> outside = new HashSet<>(model.witnessed());
    outside.removeAll(past);
    outside.removeIf(hash -> model.get(hash).ops().isEmpty());
    return outside;
  }
}
