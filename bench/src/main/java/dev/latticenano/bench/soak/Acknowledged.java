package dev.latticenano.bench.soak;

import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.StoreId;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * All that some client was told is durable at the relay: intentions, and chunks. Acks among these
 * are left out, for a relay drops them. By any thread.
 */
public final class Acknowledged {
  private final Map<StoreId, Set<Hash>> intentions = new ConcurrentHashMap<>();
  private final Map<StoreId, Set<Hash>> chunks = new ConcurrentHashMap<>();
  private final AtomicLong intentionCount = new AtomicLong();
  private final AtomicLong chunkCount = new AtomicLong();

  private static Set<Hash> of(Map<StoreId, Set<Hash>> all, StoreId store) {
    return all.computeIfAbsent(store, id -> ConcurrentHashMap.newKeySet());
  }

  void intention(StoreId store, Hash hash) {
    if (of(intentions, store).add(hash)) {
      intentionCount.incrementAndGet();
    }
  }

  void chunk(StoreId store, Hash name) {
    if (of(chunks, store).add(name)) {
      chunkCount.incrementAndGet();
    }
  }

  /** What stands here of a store's intentions now. */
  Set<Hash> intentions(StoreId store) {
    return new HashSet<>(of(intentions, store));
  }

  /** What stands here of a store's chunks now. */
  Set<Hash> chunks(StoreId store) {
    return new HashSet<>(of(chunks, store));
  }

  /** Intentions of all stores. */
  public long intentionCount() {
    return intentionCount.get();
  }

  /** Chunks of all stores. */
  public long chunkCount() {
    return chunkCount.get();
  }
}
