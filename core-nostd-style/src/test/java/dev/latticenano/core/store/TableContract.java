package dev.latticenano.core.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.latticenano.core.bytes.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What every {@link Table} keeps; a test class implements it by making an empty one. */
public interface TableContract {
  /** A fresh, empty table, apart from any before; the test class closes and removes it. */
  Table emptyTable(TableShape shape) throws Exception;

  /** Comes between operations: an implementation may move rows to where they stay. */
  default void settle() throws Exception {}

  @Test
  default void holdsNothingWhenEmpty() throws Exception {
    for (TableShape shape : TableModel.shapes()) {
      TableModel model = new TableModel(emptyTable(shape), shape);
      byte[] key = new byte[shape.keyBytes()];
      model.checkAll();
      model.checkGet(key);
      model.checkFloor(key);
      if (!shape.summed()) {
        model.delete(key);
      }
      model.checkAll();
    }
  }

  @Test
  default void answersLikeASortedMapWhateverIsWritten() {
    for (TableShape shape : TableModel.shapes()) {
      Seeds.run(getClass(), random -> answersLikeASortedMap(shape, random));
    }
  }

  private void answersLikeASortedMap(TableShape shape, Random random) throws Exception {
    TableModel model = new TableModel(emptyTable(shape), shape);
    List<byte[]> keys = TableModel.keys(shape, 1500, random);
    for (int i = 0; i < 8000; i++) {
      // Fills it, empties it, fills it again.
      int deletes = i > 4000 && i < 6000 ? 70 : 20;
      byte[] key = keys.get(random.nextInt(keys.size()));
      int dice = random.nextInt(100);
      if (dice < deletes) {
        model.delete(key);
      } else if (dice < 90) {
        model.put(key, TableModel.value(shape, random));
      } else if (dice < 95) {
        model.checkGet(key);
      } else if (dice < 98) {
        model.checkFloor(key);
      } else {
        byte[] to = keys.get(random.nextInt(keys.size()));
        model.checkRange(key, random.nextInt(8) == 0 ? null : to);
      }
      if (random.nextInt(700) == 0) {
        settle();
      }
    }
    model.checkAll();
    settle();
    model.checkAll();
    for (byte[] key : keys) {
      model.checkGet(key);
      model.checkFloor(key);
      model.delete(key);
    }
    model.checkAll();
    settle();
    model.checkAll();
  }

  @Test
  default void showsSumsAndFindsWhatLiesBetweenAnyTwoBounds() {
    for (TableShape shape : TableModel.shapes()) {
      Seeds.run(
          getClass(),
          random -> {
            TableModel model = new TableModel(emptyTable(shape), shape);
            List<byte[]> keys = TableModel.keys(shape, 30, random);
            int i = 0;
            for (byte[] key : keys) {
              i++;
              if (i % 2 == 0) {
                model.put(key, TableModel.value(shape, random));
              }
              if (i % 10 == 0) {
                settle();
              }
              if (i % 6 == 0) {
                model.delete(keys.get(i / 2));
              }
            }
            for (byte[] from : bounds(shape, keys)) {
              model.checkFloor(from);
              model.checkRange(from, null);
              for (byte[] to : bounds(shape, keys)) {
                model.checkRange(from, to);
              }
            }
          });
    }
  }

  /** All keys, the least and the greatest there can be, and those beside a few. */
  private static List<byte[]> bounds(TableShape shape, List<byte[]> keys) {
    TreeSet<byte[]> bounds = new TreeSet<>(Arrays::compareUnsigned);
    byte[] greatest = new byte[shape.isFixed() ? shape.keyBytes() : 30];
    Arrays.fill(greatest, (byte) 0xFF);
    bounds.add(greatest);
    bounds.add(new byte[shape.keyBytes()]);
    for (byte[] key : keys) {
      bounds.add(key);
      if (key.length > 0) {
        byte[] beside = key.clone();
        beside[key.length - 1]++;
        bounds.add(beside);
      }
    }
    return new ArrayList<>(bounds);
  }

  @Test
  default void replacesAValueAndForgetsADeletedOne() throws Exception {
    for (TableShape shape : TableModel.shapes()) {
      if (shape.summed()) {
        continue;
      }
      TableModel model = new TableModel(emptyTable(shape), shape);
      Random random = new Random(5);
      byte[] key = TableModel.keys(shape, 1, random).get(0);
      for (int i = 0; i < 3; i++) {
        model.put(key, TableModel.value(shape, random));
        model.checkAll();
        settle();
        model.put(key, TableModel.value(shape, random));
        model.checkAll();
        model.delete(key);
        model.checkAll();
        model.checkGet(key);
        model.checkFloor(key);
        settle();
        model.delete(key);
        model.checkAll();
      }
    }
  }

