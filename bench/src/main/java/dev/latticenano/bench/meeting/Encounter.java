package dev.latticenano.bench.meeting;

import dev.latticenano.core.Event;
import dev.latticenano.core.Limits;
import dev.latticenano.core.Node;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.crypto.Aead;
import dev.latticenano.core.frame.FrameView;
import dev.latticenano.core.session.LinkProfile;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;

/**
 * Two nodes over one {@link Line}, from the moment it is there until both are through; bytes both
 * ways are counted, and times are of the line's clock. The left end calls.
 */
public final class Encounter {
  /** Bytes that the seal of a frame adds, early in a conversation. */
  private static final int SEAL_BYTES = 18;

  private static final int SEALED = 7;
  private static final long US_PER_MS = 1000;
  private static final long NEVER = Long.MAX_VALUE;

  // As a host does: one buffer for what goes out and one for what comes in, whatever the link.
  private static final byte[] OUT = new byte[Limits.FRAME_BYTES_MAX];
  private static final byte[] IN = new byte[Limits.FRAME_BYTES_MAX];

  /** A frame under way. */
  private record Flight(byte[] frame, long atUs) {}

  /** One end, and what is under way to the other. */
  private final class Side {
    final StoredNode end;
    final Node node;
    final Deque<Flight> flights = new ArrayDeque<>();
    long busyUntilUs;

    Side(StoredNode end) {
      this.end = end;
      this.node = end.node();
    }

    boolean agrees() {
      return node.peer(link).agrees(end.store());
    }

    void drain() throws StoreException {
      // As the serial link does, nothing is asked for while much waits for the line.
      while (busyUntilUs <= nowUs + US_PER_MS) {
        int length = node.transmit(link, OUT, 0, nowMs());
        if (length == 0) {
          break;
        }
        count(length);
        busyUntilUs = Math.max(busyUntilUs, nowUs) + line.sendUs(length);
        flights.add(new Flight(Arrays.copyOf(OUT, length), busyUntilUs + delayUs()));
      }
      for (Event event = node.pollEvent(); event != null; event = node.pollEvent()) {
        if (event instanceof Event.Refused refused) {
          throw new IllegalStateException(refused.toString());
        }
      }
    }

    /** When this end has something to do by itself. */
    long deadlineUs() {
      long dueMs = node.nextDeadlineMs();
      long due = dueMs >= NEVER / US_PER_MS ? NEVER : (dueMs - startMs) * US_PER_MS;
      return busyUntilUs > nowUs ? Math.min(due, busyUntilUs) : due;
    }

    long arrivalUs() {
      return flights.isEmpty() ? NEVER : flights.peek().atUs();
    }

    void tick() throws StoreException {
      if (node.nextDeadlineMs() <= nowMs()) {
        node.tick(nowMs());
      }
    }
  }

  private final int link;
  private final Line line;
  private final long startMs;
  private final Side left;
  private final Side right;
  private long nowUs;
  private final Map<Integer, Integer> messages = new TreeMap<>();
  private int frames;
  private int handshakeFrames;
  private long bytes;
  private long handshakeBytes;
  private long sealedUs = NEVER;
  private long haveUs = NEVER;
  private long knowUs = NEVER;

  private Encounter(StoredNode left, StoredNode right, int link, Line line, long startMs) {
    this.link = link;
    this.line = line;
    this.startMs = startMs;
    this.left = new Side(left);
    this.right = new Side(right);
  }

  /**
   * Brings two nodes together until both rest.
   *
   * @param link a number that neither uses
   * @param remembered the right end's transport key if the left one knows it, or null
   * @param stays if the link stays open afterwards
   */
  public static Encounter run(
      StoredNode left,
      StoredNode right,
      int link,
      Line line,
      byte[] remembered,
      long startMs,
      boolean stays)
      throws StoreException {
    Encounter meeting = new Encounter(left, right, link, line, startMs);
    LinkProfile profile =
        line.bytesPerSecond() == 0
            ? LinkProfile.TCP
            : LinkProfile.serial(line.bytesPerSecond() * 10);
    left.node().doors().open(link, profile, true, remembered);
    right.node().doors().open(link, profile, false, null);
    meeting.talk();
    if (!stays) {
      left.node().unlink(link);
      right.node().unlink(link);
    }
    return meeting;
  }

