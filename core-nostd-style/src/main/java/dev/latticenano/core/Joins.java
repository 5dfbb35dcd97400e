package dev.latticenano.core;

import dev.latticenano.core.crypto.KeyAgreement;
import dev.latticenano.core.crypto.Signer;
import dev.latticenano.core.intention.InviteToken;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.seal.EpochKey;
import dev.latticenano.core.seal.JoinBoxCipher;
import dev.latticenano.core.session.Joining;
import dev.latticenano.core.session.Peer;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;

/**
 * What this node asks others to let it into, one invite after the other on each link, and what it
 * is given. A link that ends takes its wishes along.
 */
final class Joins {
  private final Links links;
  private final Replicas replicas;
  private final Signer signer;
  private final KeyAgreement agreement;
  private final Queue<Event> events;
  private final JoinBoxCipher cipher = new JoinBoxCipher();
  private final Map<Integer, Queue<InviteToken>> wishes = new TreeMap<>();

  Joins(
      Links links, Replicas replicas, Signer signer, KeyAgreement agreement, Queue<Event> events) {
    this.links = links;
    this.replicas = replicas;
    this.signer = signer;
    this.agreement = agreement;
    this.events = events;
  }

  void ask(int link, InviteToken token) {
    wishes.computeIfAbsent(link, each -> new ArrayDeque<>()).add(token);
  }

  /** Asks what is to be asked, and takes what was given; true if a store was. */
  boolean tick() throws StoreException {
    boolean any = false;
    Iterator<Map.Entry<Integer, Queue<InviteToken>>> each = wishes.entrySet().iterator();
    while (each.hasNext()) {
      Map.Entry<Integer, Queue<InviteToken>> entry = each.next();
      Peer peer = links.find(entry.getKey());
      if (peer != null && !entry.getValue().isEmpty()) {
        any |= tick(entry.getKey(), peer.joining(), entry.getValue());
      }
      if (peer == null || entry.getValue().isEmpty()) {
        each.remove();
      }
    }
    return any;
  }

  private boolean tick(int link, Joining joining, Queue<InviteToken> wanted) throws StoreException {
    InviteToken token = wanted.element();
    if (!token.store().equals(joining.store())) {
      joining.ask(token.store(), token.invite(), signer);
      return false;
    }
    if (joining.isWaiting()) {
      return false;
    }
    wanted.remove();
    Verdict verdict = joining.outcome();
    verdict = verdict == Verdict.OK ? take(token.store(), joining) : verdict;
    events.add(new Event.Joined(link, token.store(), verdict));
    return verdict == Verdict.OK;
  }

  private Verdict take(StoreId store, Joining joining) throws StoreException {
    Verdict verdict = cipher.open(joining.box(), store, joining.nonces(), agreement);
    if (verdict == Verdict.OK && replicas.holds(store)) {
      for (EpochKey key : cipher.box().keys()) {
        replicas.replica(store).seal().add(key);
      }
    }
    return verdict;
  }
}
