package dev.latticenano.core.dag;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.latticenano.core.bytes.Seeds;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.store.StoreException;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whatever is forked or barred, and whatever floors the other has: the table is split in two. */
class SharedRowsProperties {
  private static final int ROUNDS = 100;

  @Test
  void sharedRowsAndOthersAreTheTableOfTimes() {
    Seeds.run(
        getClass(),
        random -> {
          for (int i = 0; i < ROUNDS; i++) {
            List<Written> all = RandomDag.of(random, 5, 20 + i, i % 2 == 0, false);
            Ingested node = new Ingested().ingestAll(all);
            IntList barred = new IntList();
            int[] theirs = new int[random.nextInt(node.dag.authorCount() + 1)];
            for (int author = 0; author < node.dag.authorCount(); author++) {
              if (random.nextInt(4) == 0) {
                barred.add(author);
              }
              if (author < theirs.length && random.nextBoolean()) {
                theirs[author] = random.nextInt(node.dag.authorHeight(author) + 3);
              }
            }
            node.dag.shown().bar(barred, new IntList());
            check(random, node, all, theirs);
          }
        });
  }

  private static void check(Random random, Ingested node, List<Written> all, int[] theirs)
      throws StoreException {
    Set<Hash> shared = new HashSet<>();
    Set<Hash> others = new HashSet<>();
    SharedRows rows = new SharedRows(node.dag, theirs);
    for (Written each : all) {
      int row = node.row(each.hash());
      int author = node.dag.author(row);
      int floor = author < theirs.length ? theirs[author] : 0;
      boolean above = node.dag.height(row) > floor && node.dag.shown().contains(row);
      assertEquals(above, rows.contains(row));
      (above ? shared : others).add(each.hash());
    }
    assertEquals(shared.size(), rows.count());
    assertEquals(others.size(), rows.othersCount());
    assertEquals(shared, walk(random, rows, false));
    assertEquals(others, walk(random, rows, true));
  }

  private static Set<Hash> walk(Random random, SharedRows rows, boolean others)
      throws StoreException {
    Set<Hash> met = new HashSet<>();
    int[] count = new int[1];
    rows.begin(others);
    boolean more = true;
    while (more) {
      more =
          rows.walk(
              1 + random.nextInt(7),
              (wallMs, hash) -> {
                met.add(Hash.of(hash, 0));
                count[0]++;
              });
    }
    assertEquals(met.size(), count[0], "none twice");
    return met;
  }
}