  private void talk() throws StoreException {
    left.node.tick(nowMs());
    right.node.tick(nowMs());
    while (true) {
      left.drain();
      right.drain();
      observe();
      boolean complete = left.node.peer(link).isComplete() && right.node.peer(link).isComplete();
      boolean quiet = left.flights.isEmpty() && right.flights.isEmpty();
      if (complete && quiet && knowUs < NEVER) {
        return;
      }
      long arrival = Math.min(left.arrivalUs(), right.arrivalUs());
      long next = Math.min(arrival, Math.min(left.deadlineUs(), right.deadlineUs()));
      if (next == NEVER) {
        throw new IllegalStateException(left.node.peer(link) + "\n" + right.node.peer(link));
      }
      nowUs = Math.max(nowUs, next);
      deliver(left, right);
      deliver(right, left);
      left.tick();
      right.tick();
    }
  }

  private void deliver(Side from, Side to) throws StoreException {
    while (from.arrivalUs() <= nowUs) {
      byte[] frame = from.flights.poll().frame();
      System.arraycopy(frame, 0, IN, 0, frame.length);
      Verdict verdict = to.node.receive(link, IN, 0, frame.length, nowMs());
      if (verdict != Verdict.OK) {
        throw new IllegalStateException(verdict.toString());
      }
      listen(frame.length);
    }
  }

  /** A frame that was opened where it lies: behind its kind and its counter it is plain. */
  private void listen(int length) {
    int at = 1;
    while (IN[at++] < 0) {}
    FrameView view = new FrameView().wrap(IN, at, Math.max(0, length - at - Aead.TAG_BYTES));
    if (IN[0] != SEALED || view.check() != Verdict.OK) {
      return;
    }
    int before = 0;
    do {
      int end = view.bodyOffset() + view.bodyLength() - at;
      messages.merge(view.number(), end - before, Integer::sum);
      before = end;
    } while (view.next());
  }

  private void observe() {
    if (haveUs == NEVER) {
      byte[] mine = new byte[32];
      byte[] theirs = new byte[32];
      left.end.dag().digest(mine, 0);
      right.end.dag().digest(theirs, 0);
      haveUs = Arrays.equals(mine, theirs) ? nowUs : NEVER;
    }
    if (knowUs == NEVER && left.agrees() && right.agrees()) {
      knowUs = nowUs;
    }
  }

  private void count(int length) {
    frames++;
    bytes += length;
    if (OUT[0] == SEALED) {
      sealedUs = Math.min(sealedUs, nowUs);
    } else {
      handshakeFrames++;
      handshakeBytes += length;
    }
  }

  private long nowMs() {
    return startMs + nowUs / US_PER_MS;
  }

  private long delayUs() {
    return line.delayMs() * US_PER_MS;
  }

  /** All frames, both ways. */
  public int frames() {
    return frames;
  }

  /** All bytes, both ways. */
  public long bytes() {
    return bytes;
  }

  /** Bytes of the handshake. */
  public long handshakeBytes() {
    return handshakeBytes;
  }

  /** Bytes of the seals. */
  public long sealBytes() {
    return (long) SEAL_BYTES * (frames - handshakeFrames);
  }

  /** What the sessions say, news included. */
  public long sessionBytes() {
    return bytes - handshakeBytes - sealBytes();
  }

  /** Bytes of what the sessions say, by number of the message, heads included. */
  public Map<Integer, Integer> messages() {
    return messages;
  }

  /** When the first frame of a session left, in ms from the beginning. */
  public double sealedMs() {
    return sealedUs / 1e3;
  }

  /** When both had the same. */
  public double haveMs() {
    return haveUs / 1e3;
  }

  /** When both knew that. */
  public double knowMs() {
    return knowUs / 1e3;
  }
}
