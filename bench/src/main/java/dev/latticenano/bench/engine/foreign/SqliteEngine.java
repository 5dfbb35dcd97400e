package dev.latticenano.bench.engine.foreign;

import dev.latticenano.bench.engine.Engine;
import dev.latticenano.bench.engine.Records;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteJDBCLoader;

/**
 * SQLite with its write-ahead log, synced at every commit. One table whose key has an index beside
 * it: without row numbers it writes twice as much.
 */
public final class SqliteEngine implements Engine {
  static {
    try {
      SQLiteJDBCLoader.initialize();
    } catch (Exception e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Connection connection;
  private final PreparedStatement insert;
  private final PreparedStatement select;

  /** Opens or begins the database in a folder. */
  public SqliteEngine(Path folder) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    connection = config.createConnection("jdbc:sqlite:" + folder.resolve("records.db"));
    try (Statement statement = connection.createStatement()) {
      statement.execute("create table if not exists record (k blob primary key, v blob)");
    }
    connection.setAutoCommit(false);
    insert = connection.prepareStatement("insert into record values (?, ?)");
    select = connection.prepareStatement("select v from record where k = ?");
  }

  @Override
  public void put(byte[] key, byte[] value) throws SQLException {
    insert.setBytes(1, key);
    insert.setBytes(2, value);
    insert.executeUpdate();
  }

  @Override
  public void commit() throws SQLException {
    connection.commit();
  }

  @Override
  public boolean find(byte[] key, byte[] out) throws SQLException {
    select.setBytes(1, key);
    try (ResultSet found = select.executeQuery()) {
      if (!found.next()) {
        return false;
      }
      byte[] value = found.getBytes(1);
      System.arraycopy(value, 0, out, 0, Records.VALUE_BYTES);
      return value.length == Records.VALUE_BYTES;
    }
  }

  @Override
  public void scan(boolean values, Rows rows) throws SQLException {
    String columns = values ? "k, v" : "k";
    try (Statement statement = connection.createStatement();
        ResultSet at = statement.executeQuery("select " + columns + " from record order by k")) {
      while (at.next()) {
        rows.row(at.getBytes(1), Records.KEY_BYTES, values ? at.getBytes(2) : null, 0);
      }
    }
  }

  @Override
  public void close() throws SQLException {
    insert.close();
    select.close();
    connection.commit();
    connection.close();
  }
}
