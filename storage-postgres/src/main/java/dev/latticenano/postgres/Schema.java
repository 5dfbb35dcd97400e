package dev.latticenano.postgres;

import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.StoreException.Kind;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** The tables on the server (docs/storage-postgres.md §2): made if missing, refused if newer. */
final class Schema {
  /** What this program writes. */
  static final int VERSION = 1;

  private static final List<String> TABLES =
      List.of(
          "CREATE TABLE IF NOT EXISTS lattice_store (store bytea NOT NULL PRIMARY KEY,"
              + " epoch bigint NOT NULL, holder text NOT NULL, process bytea NOT NULL,"
              + " until timestamptz NOT NULL, steps bigint NOT NULL, log_begin bigint NOT NULL,"
              + " log_end bigint NOT NULL, covered bigint NOT NULL)",
          "CREATE TABLE IF NOT EXISTS lattice_record (store bytea NOT NULL,"
              + " position bigint NOT NULL, kind smallint NOT NULL, crc integer NOT NULL,"
              + " body bytea NOT NULL, PRIMARY KEY (store, position))",
          "CREATE TABLE IF NOT EXISTS lattice_piece (store bytea NOT NULL,"
              + " first bigint NOT NULL, PRIMARY KEY (store, first))",
          "CREATE TABLE IF NOT EXISTS lattice_table (store bytea NOT NULL, name text NOT NULL,"
              + " key_bytes smallint NOT NULL, value_bytes smallint NOT NULL,"
              + " filter_bytes smallint NOT NULL, summed boolean NOT NULL,"
              + " PRIMARY KEY (store, name))",
          "CREATE TABLE IF NOT EXISTS lattice_leaf (store bytea NOT NULL, name text NOT NULL,"
              + " number bigint NOT NULL, first bytea NOT NULL, sum bytea NOT NULL,"
              + " crc integer NOT NULL, leaf bytea NOT NULL, PRIMARY KEY (store, name, number))",
          "CREATE TABLE IF NOT EXISTS lattice_entry (space bytea NOT NULL, key bytea NOT NULL,"
              + " value bytea NOT NULL, tag bytea NOT NULL, PRIMARY KEY (space, key))",
          "CREATE TABLE IF NOT EXISTS lattice_chunk (store bytea NOT NULL, cid bytea NOT NULL,"
              + " bytes bytea NOT NULL, PRIMARY KEY (store, cid))",
          // The last: where it has a row, all the others are.
          "CREATE TABLE IF NOT EXISTS lattice_format (version integer NOT NULL PRIMARY KEY)");

  // Two processes that make the same table at once: one of them is told one of these.
  private static final List<String> MADE_MEANWHILE = List.of("23505", "42P07", "42710");

  private static final String NO_SUCH_TABLE = "42P01";

  private Schema() {}

  /** Makes what is missing; NEWER if a later program wrote here. */
  static void open(Database database) throws StoreException {
    int version = database.read("read the format of the site", Schema::version);
    if (version == 0) {
      version = database.transact("make the tables of the site", Schema::made);
    }
    if (version > VERSION) {
      throw new StoreException(
          Kind.NEWER,
          "the stores in the PostgreSQL server "
              + database.address()
              + " have format "
              + version
              + ", this program knows "
              + VERSION,
          null);
    }
  }

  private static int version(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT max(version) FROM lattice_format")) {
      return rows.next() ? rows.getInt(1) : 0;
    } catch (SQLException e) {
      if (NO_SUCH_TABLE.equals(e.getSQLState())) {
        return 0;
      }
      throw e;
    }
  }

  private static int made(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String table : TABLES) {
        statement.execute(table);
      }
      statement.execute(
          "INSERT INTO lattice_format (version) SELECT "
              + VERSION
              + " WHERE NOT EXISTS (SELECT 1 FROM lattice_format)");
      return version(connection);
    } catch (SQLException e) {
      if (MADE_MEANWHILE.contains(e.getSQLState())) {
        throw new SQLException("another process makes the same tables", "40001", e);
      }
      throw e;
    }
  }
}
