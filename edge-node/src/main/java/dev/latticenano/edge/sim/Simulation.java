package dev.latticenano.edge.sim;

import dev.latticenano.core.Event;
import dev.latticenano.core.Limits;
import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.bytes.LittleEndian;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.crypto.Ed25519Verifier;
import dev.latticenano.core.crypto.Verifier;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Nodes and links on one virtual clock, driven by a queue of what happens when. Everything follows
 * from the seed. Times are ms; the clock begins at {@link #BEGIN_MS}.
 */
public final class Simulation {
  /** Where virtual time begins, in Unix ms. */
  public static final long BEGIN_MS = 1_800_000_000_000L;

  /** How long a node is off after a power cut, unless it is said. */
  public static final long OFF_MS = 10_000;

  private static final int NUMBERS_BYTES = 24;

  private final Random random;
  private final Verifier verifier;
  private final byte[] buffer = new byte[Limits.FRAME_BYTES_MAX];
  private final Map<String, SimNode> nodes = new LinkedHashMap<>();
  private final List<SimLink> links = new ArrayList<>();
  private final Topology topology = new Topology(this);
  private final SameContents contents = new SameContents();
  private final PriorityQueue<Due> queue = new PriorityQueue<>();
  private final Blake3 traffic = Blake3.plain();
  private final byte[] numbers = new byte[NUMBERS_BYTES];
  private final Consumer<String> trace;
  private long nowMs = BEGIN_MS;
  private long order;
  private int nextLink = 1;
  private long frames;
  private long steps;
  private long spokenAtMs = BEGIN_MS;
  private long newsAtMs = BEGIN_MS;
  private BooleanSupplier stopped = () -> false;

  /** Something that happens. */
  public interface Work {
    /** Does it; what it throws is a disk's. */
    void run() throws StoreException;
  }

  /** Something that happens at a time; of two at one time the one scheduled first is first. */
  private record Due(long atMs, long order, Work work) implements Comparable<Due> {
    @Override
    public int compareTo(Due other) {
      int byTime = Long.compare(atMs, other.atMs);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  /**
   * An empty world.
   *
   * @param verifyAll true to have every node compute with every signature it is shown; else each is
   *     computed with once for all
   * @param trace told of everything that happens, a line each; null: nobody is
   */
  public Simulation(long seed, boolean verifyAll, Consumer<String> trace) {
    this.random = new Random(seed);
    this.trace = trace;
    Ed25519Verifier real = new Ed25519Verifier();
    this.verifier = verifyAll ? real : new RememberingVerifier(real);
  }

  /** Asked before each step whether to end; then {@link Stopped} is thrown. */
  public void stopWhen(BooleanSupplier newStopped) {
    stopped = newStopped;
  }

  /** A run was ended from outside. */
  public static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** Virtual time, in Unix ms. */
  public long nowMs() {
    return nowMs;
  }

  /** Virtual time since the beginning, in ms. */
  public long passedMs() {
    return nowMs - BEGIN_MS;
  }

  /** The numbers that everything follows from. */
  public Random random() {
    return random;
  }

  Verifier verifier() {
    return verifier;
  }

  byte[] buffer() {
    return buffer;
  }

  SameContents contents() {
    return contents;
  }

  /** Things that happened so far. */
  public long steps() {
    return steps;
  }

  /** Adds a node that has power and no links. */
  public SimNode add(String name) throws StoreException {
    SimNode node = new SimNode(this, name, random.nextLong());
    nodes.put(name, node);
    trace(node, "added");
    return node;
  }

  /** The node of that name, or null. */
  public SimNode find(String name) {
    return nodes.get(name);
  }

  /** All nodes, in the order they were added. */
  public Collection<SimNode> nodes() {
    return nodes.values();
  }

  /** Who can reach whom. */
  public Topology topology() {
    return topology;
  }

  // Time.

  /** Has something happen at {@code atMs}, or now if that has passed. */
  public void schedule(long atMs, Work work) {
    if (atMs != Long.MAX_VALUE) {
      queue.add(new Due(Math.max(atMs, nowMs), order++, work));
    }
  }

  /** Lets everything happen until {@code untilMs}, and lets time come to it. */
  public void runUntil(long untilMs) throws StoreException {
    runUntil(untilMs, () -> false);
    nowMs = Math.max(nowMs, untilMs);
  }

  /** As above, but ends as soon as {@code done}; returns whether it was. */
  public boolean runUntil(long untilMs, BooleanSupplier done) throws StoreException {
    while (!done.getAsBoolean()) {
      if (queue.isEmpty() || queue.peek().atMs() > untilMs) {
        nowMs = Math.max(nowMs, untilMs);
        return done.getAsBoolean();
      }
      if (stopped.getAsBoolean()) {
        throw new Stopped();
      }
      Due next = queue.poll();
      nowMs = next.atMs();
      steps++;
      next.work().run();
    }
    return true;
  }

  /** When a frame was sent or arrived last. */
  public long spokenAtMs() {
    return spokenAtMs;
  }

  /** When a node witnessed something last. */
  public long newsAtMs() {
    return newsAtMs;
  }

  // Links.

  /** Joins two nodes; both begin to speak. */
  SimLink connect(SimNode left, SimNode right, LinkKind kind, boolean stays) throws StoreException {
    int number = nextLink;
    nextLink += 2;
    SimLink link =
        new SimLink(this, left, number, right, number + 1, kind, stays, random.nextLong());
    links.add(link);
    trace(left, "linked peer=" + right);
    left.linked(number, link);
    right.linked(number + 1, link);
    left.drainIf(true);
    right.drainIf(true);
    return link;
  }

  /** The links that are up, oldest first. */
  List<SimLink> links() {
    return List.copyOf(links);
  }

  void gone(SimLink link) {
    links.remove(link);
    trace(link.left(), "parted peer=" + link.right());
  }

  /** Takes up again what should be linked and can be. */
  void relink() throws StoreException {
    topology.relink();
  }

  // What is told.

  void sent(SimNode from, SimNode to, byte[] frame) {
    frames++;
    spokenAtMs = nowMs;
    LittleEndian.putLong(numbers, 0, nowMs);
    LittleEndian.putLong(numbers, 8, from.name().hashCode());
    LittleEndian.putLong(numbers, 16, to.name().hashCode());
    traffic.update(numbers, 0, numbers.length);
    traffic.update(frame, 0, frame.length);
    if (trace != null) {
      trace(from, "sent peer=" + to + " bytes=" + frame.length);
    }
  }

  void delivered(SimNode to, byte[] frame) {
    spokenAtMs = nowMs;
    if (trace != null) {
      trace(to, "received bytes=" + frame.length);
    }
  }

  void told(SimNode node, Event event) {
    if (trace != null) {
      trace(node, event.toString());
    }
  }

  void news() {
    newsAtMs = nowMs;
  }

  void trace(SimNode node, String what) {
    if (trace != null) {
      trace.accept(passedMs() + " " + node + " " + what);
    }
  }

  /** Names all that went over links so far: equal runs have equal ones. */
  public String digest() {
    byte[] out = new byte[Blake3.DIGEST_BYTES];
    traffic.digest(out, 0);
    return Hex.encode(out, 0, 8);
  }

  /** Frames sent so far. */
  public long frames() {
    return frames;
  }
}
