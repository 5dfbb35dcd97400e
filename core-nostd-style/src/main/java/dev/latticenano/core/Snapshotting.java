package dev.latticenano.core;

import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.seal.EpochKey;
import dev.latticenano.core.state.Standing;
import dev.latticenano.core.state.StoreTypes;
import dev.latticenano.core.store.StoreException;
import java.util.List;
import java.util.Queue;
import java.util.function.Supplier;

/**
 * The snapshots of one store on this node, in turns: compares what others' notices say with what it
 * makes itself, agrees, makes one when that is worth it, and drops the log below one that is final.
 * Rules: docs/snapshots.md §7 and §9.
 */
final class Snapshotting {

  private final AuthorId self;
  private final Author author;
  private final Replica replica;
  private final Dag dag;
  private final StoreTypes types;
  private final ScratchTables scratch;
  private final Supplier<SnapshotPolicy> policy;
  private final Queue<Event> events;
  private final RowBuffer buffer;
  private final FrontierRules rules;
  private final NoticeList notices;
  private final Announcing announcing;
  private final LogDrop drop;
  private SnapshotMaking making;
  private KnownNotice compared;
  private long looked = -1;
  private int lookedAt = -1;
  private long againMs = Long.MIN_VALUE;

  Snapshotting(
      AuthorId self,
      Author author,
      Replica replica,
      StoreTypes types,
      ScratchTables scratch,
      Supplier<SnapshotPolicy> policy,
      Queue<Event> events,
      RowBuffer buffer) {
    this.self = self;
    this.author = author;
    this.replica = replica;
    this.dag = replica.dag();
    this.types = types;
    this.scratch = scratch;
    this.policy = policy;
    this.events = events;
    this.buffer = buffer;
    this.rules = new FrontierRules(replica);
    this.notices = new NoticeList(replica, rules, events);
    this.announcing = new Announcing(self, replica, rules);
    this.drop = new LogDrop(replica);
  }

  /** A snapshot is wanted now, however little there is to drop. */
  void ask() {
    announcing.ask();
    lookAgain();
  }

  /** What it may do has changed. */
  void lookAgain() {
    lookedAt = -1;
    againMs = Long.MIN_VALUE;
  }

  /**
   * Time has come to {@code nowMs}, perhaps with news.
   *
   * @param met true if this node may lengthen its chain by itself
   */
  void tick(boolean met, long nowMs) throws StoreException {
    try {
      if (drops()) {
        if (nowMs >= againMs) {
          drop.turn(nowMs);
        }
      } else if (!isFull()) {
        abandon();
        lookedAt = -1;
      } else if (making != null) {
        goOn(met, nowMs);
      } else if (isLookDue(nowMs)) {
        look(met, nowMs);
      }
    } catch (RefusedException e) {
      // Who may not write here now agrees to nothing; the next news tries again.
      assert e.verdict() != Verdict.OK;
    } catch (StoreException e) {
      abandon();
      if (e.kind() != StoreException.Kind.FULL) {
        throw e;
      }
      events.add(new Event.Full(e.getMessage()));
      lookedAt = -1;
      againMs = nowMs + Limits.FULL_RETRY_MS_MAX;
    }
  }

  private boolean drops() {
    return drop.isUnderWay() && !policy.get().keepsLog();
  }

  /** True if all that is here can be read and is in state. */
  private boolean isFull() {
    Projection projection = replica.projection();
    return projection.isWhole() && !projection.leavesOut() && projection.members().isKnown();
  }

  private boolean isNews() {
    return lookedAt != dag.sequence() || looked != notices.version();
  }

  private boolean isLookDue(long nowMs) {
    return nowMs >= againMs && (isNews() || nowMs >= announcing.deadlineMs());
  }

  private void look(boolean met, long nowMs) throws StoreException, RefusedException {
    lookedAt = dag.sequence();
    againMs = nowMs + Limits.SNAPSHOT_LOOK_MS;
    notices.look();
    int[] stable = rules.stable();
    notices.open().removeIf(notice -> !FrontierRules.holds(stable, notice.heights()));
    boolean writes = !replica.isBehindItself();
    if (!settle()) {
      if (met && writes) {
        agree(nowMs);
      }
      boolean makes = writes && (met || announcing.isAsked());
      if (!compare() && makes && !rules.lacksKey()) {
        int[] heights = announcing.heights(notices, stable, policy.get().every(), nowMs);
        if (heights != null) {
          begin(heights);
        }
      }
      looked = notices.version();
    }
  }

  /** Takes over the greatest notice that every voter agrees to; true if there was one. */
  private boolean settle() throws StoreException {
    int[] heights = replica.settled().heights();
    for (KnownNotice notice : notices.equal()) {
      boolean rises = rules.above(notice.heights()) > 0;
      if (rises
          && FrontierRules.holds(notice.heights(), heights)
          && notice.agreement().isFinal(rules.voters())) {
        boolean crossed = rules.isWithdrawn(notice.heights());
        if (!drop.settle(notice.notice())) {
          // What this node made of it is gone: it makes it again.
          notices.judge(notice.name(), SnapshotStanding.OPEN);
          return true;
        }
        if (crossed) {
          replica.projection().rebuild();
        }
        notices.clear();
        lookedAt = -1;
        events.add(new Event.SnapshotFinal(replica.id(), notice.name()));
        return true;
      }
    }
    return false;
  }

