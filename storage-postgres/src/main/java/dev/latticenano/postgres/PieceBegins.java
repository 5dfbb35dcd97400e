package dev.latticenano.postgres;

import dev.latticenano.core.store.StoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the pieces of a log begin: each at a record, the next one so many bytes of positions on.
 */
final class PieceBegins {
  private static final String SELECT =
      "SELECT first FROM lattice_piece WHERE store = ? ORDER BY first";
  private static final String INSERT = "INSERT INTO lattice_piece (store, first) VALUES (?, ?)";
  private static final String DELETE = "DELETE FROM lattice_piece WHERE store = ? AND first < ?";

  private final byte[] id;
  private final int pieceBytes;
  private final List<Long> begins;

  private PieceBegins(byte[] id, int pieceBytes, List<Long> begins) {
    this.id = id;
    this.pieceBytes = pieceBytes;
    this.begins = begins;
  }

  /** Those of the log of {@code row}'s store. */
  static PieceBegins of(StoreRow row, int pieceBytes) throws StoreException {
    List<Long> begins =
        row.database()
            .read(
                "read the pieces of the log of store " + row.store(),
                connection -> {
                  List<Long> found = new ArrayList<>();
                  try (PreparedStatement select = connection.prepareStatement(SELECT)) {
                    select.setBytes(1, row.id());
                    try (ResultSet rows = select.executeQuery()) {
                      while (rows.next()) {
                        found.add(rows.getLong(1));
                      }
                    }
                  }
                  return found;
                });
    return new PieceBegins(row.id(), pieceBytes, begins);
  }

  /** A record was appended at {@code position}: it begins a piece if the last one is full. */
  void add(long position) {
    if (begins.isEmpty() || position - begins.get(begins.size() - 1) >= pieceBytes) {
      begins.add(position);
    }
  }

  /** Where the second piece begins; -1 if there is none. */
  long second() {
    return begins.size() < 2 ? -1 : begins.get(1);
  }

  /** Writes those that begin at {@code from} or behind. */
  void insert(Connection connection, long from) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      for (int i = begins.size() - 1; i >= 0 && begins.get(i) >= from; i--) {
        insert.setBytes(1, id);
        insert.setLong(2, begins.get(i));
        insert.executeUpdate();
      }
    }
  }

  /** Deletes those that begin before {@code position}. */
  void delete(Connection connection, long position) throws SQLException {
    try (PreparedStatement delete = connection.prepareStatement(DELETE)) {
      delete.setBytes(1, id);
      delete.setLong(2, position);
      delete.executeUpdate();
    }
  }

  void removeFirst() {
    begins.remove(0);
  }
}
