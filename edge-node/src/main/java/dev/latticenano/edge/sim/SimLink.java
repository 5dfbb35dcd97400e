package dev.latticenano.edge.sim;

import dev.latticenano.core.store.StoreException;
import java.util.Random;

/** A link of two simulated nodes while it is up: two lanes, each with one frame at a time on it. */
final class SimLink {
  private static final long US_PER_MS = 1000;

  private final Simulation simulation;
  private final Random random;
  private final LinkKind kind;
  private final Lane there;
  private final Lane back;
  private final boolean stays;
  private boolean up = true;
  private boolean done;
  private int flights;

  /** One direction. */
  private static final class Lane {
    private final SimNode from;
    private final SimNode to;
    private final int fromLink;
    private final int toLink;
    private long busyUntilUs;
    private long arrivesMs;

    Lane(SimNode from, int fromLink, SimNode to, int toLink) {
      this.from = from;
      this.fromLink = fromLink;
      this.to = to;
      this.toLink = toLink;
    }
  }

  /** {@code stays} if it is not to be cut as soon as both ends are done. */
  SimLink(
      Simulation simulation,
      SimNode left,
      int leftLink,
      SimNode right,
      int rightLink,
      LinkKind kind,
      boolean stays,
      long seed) {
    this.simulation = simulation;
    this.kind = kind;
    this.stays = stays;
    this.random = new Random(seed);
    there = new Lane(left, leftLink, right, rightLink);
    back = new Lane(right, rightLink, left, leftLink);
  }

  LinkKind kind() {
    return kind;
  }

  boolean isUp() {
    return up;
  }

  /** Whether it is there for good, or for one meeting. */
  boolean stays() {
    return stays;
  }

  SimNode left() {
    return there.from;
  }

  SimNode right() {
    return back.from;
  }

  private Lane from(SimNode node) {
    return node == there.from ? there : back;
  }

  /** The other end. */
  SimNode peerOf(SimNode node) {
    return from(node).to;
  }

  /** True if it takes another frame from {@code node} now. */
  boolean hasRoom(SimNode node) {
    return up && from(node).busyUntilUs < (simulation.nowMs() + 1) * US_PER_MS;
  }

  /** Puts a frame on it; the bytes are its own from now on. */
  void send(SimNode node, byte[] frame) {
    Lane lane = from(node);
    long nowMs = simulation.nowMs();
    boolean arrives = true;
    long pieces;
    if (kind.lossy()) {
      arrives = kind.arrives(frame.length, random);
      pieces = 0;
    } else {
      pieces = kind.piecesSent(frame.length, random);
    }
    long startUs = Math.max(lane.busyUntilUs, nowMs * US_PER_MS);
    lane.busyUntilUs = startUs + kind.sendUs(frame.length, pieces);
    long sentMs = (lane.busyUntilUs + US_PER_MS - 1) / US_PER_MS;
    if (lane.busyUntilUs >= (nowMs + 1) * US_PER_MS) {
      simulation.schedule(sentMs, () -> lane.from.drainIf(up));
    }
    if (arrives) {
      // A link that loses nothing keeps the order.
      lane.arrivesMs = Math.max(lane.arrivesMs, sentMs + kind.delayMs());
      flights++;
      simulation.schedule(lane.arrivesMs, () -> arrive(lane, frame));
    }
  }

  private void arrive(Lane lane, byte[] frame) throws StoreException {
    flights--;
    if (!up) {
      return;
    }
    lane.to.receive(lane.toLink, frame);
    if (!stays && isDone()) {
      simulation.schedule(simulation.nowMs(), this::cutIfDone);
    }
  }

  private void cutIfDone() {
    if (isDone()) {
      done = true;
      cut();
    }
  }

  /** True if it is up, nothing is under way and both ends have all they want of each other. */
  boolean isDone() {
    return up
        && flights == 0
        && there.from.isComplete(there.fromLink)
        && back.from.isComplete(back.fromLink);
  }

  /** True if it was cut because both ends had all they wanted. */
  boolean wasDone() {
    return done;
  }

  /** Breaks: what is under way is lost. */
  void cut() {
    if (up) {
      up = false;
      there.from.unlinked(there.fromLink);
      back.from.unlinked(back.fromLink);
      simulation.gone(this);
    }
  }
}
