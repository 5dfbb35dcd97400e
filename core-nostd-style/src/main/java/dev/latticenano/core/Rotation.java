package dev.latticenano.core;

import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.state.Members;
import dev.latticenano.core.store.StoreException;
import java.util.List;

/**
 * Gives a sealed store a new epoch when somebody revoked may have the key of the current one, as
 * after a cut of power between the two, or when owners out of touch crossed. Owners take turns, so
 * that one of them does it: the first after {@link Limits#ROTATION_DELAY_MS}, each later one as
 * much later again.
 */
final class Rotation {
  private static final long NEVER = Long.MAX_VALUE;

  private final Node node;
  private final Replica replica;
  private long dueMs = NEVER;
  private long armedMs;

  Rotation(Node node, Replica replica) {
    this.node = node;
    this.replica = replica;
  }

  /** Time has come to {@code nowMs}, perhaps with news. */
  void tick(long nowMs) throws StoreException {
    Projection projection = replica.projection();
    if (!projection.isWhole() || !projection.epochs().isRotationDue()) {
      dueMs = NEVER;
      return;
    }
    if (dueMs == NEVER || nowMs < armedMs) {
      int turn = turn();
      armedMs = nowMs;
      dueMs = turn < 0 ? NEVER : nowMs + (turn + 1) * Limits.ROTATION_DELAY_MS;
    }
    if (nowMs >= dueMs) {
      dueMs = nowMs + Limits.ROTATION_DELAY_MS;
      try {
        node.membership(replica.id()).rotate(nowMs);
      } catch (RefusedException e) {
        // Another owner will, or this one when it may write again.
        assert e.verdict() != Verdict.OK;
      } catch (StoreException full) {
        if (full.kind() != StoreException.Kind.FULL) {
          throw full;
        }
      }
    }
  }

  /** How many owners come before this node, the maker of the store first; -1: it is none. */
  private int turn() throws StoreException {
    Members members = replica.projection().authority().members();
    AuthorId self = node.key();
    List<AuthorId> owners = members.owners();
    if (!owners.contains(self)) {
      return -1;
    }
    int before = 0;
    boolean first = replica.projection().isFounder(self);
    for (AuthorId owner : owners) {
      boolean maker = replica.projection().isFounder(owner);
      before += !first && (maker || owner.compareTo(self) < 0) ? 1 : 0;
    }
    return before;
  }

  /** When {@link #tick} has something to do; Long.MAX_VALUE for never. */
  long deadlineMs() {
    return dueMs;
  }
}
