package dev.latticenano.core.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.bytes.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * An overlay above layers that never change: what is visible is what was written, and in a summed
 * table the sums of all layers add up to its sum. Layers are sorted maps with null for a mark.
 */
class OverlayProperties {
  private static Overlay overlay(TableShape shape) {
    return Overlay.of(shape);
  }

  private static NavigableMap<byte[], byte[]> layer() {
    return new TreeMap<>(Arrays::compareUnsigned);
  }

  @Test
  void aTableInLayersAnswersAndAddsUpLikeOneTable() {
    for (TableShape shape : TableModel.shapes()) {
      Seeds.run(getClass(), random -> answersAndAddsUp(shape, random));
    }
  }

  private static void answersAndAddsUp(TableShape shape, Random random) throws Exception {
    Layers layers = new Layers(shape);
    TableModel model = new TableModel(layers, shape);
    List<byte[]> keys = TableModel.keys(shape, 1200, random);
    for (int i = 0; i < 12_000; i++) {
      byte[] key = keys.get(random.nextInt(keys.size()));
      if (random.nextInt(100) < (i > 7000 ? 55 : 35)) {
        model.delete(key);
      } else {
        model.put(key, TableModel.value(shape, random));
      }
      model.checkGet(key);
      int dice = random.nextInt(2000);
      if (dice < 10) {
        layers.freeze();
      } else if (dice < 20) {
        layers.merge(random);
      } else if (dice < 30) {
        byte[] to = keys.get(random.nextInt(keys.size()));
        model.checkRange(key, random.nextInt(5) == 0 ? null : to);
        layers.checkSum(key, to, model.rows);
      }
    }
    model.checkAll();
    layers.freeze();
    model.checkAll();
    layers.checkSum(new byte[shape.keyBytes()], null, model.rows);
  }

  @Test
  void aCursorWalksRowsAndMarksBothWays() {
    for (TableShape shape : TableModel.shapes()) {
      Seeds.run(getClass(), random -> walksBothWays(shape, random));
    }
  }

  private static void walksBothWays(TableShape shape, Random random) throws Exception {
    Overlay overlay = overlay(shape);
    NavigableMap<byte[], byte[]> expected = layer();
    RowCursor cursor = overlay.cursor();
    assertFalse(cursor.next());
    assertFalse(cursor.previous());
    assertFalse(cursor.seek(new byte[0], 0, 0));
    List<byte[]> keys = TableModel.keys(shape, 2000, random);
    for (byte[] key : keys) {
      if (!expected.containsKey(key)) {
        byte[] value = random.nextInt(3) == 0 ? null : TableModel.value(shape, random);
        expected.put(key, value);
        if (value == null) {
          overlay.bury(key, 0, key.length);
        } else {
          overlay.put(key, 0, key.length, value, 0, value.length);
        }
      }
    }
    assertEquals(expected.size(), overlay.count());
    TableModel alone = new TableModel(overlay, shape);
    alone.rows.putAll(expected);
    alone.rows.values().removeIf(value -> value == null);
    List<String> visible = new ArrayList<>();
    alone.rows.forEach((key, value) -> visible.add(TableModel.line(key, value)));
    assertEquals(visible, TableModel.shown(overlay, new byte[shape.keyBytes()], null));
    for (int i = 0; i < 400; i++) {
      byte[] key = keys.get(random.nextInt(keys.size()));
      alone.checkFloor(key);
      alone.checkGet(key);
      int length = random.nextInt(key.length + 1);
      byte[] start = Arrays.copyOf(key, length);
      boolean up = random.nextBoolean();
      Map.Entry<byte[], byte[]> at = up ? expected.ceilingEntry(start) : expected.floorEntry(start);
      boolean found = up ? cursor.seek(key, 0, length) : cursor.seekFloor(key, 0, length);
      for (int steps = random.nextInt(700); steps > 0 && at != null; steps--) {
        checkRow(at, found, cursor.row());
        boolean forward = random.nextInt(8) == 0 ? !up : up;
        at = forward ? expected.higherEntry(at.getKey()) : expected.lowerEntry(at.getKey());
        found = forward ? cursor.next() : cursor.previous();
      }
      if (at == null) {
        assertFalse(found);
        assertFalse(cursor.next());
        assertFalse(cursor.previous());
      }
    }
  }

  private static void checkRow(Map.Entry<byte[], byte[]> expected, boolean found, RowView row) {
    assertTrue(found);
    assertArrayEquals(expected.getKey(), Layers.key(row));
    assertEquals(expected.getValue() == null, row.isBuried());
    byte[] value = expected.getValue() == null ? new byte[0] : expected.getValue();
    assertArrayEquals(value, Layers.value(row));
  }

  @Test
  void deletingAMarkLetsOlderLayersShowThrough() throws Exception {
    for (TableShape shape : TableModel.shapes()) {
      Overlay overlay = overlay(shape);
      byte[] key = new byte[shape.keyBytes()];
      overlay.bury(key, 0, key.length);
      assertEquals(Overlay.BURIED, overlay.find(key, 0, key.length, key, 0));
      assertEquals(Table.ABSENT, overlay.get(key, 0, key.length, key, 0));
      overlay.delete(key, 0, key.length);
      assertEquals(Table.ABSENT, overlay.find(key, 0, key.length, key, 0));
      assertEquals(0, overlay.count());
    }
  }

