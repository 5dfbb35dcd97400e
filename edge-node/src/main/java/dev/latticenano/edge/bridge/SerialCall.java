package dev.latticenano.edge.bridge;

import dev.latticenano.host.Failure;
import dev.latticenano.link.LinkException;
import dev.latticenano.link.SerialLink;
import dev.latticenano.link.Trunk;
import dev.latticenano.link.bridge.BridgeIdentity;
import dev.latticenano.link.bridge.BridgePort;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A link to the peer at the other end of a serial line or behind a port of a bridge, once it has
 * answered.
 *
 * @param link the caller's
 * @param baud bits per second of the slowest line on the way
 */
public record SerialCall(SerialLink link, int baud) {
  /** So long somebody at the other end of a plain line is waited for before a bridge is. */
  private static final int PEER_MS = 100;

  private static final int PEER_LATER_MS = 2000;
  private static final int QUICK_TRIES = 8;

  /** Who is found at the other end of a device. */
  public interface Meeting {
    /** A peer on a plain line. */
    void peer(SerialLink link) throws LinkException, Failure, InterruptedException;

    /** A bridge. */
    void bridge(OpenBridge bridge) throws LinkException, Failure, InterruptedException;
  }

  /** Calls at a place as it is typed; the peer may take {@code waitMs} to answer. */
  public static SerialCall at(String text, int baud, long waitMs)
      throws Failure, InterruptedException {
    SerialPlace place = SerialPlace.of(text);
    SerialCall[] made = new SerialCall[1];
    try (Trunk trunk = Trunk.open(place.device(), baud)) {
      if (place.port() != SerialPlace.ANY) {
        return port(OpenBridge.of(trunk), place.port(), baud, waitMs);
      }
      boolean met =
          meet(
              trunk,
              baud,
              waitMs,
              new Meeting() {
                @Override
                public void peer(SerialLink link) {
                  made[0] = new SerialCall(link, baud);
                }

                @Override
                public void bridge(OpenBridge bridge) throws LinkException, Failure {
                  made[0] = port(bridge, only(bridge), baud, waitMs);
                }
              });
      if (!met) {
        throw nobody(text, waitMs, ", at the same --baud");
      }
      return made[0];
    } catch (LinkException e) {
      throw new Failure(Failure.LINK, e.getMessage(), e);
    }
  }

  /**
   * Waits for a peer or a bridge at the other end, {@code waitMs} at most; false if neither came.
   */
  public static boolean meet(Trunk trunk, int baud, long waitMs, Meeting meeting)
      throws LinkException, Failure, InterruptedException {
    long untilNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(waitMs);
    SerialLink link = trunk.link(0, baud);
    boolean given = false;
    try {
      for (int tries = 0; System.nanoTime() < untilNs; tries++) {
        if (link.awaitPeer(tries < QUICK_TRIES ? PEER_MS : PEER_LATER_MS)) {
          given = true;
          meeting.peer(link);
          return true;
        }
        BridgeIdentity who = trunk.identify(1);
        if (who != null) {
          link.close();
          meeting.bridge(OpenBridge.of(trunk));
          return true;
        }
      }
      return false;
    } finally {
      if (!given) {
        link.close();
      }
    }
  }

  private static int only(OpenBridge bridge) throws Failure {
    List<Integer> ports = bridge.identity().outerPorts();
    if (ports.size() == 1) {
      return ports.get(0);
    }
    String device = bridge.trunk().name();
    throw new Failure(
        Failure.NOT_FOUND,
        device
            + " is a bridge; say which of its ports: "
            + ports.stream()
                .map(port -> "--serial " + SerialPlace.name(device, port))
                .collect(Collectors.joining(" or ")));
  }

  private static SerialCall port(OpenBridge bridge, int port, int baud, long waitMs)
      throws Failure, LinkException {
    int rate = rate(bridge, port, baud);
    SerialLink link = bridge.trunk().link(port, rate);
    boolean answered = false;
    try {
      answered = link.awaitPeer(waitMs);
    } finally {
      if (!answered) {
        link.close();
      }
    }
    if (!answered) {
      throw nobody(SerialPlace.name(bridge.trunk().name(), port), waitMs, "");
    }
    return new SerialCall(link, rate);
  }

  /** The rate of a port that leads out; of the device where the port has none. */
  public static int rate(OpenBridge bridge, int port, int baud) throws Failure {
    if (!bridge.identity().outerPorts().contains(port)) {
      throw new Failure(
          Failure.NOT_FOUND,
          "the bridge at "
              + bridge.trunk().name()
              + " has the ports "
              + bridge.identity().outerPorts()
              + ", not "
              + port);
    }
    BridgePort at = bridge.port(port);
    return at.line().baud() > 0 ? at.line().baud() : baud;
  }

  private static Failure nobody(String place, long waitMs, String more) {
    return new Failure(
        Failure.LINK,
        "nobody answered on "
            + place
            + " within "
            + TimeUnit.MILLISECONDS.toSeconds(waitMs)
            + " s; is lattice serve or sync running at the other end"
            + more
            + "?");
  }
}
