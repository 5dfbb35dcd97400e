package dev.latticenano.postgres;

import dev.latticenano.core.store.StoreException;
import java.sql.PreparedStatement;
import java.util.List;
import java.util.UUID;

/**
 * A store that this process serves, as long as it has the lease: log, tables and entries. Not
 * thread-safe: one owner, the site's.
 */
public final class PostgresStore implements AutoCloseable {
  private static final List<String> REMOVE =
      List.of(
          "DELETE FROM lattice_record WHERE store = ?",
          "DELETE FROM lattice_piece WHERE store = ?",
          "DELETE FROM lattice_leaf WHERE store = ?",
          "DELETE FROM lattice_table WHERE store = ?",
          "DELETE FROM lattice_entry WHERE space = ?",
          "DELETE FROM lattice_chunk WHERE store = ?");

  private final PostgresSite site;
  private final StoreRow row;
  private final PostgresEntries entries;
  private final PostgresLog log;
  private final PostgresTables tables;
  private final PostgresChunks chunks;

  /** Opens what {@code row} leads to. */
  PostgresStore(PostgresSite site, StoreRow row, LeafCache cache, int pieceBytes)
      throws StoreException {
    this.site = site;
    this.row = row;
    entries = new PostgresEntries(row);
    log = new PostgresLog(row, entries, pieceBytes);
    tables = new PostgresTables(row, log, cache);
    chunks = new PostgresChunks(row);
  }

  /** Its id. */
  public UUID id() {
    return row.store();
  }

  /** Its log. */
  public PostgresLog log() {
    return log;
  }

  /** The tables that follow the log. */
  public PostgresTables tables() {
    return tables;
  }

  /** Its chunks. */
  public PostgresChunks chunks() {
    return chunks;
  }

  /** What is kept beside the log. */
  public PostgresEntries entries() {
    return entries;
  }

  /** The number of this lease: every holder of the store had a smaller one. */
  public long epoch() {
    return row.epoch();
  }

  /** Why nothing is written any more, one sentence that says who has the store now; or null. */
  public String refusal() {
    return row.refusal();
  }

  StoreRow row() {
    return row;
  }

  /**
   * Removes all that is kept of the store, durably, a piece of the log at a time, and closes it.
   * What stays is its row, empty: by its epoch an old holder knows that it is one no more.
   */
  public void remove() throws StoreException {
    while (log.nextBegin() >= 0) {
      log.dropFirst(log.end());
    }
    log.forget();
    row.commit(
        "remove",
        0,
        0,
        0,
        connection -> {
          for (String sql : REMOVE) {
            try (PreparedStatement delete = connection.prepareStatement(sql)) {
              delete.setBytes(1, row.id());
              delete.executeUpdate();
            }
          }
        });
    tables.forget();
    site.closed(this);
    row.release();
  }

  /**
   * Makes the log durable and gives up the lease. The lease is let go of even if that fails; it
   * then ends by itself.
   */
  @Override
  public void close() throws StoreException {
    site.closed(this);
    try {
      if (row.refusal() == null) {
        log.sync();
        tables.close();
      }
    } finally {
      row.release();
    }
  }
}
