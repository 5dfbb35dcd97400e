package dev.latticenano.edge;

import dev.latticenano.edge.bridge.OpenBridge;
import dev.latticenano.edge.bridge.SerialCall;
import dev.latticenano.edge.bridge.SerialPlace;
import dev.latticenano.host.Failure;
import dev.latticenano.link.LinkException;
import dev.latticenano.link.SerialLink;
import dev.latticenano.link.Trunk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Keeps one serial device open and a link on it, or one on each port of the bridge that is found
 * there. A link lasts until its peer leaves and is followed by the next; a device that went away is
 * opened again when it is back.
 */
final class SerialKeeper {
  private static final long PEER_WAIT_MS = 3_600_000;
  private static final long RETRY_MS = 1000;

  /** What becomes of links; called on threads of the keeper. */
  interface Host {
    /** A link waits for its peer. */
    void opened(SerialLink link);

    /** Its peer is there: the host's, until it says that the place is down. */
    void answered(SerialLink link, Place place) throws InterruptedException;

    /** A link is over. */
    void over(SerialLink link);

    /** The device is kept no more. */
    void gone(String device);
  }

  private final SerialPlace place;
  private final int baud;
  private final boolean hotPlugged;
  private final Host host;
  private final CountDownLatch ended;
  private volatile Trunk trunk;

  /** A line as its node knows it, and where its keeper waits for the end of its link. */
  static final class Place {
    private final String name;
    private final int baud;
    private final Semaphore down = new Semaphore(0);

    private Place(String name, int baud) {
      this.name = name;
      this.baud = baud;
    }

    /** The device, and behind a colon the port of a bridge. */
    String name() {
      return name;
    }

    int baud() {
      return baud;
    }

    /** The link that was handed over is down. */
    void down() {
      down.release();
    }
  }

  /** A keeper; one that is hot plugged is a bridge, and kept for as long as it is there. */
  SerialKeeper(SerialPlace place, int baud, boolean hotPlugged, Host host, CountDownLatch ended) {
    this.place = place;
    this.baud = baud;
    this.hotPlugged = hotPlugged;
    this.host = host;
    this.ended = ended;
  }

  /** Begins, with the device if it is open already. */
  void start(Trunk first) {
    trunk = first;
    begin("serial " + place, () -> keep(first));
  }

  private static void begin(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void keep(Trunk first) {
    Trunk next = first;
    try {
      while (ended.getCount() > 0) {
        try (Trunk open = next == null ? Trunk.open(place.device(), baud) : next) {
          trunk = open;
          next = null;
          serve(open);
        } catch (LinkException | Failure e) {
          wait(e);
        }
        if (hotPlugged && !Files.exists(Path.of(place.device()))) {
          host.gone(place.device());
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void wait(Exception why) throws InterruptedException {
    if (ended.getCount() > 0) {
      EventLog.waiting(place.toString(), why.getMessage());
      ended.await(RETRY_MS, TimeUnit.MILLISECONDS);
    }
  }

  private void serve(Trunk open) throws LinkException, Failure, InterruptedException {
    open.whenBack(kept -> kept.forEach(each -> EventLog.kept(place.device(), each)));
    if (hotPlugged || place.port() != SerialPlace.ANY) {
      ports(OpenBridge.of(open));
      return;
    }
    SerialCall.meet(
        open,
        baud,
        PEER_WAIT_MS,
        new SerialCall.Meeting() {
          @Override
          public void peer(SerialLink link) throws LinkException, InterruptedException {
            exchange(link, new Place(place.device(), baud));
          }

          @Override
          public void bridge(OpenBridge bridge)
              throws LinkException, Failure, InterruptedException {
            ports(bridge);
          }
        });
  }

  private void exchange(SerialLink link, Place at) throws InterruptedException {
    host.opened(link);
    try {
      host.answered(link, at);
      at.down.acquire();
    } finally {
      host.over(link);
    }
  }

  private void ports(OpenBridge bridge) throws LinkException, Failure, InterruptedException {
    List<Place> places = new ArrayList<>();
    List<Integer> ports =
        place.port() == SerialPlace.ANY ? bridge.identity().outerPorts() : List.of(place.port());
    for (int port : ports) {
      int rate = SerialCall.rate(bridge, port, baud);
      places.add(new Place(SerialPlace.name(place.device(), port), rate));
    }
    EventLog.bridge(place.device(), bridge.identity());
    CountDownLatch running = new CountDownLatch(ports.size());
    for (int i = 0; i < ports.size(); i++) {
      int port = ports.get(i);
      Place at = places.get(i);
      begin("serial " + at.name(), () -> keepPort(bridge.trunk(), port, at, running));
    }
    running.await();
    bridge.trunk().probe();
  }

  /** Links on one port, until the device is gone. */
  private void keepPort(Trunk over, int port, Place at, CountDownLatch running) {
    try {
      while (ended.getCount() > 0) {
        try {
          awaitPeer(over.link(port, at.baud()), at);
        } catch (LinkException e) {
          over.probe();
          wait(e);
        }
      }
    } catch (LinkException e) {
      // The device is gone; whoever keeps it hears of it by itself.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      running.countDown();
    }
  }

  private void awaitPeer(SerialLink link, Place at) throws LinkException, InterruptedException {
    host.opened(link);
    boolean answered = false;
    try {
      answered = link.awaitPeer(PEER_WAIT_MS);
      if (answered) {
        host.answered(link, at);
        at.down.acquire();
      }
    } finally {
      host.over(link);
      if (!answered) {
        link.close();
      }
    }
  }

  /** Takes no more links; those that wait are the host's to close. */
  void close() {
    Trunk open = trunk;
    if (open != null) {
      open.close();
    }
  }
}
