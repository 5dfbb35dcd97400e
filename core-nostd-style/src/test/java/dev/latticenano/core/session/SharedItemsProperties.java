package dev.latticenano.core.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.latticenano.core.bytes.Seeds;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.dag.SharedRows;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.reconcile.ItemSet;
import dev.latticenano.core.state.KvState;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Whichever way a set is told, it is what the two ends share. */
class SharedItemsProperties {
  private static Dag forked(Random random) throws Exception {
    Mesh mesh = new Mesh(random);
    MeshNode author = mesh.node();
    MeshNode other = mesh.node();
    StoreId store = author.create(KvState.TYPE, 1);
    other.open(store);
    mesh.meet(author, other);
    for (int i = 0; i < 5; i++) {
      author.put(store, "key " + i, 10);
      other.put(store, "key " + i, 10);
    }
    MeshNode twin = mesh.node(1);
    twin.restore(author.backup());
    for (int i = 0; i < 10; i++) {
      author.put(store, "key " + i, 10);
      twin.put(store, "key " + i, 20);
    }
    mesh.meet(author, other);
    mesh.meet(author, twin);
    return author.node.dag(store);
  }

  private static Set<String> shared(Dag dag, int[] theirs) throws Exception {
    Set<String> shared = new TreeSet<>();
    SharedRows rows = new SharedRows(dag, theirs);
    rows.begin(false);
    rows.walk(Integer.MAX_VALUE, (wallMs, hash) -> shared.add(wallMs + " " + Hash.of(hash, 0)));
    return shared;
  }

  private static Set<String> told(SharedItems set) throws Exception {
    while (set.gather()) {
      assertNotNull(set.items());
    }
    ItemSet items = set.items();
    Set<String> told = new TreeSet<>();
    items.items(
        0, items.size(), (created, id, offset) -> told.add(created + " " + Hash.of(id, offset)));
    assertEquals(items.size(), told.size());
    return told;
  }

  @Test
  void tableExceptionsAndTreeTellTheSame() {
    Seeds.run(
        getClass(),
        random -> {
          Dag dag = forked(random);
          for (int i = 0; i < 20; i++) {
            int[] theirs = new int[dag.authorCount()];
            int sum = 0;
            for (int author = 0; author < theirs.length && i > 0; author++) {
              theirs[author] = random.nextInt(dag.authorHeight(author) + 4);
              sum += theirs[author];
            }
            Set<String> expected = shared(dag, theirs);
            assertEquals(expected, told(new SharedItems(dag, theirs, sum)));
            assertEquals(expected, told(new SharedItems(dag, theirs, sum, 0, 1000)));
          }
        });
  }

  @Test
  void limitsAreCrossedOneByOne() throws Exception {
    Dag dag = forked(new Random(1));
    int[] theirs = {3};
    int others = 3;
    int count = dag.sequence() - others;
    assertEquals(count, told(new SharedItems(dag, theirs, 3, others, 0)).size());
    assertNull(new SharedItems(dag, theirs, 3, others - 1, count - 1).items());
    assertEquals(count, told(new SharedItems(dag, theirs, 3, others - 1, count)).size());
    assertEquals(dag.sequence(), told(new SharedItems(dag, new int[0], 0, 0, 0)).size());
  }
}
