package dev.latticenano.core.dag;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.latticenano.core.bytes.Seeds;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Fork points of several heads, and the end of the paths to them, against the model. */
class BranchViewProperties {
  @Test
  void findsWhereSeveralHistoriesPart() {
    Seeds.run(
        BranchViewProperties.class,
        random -> DagProperties.repeat(random, 60, BranchViewProperties::heads));
  }

  private static void heads(Random random) throws StoreException {
    List<Written> all =
        RandomDag.of(random, 1 + random.nextInt(5), 30, random.nextInt(3) > 0, false);
    Ingested node = new Ingested().ingestAll(all);
    DagModel model = new DagModel(all);
    BranchView view = new BranchView(node.dag);
    List<Hash> hashes = new ArrayList<>(model.witnessed());
    for (int run = 0; run < 20; run++) {
      IntList heads = new IntList();
      Set<Hash> common = new HashSet<>(hashes);
      for (int i = 1 + random.nextInt(4); i > 0; i--) {
        Hash head = hashes.get(random.nextInt(hashes.size()));
        heads.add(node.row(head));
        common.retainAll(model.past(head));
      }
      Hash expected =
          common.stream()
              .max(
                  Comparator.comparingInt(model::generation)
                      .thenComparing(Comparator.naturalOrder()))
              .orElse(null);
      int found = view.forkPoint(heads);
      assertEquals(expected, found == Dag.NONE ? null : node.hash(found));
      if (expected != null) {
        assertEnd(node, model, view, expected, node.hash(heads.at(0)));
      }
    }
  }

  private static void assertEnd(Ingested node, DagModel model, BranchView view, Hash from, Hash to)
      throws StoreException {
    List<Hash> path = model.path(from, to);
    for (int most = 0; most <= path.size() + 1; most++) {
      IntList out = new IntList();
      assertEquals(path.size(), view.path(node.row(from), node.row(to), most, out));
      List<Hash> shown = new ArrayList<>();
      for (int i = 0; i < out.count(); i++) {
        shown.add(node.hash(out.at(i)));
      }
      assertEquals(path.subList(Math.max(0, path.size() - most), path.size()), shown);
    }
  }
}
