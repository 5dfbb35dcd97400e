package dev.latticenano.postgres;

import dev.latticenano.core.bytes.LittleEndian;
import dev.latticenano.core.store.IdSum;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.StoreException.Kind;
import dev.latticenano.core.store.TableShape;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The durable rows of one table: leaves on the server in the order of their keys, and on the heap a
 * fence for each, so that one row costs at most one question to the server, and none if its leaf
 * was read lately.
 */
final class Leaves {
  private static final String LOAD =
      "SELECT number, first, sum, crc, leaf FROM lattice_leaf WHERE store = ? AND name = ?"
          + " AND number = ANY (?)";

  private final StoreRow row;
  private final TableShape shape;
  private final LeafCache cache;
  private List<Fence> fences;
  private String damage;

  /** Those behind {@code fences}, in order. */
  Leaves(StoreRow row, TableShape shape, LeafCache cache, List<Fence> fences) {
    this.row = row;
    this.shape = shape;
    this.cache = cache;
    this.fences = fences;
  }

  TableShape shape() {
    return shape;
  }

  /** The fences, in order; the list is not to be changed. */
  List<Fence> fences() {
    return fences;
  }

  /** Stands on other leaves from now on. */
  void install(List<Fence> others) {
    for (Fence fence : fences) {
      cache.forget(fence);
    }
    fences = others;
  }

  /** A number that no leaf of the table has, nor any above it. */
  long freeNumber() {
    long free = 0;
    for (Fence fence : fences) {
      free = Math.max(free, fence.number() + 1);
    }
    return free;
  }

  /** What was found damaged, or null. */
  String damage() {
    return damage;
  }

  /** The last leaf that begins at or below a key; -1 if there is none. */
  int indexOf(byte[] key, int offset, int length) {
    int low = 0;
    int high = fences.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      byte[] first = fences.get(middle).first();
      if (Arrays.compareUnsigned(first, 0, first.length, key, offset, offset + length) <= 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return high;
  }

  /**
   * A leaf, read from the server if need be; then up to {@code ahead}, 1 or more, from it on are.
   */
  Leaf leaf(int index, int ahead) throws StoreException {
    Leaf leaf = cache.leaf(fences.get(index));
    if (leaf != null) {
      return leaf;
    }
    leaf =
        row.database()
            .read(
                "read table " + shape.name() + " of store " + row.store(),
                connection -> load(connection, index, ahead));
    if (leaf == null) {
      row.look();
      damage =
          "a leaf of table "
              + shape.name()
              + " of store "
              + row.store()
              + " in the PostgreSQL server "
              + row.database().address()
              + " is missing or damaged; the tables are made anew at the next start";
      throw new StoreException(Kind.CORRUPT, damage, null);
    }
    return leaf;
  }

  private Leaf load(Connection connection, int index, int ahead) throws SQLException {
    List<Fence> wanted = fences.subList(index, Math.min(fences.size(), index + ahead));
    Long[] numbers = wanted.stream().map(Fence::number).toArray(Long[]::new);
    try (PreparedStatement select = connection.prepareStatement(LOAD)) {
      select.setBytes(1, row.id());
      select.setString(2, shape.name());
      select.setArray(3, connection.createArrayOf("bigint", numbers));
      try (ResultSet rows = select.executeQuery()) {
        Leaf first = null;
        while (rows.next()) {
          for (int i = 0; i < wanted.size(); i++) {
            if (wanted.get(i).number() == rows.getLong(1)) {
              Leaf leaf = kept(wanted.get(i), rows);
              first = i == 0 ? leaf : first;
            }
          }
        }
        return first;
      }
    }
  }

  // Null if the leaf is not what was written.
  private Leaf kept(Fence fence, ResultSet rows) throws SQLException {
    byte[] bytes = rows.getBytes(5);
    boolean sound =
        Arrays.equals(rows.getBytes(2), fence.first())
            && rows.getInt(4) == crc(row, shape, fence, rows.getBytes(3), bytes);
    Leaf leaf = sound ? Leaf.of(shape, bytes) : null;
    if (leaf != null) {
      cache.keep(fence, leaf);
    }
    return leaf;
  }

  /** Adds the names from {@code from} to {@code to}, exclusive or null; the table has sums. */
  void sum(byte[] from, byte[] to, IdSum sum) throws StoreException {
    int begin = Math.max(0, indexOf(from, 0, from.length));
    int last = to == null ? fences.size() - 1 : indexOf(to, 0, to.length);
    for (int i = begin; i <= last; i++) {
      byte[] first = fences.get(i).first();
      boolean fromStart = i > begin || Arrays.compareUnsigned(from, first) <= 0;
      if (i == last && to != null) {
        if (!Arrays.equals(to, first)) {
          Leaf leaf = leaf(i, 1);
          leaf.add(fromStart ? 0 : place(leaf, from), place(leaf, to), sum);
        }
      } else if (fromStart) {
        sum.add(fences.get(i).sum());
      } else {
        Leaf leaf = leaf(i, 1);
        leaf.add(place(leaf, from), leaf.count(), sum);
      }
    }
  }

  // The first row that is not below a key.
  private static int place(Leaf leaf, byte[] key) {
    int index = leaf.search(key, 0, key.length);
    return index < 0 ? -1 - index : index;
  }

  /** The CRC-32C of store ‖ name ‖ number u64, little-endian ‖ first ‖ sum ‖ leaf. */
  static int crc(StoreRow row, TableShape shape, Fence fence, byte[] sum, byte[] leaf) {
    CRC32C crc = new CRC32C();
    byte[] number = new byte[8];
    LittleEndian.putLong(number, 0, fence.number());
    crc.update(row.id());
    crc.update(shape.name().getBytes(StandardCharsets.US_ASCII));
    crc.update(number);
    crc.update(fence.first());
    crc.update(sum);
    crc.update(leaf);
    return (int) crc.getValue();
  }
}
