package dev.latticenano.core;

import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.session.Peer;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * In which stores this node has agreed with a peer in this run. Before that it writes nothing there
 * by itself: restored from a backup, it would fork its own chain.
 */
final class Company {
  private final Collection<Peer> peers;
  private final Set<StoreId> met = new HashSet<>();

  /** Of the links {@code peers}; live, the node's. */
  Company(Collection<Peer> peers) {
    this.peers = peers;
  }

  /** True if a peer was met that had the same, apart from what one of both keeps out. */
  boolean isMet(StoreId store) {
    return met.contains(store) || look(store);
  }

  private boolean look(StoreId store) {
    for (Peer peer : peers) {
      if (peer.isEven(store)) {
        met.add(store);
        return true;
      }
    }
    return false;
  }

  /** The store is closed here. */
  void forget(StoreId store) {
    met.remove(store);
  }
}
