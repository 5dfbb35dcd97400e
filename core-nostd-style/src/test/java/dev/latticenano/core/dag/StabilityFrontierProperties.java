package dev.latticenano.core.dag;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.bytes.Allocation;
import dev.latticenano.core.bytes.Seeds;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The stability frontier against a walk over the past of each voter's tip. */
class StabilityFrontierProperties {
  private static final int DAGS = 60;

  @Test
  void isTheLeastThatAnyVoterHasSeen() {
    Seeds.run(
        StabilityFrontierProperties.class,
        random -> DagProperties.repeat(random, DAGS, StabilityFrontierProperties::compare));
  }

  private static void compare(Random random) throws StoreException {
    boolean forks = random.nextBoolean();
    List<Written> all = RandomDag.of(random, 1 + random.nextInt(6), 60, forks, false);
    List<Written> held = new ArrayList<>();
    Ingested ingested = new Ingested();
    for (Written next : DagProperties.arrival(random, all)) {
      ingested.ingest(next);
      held.add(next);
      if (random.nextInt(10) == 0) {
        DagModel model = new DagModel(held);
        List<AuthorId> voters = DagProperties.some(random, model);
        int[] heights = frontier(ingested, voters);
        for (AuthorId author : model.authors()) {
          assertEquals(walked(model, voters, author), heights[ingested.author(author)]);
        }
      }
    }
  }

  private static int walked(DagModel model, List<AuthorId> voters, AuthorId author) {
    int least = voters.isEmpty() ? 0 : Integer.MAX_VALUE;
    for (AuthorId voter : voters) {
      List<Hash> chain = model.soundChain(voter);
      Hash tip = chain.isEmpty() ? null : chain.get(chain.size() - 1);
      least = Math.min(least, tip == null ? 0 : model.heightSeen(tip, author));
    }
    return least;
  }

  private static int[] frontier(Ingested ingested, List<AuthorId> voters) throws StoreException {
    IntList list = new IntList();
    voters.forEach(voter -> list.add(ingested.author(voter)));
    int[] heights = new int[ingested.dag.authorCount()];
    new StabilityFrontier(ingested.dag).heights(list, heights);
    return heights;
  }

  @Test
  void neverFallsForTheSameVotersWhileNobodyForks() {
    Seeds.run(
        StabilityFrontierProperties.class,
        random -> DagProperties.repeat(random, DAGS, StabilityFrontierProperties::rises));
  }

  private static void rises(Random random) throws StoreException {
    List<Written> all = RandomDag.of(random, 1 + random.nextInt(6), 80, false, false);
    Ingested ingested = new Ingested();
    List<AuthorId> voters = DagProperties.some(random, new DagModel(all));
    int[] before = new int[0];
    for (Written next : DagProperties.arrival(random, all)) {
      ingested.ingest(next);
      int[] now = frontier(ingested, voters);
      for (int author = 0; author < before.length; author++) {
        assertTrue(now[author] >= before[author], "author " + author + " fell");
      }
      before = now;
    }
  }

  @Test
  void isNothingWhileAVoterHasNotBeenMet() throws StoreException {
    Scene scene = new Scene();
    Written first = scene.write('A');
    scene.write('B', first);
    Ingested ingested = new Ingested().ingestAll(scene.all);
    AuthorId a = Scene.author('A');
    AuthorId b = Scene.author('B');
    assertArrayEquals(new int[] {1, 0}, frontier(ingested, List.of(a, b)));
    assertArrayEquals(new int[] {1, 1}, frontier(ingested, List.of(b)));
    assertArrayEquals(new int[] {0, 0}, frontier(ingested, List.of(b, Scene.author('Z'))));
    assertArrayEquals(new int[] {0, 0}, frontier(ingested, List.of()));
  }

  @Test
  void aForkedVoterHasSeenWhatItsSoundChainHasSeen() throws StoreException {
    Scene scene = new Scene();
    Written one = scene.write('A');
    Written two = scene.write('A');
    Written sound = scene.write('V', one);
    scene.write('V', two);
    Ingested ingested = new Ingested().ingestAll(scene.all);
    List<AuthorId> voters = List.of(Scene.author('V'));
    assertArrayEquals(new int[] {2, 2}, frontier(ingested, voters));
    ingested.ingest(scene.on('V', sound));
    assertArrayEquals(new int[] {1, 1}, frontier(ingested, voters));
  }

  @Test
  void allocatesNothing() throws StoreException {
    Ingested ingested = new Ingested();
    ingested.ingestAll(RandomDag.of(new Random(1), 6, 200, false, false));
    StabilityFrontier frontier = new StabilityFrontier(ingested.dag);
    IntList voters = new IntList();
    for (int author = 0; author < ingested.dag.authorCount(); author++) {
      voters.add(author);
    }
    int[] heights = new int[ingested.dag.authorCount()];
    assertEquals(0, Allocation.bytesPerRun(10_000, () -> ask(frontier, voters, heights)));
  }

  private static void ask(StabilityFrontier frontier, IntList voters, int[] heights) {
    try {
      frontier.heights(voters, heights);
    } catch (StoreException e) {
      throw new AssertionError(e);
    }
  }
}
