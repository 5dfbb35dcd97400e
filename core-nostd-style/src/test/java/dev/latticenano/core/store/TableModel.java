package dev.latticenano.core.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;

/** A table beside the obvious one, which both are asked and told the same. */
public final class TableModel {
  private static final int SPARE = 3;

  /** What the table must hold. */
  public final NavigableMap<byte[], byte[]> rows = new TreeMap<>(Arrays::compareUnsigned);

  private final Table table;
  private final TableShape shape;

  /** A table that is empty. */
  public TableModel(Table table, TableShape shape) {
    this.table = table;
    this.shape = shape;
  }

  /** The shapes tables are tested in: short, long, filtered, summed, without values, variable. */
  public static List<TableShape> shapes() {
    return List.of(
        TableShape.fixed("byte", 1, 64),
        TableShape.fixed("row", 4, 19),
        TableShape.fixed("reach", 8, 4),
        TableShape.fixed("hash", 12, 0).filtered(8),
        TableShape.fixed("long", 64, 1),
        TableShape.fixed("sum", 32, 0).withSums(),
        TableShape.fixed("time", 40, 0).withSums(),
        TableShape.variable("dag"));
  }

  /** {@code count} keys for {@code shape}, many beginning alike, in no order, some twice. */
  public static List<byte[]> keys(TableShape shape, int count, Random random) {
    List<byte[]> keys = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] key = new byte[shape.isFixed() ? shape.keyBytes() : random.nextInt(20)];
      random.nextBytes(key);
      if (i > 0) {
        byte[] other = keys.get(random.nextInt(i));
        int alike = random.nextInt(Math.min(key.length, other.length) + 1);
        System.arraycopy(other, 0, key, 0, alike);
      }
      keys.add(key);
    }
    return keys;
  }

  /** A value for {@code shape}. */
  public static byte[] value(TableShape shape, Random random) {
    int most = shape.isSought() && random.nextInt(30) == 0 ? 14_000 : 40;
    byte[] value = new byte[shape.isFixed() ? shape.valueBytes() : random.nextInt(most)];
    random.nextBytes(value);
    return value;
  }

  /** Writes a row, unless it is there and {@code shape} has sums. */
  public void put(byte[] key, byte[] value) throws StoreException {
    if (shape.summed() && rows.containsKey(key)) {
      return;
    }
    rows.put(key.clone(), value.clone());
    byte[] lent = shifted(key);
    byte[] lentValue = shifted(value);
    table.put(lent, SPARE, key.length, lentValue, SPARE, value.length);
    Arrays.fill(lent, (byte) 0x55);
    Arrays.fill(lentValue, (byte) 0x55);
  }

  /** Removes a row, unless it is absent and {@code shape} has sums. */
  public void delete(byte[] key) throws StoreException {
    if (shape.summed() && !rows.containsKey(key)) {
      return;
    }
    rows.remove(key);
    table.delete(shifted(key), SPARE, key.length);
  }

  /** Gets one row from both. */
  public void checkGet(byte[] key) throws StoreException {
    byte[] expected = rows.get(key);
    byte[] out = new byte[SPARE + (expected == null ? 64 : expected.length)];
    int length = table.get(shifted(key), SPARE, key.length, out, SPARE);
    assertEquals(expected == null ? Table.ABSENT : expected.length, length);
    if (expected != null) {
      assertArrayEquals(expected, Arrays.copyOfRange(out, SPARE, SPARE + length));
    }
  }

  /** Asks both for the last row not above a key. */
  public void checkFloor(byte[] key) throws StoreException {
    Map.Entry<byte[], byte[]> expected = rows.floorEntry(key);
    Row row = new Row();
    row.set(new byte[] {1, 2}, 0, 2, new byte[] {3}, 0, 1);
    boolean found = table.floor(shifted(key), SPARE, key.length, row);
    assertEquals(expected != null, found);
    byte[] foundKey = Arrays.copyOf(row.key(), row.keyLength());
    byte[] foundValue = Arrays.copyOf(row.value(), row.valueLength());
    assertArrayEquals(expected == null ? new byte[] {1, 2} : expected.getKey(), foundKey);
    assertArrayEquals(expected == null ? new byte[] {3} : expected.getValue(), foundValue);
  }

  /** Asks both for a range and, if there are sums, its sum. */
  public void checkRange(byte[] from, byte[] to) throws StoreException {
    NavigableMap<byte[], byte[]> expected = range(rows, from, to);
    List<String> lines = new ArrayList<>();
    expected.forEach((key, value) -> lines.add(line(key, value)));
    assertEquals(lines, shown(table, from, to));
    if (shape.summed()) {
      IdSum sum = new IdSum();
      for (byte[] key : expected.keySet()) {
        sum.add(key, key.length - 32);
      }
      IdSum actual = new IdSum();
      ((SummedTable) table).sum(from, to, actual);
      assertArrayEquals(bytes(sum), bytes(actual));
    }
  }

  /** Asks both for everything. */
  public void checkAll() throws StoreException {
    checkRange(new byte[shape.keyBytes()], null);
  }

  /** The rows from one key to another, exclusive or null. */
  static <V> NavigableMap<byte[], V> range(NavigableMap<byte[], V> rows, byte[] from, byte[] to) {
    NavigableMap<byte[], V> behind = rows.tailMap(from, true);
    if (to == null) {
      return behind;
    }
    return Arrays.compareUnsigned(from, to) < 0
        ? behind.headMap(to, false)
        : new TreeMap<>(rows.comparator());
  }

  /** What a range of a table shows. */
  public static List<String> shown(Table table, byte[] from, byte[] to) throws StoreException {
    List<String> lines = new ArrayList<>();
    table.range(
        from,
        to,
        (key, keyOffset, keyLength, value, valueOffset, valueLength) ->
            lines.add(
                line(
                    Arrays.copyOfRange(key, keyOffset, keyOffset + keyLength),
                    Arrays.copyOfRange(value, valueOffset, valueOffset + valueLength))));
    return lines;
  }

  /** A row as {@link #shown} prints it. */
  public static String line(byte[] key, byte[] value) {
    return HexFormat.of().formatHex(key) + "=" + HexFormat.of().formatHex(value);
  }

  /** A sum as written. */
  static byte[] bytes(IdSum sum) {
    byte[] out = new byte[IdSum.BYTES];
    sum.write(out, 0);
    return out;
  }

  private static byte[] shifted(byte[] bytes) {
    byte[] shifted = new byte[bytes.length + 2 * SPARE];
    Arrays.fill(shifted, (byte) 0xAA);
    System.arraycopy(bytes, 0, shifted, SPARE, bytes.length);
    return shifted;
  }
}