  @Test
  default void countsARowOnceHoweverOftenItComesAndGoes() throws Exception {
    TableShape shape = TableShape.fixed("time", 40, 0).withSums();
    for (int settled = 0; settled < 64; settled++) {
      TableModel model = new TableModel(emptyTable(shape), shape);
      byte[] key = TableModel.keys(shape, 1, new Random(6)).get(0);
      for (int i = 0; i < 6; i++) {
        if (i % 2 == 0) {
          model.put(key, new byte[0]);
        } else {
          model.delete(key);
        }
        if ((settled >> i & 1) != 0) {
          settle();
        }
        model.checkAll();
        model.checkGet(key);
      }
    }
  }

  @Test
  default void stopsARangeWhenTheReaderHasEnough() throws Exception {
    for (TableShape shape : TableModel.shapes()) {
      Table table = emptyTable(shape);
      TableModel model = new TableModel(table, shape);
      for (byte[] key : TableModel.keys(shape, 50, new Random(7))) {
        model.put(key, TableModel.value(shape, new Random(8)));
      }
      for (int wanted = 1; wanted < 5; wanted++) {
        int enough = wanted;
        int[] seen = {0};
        table.range(
            new byte[shape.keyBytes()],
            null,
            (key, keyOffset, keyLength, value, valueOffset, valueLength) -> ++seen[0] < enough);
        assertEquals(wanted, seen[0]);
      }
    }
  }

  @Test
  default void letsTheReaderOfARangeReadTheTable() throws Exception {
    for (TableShape shape : TableModel.shapes()) {
      Table table = emptyTable(shape);
      TableModel model = new TableModel(table, shape);
      List<byte[]> keys = TableModel.keys(shape, 60, new Random(9));
      for (byte[] key : keys) {
        model.put(key, TableModel.value(shape, new Random(10)));
      }
      settle();
      List<String> lines = new ArrayList<>();
      table.range(
          new byte[shape.keyBytes()],
          null,
          (key, keyOffset, keyLength, value, valueOffset, valueLength) -> {
            byte[] other = keys.get(lines.size() % keys.size());
            model.checkGet(other);
            model.checkFloor(other);
            byte[] copy = Arrays.copyOfRange(key, keyOffset, keyOffset + keyLength);
            return lines.add(
                TableModel.line(
                    copy, Arrays.copyOfRange(value, valueOffset, valueOffset + valueLength)));
          });
      assertEquals(TableModel.shown(table, new byte[shape.keyBytes()], null), lines);
    }
  }

  @Test
  default void refusesOtherLengthsThanTheShapes() throws Exception {
    for (TableShape shape : TableModel.shapes()) {
      Table table = emptyTable(shape);
      boolean fixed = shape.isFixed();
      int key = fixed ? shape.keyBytes() : TableShape.VARIABLE_BYTES_MAX;
      int value = fixed ? shape.valueBytes() : TableShape.VARIABLE_BYTES_MAX;
      byte[] bytes = new byte[TableShape.VARIABLE_BYTES_MAX + 1];
      byte[] exact = new byte[key];
      List<Integer> wrong = fixed ? List.of(0, key - 1, key + 1) : List.of(-1, key + 1);
      for (int length : wrong) {
        refused(() -> table.get(bytes, 0, length, bytes, 0));
        refused(() -> table.put(bytes, 0, length, bytes, 0, value));
        refused(() -> table.delete(bytes, 0, length));
        refused(() -> table.floor(bytes, 0, length, new Row()));
        if (length >= 0) {
          refused(() -> TableModel.shown(table, new byte[length], null));
          refused(() -> TableModel.shown(table, exact, new byte[length]));
        }
        if (length >= 0 && shape.summed()) {
          refused(() -> ((SummedTable) table).sum(new byte[length], null, new IdSum()));
          refused(() -> ((SummedTable) table).sum(exact, new byte[length], new IdSum()));
        }
      }
      for (int length : new int[] {-1, value - 1, value + 1}) {
        if (fixed || length != value - 1) {
          refused(() -> table.put(bytes, 0, key, bytes, 0, length));
        }
      }
      assertEquals(List.of(), TableModel.shown(table, new byte[shape.keyBytes()], null));
    }
  }

  private static void refused(Refused action) {
    assertThrows(IllegalArgumentException.class, action::run);
  }

  /** What must not be done. */
  interface Refused {
    void run() throws Exception;
  }

  @Test
  default void acceptsVariableKeysAndValuesFromNothingToTheLongest() throws Exception {
    TableShape shape = TableShape.variable("dag");
    TableModel model = new TableModel(emptyTable(shape), shape);
    Random random = new Random(11);
    int[] lengths = {0, 1, 4095, TableShape.VARIABLE_BYTES_MAX};
    for (int keyLength : lengths) {
      for (int valueLength : lengths) {
        byte[] key = new byte[keyLength];
        byte[] value = new byte[valueLength];
        random.nextBytes(key);
        random.nextBytes(value);
        model.put(key, value);
        model.checkGet(key);
        model.checkFloor(key);
        settle();
        model.checkGet(key);
        model.checkRange(key, null);
      }
    }
    model.checkAll();
    model.delete(new byte[0]);
    model.checkAll();
  }
}
