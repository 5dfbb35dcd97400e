package dev.latticenano.core.dag;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Seeds;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** One author, two intentions with one store_prev: what is kept, what counts, what is final. */
class ForkTest {
  private static final List<AuthorId> VOTERS = List.of(Scene.author('V'), Scene.author('W'));

  private final Scene scene = new Scene();
  private int finals;
  private final Written v1 = scene.write('V');
  private final Written w1 = scene.write('W');
  private final Written parent = scene.write('F');
  private final Written left = scene.write('F');
  private final Written leftNext = scene.write('F');
  private final Written right = scene.on('F', parent);

  /** A node that has met both voters and then ingested {@code written} in that order. */
  private Ingested node(Written... written) throws StoreException {
    Ingested node = new Ingested().ingestAll(List.of(v1, w1)).ingestAll(List.of(written));
    node.voters(VOTERS);
    node.dag.settleForks();
    return node;
  }

  private static boolean counts(Ingested node, Written written) throws StoreException {
    return node.dag.isProjected(node.row(written.hash()));
  }

  @Test
  void whicheverBranchCameFirstTheAuthorStaysAtTheForkParent() throws StoreException {
    for (Ingested node :
        List.of(node(parent, left, leftNext, right), node(parent, right, left, leftNext))) {
      int author = node.author(parent.author());
      assertTrue(node.dag.isForked(author));
      assertEquals(1, node.dag.authorHeight(author));
      assertEquals(Set.of(leftNext.hash(), right.hash()), node.tips(parent.author()));
      assertTrue(counts(node, parent));
      assertFalse(counts(node, left) || counts(node, leftNext) || counts(node, right));
    }
  }

  @Test
  void whoCitesEitherBranchIsWitnessedAndCounts() throws StoreException {
    Written b = scene.write('B', leftNext);
    Written c = scene.write('C', right);
    Written d = scene.write('D', left, right);
    Ingested node = node(d, c, b, parent, left, leftNext, right);
    for (Written each : List.of(b, c, d)) {
      assertTrue(counts(node, each));
    }
    node.assertAncestry(new DagModel(scene.all));
  }

  @Test
  void aForkedChainStallsNobodyElse() throws StoreException {
    Ingested node = node(parent, left, right);
    for (int i = 0; i < 20; i++) {
      Written next = scene.write(i % 2 == 0 ? 'B' : 'F');
      assertEquals(Verdict.OK, node.ingest(next));
      assertEquals(i % 2 == 0, counts(node, next));
    }
  }

  @Test
  void twoFirstIntentionsLeaveTheAuthorAtNothing() throws StoreException {
    Written first = scene.on('T', null);
    Written second = scene.on('T', null);
    Ingested node = node(first, second);
    assertEquals(0, node.dag.authorHeight(node.author(first.author())));
    assertFalse(counts(node, first) || counts(node, second));
    node.assertSet(new DagModel(List.of(v1, w1, first, second)));
  }

  @Test
  void aBranchEveryVoterSawAloneStaysProjectedWhenTheOtherComes() throws StoreException {
    Written ackV = scene.write('V', leftNext);
    Written ackW = scene.write('W', left);
    Ingested node = node(parent, left, leftNext, ackV, ackW);
    assertTrue(counts(node, leftNext));
    assertEquals(Verdict.OK, node.ingest(right));
    node.dag.settleForks();
    assertTrue(node.dag.isForked(node.author(parent.author())));
    assertTrue(counts(node, left) && counts(node, leftNext));
    assertFalse(counts(node, right));
  }

  @Test
  void aBranchBecomesFinalWhenTheLastAcknowledgementArrives() throws StoreException {
    Written ackV = scene.write('V', left);
    Written ackW = scene.write('W', left);
    Ingested node = node(parent, right, left, leftNext, ackV);
    assertFalse(counts(node, left));
    assertFalse(node.dag.settleForks());
    assertEquals(Verdict.OK, node.ingest(ackW));
    assertTrue(node.dag.settleForks(), "projection must start over");
    assertFalse(node.dag.settleForks(), "once");
    assertTrue(counts(node, left) && counts(node, leftNext));
    assertFalse(counts(node, right));
  }

  @Test
  void whoSawBothHasAcknowledgedNeither() throws StoreException {
    Written ackV = scene.write('V', left);
    Written ackW = scene.write('W', left, right);
    Written ackAgain = scene.write('W', left);
    Ingested node = node(parent, left, right, ackV, ackW, ackAgain);
    assertFalse(counts(node, left) || counts(node, right));
  }

  @Test
  void votersWhoDisagreeMakeNothingFinal() throws StoreException {
    Written ackV = scene.write('V', left);
    Written ackW = scene.write('W', right);
    Ingested node = node(parent, left, right, ackV, ackW);
    assertFalse(counts(node, left) || counts(node, right));
  }

  @Test
  void withoutVotersOrWithOneNeverMetNothingIsFinal() throws StoreException {
    Written ackV = scene.write('V', left);
    Written ackW = scene.write('W', left);
    Ingested node = node(parent, left, right, ackV, ackW);
    assertTrue(counts(node, left));
    node.voters(List.of(VOTERS.get(0), VOTERS.get(1), Scene.author('X')));
    assertTrue(node.dag.settleForks());
    assertFalse(counts(node, left));
    node.voters(List.of());
    assertFalse(node.dag.settleForks());
    assertFalse(counts(node, left));
  }

