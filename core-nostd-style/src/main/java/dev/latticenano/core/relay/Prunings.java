package dev.latticenano.core.relay;

import dev.latticenano.core.Limits;
import dev.latticenano.core.link.Due;
import dev.latticenano.core.store.StoreException;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;

/**
 * When a relay drops what everybody may see to be of no use any more: some time after something of
 * a store came, a step in each turn, one store after the other.
 */
final class Prunings {
  private static final int AGE_LOOKS = 8;

  private final Statements statements;
  private final Rooms rooms;
  private final Queue<RelayEvent> events;
  private final LettingGo lettingGo;
  private final Standings standings;
  private final Due<Holding> due = new Due<>();
  private final Due<Holding> ageing = new Due<>();
  private final Map<Holding, Work> works = new HashMap<>();
  private boolean stepped;

  /** What goes on about one store. */
  private static final class Work {
    private final Prune prune;
    private boolean recounts;
    private boolean plans;
    private long lookedAtMs = Long.MIN_VALUE;

    private Work(Prune prune) {
      this.prune = prune;
    }
  }

  Prunings(
      Statements statements,
      LettingGo lettingGo,
      Standings standings,
      Rooms rooms,
      Queue<RelayEvent> events) {
    this.lettingGo = lettingGo;
    this.standings = standings;
    this.statements = statements;
    this.rooms = rooms;
    this.events = events;
  }

  /** Something of a store came. */
  void changed(Holding holding, long nowMs) throws StoreException {
    lettingGo.changed(holding);
    standings.changed(holding, nowMs);
    look(holding, nowMs);
  }

  private void look(Holding holding, long nowMs) {
    Work work = work(holding);
    if (holding.dag().floatingCount() > 0 && !ageing.holds(holding)) {
      ageing.set(holding, nowMs + Limits.RELAY_FLOAT_MS / AGE_LOOKS);
    }
    if (!due.holds(holding)) {
      due.set(holding, Math.max(nowMs, work.lookedAtMs) + Limits.RELAY_PRUNE_DELAY_MS);
    }
  }

  private Work work(Holding holding) {
    return works.computeIfAbsent(holding, each -> new Work(each.prune()));
  }

  /** Forgets, now and then, what floats for too long. */
  private void age(long nowMs) throws StoreException {
    for (Holding each = ageing.take(nowMs); each != null; each = ageing.take(nowMs)) {
      ageing.set(each, each.age() ? nowMs + Limits.RELAY_FLOAT_MS / AGE_LOOKS : Due.NEVER);
    }
  }

  /** Others may vote from now on. */
  void membersChanged(Holding holding, long nowMs) throws StoreException {
    changed(holding, nowMs);
    lettingGo.tell(holding);
    works.get(holding).prune.abandon();
    works.get(holding).plans = false;
  }

  /** The operator wants a store pruned now. */
  void hurry(Holding holding, long nowMs) {
    look(holding, nowMs);
    due.set(holding, nowMs);
  }

  /** A turn of finding out what a prune would drop; null as long as there is more to look at. */
  PrunePlan plan(Holding holding) throws StoreException {
    Work work = work(holding);
    if (work.prune.look(Limits.RELAY_PRUNE_ROWS)) {
      return null;
    }
    if (!work.plans) {
      work.prune.beginPlan(holding.manifest());
      work.plans = true;
    }
    if (work.prune.plan(Limits.RELAY_PRUNE_ROWS)) {
      return null;
    }
    work.plans = false;
    return work.prune.result();
  }

  /** A store is held no more. */
  void forget(Holding holding) {
    standings.forget(holding);
    due.remove(holding);
    ageing.remove(holding);
    works.remove(holding);
    lettingGo.forget(holding);
  }

  /** Another turn of the host begins. */
  void beginTurn() {
    stepped = false;
  }

  /** Takes a step with the store that is due first, once a turn. */
  void tick(long nowMs) throws StoreException {
    age(nowMs);
    for (Holding each = standings.take(nowMs); each != null; each = standings.take(nowMs)) {
      Holding now = standings.stand(each, nowMs);
      forget(each);
      changed(now, nowMs);
      rooms.look(now, nowMs);
    }
    if (!stepped && lettingGo.isDue()) {
      stepped = true;
      lettingGo.step(nowMs);
    }
    Holding holding = stepped ? null : due.take(nowMs);
    if (holding == null) {
      return;
    }
    stepped = true;
    Work work = works.get(holding);
    if (step(holding, work, nowMs)) {
      due.set(holding, nowMs);
    } else {
      work.lookedAtMs = nowMs;
    }
  }

  private boolean step(Holding holding, Work work, long nowMs) throws StoreException {
    if (work.recounts) {
      work.recounts = holding.recount(Limits.RELAY_PRUNE_ROWS);
      if (!work.recounts) {
        holding.held().checkpoint();
        rooms.look(holding, nowMs);
      }
      return work.recounts;
    }
    switch (work.prune.step(holding.manifest(), Limits.RELAY_PRUNE_ROWS, nowMs)) {
      case MORE -> {
        return true;
      }
      case READY -> {
        PruneReceipt receipt = statements.pruned(holding, work.prune, nowMs);
        holding.held().sync(nowMs);
        work.prune.commit();
        holding.pruned();
        lettingGo.changed(holding);
        events.add(
            new RelayEvent.Pruned(holding.id(), receipt.intentions(), receipt.droppedBytes()));
        return true;
      }
      case DONE -> {
        work.recounts = holding.takePruned();
        return work.recounts;
      }
      default -> throw new AssertionError("no such turn");
    }
  }

  /** When {@link #tick} has something to do; {@link Due#NEVER} for never. */
  long deadlineMs() {
    if (lettingGo.isDue()) {
      return 0;
    }
    return Math.min(standings.deadlineMs(), Math.min(due.earliestMs(), ageing.earliestMs()));
  }
}
