package dev.latticenano.postgres;

import dev.latticenano.core.store.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import javax.sql.DataSource;

/**
 * Runs transactions on the server, again where that can help: after a conflict at most {@link
 * #CONFLICTS_MAX} times, after a lost connection at most {@link #LOSSES_MAX} times, each on a
 * connection of its own. What runs must therefore do the same when it runs again. Not thread-safe;
 * reads within a transaction see what it wrote.
 */
final class Database {
  /** How often a transaction that met another one is done again. */
  static final int CONFLICTS_MAX = 20;

  /** How often a transaction whose connection was lost is done again. */
  static final int LOSSES_MAX = 5;

  private final DataSource source;
  private final String address;
  private Connection open;

  /** On the connections of {@code source}; {@code address} names the server in messages. */
  Database(DataSource source, String address) {
    this.source = source;
    this.address = address;
  }

  /** Which server this is, for messages. */
  String address() {
    return address;
  }

  /** What is done within one transaction, wholly or not at all. */
  interface Work<T> {
    /** Does it; the connection is lent. */
    T run(Connection connection) throws SQLException, StoreException;
  }

  /**
   * Does {@code work} and commits it.
   *
   * @param what in messages: could not …
   */
  <T> T transact(String what, Work<T> work) throws StoreException {
    if (open != null) {
      throw new IllegalStateException("a transaction within another");
    }
    return attempt(what, work, true);
  }

  /** Does {@code work}, which only reads, within the open transaction if there is one. */
  <T> T read(String what, Work<T> work) throws StoreException {
    if (open == null) {
      return attempt(what, work, false);
    }
    try {
      return work.run(open);
    } catch (SQLException e) {
      throw new Nested(e);
    }
  }

  private <T> T attempt(String what, Work<T> work, boolean writes) throws StoreException {
    int conflicts = 0;
    int losses = 0;
    while (true) {
      try {
        return once(work, writes);
      } catch (SQLException e) {
        boolean again =
            SqlFailure.isConflict(e) && ++conflicts <= CONFLICTS_MAX
                // The pool has waited already when it has no connection to give.
                || !(e instanceof SQLTransientConnectionException)
                    && SqlFailure.isLost(e)
                    && ++losses <= LOSSES_MAX;
        if (!again) {
          throw SqlFailure.of(address, what, e);
        }
      }
    }
  }

  private <T> T once(Work<T> work, boolean writes) throws SQLException, StoreException {
    try (Connection connection = source.getConnection()) {
      connection.setAutoCommit(!writes);
      if (!writes) {
        return work.run(connection);
      }
      open = connection;
      boolean done = false;
      try {
        T result = work.run(connection);
        connection.commit();
        done = true;
        return result;
      } catch (Nested e) {
        throw (SQLException) e.getCause();
      } finally {
        open = null;
        if (!done) {
          rollBack(connection);
        }
      }
    }
  }

  private static void rollBack(Connection connection) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      // The connection is gone, and with it the transaction; why is told by what failed before.
      return;
    }
  }

  /** A failure of a read within a transaction, on its way to where the transaction is retried. */
  private static final class Nested extends StoreException {
    private static final long serialVersionUID = 1L;

    Nested(SQLException cause) {
      super(Kind.IO, "a read within a transaction failed", cause);
    }
  }
}
