package dev.latticenano.link.serial;

/**
 * The bytes on their way out: first unsent, then in numbered frames until each is acknowledged.
 *
 * <pre>
 *   stream   | acknowledged | in frames una .. next-1 | unsent |  room  |
 *                           ^ slots: FLYING LOST ACKED ^       ^
 * </pre>
 *
 * <p>A serial line keeps order. So when a frame is acknowledged, every frame last sent before it
 * and still missing is lost and goes again at once; the timer is only for the last ones. A frame
 * repeated on the timer's guess proves nothing when it is acknowledged: its first copy may have
 * come. Numbers are counted without end inside and cut to 16 bits on the wire. Allocates nothing
 * after construction. Source: docs/links.md, link-20 to link-23.
 */
final class SendWindow {
  /** Bytes of stream held until acknowledged: a power of two. */
  static final int BUFFER_BYTES = SerialFrame.WINDOW_FRAMES * SerialFrame.PAYLOAD_BYTES_MAX;

  /** Bytes taken and not sent yet: this long a piece of line, in ms, and at least three frames. */
  private static final int UNSENT_MS = 40;

  private static final int UNSENT_FRAMES = 3;

  /** What a frame costs beyond its payload, roughly. */
  static final int OVERHEAD_BYTES = 12;

  /** What a window smaller than ours stands for in bytes: so many beyond each longest payload. */
  static final int WINDOW_FRAME_BYTES = 26;

  /** Short frames that may be under way in a window of fewer long ones. */
  static final int SHORT_FRAMES_MAX = 62;

  private static final int SLOTS = SerialFrame.WINDOW_FRAMES;

  /** Half the window: while a lost frame is sent again, the other half keeps the line busy. */
  private static final int FLYING_MAX = SLOTS / 2;

  private static final int SEQ_MASK = 0xffff;
  private static final byte NEW = 0;
  private static final byte FLYING = 1;
  private static final byte LOST = 2;
  private static final byte ACKED = 3;

  private final byte[] stream = new byte[BUFFER_BYTES];
  private final byte[] slotState = new byte[SLOTS];
  private final int[] slotLength = new int[SLOTS];
  private final long[] slotPosition = new long[SLOTS];
  private final long[] slotSentAtMs = new long[SLOTS];
  private final long[] slotOrder = new long[SLOTS];
  private final boolean[] slotGuessed = new boolean[SLOTS];
  private final PayloadSize payload = new PayloadSize();
  private final FlightLimit flight;
  private final int unsentBytesMax;

  private long una;
  private long next;
  private long creditEnd;
  private int window;
  private int windowMost;
  private long streamBase;
  private long streamUnsent;
  private long streamEnd;
  private long order;
  private long newestAckedOrder;
  private long newestAckedSentAtMs;
  private int newlyAckedBytes;
  private long flyingBytes;
  private int flyingFrames;
  private int lostFrames;
  private boolean limited;
  private long retransmissions;

  SendWindow(int baud) {
    flight = new FlightLimit(baud, BUFFER_BYTES);
    int line = (int) Math.min(BUFFER_BYTES / 2, (long) baud / 10_000 * UNSENT_MS);
    unsentBytesMax = Math.max(UNSENT_FRAMES * SerialFrame.PAYLOAD_BYTES_MAX, line);
  }

  /**
   * Forgets everything; the peer takes {@code payloadMax} bytes a frame and {@code window} frames.
   */
  void reset(int payloadMax, int windowFrames) {
    una = 0;
    next = 0;
    window = windowFrames;
    windowMost = Math.max(windowFrames, SHORT_FRAMES_MAX);
    creditEnd = windowMost;
    streamBase = 0;
    streamUnsent = 0;
    streamEnd = 0;
    order = 0;
    newestAckedOrder = -1;
    flyingBytes = 0;
    flyingFrames = 0;
    lostFrames = 0;
    limited = false;
    payload.reset(payloadMax);
    flight.reset();
  }

