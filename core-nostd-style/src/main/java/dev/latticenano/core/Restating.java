package dev.latticenano.core;

import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.store.StoreException;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;

/**
 * Says again what this node's own older intentions still mean, so that nodes without keys may drop
 * them: by itself when enough of them is dead weight and a peer was met in this run (a node
 * restored from a backup must not lengthen its chain before that), or when asked. Rules:
 * docs/snapshots.md §8.
 */
public final class Restating {
  /** The least share of bytes that need not be said again, on a node that is always on; percent. */
  public static final int PERCENT_MAINS = 50;

  /** The same on a stick, which saves its memory. */
  public static final int PERCENT_STICK = 75;

  /** A share of this or less is never looked for: nothing is restated by itself. */
  public static final int OFF = 0;

  /** So many more own intentions must be there before a node looks again. */
  static final int INTENTIONS_MIN = 1024;

  /** Between two looks at one store at least. */
  static final long LOOK_MS = 60_000;

  private static final long NEVER = Long.MAX_VALUE;

  private final AuthorId self;
  private final Author author;
  private final Company company;
  private final Queue<Event> events;
  private final Map<StoreId, Each> stores = new TreeMap<>();
  private int percent = OFF;
  private int least = INTENTIONS_MIN;
  private boolean written;

  Restating(AuthorId self, Author author, Company company, Queue<Event> events) {
    this.self = self;
    this.author = author;
    this.company = company;
    this.events = events;
  }

  /**
   * What came of one attempt.
   *
   * @param superseded how many more intentions may go, or could
   * @param written how many restatements were written
   * @param bytes of those intentions
   * @param share of these bytes that need not be said again, in percent; as far as was measured
   */
  public record Outcome(Why why, int superseded, int written, long bytes, int share) {
    /** In one word. */
    public enum Why {
      /** All is said again, and marked. */
      WRITTEN,
      /** Too much is still live. */
      PAYS_NOT,
      /** No voter is known to have seen more than was said again already. */
      NOTHING_STABLE,
      /** Next in the chain stands something from an older version that no mark may pass. */
      UNKEPT,
      /** The store's type has nothing that is ever replaced, or is unknown here. */
      NO_HEADS,
      /** The beginning of the chain is gone: snapshots free what can be freed. */
      PRUNED,
      /** Something is behind, missing, left out or forked, or came meanwhile. */
      UNSETTLED
    }
  }

  /**
   * How a store stands.
   *
   * @param superseded own intentions that may go as soon as all voters have seen the mark
   * @param kept own intentions between these that stay
   * @param intentions own intentions at all
   * @param restatements written for that
   * @param awaited authors of whom something is missing here until they restate
   */
  public record Standing(int superseded, int kept, int intentions, int restatements, int awaited) {}

  private static final class Each {
    private final Replica replica;
    private Restater restater;
    private long lookMs = Long.MIN_VALUE;
    private int asked = -1;

    private Each(Replica replica) {
      this.replica = replica;
    }
  }

  /** From now on restates when this share of bytes is dead weight, 1 to 99; {@link #OFF}. */
  public void share(int newPercent) {
    percent = newPercent;
  }

  /** As above, of chains with so many more intentions; for tests. */
  void share(int newPercent, int newLeast) {
    percent = newPercent;
    least = newLeast;
  }

  /** How a store stands. */
  public Standing standing(StoreId store) throws StoreException {
    Replica replica = each(store).replica;
    Dag dag = replica.dag();
    int own = dag.findAuthor(self.toBytes(), 0);
    Restatements restatements = replica.projection().restatements();
    int mark = 0;
    int count = 0;
    for (RestatedRows.Said said : restatements.rows().said(self)) {
      mark = Math.max(mark, said.mark());
      count++;
    }
    int all = own == Dag.NONE ? 0 : dag.authorHeight(own);
    int kept = mark == 0 ? 0 : restatements.kept(own, mark);
    return new Standing(mark - kept, kept, all, count, restatements.awaited().size());
  }

