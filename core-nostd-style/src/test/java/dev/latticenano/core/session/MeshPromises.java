package dev.latticenano.core.session;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a node has acknowledged to all its peers, taken the moment before it loses power: so many
 * intentions more than when it was linked must be there afterwards. A fork is left out: it has what
 * was held before travel again.
 */
final class MeshPromises {
  private record Promise(StoreId store, int count) {}

  private final List<Promise> promises = new ArrayList<>();

  /** What {@code node} holds of each store, whatever happens. */
  static Map<StoreId, Integer> holdings(MeshNode node) throws StoreException {
    Map<StoreId, Integer> holdings = new TreeMap<>();
    for (StoreId store : node.node.stores()) {
      holdings.put(store, node.logs.get(store).durableCount());
    }
    return holdings;
  }

  /** The promises of {@code node}, as its peers have heard them. */
  static MeshPromises of(MeshNode node) {
    MeshPromises all = new MeshPromises();
    for (MeshWire wire : node.wires.values()) {
      boolean isLeft = wire.left == node;
      MeshNode other = isLeft ? wire.right : wire.left;
      Peer heard = other.node.peer(isLeft ? wire.rightLink : wire.leftLink);
      Map<StoreId, Integer> before = isLeft ? wire.leftHoldings : wire.rightHoldings;
      for (StoreId store : heard.stores()) {
        boolean forked =
            other.node.dag(store).forkedCount() > 0 || node.node.dag(store).forkedCount() > 0;
        int acknowledged = forked ? 0 : heard.progress(store).acknowledged();
        all.promises.add(new Promise(store, before.getOrDefault(store, 0) + acknowledged));
      }
    }
    return all;
  }

  /** Fails unless {@code node} holds all that was promised. */
  void assertKept(MeshNode node) {
    for (Promise each : promises) {
      int held = node.node.dag(each.store()).sequence();
      assertTrue(
          held >= each.count(), () -> "holds " + held + " of " + each.count() + " acknowledged");
    }
  }
}
