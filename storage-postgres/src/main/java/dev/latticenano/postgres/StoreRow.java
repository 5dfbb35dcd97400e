package dev.latticenano.postgres;

import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.StoreException.Kind;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;

/**
 * The row of one store on the server, as long as this process has its lease: every transaction that
 * writes anything of the store moves this row one step first, and only if epoch and step are what
 * this process left there. So nothing is ever written by a process that lost its lease, whatever
 * its clock says, and a commit whose answer was lost is recognised when it is tried again
 * (docs/storage-postgres.md §3).
 */
final class StoreRow {
  private static final String INSERT =
      "INSERT INTO lattice_store (store, epoch, holder, process, until, steps, log_begin, log_end,"
          + " covered) VALUES (?, 0, '', '', now(), 0, 0, 0, 0) ON CONFLICT (store) DO NOTHING";
  private static final String TAKE =
      "UPDATE lattice_store SET epoch = epoch + 1, holder = ?, process = ?,"
          + " until = now() + ? * interval '1 millisecond'"
          + " WHERE store = ? AND (until <= now() OR process = ?)";
  private static final String ADVANCE =
      "UPDATE lattice_store SET steps = ?, log_begin = ?, log_end = ?, covered = ?,"
          + " until = now() + ? * interval '1 millisecond'"
          + " WHERE store = ? AND epoch = ? AND steps = ?";
  private static final String SELECT =
      "SELECT epoch, steps, log_begin, log_end, covered, holder, until, until > now()"
          + " FROM lattice_store WHERE store = ?";
  private static final String RELEASE =
      "UPDATE lattice_store SET until = now(), process = '' WHERE store = ? AND epoch = ?";

  private final Database database;
  private final UUID store;
  private final byte[] id;
  private final int leaseMs;
  private long epoch;
  private long steps;
  private long logBegin;
  private long logEnd;
  private long covered;
  private String refusal;

  private StoreRow(Database database, UUID store, int leaseMs) {
    this.database = database;
    this.store = store;
    this.leaseMs = leaseMs;
    id = bytes(store);
  }

  /**
   * Takes the lease of a store, which is made if there is none.
   *
   * @param process 16 bytes that no other process has
   * @throws StoreException LOCKED if another process has it
   */
  static StoreRow take(Database database, UUID store, SiteSettings settings, byte[] process)
      throws StoreException {
    StoreRow row = new StoreRow(database, store, settings.leaseMs());
    database.transact(
        "take the lease of store " + store,
        connection -> {
          row.take(connection, settings.holder(), process);
          return null;
        });
    return row;
  }

  /** The 16 bytes of a store's id as they stand in keys. */
  static byte[] bytes(UUID store) {
    return ByteBuffer.allocate(16)
        .putLong(store.getMostSignificantBits())
        .putLong(store.getLeastSignificantBits())
        .array();
  }

  /** The connections on which this store is written. */
  Database database() {
    return database;
  }

  /** Whose row this is. */
  UUID store() {
    return store;
  }

  /** The store's id as it stands in keys; not to be changed. */
  byte[] id() {
    return id;
  }

  /** How often the lease was taken: every holder has a number of its own. */
  long epoch() {
    return epoch;
  }

  /** The position at which the log begins, durably. */
  long logBegin() {
    return logBegin;
  }

  /** The position behind the last durable record. */
  long logEnd() {
    return logEnd;
  }

  /** Every record before this position is in the tables. */
  long covered() {
    return covered;
  }

  /** Why nothing is written any more, or null while the lease is held as far as known. */
  String refusal() {
    return refusal;
  }

  /** From now on nothing is written, and each attempt is told why. */
  void refuse(String reason) {
    refusal = refusal == null ? reason : refusal;
  }

  /** What one transaction writes besides the row. */
  interface Writes {
    /** Writes it; runs again from its beginning if the transaction has to. */
    void run(Connection connection) throws SQLException, StoreException;
  }

