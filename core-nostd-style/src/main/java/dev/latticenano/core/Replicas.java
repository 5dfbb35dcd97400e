package dev.latticenano.core;

import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.state.Child;
import dev.latticenano.core.store.StoreException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;

/** The stores open on a node. Each has its turn to project, and none keeps the node from others. */
final class Replicas {
  private final Map<StoreId, Replica> replicas = new TreeMap<>();
  private final Queue<Event> events;
  private StoreId first;

  Replicas(Queue<Event> events) {
    this.events = events;
  }

  boolean holds(StoreId id) {
    return replicas.containsKey(id);
  }

  /** Fails if the store is open already, which is a mistake of the host's. */
  void requireAbsent(StoreId id) {
    if (holds(id)) {
      throw new IllegalStateException("store " + id + " is open");
    }
  }

  void add(Replica replica) {
    replicas.put(replica.id(), replica);
  }

  void remove(StoreId id) {
    replicas.remove(id);
    first = null;
  }

  Replica replica(StoreId id) {
    Replica replica = replicas.get(id);
    if (replica == null) {
      throw new IllegalArgumentException("no store " + id);
    }
    return replica;
  }

  /** Adds the stores open here that lie in {@code replica} and have its members, at any depth. */
  void heirs(Replica replica, List<Replica> out) throws StoreException {
    for (Child child : replica.system().children()) {
      Replica below = replicas.get(child.id());
      if (below != null && !out.contains(below) && below.system().inheritsMembers()) {
        out.add(below);
        heirs(below, out);
      }
    }
  }

  /** By id; live. */
  Collection<Replica> all() {
    return replicas.values();
  }

  /** True if the state of some store has not come as far as it can. */
  boolean isAnyBehind() {
    for (Replica replica : replicas.values()) {
      if (replica.projection().isBehind()) {
        return true;
      }
    }
    return false;
  }

  /** True if some store is behind, or is being put on a snapshot, for which no peer is needed. */
  boolean isAnyBusy() {
    for (Replica replica : replicas.values()) {
      if (replica.bases().isAtWork()) {
        return true;
      }
    }
    return isAnyBehind();
  }

  /** Makes tables durable where that spares the next start. */
  void checkpointForNextStart() throws StoreException {
    for (Replica replica : replicas.values()) {
      if (replica.carriage().names().takeDirty()) {
        replica.held().checkpoint();
      }
      replica.held().checkpointForNextStart(replica.projection().unkept());
    }
  }

  /** True once after some store was offered a snapshot whose chunks are to be fetched. */
  boolean takeBaseNews() {
    boolean any = false;
    for (Replica replica : replicas.values()) {
      any |= replica.bases().takeNews();
    }
    return any;
  }

  /** Something with a store. */
  interface Reopening {
    void reopen(Replica replica) throws StoreException;
  }

  /** Has those stores opened again whose logs begin elsewhere now. */
  void restored(Reopening reopening) throws StoreException {
    for (Replica replica : List.copyOf(replicas.values())) {
      if (replica.bases().tick()) {
        events.add(new Event.Restored(replica.id()));
        reopening.reopen(replica);
      }
    }
  }

  /** Gives stores the epochs they need; see {@link Rotation}. */
  void rotate(long nowMs) throws StoreException {
    for (Replica replica : replicas.values()) {
      replica.rotation().tick(nowMs);
    }
  }

  /** When {@link #rotate} has something to do; Long.MAX_VALUE for never. */
  long rotationMs() {
    long deadline = Long.MAX_VALUE;
    for (Replica replica : replicas.values()) {
      deadline = Math.min(deadline, replica.rotation().deadlineMs());
    }
    return deadline;
  }

  /** Projects for about {@code budget} in all; returns true if any state changed. */
  boolean turn(int budget) throws StoreException {
    int left = budget;
    StoreId begin = first;
    first = null;
    for (int round = 0; round < 2; round++) {
      for (Replica replica : replicas.values()) {
        boolean later = begin == null || replica.id().compareTo(begin) >= 0;
        if (later != (round == 0)) {
          continue;
        }
        if (left <= 0) {
          first = replica.id();
          return true;
        }
        left -= replica.turn(left, events);
      }
    }
    return left < budget;
  }
}
