package dev.latticenano.postgres;

import dev.latticenano.core.store.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What is kept beside the log of one store, an ordered map of bytes: manifest, terms, counters.
 * What is put or deleted shows at once and is durable with the next {@link PostgresLog#sync}, in
 * the same transaction as the records appended until then. Not thread-safe: one owner.
 */
public final class PostgresEntries {
  private final StoreRow row;
  private final EntryRows rows;
  // An empty array object of its own stands for what was deleted.
  private final NavigableMap<byte[], byte[]> changed = new TreeMap<>(Arrays::compareUnsigned);
  private static final byte[] DELETED = new byte[0];

  /** The entries of {@code row}'s store. */
  PostgresEntries(StoreRow row) {
    this.row = row;
    rows = new EntryRows(row.id());
  }

  /** A copy of the value under {@code key}, or null. */
  public byte[] value(byte[] key) throws StoreException {
    byte[] here = changed.get(key);
    if (here != null) {
      return here == DELETED ? null : here.clone();
    }
    return row.database()
        .read("read an entry of store " + row.store(), connection -> rows.value(connection, key));
  }

  /** Puts an entry, in the place of one with the same key. */
  public void put(byte[] key, byte[] value) {
    EntryRows.check(key, value);
    changed.put(key.clone(), value.clone());
  }

  /** Deletes an entry; nothing happens if there is none. */
  public void delete(byte[] key) {
    EntryRows.check(key, DELETED);
    changed.put(key.clone(), DELETED);
  }

  /**
   * The entries from key {@code from}, inclusive, to key {@code to}, exclusive or null: copies, in
   * order.
   */
  public NavigableMap<byte[], byte[]> range(byte[] from, byte[] to) throws StoreException {
    NavigableMap<byte[], byte[]> found =
        row.database()
            .read(
                "read the entries of store " + row.store(),
                connection -> rows.range(connection, from, to));
    changed
        .tailMap(from, true)
        .forEach(
            (key, value) -> {
              if (to != null && Arrays.compareUnsigned(key, to) >= 0) {
                return;
              }
              if (value == DELETED) {
                found.remove(key);
              } else {
                found.put(key.clone(), value.clone());
              }
            });
    return found;
  }

  /** True if something is not durable yet. */
  boolean isChanged() {
    return !changed.isEmpty();
  }

  /** Writes what is not durable yet. */
  void write(Connection connection) throws SQLException {
    for (var entry : changed.entrySet()) {
      if (entry.getValue() == DELETED) {
        rows.delete(connection, entry.getKey());
      } else {
        rows.put(connection, entry.getKey(), entry.getValue());
      }
    }
  }

  /** All of it is durable. */
  void written() {
    changed.clear();
  }
}
