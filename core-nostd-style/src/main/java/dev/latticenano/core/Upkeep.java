package dev.latticenano.core;

import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.session.Peer;
import dev.latticenano.core.state.StoreTypes;
import dev.latticenano.core.store.StoreException;
import java.util.Collection;
import java.util.Queue;

/**
 * What a node writes in its stores by itself: acks, snapshots, restatements, new epochs; and
 * whether it may write there yet.
 */
final class Upkeep {
  private final Bootstraps bootstraps;
  private final Company company;
  private final Acks acks;
  private final Snapshots snapshots;
  private final Restating restating;
  private final Replicas replicas;

  /**
   * Of a node whose key is {@code self}; {@code peers} and {@code replicas} are live, the node's.
   */
  Upkeep(
      AuthorId self,
      Author author,
      Replicas replicas,
      Collection<Peer> peers,
      StoreTypes types,
      Queue<Event> events,
      RowBuffer buffer) {
    this.replicas = replicas;
    bootstraps = new Bootstraps(self, replicas, peers, events);
    company = new Company(peers);
    acks = new Acks(self, author, peers, company, events);
    snapshots = new Snapshots(self, author, peers, types, events, buffer);
    restating = new Restating(self, author, company, events);
  }

  Bootstraps bootstraps() {
    return bootstraps;
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
    replica.bootstraps(bootstraps);
    acks.open(replica);
    snapshots.open(replica);
    restating.open(replica);
  }

  void close(StoreId store) throws StoreException {
    acks.close(store);
    snapshots.close(store);
    restating.close(store);
    company.forget(store);
  }

  /** Time has come to {@code nowMs}, perhaps with news. */
  void tick(long nowMs) throws StoreException {
    bootstraps.tick();
    for (Replica replica : replicas.all()) {
      company.isMet(replica.id());
    }
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
