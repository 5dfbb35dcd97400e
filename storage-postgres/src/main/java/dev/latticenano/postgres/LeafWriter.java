package dev.latticenano.postgres;

import dev.latticenano.core.store.IdSum;
import dev.latticenano.core.store.TableShape;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Writes leaves of one table within a transaction, many with each question to the server. */
final class LeafWriter implements AutoCloseable {
  private static final int BATCH = 64;
  private static final byte[] NO_SUM = {};
  private static final String PUT =
      "INSERT INTO lattice_leaf (store, name, number, first, sum, crc, leaf)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (store, name, number) DO UPDATE"
          + " SET first = excluded.first, sum = excluded.sum, crc = excluded.crc,"
          + " leaf = excluded.leaf";
  private static final String DELETE =
      "DELETE FROM lattice_leaf WHERE store = ? AND name = ? AND number = ?";

  private final StoreRow row;
  private final TableShape shape;
  private final PreparedStatement puts;
  private final PreparedStatement deletes;
  private int putCount;
  private int deleteCount;

  LeafWriter(Connection connection, StoreRow row, TableShape shape) throws SQLException {
    this.row = row;
    this.shape = shape;
    puts = connection.prepareStatement(PUT);
    deletes = connection.prepareStatement(DELETE);
  }

  void put(Fence fence, Leaf leaf) throws SQLException {
    byte[] sum = NO_SUM;
    if (fence.sum() != null) {
      sum = new byte[IdSum.BYTES];
      fence.sum().write(sum, 0);
    }
    puts.setBytes(1, row.id());
    puts.setString(2, shape.name());
    puts.setLong(3, fence.number());
    puts.setBytes(4, fence.first());
    puts.setBytes(5, sum);
    puts.setInt(6, Leaves.crc(row, shape, fence, sum, leaf.bytes()));
    puts.setBytes(7, leaf.bytes());
    puts.addBatch();
    if (++putCount % BATCH == 0) {
      puts.executeBatch();
    }
  }

  void delete(Fence fence) throws SQLException {
    deletes.setBytes(1, row.id());
    deletes.setString(2, shape.name());
    deletes.setLong(3, fence.number());
    deletes.addBatch();
    if (++deleteCount % BATCH == 0) {
      deletes.executeBatch();
    }
  }

  /** Writes the rest. */
  void finish() throws SQLException {
    puts.executeBatch();
    deletes.executeBatch();
  }

  @Override
  public void close() throws SQLException {
    try (puts) {
      deletes.close();
    }
  }
}
