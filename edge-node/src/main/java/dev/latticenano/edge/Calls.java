package dev.latticenano.edge;

import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.session.LinkProfile;
import dev.latticenano.link.TcpLink;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The places of the network that a server calls, and the links that came of it. */
final class Calls implements Nearby.Keeper {
  private final NodeHome home;
  private final NodeLoop loop;
  private final Reach reach;
  private final long seed;
  private final Map<String, Caller> callers = new ConcurrentHashMap<>();
  private final Map<Integer, Caller> links = new HashMap<>();

  Calls(NodeHome home, NodeLoop loop, Reach reach) {
    this.home = home;
    this.reach = reach;
    this.loop = loop;
    this.seed = home.node().key().first();
  }

  /** Keeps a link to a place from now on; from any thread. */
  @Override
  public void call(String host, int port) {
    Caller caller = new Caller(host, port, seed, this::connected);
    if (callers.putIfAbsent(caller.place(), caller) == null) {
      caller.start();
    }
  }

  /** Calls a place no more; from any thread. */
  @Override
  public void forget(String host, int port) {
    Caller caller = callers.remove(host + ":" + port);
    if (caller != null) {
      caller.stop();
    }
  }

  /** True if a place is called; from any thread. */
  boolean isCalled(String host, int port) {
    return callers.containsKey(host + ":" + port);
  }

  private void connected(Caller caller, TcpLink link) throws InterruptedException {
    loop.post(
        () -> {
          byte[] remembered = home.places().key(caller.place());
          int number = loop.add(link, LinkProfile.TCP, true, remembered);
          links.put(number, caller);
          reach.up(number, link);
          home.invitations().linked(number);
          EventLog.linked(number, caller.place());
        });
  }

  /** A link's other end is known; on the loop's thread, as all below. */
  void met(int link) {
    Caller caller = links.get(link);
    byte[] key = home.node().doors().peerTransportKey(link);
    if (caller != null && key != null) {
      AuthorId expected = home.relays().keyAt(caller.place());
      if (expected != null && !expected.equals(AuthorId.of(home.node().peer(link).key(), 0))) {
        loop.hangUp(link, Stranger.of(caller.place(), expected));
        return;
      }
      caller.met();
      home.places().remember(caller.place(), key, AuthorId.of(home.node().peer(link).key(), 0));
    }
  }

  void down(int link) {
    Caller caller = links.remove(link);
    if (caller != null) {
      caller.down();
    }
  }

  /** This machine has slept. */
  void awake() {
    callers.values().forEach(Caller::awake);
  }

  void stop() {
    callers.values().forEach(Caller::stop);
  }
}
