package dev.latticenano.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.StoreException.Kind;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * The storage that several processes of one site share: a database of a PostgreSQL-compatible
 * server (docs/storage-postgres.md). A process keeps nothing of its own, so any of them can take
 * over a store whose lease has ended. Not thread-safe: one owner for it and all its stores.
 */
public final class PostgresSite implements AutoCloseable {
  /** Connections of one process. */
  static final int CONNECTIONS_MAX = 4;

  private static final int SOCKET_TIMEOUT_SECONDS = 60;
  private static final String RENEW =
      "UPDATE lattice_store SET until = now() + ? * interval '1 millisecond' WHERE process = ?"
          + " RETURNING store, epoch";
  private static final String STORES =
      "SELECT store FROM lattice_store WHERE log_end > 0 ORDER BY store";
  private static final String FREE =
      "SELECT store FROM lattice_store WHERE until <= now() AND log_end > 0 ORDER BY store";
  private static final String HOLDER =
      "SELECT holder FROM lattice_store WHERE store = ? AND until > now()";

  private final DataSource source;
  private final SiteSettings settings;
  private final Database database;
  private final byte[] process = new byte[16];
  private final Sizes sizes;
  private final LeafCache cache;
  private final Map<UUID, PostgresStore> open = new LinkedHashMap<>();

  private PostgresSite(DataSource source, SiteSettings settings, Sizes sizes)
      throws StoreException {
    this.source = source;
    this.settings = settings;
    this.sizes = sizes;
    cache = new LeafCache(sizes.cacheBytes());
    database = new Database(source, settings.address());
    new SecureRandom().nextBytes(process);
    Schema.open(database);
  }

  /**
   * Opens the site in the database of {@code settings}; its tables are made if they are missing.
   *
   * @throws StoreException IO if the server is not there or refuses, NEWER if a later program wrote
   */
  public static PostgresSite open(SiteSettings settings) throws StoreException {
    HikariDataSource pool = pool(settings);
    try {
      return open(pool, settings, Sizes.USUAL);
    } catch (StoreException | RuntimeException e) {
      pool.close();
      throw e;
    }
  }