  @Test
  void aForkedAuthorHasNoVoiceInItsOwnCase() throws StoreException {
    Written ack = scene.write('V', left);
    Ingested node = node(parent, left, right, ack);
    node.voters(List.of(Scene.author('F')));
    assertFalse(node.dag.settleForks());
    node.voters(List.of(Scene.author('F'), Scene.author('V')));
    assertTrue(node.dag.settleForks());
    assertTrue(counts(node, left));
  }

  @Test
  void aVoterWhoForksLaterCannotTakeBackWhatItAcknowledged() throws StoreException {
    Written ackV = scene.write('V', left);
    Written ackW = scene.write('W', left);
    Written denyV = scene.on('V', v1, right);
    Ingested node = node(parent, left, right, ackV, ackW, denyV);
    assertTrue(counts(node, left));
    assertFalse(counts(node, right));
    Written denyW = scene.on('W', w1, right);
    Ingested bothForked = node(parent, left, right, ackV, ackW, denyV, denyW);
    assertFalse(counts(bothForked, left) || counts(bothForked, right), "never both");
  }

  @Test
  void aForkOfTheFinalBranchStopsThere() throws StoreException {
    Written ackV = scene.write('V', left);
    Written ackW = scene.write('W', left);
    Written other = scene.on('F', left);
    Ingested node = node(parent, left, leftNext, right, ackV, ackW, other);
    assertTrue(counts(node, left));
    assertFalse(counts(node, leftNext) || counts(node, other));
    Written again = scene.write('V', other);
    Written too = scene.write('W', other);
    node.ingestAll(List.of(again, too));
    assertTrue(node.dag.settleForks());
    assertTrue(counts(node, other));
    assertFalse(counts(node, leftNext));
  }

  @Test
  void everyForkFoundOnASoundChainIsTold() throws StoreException {
    Ingested node = node(parent, left, leftNext);
    assertEquals(0, node.dag.forkVersion());
    node.ingest(scene.on('F', left));
    assertEquals(1, node.dag.forkVersion());
    node.ingest(right);
    assertEquals(2, node.dag.forkVersion());
    assertEquals(1, node.dag.forkedCount());
  }

  /** One author writes in two places; everybody else acknowledges what it happens to have seen. */
  @Test
  void finalityIsTheModelsWhateverTheOrder() throws StoreException {
    Seeds.run(ForkTest.class, random -> DagProperties.repeat(random, 150, this::finality));
    assertTrue(finals > 0, "no branch ever became final");
  }

  private void finality(Random random) throws StoreException {
    List<Written> all = acknowledged(random);
    DagModel model = new DagModel(all);
    List<AuthorId> voters = List.of(Scene.author('V'), Scene.author('W'), Scene.author('F'));
    Ingested node = new Ingested();
    Set<Hash> settled = new HashSet<>();
    List<Written> held = new ArrayList<>();
    for (Written next : DagProperties.arrival(random, all)) {
      node.ingest(next);
      node.voters(voters);
      long forkVersion = node.dag.forkVersion();
      Set<Hash> before = node.projected();
      boolean startOver = node.dag.settleForks();
      Set<Hash> now = node.projected();
      assertTrue(startOver || before.equals(now), "projection changed untold");
      assertEquals(forkVersion, node.dag.forkVersion());
      // V never forks here.
      assertTrue(now.containsAll(settled), "what was final is not any more");
      held.add(next);
      settled = finalIn(new DagModel(held), now);
      finals += settled.size();
    }
    node.assertProjection(model, voters);
  }

  /** Of what is projected, the branches that have a rival. */
  private static Set<Hash> finalIn(DagModel model, Set<Hash> projected) throws StoreException {
    Set<Hash> branches = new HashSet<>(projected);
    branches.removeIf(
        hash -> {
          Written written = model.get(hash);
          return model.children(written.author(), written.storePrev()).size() < 2;
        });
    return branches;
  }

  private static List<Written> acknowledged(Random random) {
    Scene scene = new Scene();
    List<Written> chain = new ArrayList<>(List.of(scene.write('F')));
    List<Written> voiced = new ArrayList<>(List.of(scene.write('V'), scene.write('W')));
    int shown = 1;
    for (int i = 0; i < 25; i++) {
      switch (random.nextInt(5)) {
        case 0 -> chain.add(scene.on('F', chain.get(random.nextInt(chain.size()))));
        case 1 -> chain.add(scene.write('F'));
        case 2 -> shown = Math.min(chain.size(), shown + random.nextInt(2));
        case 3 -> voiced.add(scene.write('V', chain.get(random.nextInt(shown))));
        default -> {
          boolean forks = random.nextInt(8) == 0;
          Written seen = chain.get(random.nextInt(chain.size()));
          voiced.add(forks ? scene.on('W', voiced.get(1), seen) : scene.write('W', seen));
        }
      }
    }
    return scene.all;
  }
}
