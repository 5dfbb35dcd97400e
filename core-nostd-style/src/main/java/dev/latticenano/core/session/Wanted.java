package dev.latticenano.core.session;

import dev.latticenano.core.intention.Hash;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The chunks this node's files need and does not hold, in the order they should come, and which
 * link has been asked for which. One for all links, so that no chunk is fetched twice.
 */
public final class Wanted {
  private static final Integer NOBODY = -1;

  private final Map<Hash, Integer> claims = new LinkedHashMap<>();
  private final Map<Integer, Set<Hash>> absent = new HashMap<>();
  private boolean arrivals;

  /** Wants exactly {@code names}, in their order; what has been asked for stays asked for. */
  public void replace(Set<Hash> names) {
    Map<Hash, Integer> before = Map.copyOf(claims);
    claims.clear();
    for (Hash name : names) {
      claims.put(name, before.getOrDefault(name, NOBODY));
    }
  }

  /** Number of chunks wanted. */
  public int count() {
    return claims.size();
  }

  /** True if some chunk is wanted that no link has been asked for. */
  public boolean hasFree() {
    return claims.containsValue(NOBODY);
  }

  /** True if the chunk is wanted. */
  boolean contains(Hash cid) {
    return claims.containsKey(cid);
  }

  /** The next chunk to ask {@code link} for, claimed for it; null if there is none. */
  Hash claim(int link) {
    Set<Hash> gone = absent.getOrDefault(link, Set.of());
    for (Map.Entry<Hash, Integer> entry : claims.entrySet()) {
      if (entry.getValue().equals(NOBODY) && !gone.contains(entry.getKey())) {
        entry.setValue(link);
        return entry.getKey();
      }
    }
    return null;
  }

  /** True if {@code link} has been asked, or may still be asked, for some chunk. */
  boolean isWaiting(int link) {
    Set<Hash> gone = absent.getOrDefault(link, Set.of());
    for (Map.Entry<Hash, Integer> entry : claims.entrySet()) {
      boolean free = entry.getValue().equals(NOBODY) && !gone.contains(entry.getKey());
      if (free || entry.getValue() == link) {
        return true;
      }
    }
    return false;
  }

  /** The chunk is held now. */
  void arrived(Hash cid) {
    claims.remove(cid);
    arrivals = true;
  }

  /** True if a chunk has arrived since the last call: it may name others that are needed. */
  public boolean takeArrivals() {
    boolean was = arrivals;
    arrivals = false;
    return was;
  }

  /** The peer on {@code link} does not have the chunk: others may be asked. */
  void absent(int link, Hash cid) {
    claims.computeIfPresent(cid, (key, claimant) -> NOBODY);
    absent.computeIfAbsent(link, key -> new HashSet<>()).add(cid);
  }

  /** The peer on {@code link} got something new: it may be asked again for what it did not have. */
  void forgive(int link) {
    absent.remove(link);
  }

  /** The link is gone: what it was asked for is free again. */
  void release(int link) {
    absent.remove(link);
    claims.replaceAll((cid, claimant) -> claimant == link ? NOBODY : claimant);
  }
}