  @Test
  void variableRowsCountTheirBytes() {
    VariableRows rows = new VariableRows();
    byte[] bytes = new byte[10];
    rows.put(bytes, 0, 3, bytes, 0, 10);
    rows.put(bytes, 0, 4, bytes, 0, 0);
    assertEquals(17, rows.bytes());
    rows.put(bytes, 0, 3, bytes, 0, 2);
    assertEquals(9, rows.bytes());
    rows.bury(bytes, 0, 3);
    rows.bury(bytes, 0, 5);
    assertEquals(12, rows.bytes());
    rows.delete(bytes, 0, 5);
    rows.delete(bytes, 0, 5);
    rows.delete(bytes, 0, 3);
    assertEquals(4, rows.bytes());
    rows.clear();
    assertEquals(0, rows.bytes());
  }

  /** A table as storage builds one, in the most obvious way: an overlay, then older layers. */
  private static final class Layers implements SummedTable {
    private final TableShape shape;
    private final Overlay overlay;
    // Oldest first.
    private final List<NavigableMap<byte[], byte[]>> frozen = new ArrayList<>();

    Layers(TableShape shape) {
      this.shape = shape;
      overlay = overlay(shape);
    }

    static byte[] key(RowView row) {
      return Arrays.copyOfRange(row.key(), row.keyOffset(), row.keyOffset() + row.keyLength());
    }

    static byte[] value(RowView row) {
      return Arrays.copyOfRange(
          row.value(), row.valueOffset(), row.valueOffset() + row.valueLength());
    }

    void freeze() throws StoreException {
      NavigableMap<byte[], byte[]> layer = layer();
      RowCursor cursor = overlay.cursor();
      for (boolean more = cursor.seek(new byte[0], 0, 0); more; more = cursor.next()) {
        layer.put(key(cursor.row()), cursor.row().isBuried() ? null : value(cursor.row()));
      }
      assertEquals(overlay.count(), layer.size());
      frozen.add(layer);
      overlay.clear();
    }

    /** Merges two layers that follow each other; below the oldest no mark hides anything. */
    void merge(Random random) {
      if (frozen.size() < 2) {
        return;
      }
      int older = random.nextInt(frozen.size() - 1);
      NavigableMap<byte[], byte[]> merged = frozen.get(older);
      frozen
          .remove(older + 1)
          .forEach(
              (key, value) -> {
                // In a summed table a row and a mark of one key are there for each other.
                if (shape.summed() && merged.containsKey(key)) {
                  assertTrue(merged.get(key) == null ^ value == null);
                  merged.remove(key);
                } else {
                  merged.put(key, value);
                }
              });
      if (older == 0) {
        assertTrue(!shape.summed() || !merged.containsValue(null));
        merged.values().removeIf(value -> value == null);
      }
    }

    void checkSum(byte[] from, byte[] to, NavigableMap<byte[], byte[]> visible) {
      if (!shape.summed()) {
        return;
      }
      IdSum expected = new IdSum();
      TableModel.range(visible, from, to)
          .keySet()
          .forEach(key -> expected.add(key, key.length - 32));
      IdSum actual = new IdSum();
      sum(from, to, actual);
      assertArrayEquals(TableModel.bytes(expected), TableModel.bytes(actual));
    }

    private NavigableMap<byte[], byte[]> visible() throws StoreException {
      NavigableMap<byte[], byte[]> visible = layer();
      frozen.forEach(visible::putAll);
      RowCursor cursor = overlay.cursor();
      for (boolean more = cursor.seek(new byte[0], 0, 0); more; more = cursor.next()) {
        visible.put(key(cursor.row()), cursor.row().isBuried() ? null : value(cursor.row()));
      }
      visible.values().removeIf(value -> value == null);
      return visible;
    }

    @Override
    public int get(byte[] key, int keyOffset, int keyLength, byte[] out, int outOffset) {
      int length = overlay.find(key, keyOffset, keyLength, out, outOffset);
      if (length != ABSENT) {
        return Math.max(ABSENT, length);
      }
      byte[] wanted = Arrays.copyOfRange(key, keyOffset, keyOffset + keyLength);
      for (int i = frozen.size() - 1; i >= 0; i--) {
        if (frozen.get(i).containsKey(wanted)) {
          byte[] value = frozen.get(i).get(wanted);
          if (value == null) {
            return ABSENT;
          }
          System.arraycopy(value, 0, out, outOffset, value.length);
          return value.length;
        }
      }
      return ABSENT;
    }

    @Override
    public void put(
        byte[] key, int keyOffset, int keyLength, byte[] value, int valueOffset, int valueLength)
        throws StoreException {
      overlay.put(key, keyOffset, keyLength, value, valueOffset, valueLength);
    }

    @Override
    public void delete(byte[] key, int keyOffset, int keyLength) {
      overlay.bury(key, keyOffset, keyLength);
    }

    @Override
    public void range(byte[] from, byte[] to, Reader reader) throws StoreException {
      for (Map.Entry<byte[], byte[]> row : TableModel.range(visible(), from, to).entrySet()) {
        byte[] key = row.getKey();
        byte[] value = row.getValue();
        if (!reader.row(key, 0, key.length, value, 0, value.length)) {
          return;
        }
      }
    }

    @Override
    public boolean floor(byte[] key, int keyOffset, int keyLength, Row row) {
      throw new AssertionError("floors are asked of cursors");
    }

    @Override
    public void sum(byte[] from, byte[] to, IdSum sum) {
      ((FixedRows) overlay).sum(from, to, sum);
      for (NavigableMap<byte[], byte[]> layer : frozen) {
        TableModel.range(layer, from, to)
            .forEach(
                (key, value) -> {
                  if (value == null) {
                    sum.subtract(key, key.length - 32);
                  } else {
                    sum.add(key, key.length - 32);
                  }
                });
      }
    }
  }
}
