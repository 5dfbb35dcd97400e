package dev.latticenano.postgres;

import dev.latticenano.core.store.StoreException;
import java.util.UUID;

/**
 * A store that this process serves, as long as it has the lease: log, tables and entries. Not
 * thread-safe: one owner, the site's.
 */
public final class PostgresStore implements AutoCloseable {
  private final PostgresSite site;
  private final StoreRow row;
  private final PostgresEntries entries;
  private final PostgresLog log;
  private final PostgresTables tables;

  /** Opens what {@code row} leads to. */
  PostgresStore(PostgresSite site, StoreRow row, LeafCache cache, int pieceBytes)
      throws StoreException {
    this.site = site;
    this.row = row;
    entries = new PostgresEntries(row);
    log = new PostgresLog(row, entries, pieceBytes);
    tables = new PostgresTables(row, log, cache);
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
