package dev.latticenano.core.relay;

import dev.latticenano.core.link.Due;
import dev.latticenano.core.store.StoreException;
import java.util.Queue;

/**
 * Which stores of a relay are to stand on what a guest handed over: waits until all of it is here,
 * signs what goes for it, and opens the store again, for everybody who is shown it.
 */
final class Standings {
  /** Between two looks at what is here of a snapshot. */
  private static final long LOOK_MS = 1000;

  private final Statements statements;
  private final Admissions admissions;
  private final Guests guests;
  private final Commits commits;
  private final Fetches fetches;
  private final Queue<RelayEvent> events;
  private final Due<Holding> due = new Due<>();

  Standings(
      Statements statements,
      Admissions admissions,
      Guests guests,
      Commits commits,
      Fetches fetches,
      Queue<RelayEvent> events) {
    this.statements = statements;
    this.admissions = admissions;
    this.guests = guests;
    this.commits = commits;
    this.fetches = fetches;
    this.events = events;
  }

  /** Something of a store came. */
  void changed(Holding holding, long nowMs) {
    if (holding.bases().takeNews()) {
      due.set(holding, nowMs);
    } else if (holding.bases().isOffered() && !due.holds(holding)) {
      due.set(holding, nowMs + LOOK_MS);
    }
  }

  /** A store is held no more. */
  void forget(Holding holding) {
    due.remove(holding);
  }

  /** Takes a store that is to {@link #stand} on what was handed over; null: there is none. */
  Holding take(long nowMs) throws StoreException {
    Holding holding = due.take(nowMs);
    while (holding != null) {
      if (holding.bases().isOffered() && holding.bases().look()) {
        if (holding.bases().fits()) {
          return holding;
        }
        holding.bases().abandon();
      }
      holding = due.take(nowMs);
    }
    return null;
  }

  /** Lets a store stand on what was handed over; returns it, opened again. */
  Holding stand(Holding holding, long nowMs) throws StoreException {
    PruneReceiptWriter writer = holding.bases().receipt();
    holding.held().sync(nowMs);
    if (writer != null) {
      PruneReceipt receipt = statements.signed(holding, writer, nowMs);
      events.add(new RelayEvent.Pruned(holding.id(), receipt.intentions(), receipt.droppedBytes()));
    }
    holding.bases().stand();
    commits.forget(holding);
    fetches.forget(holding);
    Holding now = admissions.reopen(holding, nowMs);
    // Their names were in the tables.
    holding.bases().tell(now.chunks());
    statements.reopened(now.id());
    guests.reopened(holding, now, nowMs);
    commits.look(now);
    return now;
  }

  /** When {@link #take} may have one; {@link Due#NEVER} for never. */
  long deadlineMs() {
    return due.earliestMs();
  }
}
