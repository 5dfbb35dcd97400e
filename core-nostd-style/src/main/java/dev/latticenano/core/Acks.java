package dev.latticenano.core;

import dev.latticenano.core.dag.AckTips;
import dev.latticenano.core.dag.ContentHeights;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.dag.IntList;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.relay.Statement;
import dev.latticenano.core.session.Peer;
import dev.latticenano.core.state.Members;
import dev.latticenano.core.state.Right;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What this node says of having seen others' intentions, and what others have said: acks and lags
 * (docs/protocol.md §13). By itself it acks only what a peer met in this run can have: a node
 * restored from a backup must not lengthen its chain before it has met somebody. Where it was not
 * let in yet it acks nothing, for its peers would refuse that.
 */
public final class Acks {
  /** Between the last news and the ack, on a node that is always on. */
  public static final long DELAY_MS_MAINS = 5_000;

  /** The same on a stick, which saves its memory. */
  public static final long DELAY_MS_STICK = 60_000;

  private static final byte[] NO_OPS = new byte[0];
  private static final long NEVER = Long.MAX_VALUE;

  private final AuthorId self;
  private final Author author;
  private final Collection<Peer> peers;
  private final Company company;
  private final Queue<Event> events;
  private final Map<StoreId, Acked> stores = new TreeMap<>();
  private Predicate<StoreId> out = store -> false;
  private long delayMs = NEVER;
  private boolean written;

  /** Of the links {@code peers}; live, the node's. */
  Acks(AuthorId self, Author author, Collection<Peer> peers, Company company, Queue<Event> events) {
    this.self = self;
    this.author = author;
    this.peers = peers;
    this.company = company;
    this.events = events;
  }

  /** One store. */
  private static final class Acked {
    private final Replica replica;
    private final ContentHeights contents;
    private final AckTips tips;
    private final Lags lags;
    private final AckTimer timer = new AckTimer();
    private int looked;
    private boolean met;

    private Acked(Replica replica) {
      this.replica = replica;
      this.contents = new ContentHeights(replica.dag());
      this.tips = new AckTips(replica.dag(), contents, replica.sight());
      this.lags = new Lags(replica, contents);
      this.looked = replica.dag().sequence();
    }
  }

  /** From now on acks are written by themselves, this long after the last news. */
  public void delay(long newDelayMs) {
    delayMs = newDelayMs;
  }

  /**
   * From now on {@code newOut} says in which stores nobody has let this node in yet. Without the
   * key to a store its log does not tell.
   */
  public void outOf(Predicate<StoreId> newOut) {
    out = newOut;
  }

  /** This node was let into a store: what it has seen there is acked after the usual while. */
  public void letIn(StoreId store, long nowMs) {
    if (delayMs != NEVER && stores.containsKey(store)) {
      acked(store).timer.news(delayMs, nowMs);
    }
  }

  /**
   * Acks at once what is new in a store.
   *
   * @return how many intentions were written
   * @throws RefusedException the node must not write in this store now
   */
  public int now(StoreId store, long nowMs) throws StoreException, RefusedException {
    Acked acked = acked(store);
    if (acked.replica.isBehindItself()) {
      throw new RefusedException(Verdict.OWN_TIP_UNKNOWN);
    }
    Verdict allowed = allowed(acked.replica);
    if (allowed != Verdict.OK) {
      throw new RefusedException(allowed);
    }
    int count = write(acked, nowMs);
    written |= count > 0;
    return count;
  }

  /** How far every other active member of a store is behind; in the order of their keys. */
  public List<Lag> lags(StoreId store, long nowMs) throws StoreException {
    Acked acked = acked(store);
    return acked.lags.lags(members(acked.replica), linked(), nowMs);
  }

  /**
   * How many intentions with content this node holds that no other voter is known to have seen, and
   * no relay to hold; at most {@link Lag#BEHIND_MAX} are counted.
   *
   * @param listed what relays signed that they hold of it, of those that count
   */
  public int alone(StoreId store, List<Statement> listed) throws StoreException {
    Acked acked = acked(store);
    return acked.lags.alone(voters(acked.replica), listed);
  }

  private Acked acked(StoreId store) {
    Acked acked = stores.get(store);
    if (acked == null) {
      throw new IllegalArgumentException("no store " + store);
    }
    return acked;
  }

  void open(Replica replica) {
    stores.put(replica.id(), new Acked(replica));
  }

  void close(StoreId store) {
    stores.remove(store);
  }

