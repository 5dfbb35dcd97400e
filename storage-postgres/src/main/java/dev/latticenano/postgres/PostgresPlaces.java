package dev.latticenano.postgres;

import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.relay.RelayPlaces;
import dev.latticenano.core.store.StoreException;
import java.util.UUID;

/**
 * The stores of a relay in a site; opening one takes its lease, and fails LOCKED where it cannot.
 */
public final class PostgresPlaces implements RelayPlaces {
  private final PostgresSite site;

  /** Those in {@code site}. */
  PostgresPlaces(PostgresSite site) {
    this.site = site;
  }

  @Override
  public Place open(StoreId store) throws StoreException {
    PostgresStore opened = site.store(UUID.fromString(store.toString()));
    return new Place(opened.log(), opened.tables(), opened.chunks());
  }

  @Override
  public String holder(StoreId store) throws StoreException {
    return site.holder(UUID.fromString(store.toString()));
  }

  @Override
  public void remove(StoreId store) throws StoreException {
    UUID id = UUID.fromString(store.toString());
    PostgresStore opened = site.opened(id);
    (opened == null ? site.store(id) : opened).remove();
  }
}
