package dev.latticenano.core.dag;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Seeds;
import dev.latticenano.core.crypto.Ed25519Signer;
import dev.latticenano.core.crypto.Ed25519Verifier;
import dev.latticenano.core.crypto.Signer;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.store.MemoryStore;
import dev.latticenano.core.store.MemoryTables;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Random DAGs in random orders against the model. Signatures are plain, except where a test says
 * otherwise.
 */
class DagProperties {
  @Test
  void anyOrderOfArrivalGivesTheSameSetTipsAndState() throws StoreException {
    Seeds.run(DagProperties.class, random -> repeat(random, 100, this::anyOrder));
  }

  private void anyOrder(Random random) throws StoreException {
    List<Written> all = dag(random, 20 + random.nextInt(80), random.nextInt(3) > 0);
    DagModel model = new DagModel(all);
    List<AuthorId> voters = some(random, model);
    for (int order = 0; order < 4; order++) {
      Ingested ingested = new Ingested().ingestAll(arrival(random, all));
      ingested.assertSet(model);
      ingested.assertProjection(model, voters);
    }
  }

  @Test
  void realSignaturesMakeNoDifference() throws StoreException {
    Seeds.run(
        DagProperties.class,
        random -> {
          List<Written> all = RandomDag.of(random, 3, 60, true, true, i -> signer(random));
          DagModel model = new DagModel(all);
          for (int order = 0; order < 2; order++) {
            Ingested ingested = new Ingested(new MemoryStore(), new Ed25519Verifier());
            ingested.ingestAll(arrival(random, all)).assertSet(model);
            ingested.assertProjection(model, some(random, model));
          }
        });
  }

  private static Signer signer(Random random) {
    byte[] seed = new byte[Ed25519Signer.SEED_BYTES];
    random.nextBytes(seed);
    return new Ed25519Signer(seed, 0);
  }

  @Test
  void witnessesExactlyWhatCitesOnlyWitnessed() throws StoreException {
    Seeds.run(DagProperties.class, random -> repeat(random, 60, this::stepByStep));
  }

  private void stepByStep(Random random) throws StoreException {
    List<Written> all = dag(random, 10 + random.nextInt(40), true);
    List<Written> held = new ArrayList<>();
    Map<Hash, AuthorId> authors = new HashMap<>();
    Ingested ingested = new Ingested();
    for (Written next : arrival(random, all)) {
      boolean wasHeld = held.contains(next);
      AuthorId prevAuthor = authors.get(next.storePrev());
      boolean foreign = prevAuthor != null && !prevAuthor.equals(next.author());
      Verdict verdict = ingested.ingest(next);
      if (foreign && !wasHeld) {
        assertEquals(Verdict.STORE_PREV_FOREIGN, verdict);
        continue;
      }
      held.add(next);
      authors.put(next.hash(), next.author());
      DagModel after = new DagModel(held);
      if (wasHeld) {
        assertEquals(Verdict.DUPLICATE, verdict);
      } else {
        boolean witnessed = after.witnessed().contains(next.hash());
        assertEquals(witnessed ? Verdict.OK : Verdict.FLOATING, verdict);
      }
      // What waits for nothing and is unfit is let go: its author is as unheard of as its hash.
      held.removeIf(after::isUnfit);
      authors.keySet().retainAll(held.stream().map(Written::hash).toList());
      ingested.assertSet(after);
    }
  }

  @Test
  void answersQuestionsOfAncestryLikeTheModel() throws StoreException {
    Seeds.run(DagProperties.class, random -> repeat(random, 120, this::ancestry));
  }

  private void ancestry(Random random) throws StoreException {
    boolean forks = random.nextInt(4) > 0;
    int authors = 1 + random.nextInt(6);
    List<Written> all = RandomDag.of(random, authors, 10 + random.nextInt(30), forks, false);
    // Small numbers, so that vectors are kept, and thinned out, in a DAG that a model can follow.
    Capacity capacity =
        new Capacity(1000, 1000, 100, 1 + random.nextInt(5), 8 << random.nextInt(8));
    Ingested ingested =
        new Ingested(new MemoryStore(), new MemoryTables(), new PlainSignatures(), capacity);
    List<Written> held = new ArrayList<>();
    for (Written next : random.nextBoolean() ? all : arrival(random, all)) {
      ingested.ingest(next);
      held.add(next);
      // In the middle, too: what was indexed before a fork came must be right behind it.
      if (random.nextInt(12) == 0 || held.size() == all.size()) {
        ingested.assertAncestry(new DagModel(held));
      }
    }
  }

  private static List<Written> dag(Random random, int count, boolean forks) {
    return RandomDag.of(random, 1 + random.nextInt(6), count, forks, random.nextBoolean());
  }

  /** A shuffle, mild or thorough, with some intentions twice. */
  static List<Written> arrival(Random random, List<Written> all) {
    List<Written> order = new ArrayList<>(all);
    for (int i = random.nextInt(10); i > 0; i--) {
      order.add(all.get(random.nextInt(all.size())));
    }
    switch (random.nextInt(4)) {
      case 0 -> Collections.reverse(order);
      case 1 -> {
        for (int i = 0; i < 10; i++) {
          Collections.swap(order, random.nextInt(order.size()), random.nextInt(order.size()));
        }
      }
      default -> Collections.shuffle(order, random);
    }
    return order;
  }

  static List<AuthorId> some(Random random, DagModel model) {
    List<AuthorId> some = new ArrayList<>(model.authors());
    some.removeIf(any -> random.nextBoolean());
    return some;
  }

  static void repeat(Random random, int times, Seeds.Body body) throws Exception {
    for (int i = 0; i < times; i++) {
      body.run(random);
    }
  }
}