  /** Time has come to {@code nowMs}, perhaps with news. */
  void tick(long nowMs) throws StoreException {
    written = false;
    if (delayMs == NEVER) {
      return;
    }
    for (Acked acked : stores.values()) {
      hear(acked, nowMs);
      if (acked.met && acked.timer.isDue(nowMs) && !acked.replica.isBehindItself()) {
        tryToWrite(acked, nowMs);
      }
      if (acked.lags.isDue(nowMs)) {
        acked.lags.tick(members(acked.replica), linked(), events, nowMs);
      }
    }
  }

  private void hear(Acked acked, long nowMs) throws StoreException {
    Dag dag = acked.replica.dag();
    if (acked.looked < dag.sequence()) {
      acked.lags.news(nowMs);
    }
    boolean news = false;
    int own = own(dag);
    while (!news && acked.looked < dag.sequence()) {
      int row = dag.rowAtSequence(++acked.looked);
      boolean here = !dag.pruning().isBelowFloor(row);
      news = here && dag.author(row) != own && !dag.isAck(row);
    }
    acked.looked = dag.sequence();
    if (!acked.met && company.isMet(acked.replica.id())) {
      // What the last run had no time to ack.
      acked.met = true;
      acked.lags.news(nowMs);
      news = true;
    }
    if (news) {
      acked.timer.news(delayMs, nowMs);
    }
  }

  // Where nothing is said of this node that it can read, Author judges what is left.
  private Verdict allowed(Replica replica) {
    Authority authority = replica.projection().authority();
    boolean unsaid = authority.members().standing(self) == null;
    boolean outside = unsaid && authority.members().isStrict() && out.test(replica.id());
    return outside
        ? Verdict.MEMBER_UNKNOWN
        : unsaid ? Verdict.OK : authority.allows(self, Right.ACK);
  }

  private void tryToWrite(Acked acked, long nowMs) throws StoreException {
    acked.timer.done();
    if (allowed(acked.replica) != Verdict.OK) {
      return;
    }
    try {
      write(acked, nowMs);
    } catch (RefusedException e) {
      // Who may not write here does not ack either; the next news tries again.
      assert e.verdict() != Verdict.OK;
    } catch (StoreException e) {
      if (e.kind() != StoreException.Kind.FULL) {
        throw e;
      }
      acked.timer.hold(Limits.FULL_RETRY_MS_MAX, nowMs);
    }
  }

  private int write(Acked acked, long nowMs) throws StoreException, RefusedException {
    Dag dag = acked.replica.dag();
    // An ack that found no room is our tip to be.
    dag.resume(nowMs);
    IntList rows = new IntList();
    acked.tips.choose(own(dag), Limits.CONDITION_HASHES_EMITTED, rows);
    int count = 0;
    for (int from = 0; from < rows.count(); from += Limits.CONDITION_HASHES_EMITTED) {
      List<Hash> condition = new ArrayList<>();
      byte[] hash = new byte[Hash.BYTES];
      for (int i = from; i < rows.count() && condition.size() < Limits.CONDITION_HASHES_EMITTED; ) {
        dag.copyHash(rows.at(i++), hash, 0);
        condition.add(Hash.of(hash, 0));
      }
      author.write(acked.replica, NO_OPS, condition, nowMs);
      count++;
    }
    return count;
  }

  private int own(Dag dag) {
    return dag.findAuthor(self.toBytes(), 0);
  }

  private List<AuthorId> members(Replica replica) {
    Members members = replica.projection().members();
    List<AuthorId> others = members.peers();
    others.removeIf(peer -> peer.equals(self) || !members.standing(peer).isMember());
    return others;
  }

  private List<AuthorId> voters(Replica replica) {
    List<AuthorId> others = replica.projection().members().voters();
    others.remove(self);
    return others;
  }

  private Set<AuthorId> linked() {
    Set<AuthorId> linked = new HashSet<>();
    for (Peer peer : peers) {
      if (peer.isMet()) {
        linked.add(AuthorId.of(peer.key(), 0));
      }
    }
    return linked;
  }

  /** When {@link #tick} has something to do; Long.MAX_VALUE for never. */
  long deadlineMs() {
    if (written) {
      return Long.MIN_VALUE;
    }
    long deadline = NEVER;
    for (Acked acked : stores.values()) {
      deadline = Math.min(deadline, acked.lags.deadlineMs());
      if (acked.met && !acked.replica.isBehindItself()) {
        deadline = Math.min(deadline, acked.timer.deadlineMs());
      } else if (!acked.met && delayMs != NEVER && company.isMet(acked.replica.id())) {
        return Long.MIN_VALUE;
      }
    }
    return deadline;
  }
}