  /**
   * Bytes that {@link #append} takes now: what is taken cannot be overtaken, so only a little is
   * taken ahead of the line, and none until half of that is gone, for the sake of whoever is woken.
   */
  int room() {
    long unsent = streamEnd - streamUnsent;
    long free = BUFFER_BYTES - (streamEnd - streamBase);
    return unsent > unsentBytesMax / 2 ? 0 : (int) Math.min(free, unsentBytesMax - unsent);
  }

  /** Bytes accepted and not yet acknowledged. */
  long unacknowledged() {
    return streamEnd - streamBase;
  }

  /** Takes as many bytes as there is room for and returns how many. */
  int append(byte[] in, int offset, int length) {
    int n = Math.min(length, room());
    int at = (int) streamEnd & BUFFER_BYTES - 1;
    int first = Math.min(n, BUFFER_BYTES - at);
    System.arraycopy(in, offset, stream, at, first);
    System.arraycopy(in, offset + first, stream, 0, n - first);
    streamEnd += n;
    return n;
  }

  /**
   * The number of the frame to send now, lost ones first, or -1. A new frame is cut by this call.
   */
  long choose() {
    if (lostFrames > 0) {
      for (long s = una; s < next; s++) {
        if (slotState[slot(s)] == LOST) {
          return fits(slotLength[slot(s)]) ? s : -1;
        }
      }
    }
    if (streamUnsent == streamEnd || next >= creditEnd) {
      return -1;
    }
    int length = (int) Math.min(payload.bytes(), streamEnd - streamUnsent);
    if (beyondWindow(length) || !fits(length)) {
      return -1;
    }
    int slot = slot(next);
    slotLength[slot] = length;
    slotPosition[slot] = streamUnsent;
    slotState[slot] = NEW;
    slotGuessed[slot] = false;
    streamUnsent += length;
    return next++;
  }

  /** Short frames may be more than the window says, if their bytes are not (link-20). */
  private boolean beyondWindow(int length) {
    long frames = next - una;
    long bytes = streamUnsent - streamBase + length + (frames + 1) * WINDOW_FRAME_BYTES;
    return frames >= window
        && (frames >= windowMost
            || bytes > (window - 1) * (long) (SerialFrame.PAYLOAD_BYTES_MAX + WINDOW_FRAME_BYTES));
  }

  private boolean fits(int length) {
    limited = flyingBytes > 0 && flyingBytes + length + OVERHEAD_BYTES > flight.bytes();
    return !limited && flyingFrames < FLYING_MAX;
  }

  /**
   * Copies the payload of the frame that {@link #choose} named, notes it as sent, and returns its
   * length.
   */
  int send(long seq, byte[] out, int offset, long nowMs) {
    int slot = slot(seq);
    if (slotState[slot] == LOST) {
      lostFrames--;
      retransmissions++;
    }
    int length = slotLength[slot];
    slotState[slot] = FLYING;
    slotSentAtMs[slot] = nowMs;
    slotOrder[slot] = order++;
    flyingBytes += length + OVERHEAD_BYTES;
    flyingFrames++;
    payload.onSent(length + OVERHEAD_BYTES);
    int at = (int) slotPosition[slot] & BUFFER_BYTES - 1;
    int first = Math.min(length, BUFFER_BYTES - at);
    System.arraycopy(stream, at, out, offset, first);
    System.arraycopy(stream, 0, out, offset + first, length - first);
    return length;
  }

