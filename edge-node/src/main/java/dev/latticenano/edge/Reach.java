package dev.latticenano.edge;

import dev.latticenano.core.MemberPlaces;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.host.text.NetworkPlace;
import dev.latticenano.link.TcpLink;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a node tells whom it lets in of where members can be reached: itself at the port where it
 * listens, under the address that the far end sees, and others where they answered this node. What
 * means the asker's own machine is told only to who is on this one.
 */
final class Reach implements MemberPlaces {
  private final Places places;
  private final AuthorId self;
  private final Map<Integer, TcpLink> links = new ConcurrentHashMap<>();
  private volatile int port;
  private volatile boolean forThisDevice;

  Reach(Places places, AuthorId self) {
    this.places = places;
    this.self = self;
  }

  /** This node listens at a port, for all or for its own device alone. */
  void listens(int newPort, boolean newForThisDevice) {
    port = newPort;
    forThisDevice = newForThisDevice;
  }

  void up(int link, TcpLink over) {
    links.put(link, over);
  }

  void down(int link) {
    links.remove(link);
  }

  @Override
  public List<String> of(AuthorId member, int link) {
    TcpLink over = links.get(link);
    boolean near = over != null && over.isOwnMachine();
    if (!member.equals(self)) {
      return places.of(member).stream().filter(each -> isTold(each, near)).toList();
    }
    boolean reached = over != null && port > 0 && (near || !forThisDevice);
    return reached ? List.of(new NetworkPlace(over.localHost(), port).toString()) : List.of();
  }

  private static boolean isTold(String place, boolean near) {
    NetworkPlace network = NetworkPlace.of(place);
    return network != null && (near || !network.isOwnMachine());
  }
}
