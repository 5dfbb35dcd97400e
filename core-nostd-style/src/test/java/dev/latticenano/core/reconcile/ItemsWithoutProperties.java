package dev.latticenano.core.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.bytes.Seeds;
import dev.latticenano.core.store.FixedRows;
import dev.latticenano.core.store.IdSum;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.TableShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A table without some of its rows answers as the rest of them in a tree. */
class ItemsWithoutProperties {
  private FixedRows table;
  private ItemTree rest;
  private ItemTree without;

  private void draw(Random random, int count, double share) {
    table = new FixedRows(TableShape.fixed("time", 40, 0).withSums());
    rest = new ItemTree();
    without = new ItemTree();
    ItemTree all = new ItemTree();
    int times = 1 + random.nextInt(2 * count + 1);
    boolean runs = random.nextBoolean();
    for (int i = 0; i < count; i++) {
      ModelItem item = ModelItem.random(random, times);
      byte[] id = item.id().toBytes();
      if (all.insert(item.created(), id, 0)) {
        put(item.created(), id);
        boolean out = runs ? item.created() < times * share : random.nextDouble() < share;
        (out ? without : rest).insert(item.created(), id, 0);
      }
    }
  }

  private void put(long created, byte[] id) {
    byte[] key = new byte[Marks.KEY_BYTES];
    BigEndian.putLong(key, 0, created);
    System.arraycopy(id, 0, key, 8, id.length);
    table.put(key, 0, key.length, key, 0, 0);
  }

  private static List<ModelItem> shown(ItemSet set, int from, int to) throws StoreException {
    List<ModelItem> shown = new ArrayList<>();
    set.items(from, to, (created, id, offset) -> shown.add(ModelItem.of(created, id, offset)));
    return shown;
  }

  private static void assertSame(Random random, ItemSet expected, ItemSet found, int questions)
      throws StoreException {
    IdSum sum = new IdSum();
    IdSum wanted = new IdSum();
    int size = found.size();
    assertEquals(expected.size(), size);
    for (int i = 0; i < questions; i++) {
      int index = random.nextInt(size + 1);
      found.sumBefore(index, sum);
      expected.sumBefore(index, wanted);
      assertTrue(wanted.isSame(sum), "sum before " + index);
      int to = Math.min(size, index + random.nextInt(40));
      assertEquals(shown(expected, index, to), shown(found, index, to));
      ModelItem bound = ModelItem.random(random, 2 * size + 1);
      byte[] id = bound.id().toBytes();
      int below = expected.below(bound.created(), id, 0, wanted);
      assertEquals(below, found.below(bound.created(), id, 0, sum));
      assertTrue(wanted.isSame(sum), "sum below " + bound);
    }
  }

  @Test
  void answersAsTheRestDo() {
    Seeds.run(
        getClass(),
        random -> {
          double[] shares = {0, 0.01, 0.3, 0.9, 1};
          for (int round = 0; round < 40; round++) {
            draw(random, random.nextInt(600), shares[round % shares.length]);
            assertSame(random, rest, new ItemsWithout(new TableItems(table), without), 60);
          }
        });
  }

  @Test
  void findsWhatDiffersAndNothingThatIsLeftOut() {
    Seeds.run(
        getClass(),
        random -> {
          for (int round = 0; round < 10; round++) {
            draw(random, 1500, 0.1 * round);
            ItemTree theirs = new ItemTree();
            for (ModelItem each : shown(rest, 0, rest.size())) {
              if (random.nextInt(50) > 0) {
                theirs.insert(each.created(), each.id().toBytes(), 0);
              }
            }
            int lacking = rest.size() - theirs.size();
            ItemSet mine = new ItemsWithout(new TableItems(table), without);
            Caps caps = Caps.ofFrames(4096);
            TwoSides asked = new TwoSides(mine, caps, theirs, caps).run();
            assertEquals(lacking, asked.have.size());
            assertEquals(0, asked.need.size());
            TwoSides answered = new TwoSides(theirs, caps, mine, caps).run();
            assertEquals(lacking, answered.need.size());
            assertEquals(0, answered.have.size());
          }
        });
  }

  @Test
  void rowsBehindEveryTimeAreNoItems() throws StoreException {
    draw(new Random(1), 100, 0);
    put(Bound.INFINITY, new byte[32]);
    byte[] id = new byte[32];
    id[0] = 1;
    put(Bound.INFINITY, id);
    assertSame(new Random(2), rest, new TableItems(table), 100);
    Caps caps = Caps.ofFrames(0);
    TwoSides sides = new TwoSides(new TableItems(table), caps, new ItemTree(), caps).run();
    assertEquals(rest.size(), sides.have.size());
  }
}
