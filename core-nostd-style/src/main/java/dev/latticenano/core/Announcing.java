package dev.latticenano.core;

import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.state.Members;
import dev.latticenano.core.state.Role;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.List;

/**
 * When this node makes a snapshot of one store, and where: an active owner's does, if it lets
 * enough go and no other is waited for. Owners take turns in the order of their keys, so that
 * mostly one of them does it.
 */
final class Announcing {
  private static final long NEVER = Long.MAX_VALUE;

  private final AuthorId self;
  private final Replica replica;
  private final Dag dag;
  private final FrontierRules rules;
  private final StableContent content;
  private boolean asked;
  private long turnMs = NEVER;

  Announcing(AuthorId self, Replica replica, FrontierRules rules) {
    this.self = self;
    this.replica = replica;
    this.dag = replica.dag();
    this.rules = rules;
    this.content = new StableContent(replica);
  }

  /** A snapshot is wanted, however little it would let go. */
  void ask() {
    asked = true;
  }

  /** True if a person wants one. */
  boolean isAsked() {
    return asked;
  }

  /** When {@link #heights} may have another answer; Long.MAX_VALUE for never. */
  long deadlineMs() {
    return turnMs;
  }

  /**
   * Where a snapshot is to be made now; null: none is.
   *
   * @param notices that wait
   * @param stable the stability frontier; changed
   * @param every so many intentions with content are enough; 0: none are
   */
  int[] heights(NoticeList notices, int[] stable, int every, long nowMs) throws StoreException {
    rules.close(stable);
    int turn = turn();
    int least = asked ? 1 : every;
    boolean worth = least > 0 && content.count(stable) >= least;
    if (turn < 0
        || !worth
        || rules.above(stable) == 0
        || rules.isWithdrawn(stable)
        || isUnderWay(notices, stable, every)) {
      turnMs = NEVER;
      return null;
    }
    if (turnMs == NEVER) {
      turnMs = asked ? nowMs : nowMs + turn * Limits.SNAPSHOT_DELAY_MS;
    }
    if (nowMs < turnMs) {
      return null;
    }
    turnMs = NEVER;
    asked = false;
    return stable;
  }

  /** How many active owners come before this node, by their keys; -1: it is none. */
  private int turn() {
    Members members = replica.projection().members();
    int before = 0;
    for (AuthorId voter : members.voters()) {
      if (members.standing(voter).role() == Role.OWNER) {
        if (voter.equals(self)) {
          return before;
        }
        before++;
      }
    }
    return -1;
  }

  /**
   * True if a notice at {@code heights} would get in the way of one that waits: nobody agrees to
   * two of which neither holds the other.
   */
  private boolean isUnderWay(NoticeList notices, int[] heights, int every) throws StoreException {
    List<KnownNotice> all = new ArrayList<>(notices.equal());
    all.addAll(notices.open());
    for (KnownNotice notice : all) {
      if (!FrontierRules.holds(heights, notice.heights())) {
        return true;
      }
    }
    int own = dag.findAuthor(self.toBytes(), 0);
    for (KnownNotice notice : notices.equal()) {
      long more = KnownNotice.reach(heights) - notice.reach();
      boolean waits =
          own != Dag.NONE
              && notice.agreement().agrees(own)
              && rules.isKeyed(notice.notice())
              && !rules.isWithdrawn(notice.heights())
              && !isCrossed(notice, all);
      if (waits && more < (asked ? 1 : Math.max(1, every))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isCrossed(KnownNotice notice, List<KnownNotice> all) {
    for (KnownNotice other : all) {
      if (!notice.holds(other) && !other.holds(notice)) {
        return true;
      }
    }
    return false;
  }
}
