package dev.latticenano.edge;

import dev.latticenano.link.LinkException;
import dev.latticenano.link.LinkException.Kind;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Who has called over the network: strangers until their keys are proven and their stores offered,
 * which is to be soon, then peers. Each kind has room of its own, so that callers who say nothing
 * keep nobody out. All on the loop's thread.
 */
final class Guests {
  /** Peers at a time: each costs two threads and two frames. */
  static final int PEERS_MAX = 16;

  /** Callers at a time that have not said who they are; one more takes the place of the oldest. */
  static final int STRANGERS_MAX = 8;

  /** How long a caller may take to say who it is, in ms. */
  static final long STRANGER_MS = 10_000;

  /** Hangs up on a link. */
  interface Door {
    void hangUp(int link, LinkException why);
  }

  private final Door door;
  private final Map<Integer, Long> strangers = new LinkedHashMap<>();
  private final Set<Integer> peers = new HashSet<>();

  Guests(Door door) {
    this.door = door;
  }

  /** Somebody has called. */
  void called(int link, long nowNs) {
    strangers.put(link, nowNs);
    if (strangers.size() > STRANGERS_MAX) {
      int oldest = strangers.keySet().iterator().next();
      refuse(oldest, "too many callers have not said who they are");
    }
  }

  private void refuse(int link, String why) {
    strangers.remove(link);
    peers.remove(link);
    door.hangUp(link, new LinkException(Kind.CLOSED, why));
  }

  /** A link's other end is known. */
  void met(int link) {
    if (strangers.remove(link) != null) {
      peers.add(link);
      if (peers.size() > PEERS_MAX) {
        refuse(link, "as many peers as there is room for are here: " + PEERS_MAX);
      }
    }
  }

  void down(int link) {
    strangers.remove(link);
    peers.remove(link);
  }

  /** Hangs up on those who took too long. */
  void turn(long nowNs) {
    long patienceNs = TimeUnit.MILLISECONDS.toNanos(STRANGER_MS);
    while (!strangers.isEmpty()) {
      Map.Entry<Integer, Long> oldest = strangers.entrySet().iterator().next();
      if (nowNs - oldest.getValue() < patienceNs) {
        return;
      }
      refuse(oldest.getKey(), "the caller did not say who it is");
    }
  }
}
