package dev.latticenano.storage.powercut;

import dev.latticenano.core.bytes.LittleEndian;
import dev.latticenano.core.store.IdSum;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.SummedTable;
import dev.latticenano.core.store.Table;
import dev.latticenano.core.store.TableShape;
import dev.latticenano.storage.disk.Disk;
import dev.latticenano.storage.log.SegmentLog;
import dev.latticenano.storage.table.FlashTables;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * Three tables derived from the log, one of each sort, beside sorted maps that say what must be in
 * them. Record n writes a row to each; every third also deletes those of record n - 9.
 *
 * <pre>
 * id    first 8 bytes of id(n) ‖ n u32   →  position 8          filtered 8
 * at    n u64 ‖ id(n) 32                 →  nothing             summed
 * text  n in decimal digits              →  up to 300 bytes of the record
 * </pre>
 */
final class PowerCutTables {
  private static final TableShape ID = TableShape.fixed("id", 12, 8).filtered(8);
  private static final TableShape AT = TableShape.fixed("at", 40, 0).withSums();
  private static final TableShape TEXT = TableShape.variable("text");

  /** Small, so that merged runs reach it. */
  private static final long CAP_BYTES = 262_144;

  private static final int TEXT_BYTES_MAX = 300;
  private static final int ID_BYTES = 32;
  private static final byte[] NOTHING = {};

  private final FlashTables tables;
  private final Sides id;
  private final Sides at;
  private final Sides text;

  PowerCutTables(Disk disk, Path directory, SegmentLog log, LongSupplier salts)
      throws StoreException {
    tables = FlashTables.open(disk, directory, log, CAP_BYTES, salts);
    id = new Sides(tables.table(ID));
    at = new Sides(tables.table(AT));
    text = new Sides(tables.table(TEXT));
  }

  /**
   * Compares the tables as they were opened with what the log says up to there, then replays the
   * rest, as a node does on opening.
   */
  void check(SegmentLog log, long acknowledged) throws StoreException, PowerCutCheck.Broken {
    if (tables.rebuildReason() != null) {
      throw new PowerCutCheck.Broken("the tables were deleted: " + tables.rebuildReason());
    }
    long covered = tables.covered();
    if (covered < acknowledged) {
      throw new PowerCutCheck.Broken(
          "a checkpoint at " + acknowledged + " was acknowledged, the tables stand at " + covered);
    }
    apply(log, 0, covered, false);
    compare("opened");
    apply(log, covered, Long.MAX_VALUE, true);
    compare("replayed");
  }

  /** Takes a record into the tables and the maps. */
  void add(long position, byte[] body) throws StoreException {
    add(position, body, true);
  }

  /** Returns the position that is now covered. */
  long checkpoint(long position) throws StoreException {
    tables.checkpoint(position);
    return tables.covered();
  }

  /** Some steps of merging. */
  void work(int budgetBytes) throws StoreException {
    tables.work(budgetBytes);
  }

  void close() throws StoreException {
    tables.close();
  }

  private void apply(SegmentLog log, long from, long to, boolean both) throws StoreException {
    log.scan(
        from,
        (position, kind, bytes, offset, length) -> {
          if (position >= to) {
            return false;
          }
          add(position, Arrays.copyOfRange(bytes, offset, offset + length), both);
          return true;
        });
  }

  private void add(long position, byte[] body, boolean both) throws StoreException {
    int number = LittleEndian.intAt(body, 0);
    if (number % 3 == 0 && id.map.containsKey(idKey(number - 9))) {
      id.delete(idKey(number - 9), both);
      at.delete(atKey(number - 9), both);
      text.delete(textKey(number - 9), both);
    }
    id.put(idKey(number), ByteBuffer.allocate(8).putLong(position).array(), both);
    at.put(atKey(number), NOTHING, both);
    int length = Math.min(body.length, TEXT_BYTES_MAX);
    text.put(textKey(number), Arrays.copyOf(body, length), both);
  }

  private void compare(String when) throws StoreException, PowerCutCheck.Broken {
    id.compare("id as " + when, new byte[12]);
    at.compare("at as " + when, new byte[40]);
    text.compare("text as " + when, NOTHING);
    IdSum sum = new IdSum();
    ((SummedTable) at.table).sum(new byte[40], null, sum);
    for (byte[] key : at.map.keySet()) {
      IdSum one = new IdSum();
      one.add(key, 8);
      sum.subtract(one);
    }
    byte[] rest = new byte[IdSum.BYTES];
    sum.write(rest, 0);
    if (!Arrays.equals(rest, new byte[IdSum.BYTES])) {
      throw new PowerCutCheck.Broken("table at as " + when + " has a wrong sum");
    }
  }

  private static byte[] id(int number) {
    byte[] id = new byte[ID_BYTES];
    new Random(number).nextBytes(id);
    return id;
  }

  private static byte[] idKey(int number) {
    return ByteBuffer.allocate(12).put(id(number), 0, 8).putInt(number).array();
  }

  private static byte[] atKey(int number) {
    return ByteBuffer.allocate(40).putLong(number).put(id(number)).array();
  }

  private static byte[] textKey(int number) {
    return Integer.toString(number).getBytes(StandardCharsets.US_ASCII);
  }

  /** A table and the map it must equal. */
  private static final class Sides {
    final Table table;
    final Map<byte[], byte[]> map = new TreeMap<>(Arrays::compareUnsigned);

    Sides(Table table) {
      this.table = table;
    }

    void put(byte[] key, byte[] value, boolean both) throws StoreException {
      map.put(key, value);
      if (both) {
        table.put(key, 0, key.length, value, 0, value.length);
      }
    }

    void delete(byte[] key, boolean both) throws StoreException {
      map.remove(key);
      if (both) {
        table.delete(key, 0, key.length);
      }
    }

    void compare(String name, byte[] least) throws StoreException, PowerCutCheck.Broken {
      var expected = map.entrySet().iterator();
      boolean[] same = {true};
      table.range(
          least,
          null,
          (key, keyOffset, keyLength, value, valueOffset, valueLength) -> {
            var row = expected.hasNext() ? expected.next() : null;
            same[0] =
                row != null
                    && Arrays.equals(
                        key, keyOffset, keyOffset + keyLength, row.getKey(), 0, row.getKey().length)
                    && Arrays.equals(
                        value,
                        valueOffset,
                        valueOffset + valueLength,
                        row.getValue(),
                        0,
                        row.getValue().length);
            return same[0];
          });
      if (!same[0] || expected.hasNext()) {
        throw new PowerCutCheck.Broken("table " + name + " has other rows than the log says");
      }
    }
  }
}
