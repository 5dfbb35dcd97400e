package dev.latticenano.core;

import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.Tables;

/** Whoever must know which stores are open on a node. */
final class Openings {
  private final Node node;
  private final Replicas replicas;
  private final Durability durability;
  private final Upkeep upkeep;
  private final Families families;
  private final Carrying carrying;

  Openings(
      Node node,
      Replicas replicas,
      Durability durability,
      Upkeep upkeep,
      Families families,
      Carrying carrying) {
    this.node = node;
    this.replicas = replicas;
    this.durability = durability;
    this.upkeep = upkeep;
    this.families = families;
    this.carrying = carrying;
  }

  /** The DAG of a store stands; returns the store. */
  Replica add(Replica replica, SnapshotBases bases) throws StoreException {
    replicas.add(replica);
    replica.circle(new Circle(replica, node.key(), node.doors()));
    replica.rotation(new Rotation(node, replica));
    durability.add(replica.held());
    upkeep.open(replica);
    replica.bases(bases);
    carrying.open(replica.carriage());
    replica.held().needed(replica.carriage());
    bases.restore();
    return replica;
  }

  /** A store is held no more, or is about to be opened again. */
  void remove(Replica replica) throws StoreException {
    replicas.remove(replica.id());
    durability.remove(replica.held());
    upkeep.close(replica.id());
    families.close(replica.id());
    carrying.close(replica.id());
  }

  /** A store is about to be opened again with nothing but its log; returns its empty tables. */
  Tables clear(Replica replica) throws StoreException {
    Hash grant = replica.circle().remembered();
    remove(replica);
    replica.tables().clear();
    if (grant != null) {
      replica.circle().remember(grant);
    }
    return replica.tables();
  }
}