  /**
   * Moves the row one step and writes, in one transaction.
   *
   * @param what in messages: could not …
   * @throws StoreException LOCKED if the lease is another's: nothing was written, now or later
   */
  void commit(String what, long newBegin, long newEnd, long newCovered, Writes writes)
      throws StoreException {
    if (refusal != null) {
      throw new StoreException(Kind.LOCKED, refusal, null);
    }
    database.transact(
        what + " store " + store,
        connection -> {
          if (isAdvanced(connection, newBegin, newEnd, newCovered)) {
            writes.run(connection);
          }
          return null;
        });
    steps++;
    logBegin = newBegin;
    logEnd = newEnd;
    covered = newCovered;
  }

  /** As above; log and tables stay as they are. */
  void commit(String what, Writes writes) throws StoreException {
    commit(what, logBegin, logEnd, covered, writes);
  }

  /** Looks who has the lease; if it is another, refuses from now on. */
  void look() throws StoreException {
    database.read(
        "look who serves store " + store,
        connection -> {
          try (PreparedStatement select = selected(connection);
              ResultSet row = select.executeQuery()) {
            checkEpoch(row);
          }
          return null;
        });
  }

  /** Gives the lease up, so that the next process need not wait for its end. */
  void release() throws StoreException {
    if (refusal != null) {
      return;
    }
    refuse("the store " + store + " is closed");
    database.transact(
        "give up the lease of store " + store,
        connection -> {
          try (PreparedStatement update = connection.prepareStatement(RELEASE)) {
            update.setBytes(1, id);
            update.setLong(2, epoch);
            return update.executeUpdate();
          }
        });
  }

  private void take(Connection connection, String holder, byte[] process)
      throws SQLException, StoreException {
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      insert.setBytes(1, id);
      insert.executeUpdate();
    }
    int taken;
    try (PreparedStatement update = connection.prepareStatement(TAKE)) {
      update.setString(1, holder);
      update.setBytes(2, process);
      update.setInt(3, leaseMs);
      update.setBytes(4, id);
      update.setBytes(5, process);
      taken = update.executeUpdate();
    }
    try (PreparedStatement select = selected(connection);
        ResultSet row = select.executeQuery()) {
      row.next();
      if (taken == 0) {
        throw new StoreException(Kind.LOCKED, served(row), null);
      }
      epoch = row.getLong(1);
      steps = row.getLong(2);
      logBegin = row.getLong(3);
      logEnd = row.getLong(4);
      covered = row.getLong(5);
    }
  }

  // False if this very step was made before: then all of it was, and only the answer was lost.
  private boolean isAdvanced(Connection connection, long newBegin, long newEnd, long newCovered)
      throws SQLException, StoreException {
    try (PreparedStatement update = connection.prepareStatement(ADVANCE)) {
      update.setLong(1, steps + 1);
      update.setLong(2, newBegin);
      update.setLong(3, newEnd);
      update.setLong(4, newCovered);
      update.setInt(5, leaseMs);
      update.setBytes(6, id);
      update.setLong(7, epoch);
      update.setLong(8, steps);
      if (update.executeUpdate() == 1) {
        return true;
      }
    }
    try (PreparedStatement select = selected(connection);
        ResultSet row = select.executeQuery()) {
      checkEpoch(row);
      if (row.getLong(2) == steps + 1) {
        return false;
      }
      throw new StoreException(
          Kind.CORRUPT,
          "the row of store "
              + store
              + " in the PostgreSQL server "
              + database.address()
              + " is at step "
              + row.getLong(2)
              + ", not "
              + steps
              + ": somebody else wrote it",
          null);
    }
  }

  private PreparedStatement selected(Connection connection) throws SQLException {
    PreparedStatement select = connection.prepareStatement(SELECT);
    select.setBytes(1, id);
    return select;
  }

  private void checkEpoch(ResultSet row) throws SQLException, StoreException {
    boolean there = row.next();
    if (there && row.getLong(1) == epoch) {
      return;
    }
    refuse(
        there
            ? "this process lost its lease (epoch " + epoch + "): " + served(row)
            : "the store " + store + " was removed from the PostgreSQL server");
    throw new StoreException(Kind.LOCKED, refusal, null);
  }

  private String served(ResultSet row) throws SQLException {
    String how = row.getBoolean(8) ? " is served by " : " was last served by ";
    return "the store "
        + store
        + how
        + row.getString(6)
        + " (epoch "
        + row.getLong(1)
        + ", until "
        + row.getTimestamp(7).toInstant()
        + ")";
  }
}
