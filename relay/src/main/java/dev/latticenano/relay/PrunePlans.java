package dev.latticenano.relay;

import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.relay.PrunePlan;
import dev.latticenano.core.relay.Relay;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.host.Failure;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the next prune of each store would drop, for the operator who asks. A plan is kept for a
 * minute, so that whoever asks often costs the relay no more. For the thread that owns the relay.
 */
final class PrunePlans {
  static final long KEPT_MS = 60_000;

  /** For which a look at what nobody asked for goes on at a time. */
  private static final long TURN_NS = 5_000_000;

  private final Relay relay;
  private final Map<StoreId, Kept> kept = new HashMap<>();

  private record Kept(PrunePlan plan, long madeMs) {}

  PrunePlans(Relay relay) {
    this.relay = relay;
  }

  /** The plan of a store, made now, at once. */
  PrunePlan fresh(StoreId store, long nowMs) throws Failure {
    PrunePlan plan = turn(store, nowMs);
    while (plan == null) {
      plan = turn(store, nowMs);
    }
    return plan;
  }

  /** A turn of making the plan of a store; null as long as there is more to look at. */
  PrunePlan turn(StoreId store, long nowMs) throws Failure {
    if (!relay.stores().contains(store)) {
      throw new Failure(Failure.NOT_FOUND, "no store " + store + " is held here");
    }
    try {
      PrunePlan plan = relay.plan(store);
      if (plan != null) {
        kept.put(store, new Kept(plan, nowMs));
      }
      return plan;
    } catch (StoreException e) {
      throw Failure.of(e);
    }
  }

  /** The plans of all stores, none of them older than a minute. */
  Map<StoreId, PrunePlan> all(long nowMs) throws Failure {
    kept.keySet().retainAll(relay.stores());
    Map<StoreId, PrunePlan> plans = new LinkedHashMap<>();
    for (StoreId store : relay.stores()) {
      plans.put(store, lasts(store, nowMs) ? kept.get(store).plan() : fresh(store, nowMs));
    }
    return plans;
  }

  private boolean lasts(StoreId store, long nowMs) {
    Kept last = kept.get(store);
    return last != null && Math.abs(nowMs - last.madeMs()) < KEPT_MS;
  }

  /** The stores of which there is no plan, or an older one. */
  List<StoreId> missing(long nowMs) {
    return relay.stores().stream().filter(store -> !lasts(store, nowMs)).toList();
  }

  /** The last plan of each store of which there is one. */
  Map<StoreId, PrunePlan> last() {
    kept.keySet().retainAll(relay.stores());
    Map<StoreId, PrunePlan> plans = new LinkedHashMap<>();
    kept.forEach((store, each) -> plans.put(store, each.plan()));
    return plans;
  }

  /** Goes on for a moment with what is {@link #missing}. */
  void refresh(long nowMs) {
    long fromNs = System.nanoTime();
    for (StoreId store : missing(nowMs)) {
      try {
        while (turn(store, nowMs) == null) {
          if (System.nanoTime() - fromNs > TURN_NS) {
            return;
          }
        }
      } catch (Failure e) {
        // Whoever asks is told; the last plan stands until then.
        return;
      }
      if (System.nanoTime() - fromNs > TURN_NS) {
        return;
      }
    }
  }
}
