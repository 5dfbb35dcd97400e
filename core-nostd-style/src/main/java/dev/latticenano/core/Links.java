package dev.latticenano.core;

import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.link.LinkEnd;
import dev.latticenano.core.session.Peer;
import dev.latticenano.core.store.StoreException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;

/** Who is at the other end of a node's links, and what the host has been told of them. */
final class Links {
  private final Map<Integer, Peer> peers = new TreeMap<>();
  private final Map<Integer, LinkEnd> ends = new HashMap<>();
  private final Set<Integer> completed = new HashSet<>();
  private final Set<Integer> met = new HashSet<>();
  private final Replicas replicas;
  private final Queue<Event> events;

  /** Links about these stores. */
  Links(Replicas replicas, Queue<Event> events) {
    this.replicas = replicas;
    this.events = events;
  }

  /** The peers, live. */
  Collection<Peer> peers() {
    return peers.values();
  }

  void add(int link, LinkEnd end) {
    ends.put(link, end);
    peers.put(link, end.peer());
  }

  /** Begins a new conversation on every link over which that store was offered. */
  void again(StoreId store) {
    for (Map.Entry<Integer, Peer> entry : peers.entrySet()) {
      if (entry.getValue().isShown(store)) {
        again(entry);
      }
    }
  }

  private void again(Map.Entry<Integer, Peer> entry) {
    LinkEnd end = end(entry.getKey());
    end.again();
    entry.setValue(end.peer());
    completed.remove(entry.getKey());
    met.remove(entry.getKey());
  }

  void remove(int link) {
    LinkEnd end = ends.remove(link);
    peers.remove(link);
    if (end != null) {
      end.close();
    }
    completed.remove(link);
    met.remove(link);
    for (Replica replica : replicas.all()) {
      replica.ownTips().gone(link);
    }
  }

  /** One frame from a link; see {@link LinkEnd#receive}. */
  Verdict receive(int link, byte[] frame, int offset, int length, long nowMs)
      throws StoreException {
    LinkEnd end = end(link);
    Peer before = end.peer();
    try {
      return end.receive(frame, offset, length, nowMs);
    } finally {
      if (end.peer() != before) {
        peers.put(link, end.peer());
      }
    }
  }

  /** The frame that the link brought last broke a rule. */
  Event.Refused refused(int link, Verdict verdict) {
    return new Event.Refused(link, end(link).peer().takeRefusedOf(), verdict);
  }

  /** Writes the next frame for a link; see {@link LinkEnd#transmit}. */
  int transmit(int link, byte[] out, int offset, long nowMs) throws StoreException {
    LinkEnd end = end(link);
    int length = end.transmit(out, offset, nowMs);
    observe(link, end.peer(), nowMs);
    return length;
  }

  /** This end of a link. */
  LinkEnd end(int link) {
    LinkEnd end = ends.get(link);
    if (end == null) {
      throw new IllegalArgumentException("no link " + link);
    }
    return end;
  }

  /** The peer at the other end; null for an unknown link. */
  Peer find(int link) {
    return peers.get(link);
  }

  void storesChanged() throws StoreException {
    for (Peer peer : peers.values()) {
      peer.storesChanged();
    }
  }

  /** True if some peer has sent what it has, so that it can be asked for chunks. */
  boolean isAnyAtRest() {
    for (Peer peer : peers.values()) {
      if (peer.sessionsAtRest()) {
        return true;
      }
    }
    return false;
  }

  /** Time has come to {@code nowMs}. */
  void tick(Durability durability, long nowMs) throws StoreException {
    for (Map.Entry<Integer, Peer> entry : peers.entrySet()) {
      try {
        // Whoever was thrown out sees what it would if the store had been closed.
        if (entry.getValue().isOutdated()) {
          again(entry);
        }
        ends.get(entry.getKey()).tick(nowMs);
      } catch (StoreException full) {
        durability.halt(entry.getValue(), full, nowMs);
      }
      observe(entry.getKey(), entry.getValue(), nowMs);
    }
    for (Replica replica : replicas.all()) {
      replica.ownTips().tick(nowMs);
    }
  }

  /** Tells the host what is new about a link. */
  private void observe(int link, Peer peer, long nowMs) throws StoreException {
    if (!peer.isMet()) {
      met.remove(link);
    } else if (met.add(link)) {
      AuthorId claimed = AuthorId.of(peer.key(), 0);
      events.add(new Event.Met(link, peer.name(), claimed, peer.stores().size()));
    }
    for (Replica replica : replicas.all()) {
      if (replica.ownTips().observe(link, peer, nowMs)) {
        events.add(new Event.OwnTipUnknown(replica.id()));
      }
    }
    if (!peer.isComplete()) {
      completed.remove(link);
    } else if (completed.add(link)) {
      events.add(new Event.Complete(link, peer.trouble()));
    }
  }

  /** When {@link #tick} has something to do; Long.MAX_VALUE for never. */
  long deadlineMs() {
    long deadline = Long.MAX_VALUE;
    for (LinkEnd end : ends.values()) {
      deadline = Math.min(deadline, end.deadlineMs());
    }
    for (Replica replica : replicas.all()) {
      deadline = Math.min(deadline, replica.ownTips().deadlineMs());
    }
    return deadline;
  }
}
