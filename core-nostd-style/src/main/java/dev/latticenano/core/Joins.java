package dev.latticenano.core;

import dev.latticenano.core.crypto.KeyAgreement;
import dev.latticenano.core.crypto.Signer;
import dev.latticenano.core.intention.InviteToken;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.seal.EpochKey;
import dev.latticenano.core.seal.JoinBox;
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
 * is given. Whoever had no room to let it in is asked again when it says that it has. A link that
 * ends takes its wishes along.
 */
final class Joins {
  private final Links links;
  private final Replicas replicas;
  private final Signer signer;
  private final KeyAgreement agreement;
  private final Queue<Event> events;
  private final JoinBoxCipher cipher = new JoinBoxCipher();
  private final Map<Integer, Wishes> wishes = new TreeMap<>();

  /** What is asked of one peer. */
  private static final class Wishes {
    private final Queue<InviteToken> due = new ArrayDeque<>();
    private final Queue<InviteToken> roomless = new ArrayDeque<>();
    private boolean full;
    private long againAtMs = Long.MAX_VALUE;

    private boolean isEmpty() {
      return due.isEmpty() && roomless.isEmpty();
    }
  }

  Joins(
      Links links, Replicas replicas, Signer signer, KeyAgreement agreement, Queue<Event> events) {
    this.links = links;
    this.replicas = replicas;
    this.signer = signer;
    this.agreement = agreement;
    this.events = events;
  }

  void ask(int link, InviteToken token) {
    wishes.computeIfAbsent(link, each -> new Wishes()).due.add(token);
  }

  /** Asks what is to be asked, and takes what was given. */
  void tick(long nowMs) throws StoreException {
    Iterator<Map.Entry<Integer, Wishes>> each = wishes.entrySet().iterator();
    while (each.hasNext()) {
      Map.Entry<Integer, Wishes> entry = each.next();
      Peer peer = links.find(entry.getKey());
      if (peer != null) {
        seeRoom(peer, entry.getValue(), nowMs);
        tick(entry.getKey(), peer.joining(), entry.getValue(), nowMs);
      }
      if (peer == null || entry.getValue().isEmpty()) {
        each.remove();
      }
    }
  }

  /** When {@link #tick} has something to do; Long.MAX_VALUE for never. */
  long deadlineMs() {
    long deadline = Long.MAX_VALUE;
    for (Wishes each : wishes.values()) {
      deadline = Math.min(deadline, each.againAtMs);
    }
    return deadline;
  }

  // A session tells of room. Who is shown no store there has none, and can only ask again.
  private static void seeRoom(Peer peer, Wishes wanted, long nowMs) {
    boolean full = peer.trouble() == Verdict.STORE_FULL;
    if (wanted.full && !full || nowMs >= wanted.againAtMs) {
      wanted.due.addAll(wanted.roomless);
      wanted.roomless.clear();
      wanted.againAtMs = Long.MAX_VALUE;
    }
    wanted.full = full;
  }

  private void tick(int link, Joining joining, Wishes wanted, long nowMs) throws StoreException {
    InviteToken token = wanted.due.peek();
    if (token == null || joining.isWaiting()) {
      return;
    }
    if (!token.store().equals(joining.store())) {
      joining.ask(token.store(), token.invite(), signer);
      return;
    }
    wanted.due.remove();
    Verdict verdict = joining.outcome();
    if (verdict == Verdict.STORE_FULL) {
      wanted.roomless.add(token);
      wanted.againAtMs = nowMs + Limits.FULL_RETRY_MS_MIN;
    }
    verdict = verdict == Verdict.OK ? take(link, token.store(), joining) : verdict;
    joining.taken();
    events.add(new Event.Joined(link, token.store(), verdict));
  }

  private Verdict take(int link, StoreId store, Joining joining) throws StoreException {
    Verdict verdict = cipher.open(joining.box(), store, joining.binding(), agreement);
    if (verdict != Verdict.OK || !replicas.holds(store)) {
      return verdict;
    }
    try {
      for (EpochKey key : cipher.box().keys()) {
        replicas.replica(store).seal().add(key);
      }
      JoinBox box = cipher.box();
      replicas.replica(store).circle().remember(box.grant());
      events.add(new Event.Told(link, store, box.peers(), box.places(), box.intentions()));
      return Verdict.OK;
    } catch (StoreException full) {
      if (full.kind() != StoreException.Kind.FULL) {
        throw full;
      }
      // Asked again at the next meeting, the peer gives the same keys.
      events.add(new Event.Full(full.getMessage()));
      return Verdict.STORE_FULL;
    }
  }
}