  /** Agrees to the greatest notice that is to be agreed to, unless this node has. */
  private void agree(long nowMs) throws StoreException, RefusedException {
    Standing standing = replica.projection().members().standing(self);
    int own = dag.findAuthor(self.toBytes(), 0);
    if (standing == null || !standing.votes()) {
      return;
    }
    for (KnownNotice notice : notices.equal()) {
      if (own != Dag.NONE && notice.agreement().agrees(own)) {
        return;
      }
      if (isAgreeable(notice)) {
        author.agree(replica, notice.name(), nowMs);
        return;
      }
    }
  }

  /** What this node agreed to stays: a later frontier holds it. */
  private boolean isAgreeable(KnownNotice notice) throws StoreException {
    return rules.isKeyed(notice.notice())
        && !isCrossing(notice.heights())
        && !rules.isWithdrawn(notice.heights());
  }

  /** True if this node agreed to what {@code heights} do not hold. */
  private boolean isCrossing(int[] heights) throws StoreException {
    int own = dag.findAuthor(self.toBytes(), 0);
    for (KnownNotice other : notices.equal()) {
      boolean agreed = own != Dag.NONE && other.agreement().agrees(own);
      if (agreed && !FrontierRules.holds(heights, other.heights())) {
        return true;
      }
    }
    return false;
  }

  /** Begins to compare the greatest open notice that may be agreed to; true if there is one. */
  private boolean compare() throws StoreException {
    int own = dag.findAuthor(self.toBytes(), 0);
    for (KnownNotice notice : notices.open()) {
      SnapshotStanding standing = rules.check(notice.row(), notice.heights());
      if (standing.isRefused()) {
        notices.judge(notice.name(), standing);
      } else if (rules.above(notice.heights()) > 0 && isAgreeable(notice)) {
        compared = notice;
        begin(notice.heights());
        making.expecting(notice.notice().cid());
        return true;
      }
    }
    return false;
  }

  private void begin(int[] heights) throws StoreException {
    making =
        new SnapshotMaking(replica, heights, types, scratch, rules.key(), replica.chunks(), buffer);
  }

  private void goOn(boolean met, long nowMs) throws StoreException, RefusedException {
    if (!making.turn(Replica.TURN_BUDGET)) {
      return;
    }
    SnapshotMaking made = making;
    KnownNotice of = compared;
    making = null;
    compared = null;
    lookedAt = -1;
    if (made.isRefused()) {
      againMs = nowMs + Limits.SNAPSHOT_DELAY_MS;
      return;
    }
    if (of == null) {
      write(made, nowMs);
    } else if (made.differs()) {
      notices.judge(of.name(), SnapshotStanding.DIFFERS);
    } else {
      notices.judge(of.name(), SnapshotStanding.EQUAL);
      againMs = nowMs;
    }
  }

  private void write(SnapshotMaking made, long nowMs) throws StoreException, RefusedException {
    EpochKey key = made.epoch();
    int[] heights = rules.heights(made.frontier());
    if (heights == null
        || rules.isWithdrawn(heights)
        || key != rules.key()
        || isCrossing(heights)) {
      return;
    }
    Notice notice =
        new Notice(
            key == null ? null : key.id(),
            made.made().cid(),
            made.made().size(),
            made.made().levels(),
            made.frontier());
    Hash name = author.write(replica, notice.toOps(), List.of(), nowMs);
    notices.judge(name, SnapshotStanding.EQUAL);
    events.add(new Event.SnapshotMade(replica.id(), name));
    againMs = nowMs;
  }

  /** Gives up what is being made. */
  void abandon() throws StoreException {
    if (making != null) {
      SnapshotMaking given = making;
      making = null;
      compared = null;
      given.abandon();
    }
  }

  List<MadeSnapshot> list() throws StoreException {
    return new SnapshotListing(replica).all();
  }

  /** See {@link Snapshots#dropped}. */
  long dropped() {
    long sum = 0;
    for (int author = 0; author < dag.authorCount(); author++) {
      sum += dag.pruning().floor(author);
    }
    return sum;
  }

  /** See {@link Snapshots#check}. */
  Verdict check() throws StoreException {
    return drop.check();
  }

  /** Brings state to where the log is. */
  void catchUp() throws StoreException {
    while (replica.projection().isBehind()) {
      replica.turn(Replica.TURN_BUDGET, events);
    }
  }

  /** Places of the witness order. */
  int sequence() {
    return dag.sequence();
  }

  /** True if {@link #tick} goes on with something at {@code nowMs}. */
  boolean isBusy(long nowMs) {
    return making != null || drops() && nowMs >= againMs;
  }

  /** When {@link #tick} has something to do; Long.MAX_VALUE for never. */
  long deadlineMs() {
    if (making != null || drops()) {
      return making != null ? Long.MIN_VALUE : againMs;
    }
    return isFull() && isNews() ? againMs : Math.max(againMs, announcing.deadlineMs());
  }
}
