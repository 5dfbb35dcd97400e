package dev.latticenano.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The entries of one space as rows: keys of 1 to 256 bytes, values of at most 1 MiB. */
final class EntryRows {
  /** Bytes of the longest key. */
  static final int KEY_BYTES_MAX = 256;

  /** Bytes of the longest value. */
  static final int VALUE_BYTES_MAX = 1_048_576;

  private static final String SELECT =
      "SELECT value FROM lattice_entry WHERE space = ? AND key = ?";
  private static final String RANGE =
      "SELECT key, value FROM lattice_entry WHERE space = ? AND key >= ? ORDER BY key";
  private static final String RANGE_TO =
      "SELECT key, value FROM lattice_entry WHERE space = ? AND key >= ? AND key < ? ORDER BY key";
  private static final String PUT =
      "INSERT INTO lattice_entry (space, key, value, tag) VALUES (?, ?, ?, '')"
          + " ON CONFLICT (space, key) DO UPDATE SET value = excluded.value";
  private static final String INSERT =
      "INSERT INTO lattice_entry (space, key, value, tag) VALUES (?, ?, ?, ?)"
          + " ON CONFLICT (space, key) DO NOTHING";
  private static final String REPLACE =
      "UPDATE lattice_entry SET value = ?, tag = ? WHERE space = ? AND key = ? AND value = ?";
  private static final String KEEP =
      "UPDATE lattice_entry SET value = ?, tag = ? WHERE space = ? AND key = ? AND tag = ?";
  private static final String FORGET =
      "DELETE FROM lattice_entry WHERE space = ? AND key = ? AND tag = ?";
  private static final String ALL =
      "SELECT key, value, tag FROM lattice_entry WHERE space = ? ORDER BY key";
  private static final String TAG = "SELECT tag FROM lattice_entry WHERE space = ? AND key = ?";
  private static final String DELETE = "DELETE FROM lattice_entry WHERE space = ? AND key = ?";

  private final byte[] space;

  /** Those of a space: the 16 bytes of a store's id, or of the site. */
  EntryRows(byte[] space) {
    this.space = space;
  }

  static void check(byte[] key, byte[] value) {
    if (key.length < 1 || key.length > KEY_BYTES_MAX || value.length > VALUE_BYTES_MAX) {
      throw new IllegalArgumentException(
          "an entry of " + key.length + " and " + value.length + " bytes");
    }
  }

  byte[] value(Connection connection, byte[] key) throws SQLException {
    return found(connection, SELECT, key);
  }

  private byte[] found(Connection connection, String sql, byte[] key) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setBytes(1, space);
      select.setBytes(2, key);
      try (ResultSet rows = select.executeQuery()) {
        return rows.next() ? rows.getBytes(1) : null;
      }
    }
  }

  NavigableMap<byte[], byte[]> range(Connection connection, byte[] from, byte[] to)
      throws SQLException {
    NavigableMap<byte[], byte[]> found = new TreeMap<>(Arrays::compareUnsigned);
    try (PreparedStatement select = connection.prepareStatement(to == null ? RANGE : RANGE_TO)) {
      select.setBytes(1, space);
      select.setBytes(2, from);
      if (to != null) {
        select.setBytes(3, to);
      }
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          found.put(rows.getBytes(1), rows.getBytes(2));
        }
      }
    }
    return found;
  }

  void put(Connection connection, byte[] key, byte[] value) throws SQLException {
    update(connection, PUT, space, key, value);
  }

  void delete(Connection connection, byte[] key) throws SQLException {
    update(connection, DELETE, space, key);
  }

  /**
   * True if it was {@code before}, null for none, and now is {@code value}; or if that was done
   * already under the same {@code tag}, which no two changes share.
   */
  boolean replace(Connection connection, byte[] key, byte[] before, byte[] value, byte[] tag)
      throws SQLException {
    int changed =
        before == null
            ? update(connection, INSERT, space, key, value, tag)
            : update(connection, REPLACE, value, tag, space, key, before);
    return changed == 1 || Arrays.equals(found(connection, TAG, key), tag);
  }

  /** As {@link #replace}, of a value whose last change was {@code known}; null: there is none. */
  boolean keep(Connection connection, byte[] key, byte[] known, byte[] value, byte[] tag)
      throws SQLException {
    int changed =
        known == null
            ? update(connection, INSERT, space, key, value, tag)
            : update(connection, KEEP, value, tag, space, key, known);
    return changed == 1 || Arrays.equals(found(connection, TAG, key), tag);
  }

  /** True if there is none under {@code key} now; false if its last change is not {@code known}. */
  boolean forget(Connection connection, byte[] key, byte[] known) throws SQLException {
    if (known != null) {
      update(connection, FORGET, space, key, known);
    }
    return found(connection, TAG, key) == null;
  }

  /** Receives entries. */
  interface Reader {
    /** One of them, the receiver's. */
    void entry(byte[] key, byte[] value, byte[] tag);
  }

  /** Shows all entries in order. */
  void all(Connection connection, Reader reader) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(ALL)) {
      select.setBytes(1, space);
      try (ResultSet entries = select.executeQuery()) {
        while (entries.next()) {
          reader.entry(entries.getBytes(1), entries.getBytes(2), entries.getBytes(3));
        }
      }
    }
  }

  private static int update(Connection connection, String sql, byte[]... values)
      throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        update.setBytes(i + 1, values[i]);
      }
      return update.executeUpdate();
    }
  }
}
