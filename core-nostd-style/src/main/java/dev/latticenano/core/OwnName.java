package dev.latticenano.core;

import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.state.Role;
import dev.latticenano.core.state.Standing;
import java.util.function.Predicate;

/**
 * Who hears what this node calls itself: everybody but those who only carry a store of its, for
 * these know keys and no names. Source: docs/relay.md §1.
 */
final class OwnName implements Predicate<AuthorId> {
  private final Replicas replicas;
  private final Doors doors;

  OwnName(Replicas replicas, Doors doors) {
    this.replicas = replicas;
    this.doors = doors;
  }

  @Override
  public boolean test(AuthorId peer) {
    boolean carries = false;
    for (Replica each : replicas.all()) {
      Standing standing = each.projection().authority().members().standing(peer);
      if (standing != null && standing.isMember() && standing.role() != Role.CARRIER) {
        return true;
      }
      carries |= standing != null && standing.isMember() || doors.vouches(each.id(), peer);
    }
    return !carries;
  }
}