  /**
   * Restates at once, however few intentions there are.
   *
   * @param leastPercent the least share of bytes that need not be said again
   * @throws RefusedException the node must not write in this store now
   */
  public Outcome now(StoreId store, int leastPercent, long nowMs)
      throws StoreException, RefusedException {
    Each each = each(store);
    each.restater = null;
    Outcome.Why why = Restater.obstacle(each.replica, self);
    Restater restater =
        why == null ? Restater.begin(each.replica, author, self, leastPercent) : null;
    Outcome outcome = null;
    if (restater == null) {
      outcome = new Outcome(why == null ? Outcome.Why.NOTHING_STABLE : why, 0, 0, 0, 0);
    }
    while (outcome == null) {
      outcome = restater.turn(nowMs);
      while (each.replica.turn(Replica.TURN_BUDGET, events) > 0) {
        continue;
      }
    }
    written |= outcome.written() > 0;
    return outcome;
  }

  private Each each(StoreId store) {
    Each each = stores.get(store);
    if (each == null) {
      throw new IllegalArgumentException("no store " + store);
    }
    return each;
  }

  void open(Replica replica) {
    stores.put(replica.id(), new Each(replica));
  }

  void close(StoreId store) {
    stores.remove(store);
  }

  /** Time has come to {@code nowMs}, perhaps with news. */
  void tick(long nowMs) throws StoreException {
    written = false;
    for (Each each : stores.values()) {
      if (each.restater == null && isDue(each, nowMs)) {
        look(each, nowMs);
      }
      if (each.restater != null) {
        turn(each, nowMs);
      }
    }
  }

  private boolean isDue(Each each, long nowMs) {
    boolean grown = percent != OFF && nowMs >= each.lookMs && hasGrown(each);
    return grown && company.isMet(each.replica.id());
  }

  private boolean hasGrown(Each each) {
    Dag dag = each.replica.dag();
    int own = dag.findAuthor(self.toBytes(), 0);
    int enough = Math.max(0, each.asked) + Math.max(least, each.asked / 4);
    return own != Dag.NONE && dag.authorHeight(own) >= enough;
  }

  private void look(Each each, long nowMs) throws StoreException {
    each.lookMs = nowMs + LOOK_MS;
    if (each.asked < 0) {
      each.asked = each.replica.projection().restatements().rows().asked();
    }
    if (hasGrown(each) && Restater.obstacle(each.replica, self) == null) {
      each.restater = Restater.begin(each.replica, author, self, percent);
    }
  }

  private void turn(Each each, long nowMs) throws StoreException {
    Outcome outcome = null;
    try {
      outcome = each.restater.turn(nowMs);
    } catch (RefusedException e) {
      // Who may not write here has nothing to say again.
      each.restater = null;
      assert e.verdict() != Verdict.OK;
    } catch (StoreException full) {
      if (full.kind() != StoreException.Kind.FULL) {
        throw full;
      }
      each.restater = null;
    }
    if (outcome == null) {
      return;
    }
    each.restater = null;
    each.lookMs = nowMs + LOOK_MS;
    Dag dag = each.replica.dag();
    if (outcome.why() == Outcome.Why.WRITTEN || outcome.why() == Outcome.Why.PAYS_NOT) {
      int own = dag.findAuthor(self.toBytes(), 0);
      each.asked = dag.authorHeight(own);
      each.replica.projection().restatements().rows().asked(each.asked);
    }
    if (outcome.why() == Outcome.Why.WRITTEN) {
      events.add(new Event.Restated(each.replica.id(), outcome));
    }
  }

  /** When {@link #tick} has something to do; Long.MAX_VALUE for never. */
  long deadlineMs() {
    long deadline = written ? Long.MIN_VALUE : NEVER;
    for (Each each : stores.values()) {
      if (each.restater != null) {
        return Long.MIN_VALUE;
      }
      if (isDue(each, NEVER - 1)) {
        deadline = Math.min(deadline, each.lookMs);
      }
    }
    return deadline;
  }
}