  /**
   * Learns from a frame with {@link SerialFrame#acked} what has arrived; false when it speaks of
   * frames never sent.
   */
  boolean onAcked(SerialFrame frame, long nowMs) {
    long ack = una + (frame.ack() - una & SEQ_MASK);
    if (ack > next) {
      return ack - una > SEQ_MASK / 2; // An old one, overtaken: nothing new, nothing wrong.
    }
    newlyAckedBytes = 0;
    newestAckedSentAtMs = -1;
    for (long s = una; s < ack; s++) {
      acknowledge(slot(s));
    }
    if (frame.type() == SerialFrame.TYPE_ACK) {
      for (long s = ack + 1; s < next; s++) {
        if (frame.bit((int) (s - ack - 1))) {
          acknowledge(slot(s));
        }
      }
    }
    una = ack;
    streamBase = una < next ? slotPosition[slot(una)] : streamUnsent;
    creditEnd = Math.max(creditEnd, ack + Math.min(frame.credit(), windowMost));
    markOvertaken();
    if (newlyAckedBytes > 0) {
      flight.onNews();
    }
    if (newestAckedSentAtMs >= 0) {
      flight.onAcked(newlyAckedBytes, nowMs - newestAckedSentAtMs, payload.bytes(), limited, nowMs);
    }
    return true;
  }

  private void acknowledge(int slot) {
    byte state = slotState[slot];
    if (state == ACKED) {
      return;
    }
    int bytes = slotLength[slot] + OVERHEAD_BYTES;
    if (state == FLYING) {
      flyingBytes -= bytes;
      flyingFrames--;
    } else {
      lostFrames--;
    }
    slotState[slot] = ACKED;
    newlyAckedBytes += bytes;
    if (!slotGuessed[slot]) {
      newestAckedOrder = Math.max(newestAckedOrder, slotOrder[slot]);
      newestAckedSentAtMs = Math.max(newestAckedSentAtMs, slotSentAtMs[slot]);
    }
  }

  private void markOvertaken() {
    for (long s = una; s < next; s++) {
      int slot = slot(s);
      if (slotState[slot] == FLYING && slotOrder[slot] < newestAckedOrder) {
        markLost(slot);
      }
    }
  }

  private void markLost(int slot) {
    slotState[slot] = LOST;
    flyingBytes -= slotLength[slot] + OVERHEAD_BYTES;
    flyingFrames--;
    lostFrames++;
    payload.onLost();
  }

  /**
   * Gives up waiting: first for one frame only, whose acknowledgement will tell what became of the
   * others, so that a pause of the far end costs one repetition and not a window of them; then,
   * when that was in vain, for all whose time is over.
   */
  void tick(long nowMs) {
    long sentBefore = nowMs - flight.timeoutMs(payload.bytes());
    boolean all = flight.desperate();
    boolean any = false;
    for (long s = una; s < next && (all || !any); s++) {
      int slot = slot(s);
      if (slotState[slot] == FLYING && slotSentAtMs[slot] <= sentBefore) {
        markLost(slot);
        slotGuessed[slot] = true;
        any = true;
      }
    }
    if (any) {
      flight.onTimeout();
    }
  }

  /** When {@link #tick} has something to do, or {@link Long#MAX_VALUE}. */
  long deadlineMs() {
    long oldest = Long.MAX_VALUE;
    for (long s = una; s < next; s++) {
      int slot = slot(s);
      if (slotState[slot] == FLYING) {
        oldest = Math.min(oldest, slotSentAtMs[slot]);
      }
    }
    return oldest == Long.MAX_VALUE ? oldest : oldest + flight.timeoutMs(payload.bytes());
  }

  /** Whether bytes wait for credit while nothing is under way that could bring some. */
  boolean starved() {
    return una == next && streamUnsent < streamEnd && next >= creditEnd;
  }

  /** The number of the next new frame, as it stands on the wire. */
  int wireNext() {
    return (int) next & SEQ_MASK;
  }

  int payloadBytes() {
    return payload.bytes();
  }

  int frameMs() {
    return flight.frameMs();
  }

  long retransmissions() {
    return retransmissions;
  }

  @Override
  public String toString() {
    return "SendWindow %d..%d credit %d flying %d of %d lost %d timeout %d ms waiting %d"
        .formatted(
            una,
            next,
            creditEnd,
            flyingBytes,
            flight.bytes(),
            lostFrames,
            flight.timeoutMs(payload.bytes()),
            streamEnd - streamUnsent);
  }

  private static int slot(long seq) {
    return (int) seq & SLOTS - 1;
  }
}
