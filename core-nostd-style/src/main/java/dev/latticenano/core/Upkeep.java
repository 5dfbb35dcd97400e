package dev.latticenano.core;

import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.store.StoreException;

/** What a node writes in its stores by itself: acks, snapshots, restatements, new epochs. */
final class Upkeep {
  private final Acks acks;
  private final Snapshots snapshots;
  private final Restating restating;
  private final Replicas replicas;

  Upkeep(Acks acks, Snapshots snapshots, Restating restating, Replicas replicas) {
    this.acks = acks;
    this.snapshots = snapshots;
    this.restating = restating;
    this.replicas = replicas;
  }

  Acks acks() {
    return acks;
  }

  Snapshots snapshots() {
    return snapshots;
  }

  Restating restating() {
    return restating;
  }

  void open(Replica replica) {
    acks.open(replica);
    snapshots.open(replica);
    restating.open(replica);
  }

  void close(StoreId store) throws StoreException {
    acks.close(store);
    snapshots.close(store);
    restating.close(store);
  }

  /** Time has come to {@code nowMs}, perhaps with news. */
  void tick(long nowMs) throws StoreException {
    acks.tick(nowMs);
    snapshots.tick(nowMs);
    restating.tick(nowMs);
    replicas.rotate(nowMs);
  }

  /** When {@link #tick} has something to do; Long.MAX_VALUE for never. */
  long deadlineMs() {
    long deadline = Math.min(acks.deadlineMs(), snapshots.deadlineMs());
    return Math.min(deadline, Math.min(restating.deadlineMs(), replicas.rotationMs()));
  }
}
