package dev.latticenano.edge.sim;

import dev.latticenano.core.Node;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.InviteToken;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.store.StoreException;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/** The stores that a simulated node holds, and the invites it came with. */
final class SimStores {
  private final Map<StoreId, SimStore> stores = new TreeMap<>();
  private final Map<StoreId, InviteToken> pending = new TreeMap<>();

  /** The store, or null. */
  SimStore find(StoreId id) {
    return stores.get(id);
  }

  /** A place for a store. */
  SimStore add(StoreId id) {
    SimStore store = new SimStore(id);
    stores.put(id, store);
    return store;
  }

  /** Opens all of them in a node that has just started. */
  void open(Node node, SimDisk disk, LongSupplier salts, long nowMs) throws StoreException {
    for (SimStore store : stores.values()) {
      store.open(node, disk, salts, nowMs);
    }
  }

  /** Keeps an invite until somebody lets the node in. */
  void ask(InviteToken token) {
    pending.put(token.store(), token);
  }

  /** The invites that nobody has let the node in by. */
  Collection<InviteToken> asked() {
    return pending.values();
  }

  boolean isPending(StoreId id) {
    return pending.containsKey(id);
  }

  void letIn(StoreId id) {
    pending.remove(id);
  }

  /** True if something was witnessed since this was asked last. */
  boolean hasNews(Node node) {
    boolean news = false;
    for (SimStore store : stores.values()) {
      news |= store.sequence(node.dag(store.id()).sequence());
    }
    return news;
  }

  /** What the node wrote before a power cut is there after it. */
  void requireKept(String name, Node node) throws StoreException {
    for (SimStore store : stores.values()) {
      Hash last = store.lastWritten();
      if (last != null && node.dag(store.id()).find(last.toBytes(), 0) == Dag.NONE) {
        throw new CheckFailure(
            name + " lost " + last.shortText() + ", which it wrote durably before the power cut");
      }
    }
  }
}
