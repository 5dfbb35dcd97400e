package dev.latticenano.relay.figures;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.relay.Relay;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.relay.home.ShelfFigures;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A relay at one moment.
 *
 * @param key who it is
 * @param stores those held
 * @param shelf where they lie
 * @param links null while it does not serve
 * @param refusals what peers did wrong since the start, by verdict
 * @param uptimeMs since it began to serve
 */
public record RelayFigures(
    String key,
    List<StoreFigures> stores,
    ShelfFigures shelf,
    LinkFigures links,
    Map<Verdict, Long> refusals,
    long uptimeMs) {
  /** The figures now, on the thread that owns the relay. */
  public static RelayFigures of(
      Relay relay,
      ShelfFigures shelf,
      LinkFigures links,
      Map<Verdict, Long> refusals,
      long uptimeMs,
      long nowMs)
      throws StoreException {
    List<StoreFigures> stores = new ArrayList<>();
    for (StoreId id : relay.stores()) {
      stores.add(StoreFigures.of(relay, id, nowMs));
    }
    return new RelayFigures(
        relay.key().toString(), List.copyOf(stores), shelf, links, Map.copyOf(refusals), uptimeMs);
  }
}
