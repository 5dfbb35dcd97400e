package dev.latticenano.edge;

import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.session.LinkProfile;
import dev.latticenano.edge.bridge.FolderWatch;
import dev.latticenano.edge.bridge.SerialPlace;
import dev.latticenano.edge.bridge.UsbBridges;
import dev.latticenano.host.Failure;
import dev.latticenano.link.LinkException;
import dev.latticenano.link.SerialLink;
import dev.latticenano.link.Trunk;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/** The serial lines that a server answers on, one of its own or many behind bridges. */
final class Serials implements SerialKeeper.Host {
  private static final long LOOK_MS = 60_000;

  private final NodeHome home;
  private final NodeLoop loop;
  private final CountDownLatch ended;
  private final Map<String, SerialKeeper> keepers = new ConcurrentHashMap<>();
  private final Set<SerialLink> links = ConcurrentHashMap.newKeySet();
  private final Map<Integer, SerialKeeper.Place> places = new HashMap<>();

  /** Lines until {@code ended}. */
  Serials(NodeHome home, NodeLoop loop, CountDownLatch ended) {
    this.home = home;
    this.loop = loop;
    this.ended = ended;
  }

  /** Answers at a place as it is typed, again and again; it must be there now. */
  void open(String text, int baud) throws Failure {
    SerialPlace place = SerialPlace.of(text);
    try {
      Trunk first = Trunk.open(place.device(), baud);
      SerialKeeper keeper = new SerialKeeper(place, baud, false, this, ended);
      keepers.put(place.device(), keeper);
      keeper.start(first);
    } catch (LinkException e) {
      throw new Failure(Failure.LINK, e.getMessage(), e);
    }
  }

  /** Answers on the ports of every bridge that is plugged in, now or later. */
  void bridges(UsbBridges usb, int baud) throws Failure {
    FolderWatch watch = new FolderWatch(List.of(usb.devices()));
    Thread thread = new Thread(() -> look(usb, baud, watch), "bridges");
    thread.setDaemon(true);
    thread.start();
  }

  private void look(UsbBridges usb, int baud, FolderWatch watch) {
    try (watch) {
      while (ended.getCount() > 0) {
        for (UsbBridges.Found each : usb.now()) {
          SerialPlace place = new SerialPlace(each.device(), SerialPlace.ANY);
          SerialKeeper fresh = new SerialKeeper(place, baud, true, this, ended);
          if (keepers.putIfAbsent(each.device(), fresh) == null) {
            fresh.start(null);
          }
        }
        watch.change(LOOK_MS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void opened(SerialLink link) {
    links.add(link);
    if (ended.getCount() == 0) {
      link.close();
    }
  }

  @Override
  public void answered(SerialLink link, SerialKeeper.Place place) throws InterruptedException {
    loop.post(
        () -> {
          byte[] remembered = home.places().key(place.name());
          int number = loop.add(link, LinkProfile.serial(place.baud()), true, remembered);
          places.put(number, place);
          home.invitations().linked(number);
          EventLog.linked(number, place.name());
        });
  }

  @Override
  public void over(SerialLink link) {
    links.remove(link);
  }

  @Override
  public void gone(String device) {
    keepers.remove(device);
  }

  /** A link's other end is known; on the loop's thread, as the next. */
  void met(int link) {
    SerialKeeper.Place place = places.get(link);
    byte[] key = home.node().doors().peerTransportKey(link);
    if (place != null && key != null) {
      AuthorId peer = AuthorId.of(home.node().peer(link).key(), 0);
      home.places().remember(place.name(), key, peer);
    }
  }

  void down(int link) {
    SerialKeeper.Place place = places.remove(link);
    if (place != null) {
      place.down();
    }
  }

  /** Gives all devices back. */
  void close() {
    keepers.values().forEach(SerialKeeper::close);
    links.forEach(SerialLink::close);
  }
}
