package dev.latticenano.core.dag;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Seeds;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.WitnessContentWriter;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a node stands on after it was closed, cut off, damaged or out of space. */
class ReplayProperties {
  private static final int RUNS = 6;

  private static Ingested open(RecordList log) {
    return new Ingested(log, new PlainSignatures());
  }

  private static List<Written> random(Random random) {
    return RandomDag.of(
        random, 1 + random.nextInt(4), 10 + random.nextInt(30), true, random.nextBoolean());
  }

  /** The intentions in a log, each once. */
  private static List<Written> kept(RecordList log, List<Written> all) {
    Map<String, Written> byBytes = new HashMap<>();
    all.forEach(each -> byBytes.put(text(each.bytes()), each));
    List<Written> kept = new ArrayList<>();
    for (RecordList.Entry entry : log.entries) {
      if (entry.isIntention()) {
        kept.add(byBytes.get(text(entry.signed())));
      }
    }
    return kept;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
  }

  private static List<Hash> order(Ingested ingested) throws StoreException {
    List<Hash> order = new ArrayList<>();
    for (int place = 1; place <= ingested.dag.sequence(); place++) {
      order.add(ingested.hash(ingested.dag.rowAtSequence(place)));
    }
    return order;
  }

  private static byte[] head(Ingested ingested) throws StoreException {
    byte[] head = new byte[32];
    ingested.dag.parts.witnesses.copyHead(head, 0);
    return head;
  }

  /** The witness chain of docs/protocol.md §13, from the records alone. */
  private static byte[] head(RecordList log) throws StoreException {
    byte[] head = new byte[32];
    byte[] content = new byte[WitnessContentWriter.BYTES_MAX];
    for (RecordList.Entry entry : log.entries) {
      if (entry.isPlace()) {
        int length =
            new WitnessContentWriter()
                .store(DagModel.store().toBytes(), 0)
                .intention(entry.hash(), 0)
                .wallMs(entry.wallMs())
                .prev(head, 0)
                .write(content, 0, content.length);
        Blake3.plain().hash(content, 0, length, head, 0);
      }
    }
    return head;
  }

  @Test
  void everyPrefixOfTheLogIsAStateThatIngestingGave() throws StoreException {
    Seeds.run(
        ReplayProperties.class,
        random -> DagProperties.repeat(random, RUNS, ReplayProperties::everyPrefix));
  }

  private static void everyPrefix(Random random) throws StoreException {
    List<Written> all = random(random);
    RecordList log = new RecordList();
    Ingested live = open(log).ingestAll(DagProperties.arrival(random, all));
    List<Hash> liveOrder = order(live);
    for (int count = 0; count <= log.entries.size(); count++) {
      RecordList prefix = new RecordList(log.entries.subList(0, count));
      DagModel model = new DagModel(kept(prefix, all));
      Ingested replayed = open(prefix);
      replayed.assertSet(model);
      replayed.assertProjection(model, List.copyOf(model.authors()));
      long witnessed =
          log.entries.subList(0, count).stream().filter(RecordList.Entry::isPlace).count();
      assertEquals(
          liveOrder.subList(0, (int) witnessed),
          order(replayed).subList(0, (int) witnessed),
          "the witness order is kept");
      assertArrayEquals(head(prefix), head(replayed));
    }
    assertArrayEquals(head(live), head(open(log)));
    assertEquals(liveOrder, order(open(log)));
  }

  @Test
  void aLogWithoutItsWitnessRecordsWitnessesAgain() {
    Seeds.run(
        ReplayProperties.class,
        random -> {
          List<Written> all = random(random);
          RecordList log = new RecordList();
          open(log).ingestAll(DagProperties.arrival(random, all));
          RecordList bare = log.apart(false);
          DagModel model = new DagModel(kept(log, all));
          open(bare).assertSet(model);
          Ingested again = open(bare);
          again.assertSet(model);
          assertArrayEquals(head(bare), head(again));
        });
  }

  @Test
  void aLogThatKeepsPlacesApartIsReadLikeOneThatDoesNot() {
    Seeds.run(
        ReplayProperties.class,
        random -> {
          List<Written> all = random(random);
          RecordList log = new RecordList();
          Ingested live = open(log).ingestAll(DagProperties.arrival(random, all));
          Ingested old = open(log.apart(true));
          assertEquals(order(live), order(old));
          assertArrayEquals(head(live), head(old));
          old.assertSet(new DagModel(kept(log, all)));
        });
  }

