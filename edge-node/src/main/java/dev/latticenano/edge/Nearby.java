package dev.latticenano.edge;

import dev.latticenano.core.bytes.Hex;
import dev.latticenano.link.LinkException;
import dev.latticenano.link.LocalNetwork;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Keeps links to the nodes that announce themselves on the local networks. Of two that hear each
 * other the one whose name for this start is less calls. What is announced proves nothing: who
 * answers proves itself as anybody else does.
 */
final class Nearby implements LocalNetwork.Listener {
  /** Nodes found at a time: whoever announces more than that is passed over. */
  static final int FOUND_MAX = 32;

  private static final int NAME_BYTES = 8;
  private static final long REFRESH_MS = 15_000;

  /** Keeps a link to a place, or does so no more; from any thread. */
  interface Keeper {
    void call(String host, int port);

    void forget(String host, int port);
  }

  private record Place(String host, int port) {}

  private final String own;
  private final Keeper calls;
  private final Map<String, Place> found = new HashMap<>();

  /** Called {@code own} for this start. */
  Nearby(String own, Keeper calls) {
    this.own = own;
    this.calls = calls;
  }

  /** A name that means nothing. */
  static String freshName() {
    byte[] random = new byte[NAME_BYTES];
    new SecureRandom().nextBytes(random);
    return Hex.encode(random);
  }

  /**
   * Announces that this node listens at {@code port}, and listens for others, until {@code ended}.
   */
  static void keep(Keeper calls, int port, CountDownLatch ended) {
    Thread thread = new Thread(() -> run(calls, port, ended), "nearby");
    thread.setDaemon(true);
    thread.start();
  }

  private static void run(Keeper calls, int port, CountDownLatch ended) {
    String own = freshName();
    try (LocalNetwork network = new LocalNetwork(own, port, new Nearby(own, calls))) {
      do {
        try {
          network.refresh();
        } catch (LinkException e) {
          EventLog.waiting("local network", e.getMessage());
        }
      } while (!ended.await(REFRESH_MS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public synchronized void found(String name, String host, int port) {
    Place place = new Place(host, port);
    boolean calling = own.compareTo(name) < 0;
    if (calling && found.size() < FOUND_MAX && found.putIfAbsent(name, place) == null) {
      calls.call(host, port);
    }
  }

  @Override
  public synchronized void gone(String name) {
    Place place = found.remove(name);
    if (place != null && !found.containsValue(place)) {
      calls.forget(place.host(), place.port());
    }
  }
}
