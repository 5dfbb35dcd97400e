package dev.latticenano.edge.sim;

import dev.latticenano.core.Node;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.session.Peer;
import dev.latticenano.core.session.Progress;
import dev.latticenano.core.store.StoreException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The ends of links on one simulated node: behind each is the node, or an attacker in its name. */
final class LinkEnds {
  private final Map<Integer, SimLink> links = new TreeMap<>();
  private final Map<Integer, Attacker> attackers = new TreeMap<>();

  /** The links that are up, by this node's number for them; a copy. */
  Map<Integer, SimLink> all() {
    return new TreeMap<>(links);
  }

  /** The link to a node, or null. */
  SimLink to(SimNode owner, SimNode peer) {
    for (SimLink link : links.values()) {
      if (link.peerOf(owner) == peer) {
        return link;
      }
    }
    return null;
  }

  /** A link is there; behind it is {@code attacker}, or the node if that is null. */
  void add(int number, SimLink link, Node node, Attacker attacker) {
    links.put(number, link);
    if (attacker == null) {
      node.doors().open(number, link.kind().profile(), true, null);
    } else {
      attackers.put(number, attacker);
    }
  }

  /** A link is gone; what it brought is counted. */
  void remove(int number, Node node, Tally tally) {
    links.remove(number);
    if (attackers.remove(number) == null && node != null) {
      account(node.peer(number), tally);
      node.unlink(number);
    }
  }

  /** Counts what the links brought that are up. */
  void account(Node node, Tally tally) {
    for (Integer number : links.keySet()) {
      if (!attackers.containsKey(number)) {
        account(node.peer(number), tally);
      }
    }
  }

  private static void account(Peer peer, Tally tally) {
    for (StoreId id : peer.stores()) {
      Progress progress = peer.progress(id);
      tally.received += progress.received();
      tally.repeated += progress.repeated();
    }
  }

  /** True if both ends of a link have all they want of each other. */
  boolean isComplete(int number, Node node) {
    return node != null && !attackers.containsKey(number) && node.peer(number).isComplete();
  }

  /** Cuts all of them. */
  void cut() {
    List.copyOf(links.values()).forEach(SimLink::cut);
  }

  /** One frame came from a link. */
  Verdict receive(int number, byte[] frame, Node node, long nowMs) throws StoreException {
    Attacker attacker = attackers.get(number);
    if (attacker != null) {
      attacker.receive(frame);
      return Verdict.OK;
    }
    return node.receive(number, frame, 0, frame.length, nowMs);
  }

  /** Writes the next frame for a link; returns its bytes, 0 for none now. */
  int transmit(int number, byte[] out, Node node, long nowMs) throws StoreException {
    Attacker attacker = attackers.get(number);
    return attacker == null ? node.transmit(number, out, 0, nowMs) : attacker.transmit(out, nowMs);
  }
}
