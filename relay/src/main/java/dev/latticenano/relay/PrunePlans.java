package dev.latticenano.relay;

import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.relay.PrunePlan;
import dev.latticenano.core.relay.Relay;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.host.Failure;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the next prune of each store would drop, for the operator who asks. A plan is kept for a
 * minute, so that whoever asks often costs the relay no more. For the thread that owns the relay.
 */
final class PrunePlans {
  static final long KEPT_MS = 60_000;

  private final Relay relay;
  private final Map<StoreId, Kept> kept = new HashMap<>();

  private record Kept(PrunePlan plan, long madeMs) {}

  PrunePlans(Relay relay) {
    this.relay = relay;
  }

  /** The plan of a store, made now. */
  PrunePlan fresh(StoreId store, long nowMs) throws Failure {
    if (!relay.stores().contains(store)) {
      throw new Failure(Failure.NOT_FOUND, "no store " + store + " is held here");
    }
    try {
      PrunePlan plan = relay.plan(store, nowMs);
      kept.put(store, new Kept(plan, nowMs));
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
      Kept last = kept.get(store);
      boolean lasts = last != null && Math.abs(nowMs - last.madeMs()) < KEPT_MS;
      plans.put(store, lasts ? last.plan() : fresh(store, nowMs));
    }
    return plans;
  }
}
