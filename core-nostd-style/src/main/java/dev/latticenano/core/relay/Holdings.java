package dev.latticenano.core.relay;

import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.StoreId;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The stores on a relay, by their ids and by the keys of their members. */
final class Holdings {
  private final Map<StoreId, Holding> byId = new TreeMap<>();
  private final Map<AuthorId, Set<Holding>> byKey = new HashMap<>();

  /** The store; null if it is not held. */
  Holding find(StoreId id) {
    return byId.get(id);
  }

  /** All, by id; live. */
  Collection<Holding> all() {
    return Collections.unmodifiableCollection(byId.values());
  }

  /** The stores of which {@code key} is a member; live. */
  Set<Holding> of(AuthorId key) {
    return byKey.getOrDefault(key, Set.of());
  }

  void add(Holding holding) {
    byId.put(holding.id(), holding);
    index(holding, holding.manifest());
  }

  private void index(Holding holding, Manifest manifest) {
    for (int i = 0; i < manifest.members(); i++) {
      byKey.computeIfAbsent(manifest.member(i), key -> new LinkedHashSet<>()).add(holding);
    }
  }

  /** The manifest of a store is another one now than {@code before}. */
  void renewed(Holding holding, Manifest before) {
    forget(holding, before);
    index(holding, holding.manifest());
  }

  private void forget(Holding holding, Manifest manifest) {
    for (int i = 0; i < manifest.members(); i++) {
      Set<Holding> of = byKey.get(manifest.member(i));
      if (of != null && of.remove(holding) && of.isEmpty()) {
        byKey.remove(manifest.member(i));
      }
    }
  }

  void remove(Holding holding) {
    byId.remove(holding.id());
    forget(holding, holding.manifest());
  }
}
