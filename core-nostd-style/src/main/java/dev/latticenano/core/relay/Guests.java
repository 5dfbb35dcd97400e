package dev.latticenano.core.relay;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.crypto.Verifier;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.link.Due;
import dev.latticenano.core.link.Ends;
import dev.latticenano.core.link.LinkTable;
import dev.latticenano.core.session.Peer;
import dev.latticenano.core.store.StoreException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who is shown which store of a relay. A peer knows of the stores of its guest's list only, so to
 * everybody else a store is as one that is not there, in the same bytes and the same work. What a
 * change of members takes away is gone before the next frame is looked at.
 */
final class Guests implements Desk.Delegations {
  private final Ends ends;
  private final Holdings holdings;
  private final Verifier verifier;
  private final Turn turn;
  private final LinkTable<Guest> byLink = new LinkTable<>();
  private final Map<AuthorId, Set<Guest>> byKey = new HashMap<>();
  private final Due<Guest> due = new Due<>();
  private final Set<Guest> delegated = new LinkedHashSet<>();

  Guests(Ends ends, Holdings holdings, Verifier verifier, Turn turn) {
    this.turn = turn;
    this.ends = ends;
    this.holdings = holdings;
    this.verifier = verifier;
  }

  /** Somebody is at the other end of a new link. */
  Guest add(int link, long nowMs) {
    Guest guest = new Guest(link, nowMs);
    byLink.put(link, guest);
    due.set(guest, guest.deadlineMs());
    return guest;
  }

  /** Whoever is at the other end of a link; null if there is no such link. */
  Guest of(int link) {
    return byLink.find(link);
  }

  /** The links over which a key is proven. */
  List<Integer> links(AuthorId key) {
    return byKey.getOrDefault(key, Set.of()).stream().map(Guest::link).toList();
  }

  /** A link is gone. */
  void remove(int link) {
    Guest guest = byLink.remove(link);
    if (guest != null) {
      due.remove(guest);
      leave(guest);
      guest.sessions().forEach(each -> each.leave(link));
    }
  }

  private void leave(Guest guest) {
    Set<Guest> same = guest.key() == null ? null : byKey.get(guest.key());
    if (same != null && same.remove(guest) && same.isEmpty()) {
      byKey.remove(guest.key());
    }
  }

  /** The link has proven who the guest is: it is shown what it is a member of. */
  void proven(Guest guest, AuthorId key) {
    leave(guest);
    Set<Guest> same = byKey.computeIfAbsent(key, each -> new LinkedHashSet<>(2));
    // One name is enough for all links of a member.
    guest.key(same.isEmpty() ? key : same.iterator().next().key());
    same.add(guest);
    for (Holding holding : holdings.of(key)) {
      guest.shown().add(holding.held());
    }
    for (StoreId store : guest.delegations().keySet()) {
      Holding holding = holdings.find(store);
      boolean belongs = holding != null && guest.belongs(holding, turn.nowMs());
      if (belongs && !guest.shown().contains(holding.held())) {
        guest.shown().add(holding.held());
      }
    }
    due.set(guest, guest.deadlineMs());
  }

  @Override
  public Verdict show(Guest guest, Delegation delegation, long nowMs) {
    boolean right =
        delegation.isSigned(verifier)
            && delegation.other().equals(guest.key())
            && nowMs < delegation.untilMs();
    Holding holding = holdings.find(delegation.store());
    if (!right
        || holding == null
        || holding.manifest().role(delegation.member()) == Manifest.NONE) {
      return Verdict.DELEGATION_WRONG;
    }
    guest.mayBe(delegation);
    delegated.add(guest);
    return Verdict.OK;
  }

  /** Shows what delegations let be shown since. */
  void showDelegated(long nowMs) throws StoreException {
    if (delegated.isEmpty()) {
      return;
    }
    for (Guest guest : delegated) {
      for (Delegation delegation : guest.delegations().values()) {
        Holding holding = holdings.find(delegation.store());
        if (holding != null) {
          show(guest, holding, nowMs);
        }
      }
      due.set(guest, guest.deadlineMs());
    }
    delegated.clear();
  }

