package dev.latticenano.core.relay;

import dev.latticenano.core.link.Due;
import dev.latticenano.core.link.Ends;
import dev.latticenano.core.store.StoreException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * When what guests bring becomes durable, store by store, and who hears of it: all that have a
 * session of it. Stores of which nothing comes cost nothing.
 */
final class Commits {
  private final Holdings holdings;
  private final Ends ends;
  private final Rooms rooms;
  private final Due<Holding> due = new Due<>();
  private final Set<Holding> worked = new HashSet<>();

  Commits(Holdings holdings, Ends ends, Rooms rooms) {
    this.holdings = holdings;
    this.ends = ends;
    this.rooms = rooms;
  }

  /** Something of a store came over a link, or was said there. */
  void brought(Holding holding, int link) {
    worked.add(holding);
    if (holding.held().deadlineMs() != Due.NEVER) {
      holding.awaiting().add(link);
    }
    look(holding);
  }

  /** A store may be due at another time, and more of it may be durable. */
  void look(Holding holding) {
    due.set(holding, holding.held().deadlineMs());
    if (holding.takeDurable()) {
      holding.links().each(ends::stir);
    }
    if (holding.held().deadlineMs() == Due.NEVER && !holding.awaiting().isEmpty()) {
      holding.awaiting().forEach(ends::stir);
      holding.awaiting().clear();
    }
  }

  /** A store is held no more. */
  void forget(Holding holding) {
    due.remove(holding);
    worked.remove(holding);
  }

  /** Every store has its share of work again. */
  void beginTurn() {
    worked.forEach(Holding::beginTurn);
    worked.clear();
  }

  /** Makes durable what has waited long enough. */
  void tick(long nowMs) throws StoreException {
    for (Holding each = due.take(nowMs); each != null; each = due.take(nowMs)) {
      try {
        each.held().tick(nowMs);
      } catch (StoreException full) {
        rooms.haltAll(each, full, nowMs);
      }
      look(each);
    }
  }

  /** Makes all of it durable, for a host that is about to stop. */
  void syncAll(long nowMs) throws StoreException {
    for (Holding each : List.copyOf(holdings.all())) {
      each.held().sync(nowMs);
      each.held().checkpointForNextStart(0);
    }
  }

  /** When {@link #tick} has something to do; {@link Due#NEVER} for never. */
  long deadlineMs() {
    return due.earliestMs();
  }
}