  /** Connections to the server of {@code settings}; none is made yet. */
  static HikariDataSource pool(SiteSettings settings) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("lattice");
    config.setJdbcUrl(settings.url());
    config.setUsername(settings.user());
    config.setPassword(settings.password());
    config.setMaximumPoolSize(CONNECTIONS_MAX);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(settings.patienceMs());
    // The first question tells whether the server is there, in our words.
    config.setInitializationFailTimeout(-1);
    // All that must exclude each other meets in one row, which is locked from the first statement.
    config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    // Of a process that is paused within a transaction nobody waits longer than for its lease.
    config.setConnectionInitSql("SET idle_in_transaction_session_timeout = " + settings.leaseMs());
    config.addDataSourceProperty("reWriteBatchedInserts", "true");
    // What is said of a failure carries no contents.
    config.addDataSourceProperty("logServerErrorDetail", "false");
    config.addDataSourceProperty("tcpKeepAlive", "true");
    config.addDataSourceProperty("socketTimeout", Integer.toString(SOCKET_TIMEOUT_SECONDS));
    config.addDataSourceProperty("ApplicationName", "lattice");
    return new HikariDataSource(config);
  }

  /**
   * What tests make small.
   *
   * @param cacheBytes bytes of leaves on the heap
   * @param pieceBytes bytes of positions in a piece of a log
   */
  record Sizes(int cacheBytes, int pieceBytes) {
    static final Sizes USUAL = new Sizes(LeafCache.BYTES_MAX, PostgresLog.PIECE_BYTES);
  }

  /** Opens the site on connections of the caller, which {@link #close} closes if they can be. */
  static PostgresSite open(DataSource source, SiteSettings settings, Sizes sizes)
      throws StoreException {
    return new PostgresSite(source, settings, sizes);
  }

  /**
   * Takes the lease of a store and opens it; it is made if there is none.
   *
   * @throws StoreException LOCKED if another process, or this one, serves it: the message says who
   */
  public PostgresStore store(UUID id) throws StoreException {
    if (open.containsKey(id)) {
      throw new StoreException(
          Kind.LOCKED, "the store " + id + " is open in this process already", null);
    }
    StoreRow row = StoreRow.take(new Database(source, settings.address()), id, settings, process);
    try {
      PostgresStore store = new PostgresStore(this, row, cache, sizes.pieceBytes());
      open.put(id, store);
      return store;
    } catch (StoreException e) {
      row.release();
      throw e;
    }
  }

  /** Every store that has records, served by whomever. */
  public List<UUID> stores() throws StoreException {
    return list(STORES);
  }

  /** Of these, those that nobody serves now: whoever did is gone, or has lost its lease. */
  public List<UUID> free() throws StoreException {
    return list(FREE);
  }

  /** What the process calls itself that serves a store now; null if none does. */
  public String holder(UUID id) throws StoreException {
    return database.read(
        "ask who serves a store",
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(HOLDER)) {
            select.setBytes(1, StoreRow.bytes(id));
            try (ResultSet row = select.executeQuery()) {
              return row.next() ? row.getString(1) : null;
            }
          }
        });
  }

  private List<UUID> list(String sql) throws StoreException {
    return database.read(
        "list the stores",
        connection -> {
          List<UUID> found = new ArrayList<>();
          try (PreparedStatement select = connection.prepareStatement(sql);
              ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
              found.add(id(rows.getBytes(1)));
            }
          }
          return found;
        });
  }

  /** Where a relay's stores lie. */
  public PostgresPlaces places() {
    return new PostgresPlaces(this);
  }

  /** What a relay must not forget. */
  public PostgresMemory memory() {
    return new PostgresMemory(database);
  }

  /** What all processes of the site share. */
  public SharedEntries shared() {
    return new SharedEntries(database);
  }

  /**
   * Renews the leases of all open stores. A commit renews that of its store, too; call this at
   * least every third of a lease.
   *
   * @return the stores that are another's by now; nothing can be written to them any more
   */
  public List<UUID> renew() throws StoreException {
    Map<UUID, Long> renewed =
        database.transact(
            "renew the leases of this process",
            connection -> {
              Map<UUID, Long> epochs = new LinkedHashMap<>();
              try (PreparedStatement update = connection.prepareStatement(RENEW)) {
                update.setInt(1, settings.leaseMs());
                update.setBytes(2, process);
                try (ResultSet rows = update.executeQuery()) {
                  while (rows.next()) {
                    epochs.put(id(rows.getBytes(1)), rows.getLong(2));
                  }
                }
              }
              return epochs;
            });
    List<UUID> lost = new ArrayList<>();
    for (PostgresStore store : open.values()) {
      if (!Long.valueOf(store.epoch()).equals(renewed.get(store.id()))) {
        lost.add(store.id());
        tell(store);
      }
    }
    return lost;
  }

  // Makes the store know who has it.
  private static void tell(PostgresStore store) throws StoreException {
    try {
      store.row().look();
    } catch (StoreException e) {
      if (e.kind() != Kind.LOCKED) {
        throw e;
      }
    }
  }

  /** The store, if this process has it open; or null. */
  PostgresStore opened(UUID id) {
    return open.get(id);
  }

  /** A store is open no longer. */
  void closed(PostgresStore store) {
    open.remove(store.id());
  }

  /** Closes all open stores, giving up their leases, and the connections. */
  @Override
  public void close() throws StoreException {
    StoreException failure = null;
    for (PostgresStore store : List.copyOf(open.values())) {
      try {
        store.close();
      } catch (StoreException e) {
        failure = failure == null ? e : failure;
      }
    }
    if (source instanceof HikariDataSource pool) {
      pool.close();
    }
    if (failure != null) {
      throw failure;
    }
  }

  private static UUID id(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return new UUID(buffer.getLong(), buffer.getLong());
  }
}
