package dev.latticenano.core.dag;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.latticenano.core.bytes.Seeds;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Whatever is barred, and whenever: what is shown is what its rule says, and a node that never took
 * what is hidden has the same set, tips and projection.
 */
class ShownProperties {
  private static final int ROUNDS = 150;

  @Test
  void showsWhatOthersHaveInTheirPastAndNoMore() {
    Seeds.run(
        getClass(),
        random -> {
          for (int i = 0; i < ROUNDS; i++) {
            List<Written> all = RandomDag.of(random, 5, 20 + i, i % 2 == 0, false);
            Ingested node = new Ingested();
            Set<AuthorId> barred = new HashSet<>();
            Set<Hash> allowed = new HashSet<>();
            int turns = 1 + random.nextInt(3);
            for (int turn = 0; turn < turns; turn++) {
              node.ingestAll(all.subList(turn * all.size() / turns, part(all, turn, turns)));
              barred(random, node, barred);
              allowed(random, all.subList(0, part(all, turn, turns)), barred, allowed);
              bar(node, barred, allowed);
              int more = random.nextInt(5);
              node.ingestAll(all.subList(0, Math.min(all.size(), part(all, turn, turns) + more)));
            }
            check(node, all, barred, allowed);
          }
        });
  }

  private static int part(List<Written> all, int turn, int turns) {
    return (turn + 1) * all.size() / turns;
  }

  private static void barred(Random random, Ingested node, Set<AuthorId> barred) {
    barred.clear();
    for (int author = 0; author < node.dag.authorCount(); author++) {
      byte[] key = new byte[32];
      node.dag.copyAuthorKey(author, key, 0);
      if (random.nextInt(3) == 0) {
        barred.add(AuthorId.of(key, 0));
      }
    }
  }

  private static void allowed(
      Random random, List<Written> here, Set<AuthorId> barred, Set<Hash> allowed) {
    allowed.clear();
    for (Written each : here) {
      if (barred.contains(each.author()) && random.nextInt(15) == 0) {
        allowed.add(each.hash());
      }
    }
  }

  private static void bar(Ingested node, Set<AuthorId> barred, Set<Hash> allowed)
      throws StoreException {
    IntList authors = new IntList();
    barred.forEach(each -> authors.add(node.author(each)));
    IntList rows = new IntList();
    for (Hash each : allowed) {
      rows.add(node.row(each));
    }
    node.dag.shown().bar(authors, rows);
  }

  private static void check(
      Ingested node, List<Written> all, Set<AuthorId> barred, Set<Hash> allowed)
      throws StoreException {
    DagModel whole = new DagModel(all);
    Set<Hash> shown = new HashSet<>();
    for (Written each : all) {
      if (!barred.contains(each.author()) || allowed.contains(each.hash())) {
        shown.addAll(whole.past(each.hash()));
      }
    }
    List<Written> seen = new ArrayList<>(all);
    seen.removeIf(each -> !shown.contains(each.hash()));
    DagModel model = new DagModel(seen);
    Shown found = node.dag.shown();
    assertEquals(shown.size(), found.count());
    assertEquals(whole.witnessed().size() - shown.size(), found.hiddenCount());
    byte[] digest = new byte[32];
    found.digest(digest, 0);
    assertArrayEquals(model.digest(), digest);
    for (Written each : all) {
      assertEquals(shown.contains(each.hash()), found.contains(node.row(each.hash())));
    }
    for (AuthorId author : whole.authors()) {
      IntList tips = new IntList();
      found.tips(node.author(author), tips);
      assertEquals(model.tips(author), hashes(node, tips));
      Set<Hash> chain = new HashSet<>();
      for (int at = 1; at <= found.authorHeight(node.author(author)); at++) {
        chain.add(node.hash(node.dag.rowAtHeight(node.author(author), at)));
      }
      chain.addAll(hashes(node, found.branchRows(node.author(author))));
      Set<Hash> expected = new HashSet<>(shown);
      expected.removeIf(hash -> !whole.get(hash).author().equals(author));
      assertEquals(expected, chain);
    }
    projects(node, model, shown);
    sameAsWithout(node, seen, barred);
  }

  /** Of what is shown the same counts as if nothing else were here. */
  private static void projects(Ingested node, DagModel model, Set<Hash> shown)
      throws StoreException {
    node.voters(List.of());
    node.dag.settleForks();
    Set<Hash> projected = node.projected();
    projected.retainAll(shown);
    assertEquals(model.projected(List.of()), projected);
  }

  private static void sameAsWithout(Ingested node, Collection<Written> seen, Set<AuthorId> barred) {
    byte[] digest = new byte[32];
    node.dag.shown().digest(digest, 0);
    assertArrayEquals(new Ingested().ingestAll(seen).digest(), digest, "without the hidden");
  }

  private static Set<Hash> hashes(Ingested node, IntList rows) throws StoreException {
    Set<Hash> hashes = new HashSet<>();
    for (int i = 0; i < rows.count(); i++) {
      hashes.add(node.hash(rows.at(i)));
    }
    return hashes;
  }
}