  /** A store has another manifest than {@code before}, or is there now if that is null. */
  void changed(Holding holding, Manifest before, long nowMs) throws StoreException {
    Set<Guest> concerned = new LinkedHashSet<>();
    collect(holding.manifest(), concerned);
    if (before != null) {
      collect(before, concerned);
    }
    holding.links().each(link -> concerned.add(byLink.find(link)));
    for (Guest guest : concerned) {
      show(guest, holding, nowMs);
      guest.termsChanged();
    }
  }

  private void collect(Manifest manifest, Collection<Guest> out) {
    for (int i = 0; i < manifest.members(); i++) {
      out.addAll(byKey.getOrDefault(manifest.member(i), Set.of()));
    }
  }

  /** Shows the guest the store from now on, or takes it away. */
  private void show(Guest guest, Holding holding, long nowMs) throws StoreException {
    boolean shown = guest.shown().contains(holding.held());
    boolean belongs = holdings.find(holding.id()) == holding && guest.belongs(holding, nowMs);
    Peer peer = ends.find(guest.link()).peer();
    if (belongs && !shown) {
      guest.shown().add(holding.held());
      peer.storesChanged();
    } else if (shown && !belongs) {
      guest.shown().remove(holding.held());
      ends.find(guest.link()).again();
      guest.sessions().forEach(each -> each.leave(guest.link()));
      guest.sessions(List.of());
    }
    due.set(guest, guest.deadlineMs());
    ends.stir(guest.link());
  }

  /** A store was opened again: whoever was shown it begins a new conversation about it. */
  void reopened(Holding before, Holding now, long nowMs) throws StoreException {
    for (int link : byLink.toArray()) {
      Guest guest = byLink.find(link);
      if (guest.shown().remove(before.held())) {
        guest.shown().add(now.held());
        ends.find(guest.link()).again();
        guest.sessions().forEach(each -> each.leave(guest.link()));
        guest.sessions(List.of());
        due.set(guest, guest.deadlineMs());
        ends.stir(guest.link());
      }
    }
  }

  /** A store is held no more: nobody is shown it. */
  void removed(Holding holding, long nowMs) throws StoreException {
    changed(holding, null, nowMs);
  }

  /** A guest whose time may be over at {@code nowMs}; null: there is none. */
  Guest takeDue(long nowMs) {
    return due.take(nowMs);
  }

  /** Some of what the guest was lent may be over. */
  void expire(Guest guest, long nowMs) throws StoreException {
    for (Delegation each : List.copyOf(guest.delegations().values())) {
      Holding holding = holdings.find(each.store());
      if (nowMs >= each.untilMs()) {
        guest.delegations().remove(each.store());
      }
      if (holding != null) {
        show(guest, holding, nowMs);
      }
    }
    due.set(guest, guest.deadlineMs());
  }

  /** When {@link #takeDue} has one; {@link Due#NEVER}: no guest's time ends. */
  long deadlineMs() {
    return due.earliestMs();
  }

  /** Takes note of which stores the guest has sessions of now, whose terms it is to hear. */
  void meet(Guest guest) {
    Peer peer = ends.find(guest.link()).peer();
    if (!peer.takeSessionsChanged()) {
      return;
    }
    Set<Holding> now = new LinkedHashSet<>();
    for (StoreId store : peer.stores()) {
      now.add(holdings.find(store));
    }
    if (now.equals(Set.copyOf(guest.sessions()))) {
      return;
    }
    for (Holding each : guest.sessions()) {
      if (!now.contains(each)) {
        each.leave(guest.link());
      }
    }
    guest.sessions(now);
    now.forEach(each -> each.links().put(guest.link(), guest));
    guest.termsChanged();
  }
}
