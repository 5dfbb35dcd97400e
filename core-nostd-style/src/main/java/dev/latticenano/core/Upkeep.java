package dev.latticenano.core;

import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.store.StoreException;

/** What a node writes in its stores by itself: acks, snapshots, new epochs. */
final class Upkeep {
  private final Acks acks;
  private final Snapshots snapshots;
  private final Replicas replicas;

  Upkeep(Acks acks, Snapshots snapshots, Replicas replicas) {
    this.acks = acks;
    this.snapshots = snapshots;
    this.replicas = replicas;
  }

  Acks acks() {
    return acks;
  }

  Snapshots snapshots() {
    return snapshots;
  }

  void open(Replica replica) {
    acks.open(replica);
    snapshots.open(replica);
  }

  void close(StoreId store) throws StoreException {
    acks.close(store);
    snapshots.close(store);
  }

  /** Time has come to {@code nowMs}, perhaps with news. */
  void tick(long nowMs) throws StoreException {
    acks.tick(nowMs);
    snapshots.tick(nowMs);
    replicas.rotate(nowMs);
  }

  /** When {@link #tick} has something to do; Long.MAX_VALUE for never. */
  long deadlineMs() {
    long deadline = Math.min(acks.deadlineMs(), snapshots.deadlineMs());
    return Math.min(deadline, replicas.rotationMs());
  }
}
