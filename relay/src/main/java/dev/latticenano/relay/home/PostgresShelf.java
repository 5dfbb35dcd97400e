package dev.latticenano.relay.home;

import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.relay.RelayMemory;
import dev.latticenano.core.relay.RelayPlaces;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.postgres.PostgresSite;
import dev.latticenano.postgres.SiteSettings;
import dev.latticenano.storage.DataDirectory;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * A relay's shelf in a PostgreSQL-compatible server that several processes share
 * (docs/storage-postgres.md). Each store is served by the process that has its lease, and nobody
 * writes without it; the directory keeps who the relay is and what its operator chose. Owned by one
 * thread, which calls {@link #renew} every {@link #renewMs}.
 */
public final class PostgresShelf implements Shelf, RelayPlaces {
  private static final int RENEWALS_A_LEASE = 3;
  private static final ShelfFigures UNKNOWN = new ShelfFigures(-1, 0, 0, 0, 0, 0);

  private final DataDirectory directory;
  private final PostgresSite site;
  private final RelayPlaces places;
  private final SiteRevocations revocations;
  private final int renewMs;
  private long renewedNs = System.nanoTime();

  private PostgresShelf(
      DataDirectory directory, IssuedTickets tickets, PostgresSite site, int leaseMs) {
    this.directory = directory;
    revocations = new SiteRevocations(tickets, site.shared());
    this.site = site;
    places = site.places();
    renewMs = leaseMs / RENEWALS_A_LEASE;
  }

  /**
   * Takes a relay's directory for this process alone, and opens the site.
   *
   * @throws StoreException LOCKED if a process has the directory, IO if the server is not there
   */
  static PostgresShelf open(Path root, SiteSettings settings) throws StoreException {
    DataDirectory directory = DataDirectory.open(root);
    try {
      PostgresSite site = PostgresSite.open(settings);
      return new PostgresShelf(directory, new IssuedTickets(root), site, settings.leaseMs());
    } catch (StoreException e) {
      directory.close();
      throw e;
    }
  }

  @Override
  public RelayPlaces places() {
    return this;
  }

  @Override
  public RelayMemory memory() {
    return site.memory();
  }

  // Whoever opens many keeps those that are open.
  @Override
  public Place open(StoreId store) throws StoreException {
    if (System.nanoTime() - renewedNs >= TimeUnit.MILLISECONDS.toNanos(renewMs)) {
      renew();
    }
    return places.open(store);
  }

  @Override
  public String holder(StoreId store) throws StoreException {
    return places.holder(store);
  }

  @Override
  public void remove(StoreId store) throws StoreException {
    places.remove(store);
  }

  /** Which tickets were taken back, at this process or another. */
  public SiteRevocations revocations() {
    return revocations;
  }

  /** How often to {@link #renew}, ms: three times a lease. */
  public int renewMs() {
    return renewMs;
  }

  /**
   * Keeps the leases of all open stores, and tells the other processes of tickets taken back.
   *
   * @throws StoreException LOCKED if another process has taken over one of them
   */
  public void renew() throws StoreException {
    renewedNs = System.nanoTime();
    revocations.tell();
    List<UUID> lost = site.renew();
    if (!lost.isEmpty()) {
      throw new StoreException(
          StoreException.Kind.LOCKED,
          "this process was silent for longer than a lease, and another one of the site serves"
              + " the store "
              + lost.get(0)
              + (lost.size() > 1 ? " and " + (lost.size() - 1) + " more" : "")
              + " now; started again, it serves the others",
          null);
    }
  }

  /** Stores of the site that no process serves now. */
  public List<StoreId> free() throws StoreException {
    return site.free().stream()
        .map(id -> new StoreId(id.getMostSignificantBits(), id.getLeastSignificantBits()))
        .toList();
  }

  @Override
  public List<String> findings() {
    return List.of();
  }

  @Override
  public ShelfFigures figures() {
    return UNKNOWN;
  }

  @Override
  public void close() throws StoreException {
    try {
      site.close();
    } finally {
      directory.close();
    }
  }
}
