package dev.latticenano.core.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.bytes.LittleEndian;
import dev.latticenano.core.bytes.Seeds;
import dev.latticenano.core.store.IdSum;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A tree of items answers as a sorted set does, whatever comes and goes. */
class ItemTreeProperties {
  private static final int OPERATIONS = 8_000;

  private final ItemTree tree = new ItemTree();
  private final TreeSet<ModelItem> model = new TreeSet<>();
  private final List<ModelItem> shown = new ArrayList<>();
  private final IdSum sum = new IdSum();
  private final byte[] written = new byte[IdSum.BYTES];

  @Test
  void itemsThatComeAndGoAreWhereTheyBelong() {
    Seeds.run(ItemTreeProperties.class, random -> run(random, 1_000_000));
  }

  @Test
  void itemsOfFewTimesAreInTheOrderOfTheirIds() {
    Seeds.run(ItemTreeProperties.class, random -> run(random, 3));
  }

  private void run(Random random, int times) {
    for (int i = 0; i < OPERATIONS; i++) {
      if (random.nextInt(3) > 0 || model.isEmpty()) {
        insert(ModelItem.random(random, times));
      } else {
        delete(any(random, times));
      }
      checkAround(random, times);
      if (i % 500 == 0) {
        checkAll();
      }
    }
    while (!model.isEmpty()) {
      delete(any(random, times));
      checkAround(random, times);
      if (model.size() % 500 == 0) {
        checkAll();
      }
    }
    insert(ModelItem.random(random, times));
    checkAll();
  }

  @Test
  void itemsInOrderComeAndGoFromEitherEnd() {
    for (int i = 0; i < 10_000; i++) {
      insert(ModelItem.at(i));
    }
    checkAll();
    for (int i = 0; i < 4_000; i++) {
      delete(model.first());
      delete(model.last());
    }
    checkAll();
    for (int i = 20_000; i > 10_000; i--) {
      insert(ModelItem.at(i));
    }
    checkAll();
  }

  @Test
  void anInfiniteTimeIsNoItems() {
    byte[] id = new byte[Bound.ID_BYTES];
    assertTrue(tree.insert(-2, id, 0));
    assertThrows(IllegalArgumentException.class, () -> tree.insert(-1, id, 0));
    assertEquals(1, tree.size());
  }

  private ModelItem any(Random random, int times) {
    ModelItem found = model.ceiling(ModelItem.random(random, times));
    return found == null ? model.first() : found;
  }

  private void insert(ModelItem item) {
    assertEquals(model.add(item), tree.insert(item.created(), item.id().toBytes(), 0));
    assertFalse(tree.insert(item.created(), item.id().toBytes(), 0));
    assertTrue(tree.contains(item.created(), item.id().toBytes(), 0));
  }

  private void delete(ModelItem item) {
    assertTrue(model.remove(item));
    assertTrue(tree.delete(item.created(), item.id().toBytes(), 0));
    assertFalse(tree.delete(item.created(), item.id().toBytes(), 0));
    assertFalse(tree.contains(item.created(), item.id().toBytes(), 0));
  }

  // Size, a random bound with its neighbours, and the sums of whole and nothing.
  private void checkAround(Random random, int times) {
    ModelItem bound = ModelItem.random(random, times);
    assertEquals(model.size(), tree.size());
    int below = tree.below(bound.created(), bound.id().toBytes(), 0, sum);
    assertEquals(below, sum.count());
    ModelItem next = model.ceiling(bound);
    ModelItem previous = model.lower(bound);
    List<ModelItem> around = new ArrayList<>();
    if (previous != null) {
      around.add(previous);
    }
    if (next != null) {
      around.add(next);
    }
    int from = previous == null ? below : below - 1;
    assertEquals(around, items(from, from + around.size()));
    IdSum same = new IdSum();
    tree.sumBefore(below, same);
    assertEquals(value(sum), value(same));
  }

  private void checkAll() {
    int size = model.size();
    assertEquals(size, tree.size());
    assertEquals(new ArrayList<>(model), items(0, size));
    BigInteger before = BigInteger.ZERO;
    int index = 0;
    for (ModelItem item : model) {
      assertEquals(index, tree.below(item.created(), item.id().toBytes(), 0, sum));
      assertEquals(before, value(sum));
      tree.sumBefore(index, sum);
      assertEquals(before, value(sum));
      assertEquals(index++, sum.count());
      before = before.add(number(item.id().toBytes())).mod(BigInteger.TWO.pow(256));
    }
    tree.sumBefore(size, sum);
    assertEquals(before, value(sum));
    tree.sumBefore(0, sum);
    assertEquals(BigInteger.ZERO, value(sum));
  }

  private List<ModelItem> items(int from, int to) {
    shown.clear();
    tree.items(from, to, (created, id, offset) -> shown.add(ModelItem.of(created, id, offset)));
    return shown;
  }

  private BigInteger value(IdSum of) {
    of.write(written, 0);
    assertEquals(of.count(), LittleEndian.longAt(written, 32));
    return number(written);
  }

  private static BigInteger number(byte[] littleEndian) {
    byte[] bytes = new byte[Bound.ID_BYTES];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = littleEndian[bytes.length - 1 - i];
    }
    return new BigInteger(1, bytes);
  }
}
