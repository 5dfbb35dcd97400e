package dev.latticenano.core.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.bytes.Allocation;
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

/** A table's rows answer as the same items in a tree do. */
class TableItemsProperties {
  private final FixedRows table = new FixedRows(TableShape.fixed("time", 40, 0).withSums());
  private final TableItems items = new TableItems(table);
  private final ItemTree tree = new ItemTree();
  private final IdSum sum = new IdSum();
  private final IdSum wanted = new IdSum();

  private void put(long created, byte[] id) {
    if (tree.insert(created, id, 0)) {
      byte[] key = key(created, id);
      table.put(key, 0, key.length, key, 0, 0);
    }
  }

  private static byte[] key(long created, byte[] id) {
    byte[] key = new byte[Marks.KEY_BYTES];
    BigEndian.putLong(key, 0, created);
    System.arraycopy(id, 0, key, 8, id.length);
    return key;
  }

  private static List<ModelItem> shown(ItemSet set, int from, int to) throws StoreException {
    List<ModelItem> shown = new ArrayList<>();
    set.items(from, to, (created, id, offset) -> shown.add(ModelItem.of(created, id, offset)));
    return shown;
  }

  private void checkSame(Random random, int questions) throws StoreException {
    int size = items.size();
    assertEquals(tree.size(), size);
    for (int i = 0; i < questions; i++) {
      int index = random.nextInt(size + 1);
      items.sumBefore(index, sum);
      tree.sumBefore(index, wanted);
      assertTrue(wanted.isSame(sum), "sum before " + index);
      int from = Math.max(0, index - 1);
      int to = Math.min(size, index + random.nextInt(40));
      assertEquals(shown(tree, from, to), shown(items, from, to));
      ModelItem bound = ModelItem.random(random, 2000);
      byte[] id = bound.id().toBytes();
      int below = tree.below(bound.created(), id, 0, wanted);
      assertEquals(below, items.below(bound.created(), id, 0, sum));
      assertTrue(wanted.isSame(sum), "sum below " + bound);
    }
  }

  @Test
  void rowsAnswerAsItemsDo() {
    Seeds.run(
        TableItemsProperties.class,
        random -> {
          int[] times = {1, 5, 1000, 1_000_000};
          for (int round = 0; round < 8; round++) {
            for (int i = 0; i < 3000; i++) {
              ModelItem item = ModelItem.random(random, times[random.nextInt(times.length)]);
              put(item.created(), item.id().toBytes());
            }
            checkSame(random, 300);
          }
          for (int i = 0; i < 5000; i++) {
            ModelItem item = shown(tree, random.nextInt(tree.size() - 1), tree.size()).get(0);
            byte[] id = item.id().toBytes();
            tree.delete(item.created(), id, 0);
            table.delete(key(item.created(), id), 0, Marks.KEY_BYTES);
            i += i % 16;
          }
          checkSame(random, 300);
        });
  }

  @Test
  void timesThatGrowAtAnyScaleAreFoundAmongThemselves() throws StoreException {
    Random random = new Random(1);
    for (int i = 0; i < 64 * 300; i++) {
      byte[] id = new byte[32];
      random.nextBytes(id);
      put((1L << i / 300) - (i / 300 == 63 ? 2 : 0) + i % 2, id);
    }
    checkSame(random, 1000);
  }

  @Test
  void noItemsAreAnEmptySet() throws StoreException {
    assertEquals(0, items.size());
    items.sumBefore(0, sum);
    assertEquals(0, sum.count());
    assertEquals(0, items.below(-2, new byte[32], 0, sum));
    assertEquals(List.of(), shown(items, 0, 0));
  }

  @Test
  void bothSidesOfAReconciliationCanBeTables() throws StoreException {
    RandomSets sets = new RandomSets(new Random(5), 4000, RandomSets.Times.SHARED, 1, 0.02, 0.02);
    sets.mine.items(
        0,
        sets.mine.size(),
        (created, id, offset) -> put(created, ModelItem.of(created, id, offset).id().toBytes()));
    Caps caps = Caps.ofFrames(4096);
    TwoSides tables = new TwoSides(items, caps, sets.theirs, caps).keeping().run();
    TwoSides trees = new TwoSides(sets.mine, caps, sets.theirs, caps).keeping().run();
    assertEquals(trees.messages, tables.messages);
    assertEquals(sets.onlyMine, tables.have);
    assertEquals(sets.onlyTheirs, tables.need);
  }

  @Test
  void askingAllocatesNothing() throws StoreException {
    Random random = new Random(2);
    for (int i = 0; i < 5000; i++) {
      ModelItem item = ModelItem.random(random, 1000);
      put(item.created(), item.id().toBytes());
    }
    int[] next = {0};
    int[] seen = {0};
    ItemSet.Reader reader = (created, id, offset) -> seen[0]++;
    assertEquals(
        0,
        Allocation.bytesPerRun(
            5_000,
            () -> {
              try {
                int size = items.size();
                next[0] = (next[0] + 7919) % size;
                items.sumBefore(next[0], sum);
                items.items(next[0], Math.min(size, next[0] + 5), reader);
              } catch (StoreException e) {
                throw new AssertionError(e);
              }
            }));
  }
}
