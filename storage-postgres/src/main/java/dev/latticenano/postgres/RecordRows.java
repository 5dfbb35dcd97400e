package dev.latticenano.postgres;

import dev.latticenano.core.bytes.LittleEndian;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.StoreException.Kind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * The records of one log as rows. Each has the CRC-32C of store ‖ position u64 ‖ kind u8 ‖ body,
 * numbers little-endian: what is read is what was written, or an error.
 */
final class RecordRows {
  // What a scan asks for at once, and a read that follows closely upon another.
  private static final int SCAN_BYTES = 262_144;
  private static final int AHEAD_BYTES = 32_768;
  private static final String INSERT =
      "INSERT INTO lattice_record (store, position, kind, crc, body) VALUES (?, ?, ?, ?, ?)";
  private static final String READ =
      "SELECT kind, crc, body FROM lattice_record WHERE store = ? AND position = ?";
  private static final String WINDOW =
      "SELECT kind, crc, body, position FROM lattice_record"
          + " WHERE store = ? AND position >= ? AND position < ? ORDER BY position";
  private static final String DELETE =
      "DELETE FROM lattice_record WHERE store = ? AND position < ?";

  private final StoreRow row;
  private final CRC32C crc = new CRC32C();
  private final byte[] head = new byte[25];
  private final RecordWindow readLast = new RecordWindow();
  private long lastPosition = Long.MAX_VALUE;
  private long damagedCount;

  RecordRows(StoreRow row) {
    this.row = row;
    System.arraycopy(row.id(), 0, head, 0, 16);
  }

  /** Inserts records laid out as {@link PostgresLog} does, the first at position {@code from}. */
  void insert(Connection connection, long from, byte[] bytes, int length) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      for (int at = 0; at < length; ) {
        int bodyBytes = LittleEndian.intAt(bytes, at);
        int kind = LittleEndian.intAt(bytes, at + 4);
        int bodyAt = at + PostgresLog.HEAD_BYTES;
        insert.setBytes(1, row.id());
        insert.setLong(2, from + at);
        insert.setInt(3, kind);
        insert.setInt(4, crc(from + at, kind, bytes, bodyAt, bodyBytes));
        insert.setBytes(5, Arrays.copyOfRange(bytes, bodyAt, bodyAt + bodyBytes));
        insert.addBatch();
        at = bodyAt + bodyBytes;
      }
      insert.executeBatch();
    }
  }

  /** As {@link PostgresLog#read} of a record that is durable. */
  int read(long position, byte[] out, int offset) throws StoreException {
    byte[] body = readLast.bodyAt(position);
    if (body == null) {
      body = fetched(position);
    }
    lastPosition = position;
    if (body == null) {
      row.look();
      damagedCount++;
      throw new StoreException(
          Kind.CORRUPT,
          "the record at position "
              + position
              + " of store "
              + row.store()
              + " in the PostgreSQL server "
              + row.database().address()
              + " is missing or damaged",
          null);
    }
    if (body.length > out.length - offset) {
      return -body.length;
    }
    System.arraycopy(body, 0, out, offset, body.length);
    return body.length;
  }

  // Chains are read upwards, and lie near each other: then those behind come along.
  private byte[] fetched(long position) throws StoreException {
    if (position > lastPosition && position - lastPosition <= AHEAD_BYTES) {
      window(position, Math.min(row.logEnd(), position + AHEAD_BYTES), readLast);
      return readLast.bodyAt(position);
    }
    byte[] body =
        row.database()
            .read("read the log of store " + row.store(), connection -> read(connection, position));
    readLast.clear(position);
    if (body != null) {
      readLast.add(position, 0, body, body.length);
    }
    return body;
  }

  private byte[] read(Connection connection, long position) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(READ)) {
      select.setBytes(1, row.id());
      select.setLong(2, position);
      try (ResultSet rows = select.executeQuery()) {
        return rows.next() ? sound(rows, position) : null;
      }
    }
  }

  /** Fills {@code window} with records from {@code from} on, before {@code stop}. */
  void window(long from, long stop, RecordWindow window) throws StoreException {
    long to = Math.min(stop, from + SCAN_BYTES);
    row.database()
        .read(
            "read the log of store " + row.store(),
            connection -> {
              window.clear(from);
              try (PreparedStatement select = connection.prepareStatement(WINDOW)) {
                select.setBytes(1, row.id());
                select.setLong(2, from);
                select.setLong(3, to);
                try (ResultSet rows = select.executeQuery()) {
                  while (rows.next()) {
                    add(rows, window);
                  }
                }
              }
              return null;
            });
    if (window.end() < to) {
      // Somebody took rows away.
      row.look();
      damagedCount++;
      window.skipTo(to);
    }
  }

  private void add(ResultSet rows, RecordWindow window) throws SQLException {
    long position = rows.getLong(4);
    byte[] body = sound(rows, position);
    if (position != window.end() || body == null) {
      damagedCount++;
    }
    window.add(position, rows.getInt(1), body, rows.getBytes(3).length);
  }

  // Null if the bytes are not what was written.
  private byte[] sound(ResultSet rows, long position) throws SQLException {
    byte[] body = rows.getBytes(3);
    return crc(position, rows.getInt(1), body, 0, body.length) == rows.getInt(2) ? body : null;
  }

  /** Deletes what lies before {@code position}. */
  void delete(Connection connection, long position) throws SQLException {
    try (PreparedStatement delete = connection.prepareStatement(DELETE)) {
      delete.setBytes(1, row.id());
      delete.setLong(2, position);
      delete.executeUpdate();
    }
    readLast.clear(0);
  }

  long damagedCount() {
    return damagedCount;
  }

  private int crc(long position, int kind, byte[] body, int offset, int length) {
    LittleEndian.putLong(head, 16, position);
    head[24] = (byte) kind;
    crc.reset();
    crc.update(head, 0, head.length);
    crc.update(body, offset, length);
    return (int) crc.getValue();
  }
}
