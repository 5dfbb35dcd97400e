package dev.latticenano.core;

import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.session.BootstrapEnd;
import dev.latticenano.core.session.Peer;
import dev.latticenano.core.state.Members;
import dev.latticenano.core.state.Standing;
import dev.latticenano.core.store.StoreException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;

/**
 * The stores that this node has joined and of which it has not agreed with a member yet: it writes
 * nothing there. The host says which these are whenever it starts, and is told when one is over.
 * Source: docs/protocol.md §14, Bootstrap (ours).
 */
public final class Bootstraps {
  private final AuthorId self;
  private final Replicas replicas;
  private final Collection<Peer> peers;
  private final Queue<Event> events;
  private final Map<StoreId, Unfinished> unfinished = new TreeMap<>();

  /** Of the node {@code self}; the links {@code peers} are live, the node's. */
  Bootstraps(AuthorId self, Replicas replicas, Collection<Peer> peers, Queue<Event> events) {
    this.self = self;
    this.replicas = replicas;
    this.peers = peers;
    this.events = events;
  }

  /** One store. */
  private static final class Unfinished {
    private final Set<AuthorId> told = new HashSet<>();
    private Verdict verdict = Verdict.BOOTSTRAP_UNFINISHED;
  }

  /** A store has been joined, now or in an earlier run; before it is opened. */
  public void begin(StoreId store) {
    unfinished.putIfAbsent(store, new Unfinished());
  }

  /**
   * Somebody has let this node into a store, now or in an earlier run.
   *
   * @param members who are members by its word; counts where the store itself does not tell
   */
  public void told(StoreId store, Collection<AuthorId> members) {
    Unfinished one = unfinished.get(store);
    if (one != null) {
      one.told.addAll(members);
    }
  }

  /** A store is here no more. */
  public void forget(StoreId store) {
    unfinished.remove(store);
  }

  /**
   * What is said to a write in a store.
   *
   * @param allowed what follows from what is known here of its members
   */
  Verdict judge(Replica replica, Verdict allowed) throws StoreException {
    Unfinished one = unfinished.get(replica.id());
    if (one == null || look(replica, one)) {
      return allowed;
    }
    // Who was let in is no stranger, though what says so has not come.
    return allowed == Verdict.OK || !one.told.isEmpty() ? one.verdict : allowed;
  }

  /** Looks whether something is over. */
  void tick() throws StoreException {
    if (!unfinished.isEmpty()) {
      for (Replica replica : replicas.all()) {
        judge(replica, Verdict.OK);
      }
    }
  }

  /** True if it is over. */
  private boolean look(Replica replica, Unfinished one) throws StoreException {
    Verdict verdict = Verdict.BOOTSTRAP_UNFINISHED;
    for (Peer peer : peers) {
      if (peer.isMet() && peer.isEven(replica.id()) && verdict != Verdict.OK) {
        verdict = with(replica, AuthorId.of(peer.key(), 0), one);
      }
    }
    if (verdict == Verdict.OK) {
      unfinished.remove(replica.id());
    }
    // What was wrong stays so until more has come.
    boolean waits = verdict == Verdict.BOOTSTRAP_UNFINISHED && one.verdict != Verdict.OK;
    if (!waits && verdict != one.verdict) {
      events.add(new Event.Bootstrapped(replica.id(), verdict));
      one.verdict = verdict;
    }
    return verdict == Verdict.OK;
  }

  private Verdict with(Replica replica, AuthorId peer, Unfinished one) {
    Members members = replica.projection().members();
    Standing standing = members.standing(peer);
    boolean told = one.told.contains(peer) || !members.isStrict() && members.isKnown();
    boolean member = standing == null ? told : standing.isMember();
    // A snapshot was taken only with a genesis in its rows.
    boolean begun = members.isKnown() || replica.settled().notice() != null;
    // Two who were let in and have come equally far agree, and lack what lets them in.
    boolean reads = replica.projection().unread() == 0 && members.isKnown();
    boolean lacksGrant = reads && !one.told.isEmpty() && members.standing(self) == null;
    boolean any = replica.dag().sequence() > 0 && !lacksGrant;
    boolean whole = any && !replica.projection().isBehind();
    return BootstrapEnd.judge(whole, begun, member);
  }
}