  @Test
  void aRecordLostInTheMiddleHoldsUpOnlyItsDescendantsUntilItComesAgain() throws StoreException {
    Seeds.run(
        ReplayProperties.class,
        random -> DagProperties.repeat(random, RUNS, ReplayProperties::lostRecord));
  }

  private static void lostRecord(Random random) throws StoreException {
    List<Written> all = random(random);
    RecordList log = new RecordList();
    open(log).ingestAll(DagProperties.arrival(random, all));
    List<Written> whole = kept(log, all);
    for (int lost = 0; lost < log.entries.size(); lost++) {
      RecordList damaged = log.without(lost);
      Ingested replayed = open(damaged);
      List<Written> left = kept(damaged, all);
      replayed.assertSet(new DagModel(left));
      if (left.size() < whole.size()) {
        List<Written> gone = new ArrayList<>(whole);
        gone.removeAll(left);
        replayed.ingestAll(gone);
        // Out of order now: what hung on another author's chain may have been refused meanwhile.
        DagModel healed = new DagModel(whole);
        replayed.assertSet(healed);
        Ingested again = open(damaged);
        again.assertSet(healed);
        assertEquals(order(replayed), order(again));
      }
    }
  }

  @Test
  void aDiskFullAtAnyAppendLosesNothingAndHalfKeepsNothing() throws StoreException {
    Seeds.run(
        ReplayProperties.class,
        random -> DagProperties.repeat(random, RUNS, ReplayProperties::fullAtEvery));
  }

  private static void fullAtEvery(Random random) throws StoreException {
    List<Written> order = DagProperties.arrival(random, random(random));
    RecordList whole = new RecordList();
    DagModel model = new DagModel(kept(ingested(whole, order), order));
    for (int room = 0; room < whole.entries.size(); room++) {
      full(room, order, model);
    }
  }

  private static RecordList ingested(RecordList log, List<Written> order) {
    open(log).ingestAll(order);
    return log;
  }

  private static void full(int room, List<Written> order, DagModel model) throws StoreException {
    RecordList log = new RecordList();
    log.room = room;
    Ingested node = open(log);
    int failures = 0;
    List<Hash> acknowledged = new ArrayList<>();
    for (Written next : order) {
      try {
        Verdict verdict = node.dag.ingest(next.bytes(), 0, next.bytes().length, Ingested.NOW_MS);
        if (verdict == Verdict.OK) {
          acknowledged.add(next.hash());
        }
        assertNotEquals(Verdict.TABLE_FULL, verdict);
      } catch (StoreException e) {
        failures++;
        assertEquals(StoreException.Kind.FULL, e.kind());
      }
    }
    assertTrue(failures > 0);
    // Killed now and started again, still without space: everything acknowledged is there to read.
    Ingested killed = open(log);
    assertTrue(order(killed).containsAll(acknowledged));
    assertEquals(order(killed), order(node));
    for (Ingested survivor : List.of(node, killed)) {
      RecordList own = new RecordList(log.entries);
      Ingested healed = survivor == node ? node : open(own);
      log.room = Integer.MAX_VALUE;
      healed.ingestAll(order).assertSet(model);
      healed.assertProjection(model, List.copyOf(model.authors()));
      open((RecordList) healed.log).assertSet(model);
      assertEquals(order(open((RecordList) healed.log)), order(healed));
    }
  }

  @Test
  void whatAFullDiskStoppedIsWitnessedByResuming() throws StoreException {
    Scene scene = new Scene();
    Written first = scene.write('A');
    Written second = scene.write('A');
    RecordList log = new RecordList();
    Ingested node = open(log);
    node.ingest(second);
    log.room = 1;
    org.junit.jupiter.api.Assertions.assertThrows(
        StoreException.class,
        () -> node.dag.ingest(first.bytes(), 0, first.bytes().length, Ingested.NOW_MS));
    assertEquals(1, node.dag.sequence());
    log.room = 1;
    node.dag.resume(Ingested.NOW_MS);
    assertEquals(2, node.dag.sequence());
    node.dag.resume(Ingested.NOW_MS);
    assertEquals(3, log.entries.size());
  }
}
