package dev.latticenano.core.session;

import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.store.StoreException;
import java.util.Comparator;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.UnaryOperator;

/** A link of two nodes: what is on the way, and what may happen to it. */
final class MeshWire {
  /**
   * How a link treats frames: probabilities in percent; a lossy link needs a profile that retries.
   */
  record Weather(int lossPercent, int repeatPercent, int shufflePercent, int delayMs, int room) {
    static final Weather FAIR = new Weather(0, 0, 0, 1, 1_000_000);
  }

  /** Bytes that the seal of a frame adds, early in a conversation. */
  static final int SEAL_BYTES = 18;

  private static final byte SEALED = 7;

  /** A frame on its way to one of the ends. */
  record Flight(MeshNode to, int link, byte[] frame, long atMs, long order) {}

  private final Mesh mesh;
  final MeshNode left;
  final MeshNode right;
  final int leftLink;
  final int rightLink;
  final Weather weather;
  final LinkProfile profile;
  private final PriorityQueue<Flight> flights =
      new PriorityQueue<>(Comparator.comparingLong(Flight::atMs).thenComparingLong(Flight::order));
  final Map<StoreId, Integer> leftHoldings;
  final Map<StoreId, Integer> rightHoldings;
  boolean open = true;
  UnaryOperator<byte[]> spoiler = frame -> frame;
  long frames;
  long bytes;
  long handshakeFrames;
  long handshakeBytes;

  MeshWire(Mesh mesh, MeshNode left, MeshNode right, LinkProfile profile, Weather weather)
      throws StoreException {
    this.mesh = mesh;
    this.left = left;
    this.right = right;
    this.profile = profile;
    this.weather = weather;
    this.leftLink = mesh.nextLink++;
    this.rightLink = mesh.nextLink++;
    this.leftHoldings = MeshPromises.holdings(left);
    this.rightHoldings = MeshPromises.holdings(right);
    left.wires.put(leftLink, this);
    right.wires.put(rightLink, this);
    left.node.link(leftLink, profile);
    right.node.link(rightLink, profile);
  }

  boolean hasRoom() {
    return open && flights.size() < weather.room();
  }

  boolean isEmpty() {
    return flights.isEmpty();
  }

  Flight first() {
    return flights.peek();
  }

  Flight take() {
    return flights.poll();
  }

  void send(MeshNode from, byte[] frame) {
    frames++;
    bytes += frame.length;
    if (frame[0] != SEALED) {
      handshakeFrames++;
      handshakeBytes += frame.length;
    }
    boolean toRight = from == left;
    int times = mesh.random.nextInt(100) < weather.repeatPercent() ? 2 : 1;
    for (int i = 0; i < times; i++) {
      if (mesh.random.nextInt(100) < weather.lossPercent()) {
        continue;
      }
      boolean late = mesh.random.nextInt(100) < weather.shufflePercent();
      long atMs = mesh.nowMs + weather.delayMs() + (late ? mesh.random.nextInt(300) : 0);
      MeshNode to = toRight ? right : left;
      // Whoever receives a frame opens it where it lies.
      byte[] arrives = spoiler.apply(frame.clone());
      flights.add(new Flight(to, toRight ? rightLink : leftLink, arrives, atMs, mesh.order++));
    }
  }

  /** Bytes of the seals so far. */
  long sealBytes() {
    return (frames - handshakeFrames) * SEAL_BYTES;
  }

  /** Bytes of the session so far, without handshake and seals. */
  long sessionBytes() {
    return bytes - handshakeBytes - sealBytes();
  }

  /** Breaks: what is on the way is lost. */
  void cut() {
    open = false;
    flights.clear();
    left.wires.remove(leftLink);
    right.wires.remove(rightLink);
    left.node.unlink(leftLink);
    right.node.unlink(rightLink);
    mesh.wires.remove(this);
  }
}
