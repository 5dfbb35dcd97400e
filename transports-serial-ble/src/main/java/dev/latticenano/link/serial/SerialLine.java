package dev.latticenano.link.serial;

import java.util.function.IntSupplier;

/**
 * One end of a serial line: bytes off the wire in, bytes for the wire out, and above them a byte
 * stream that is whole, in order, and of one connection only.
 *
 * <p>After every {@link #start}, {@link #receive}, {@link #tick}, {@link #send}, {@link #read} or
 * {@link #bye}: call {@link #transmit} until it returns 0, then sleep until {@link #nextDeadlineMs}
 * and {@link #tick}. All times are in ms of one clock that never goes back. Not safe for threads.
 * Allocates nothing after construction. Source: docs/links.md, link-17 to link-30.
 */
public final class SerialLine {
  /** What a connection is doing. */
  public enum State {
    /** Calling for the far end. */
    SYNCING,
    /** Both ends know each other. */
    UP,
    /** {@link #bye} was called; what is under way is finished first. */
    LEAVING,
    /** Over. What came before may still be read. Only {@link #start} leads out of here. */
    ENDED
  }

  /** Room that {@link #transmit} needs for one frame. */
  public static final int TRANSMIT_BYTES_MIN = LineEncoder.WRITE_BYTES_MAX;

  private static final int SYNC_MS = 250;
  private static final int ACK_DELAY_MS = 5;
  private static final int ACK_FRAMES = 2;
  private static final int CREDIT_STEP = 32;
  private static final int PING_MS = 2000;
  private static final int PROBE_MS = 500;
  private static final int SILENCE_MS = 15_000;
  private static final int SILENCE_FRAMES = 12;
  private static final int LINGER_MS = 1000;
  private static final int BYE_COPIES = 2;
  private final int port;
  private final IntSupplier entropy;
  private final SendWindow out;
  private final ReceiveWindow in = new ReceiveWindow();
  private final LineDecoder decoder = new LineDecoder();
  private final LineEncoder encoder;
  private final int silenceMs;

  private State state = State.ENDED;
  private LineEnding ending = LineEnding.NONE;
  private int mine;
  private int theirs;
  private int theirPayloadMax;
  private int theirWindow;
  private int tag;
  private boolean answerDue;
  private long syncAtMs;
  private boolean ackDue;
  private int ackFrames;
  private long ackAtMs;
  private long ackedCreditEnd;
  private long heardAtMs;
  private long pingAtMs;
  private long probeAtMs;
  private long leaveAtMs;
  private int byesLeft;
  private long bytesSent;
  private long bytesReceived;
  private long strayFrames;

  /**
   * An end at {@code port} 0..15 of a line of nominally {@code baud} bits per second; {@code
   * entropy} gives 32 unpredictable bits per call.
   */
  public SerialLine(int port, int baud, IntSupplier entropy) {
    if (port < 0 || port > SerialFrame.PORT_MAX || baud < 1) {
      throw new IllegalArgumentException("port " + port + ", baud " + baud);
    }
    this.port = port;
    this.entropy = entropy;
    this.encoder = new LineEncoder(port);
    this.out = new SendWindow(baud);
    this.silenceMs = SILENCE_MS + SILENCE_FRAMES * out.frameMs();
  }

  /** Begins a new connection and forgets the old one. */
  public void start(long nowMs) {
    state = State.SYNCING;
    ending = LineEnding.NONE;
    mine = freshNumber();
    theirs = 0;
    tag = 0;
    answerDue = false;
    syncAtMs = nowMs;
    decoder.reset();
    in.reset();
    ackDue = false;
    ackFrames = 0;
    ackedCreditEnd = in.creditEnd();
    byesLeft = 0;
    probeAtMs = Long.MAX_VALUE;
  }

  private int freshNumber() {
    int number = entropy.getAsInt();
    while (number == 0 || number == mine) {
      number = entropy.getAsInt();
    }
    return number;
  }

  public State state() {
    return state;
  }

  public LineEnding ending() {
    return ending;
  }

  /** Takes bytes off the wire. Never throws for what they are: bad frames are counted. */
  public void receive(byte[] bytes, int offset, int length, long nowMs) {
    bytesReceived += length;
    int at = offset;
    int end = offset + length;
    while (at < end) {
      at += decoder.accept(bytes, at, end - at);
      if (decoder.ready() && state != State.ENDED) {
        onFrame(decoder.frame(), nowMs);
      }
    }
  }

  private void onFrame(SerialFrame frame, long nowMs) {
    if (frame.port() != port) {
      strayFrames++;
    } else if (frame.type() == SerialFrame.TYPE_SYNC) {
      onSync(frame, nowMs);
    } else if (state == State.SYNCING || frame.tag() != tag) {
      strayFrames++;
    } else {
      heardAtMs = nowMs;
      pingAtMs = nowMs + PING_MS;
      onConnectionFrame(frame, nowMs);
    }
  }

  private void onSync(SerialFrame frame, long nowMs) {
    int peer = frame.syncMine();
    boolean knowsMe = frame.syncTheirs() == mine;
    if (peer == mine) { // Our own voice: the line echoes.
      strayFrames++;
      if (state == State.SYNCING) {
        mine = freshNumber();
        theirs = 0;
      }
    } else if (frame.answer() && !knowsMe) {
      strayFrames++;
    } else if (state == State.SYNCING) {
      if (theirs != peer) {
        theirs = peer;
        theirPayloadMax = frame.syncPayloadMax();
        theirWindow = frame.syncWindow();
      }
      answerDue = true;
      if (knowsMe) {
        up(nowMs);
      }
    } else if (peer == theirs) {
      heardAtMs = nowMs;
      answerDue |= !frame.answer();
    } else {
      end(LineEnding.PEER_RESTARTED);
    }
  }

  private void up(long nowMs) {
    int both = mine ^ theirs;
    tag = (both ^ both >>> 16) & 0xffff;
    state = State.UP;
    heardAtMs = nowMs;
    pingAtMs = nowMs + PING_MS;
    out.reset(theirPayloadMax, theirWindow);
  }

  private void end(LineEnding why) {
    state = State.ENDED;
    ending = why;
  }

  private void onConnectionFrame(SerialFrame frame, long nowMs) {
    if (frame.acked() && !out.onAcked(frame, nowMs)) {
      strayFrames++;
    }
    switch (frame.type()) {
      case SerialFrame.TYPE_DATA:
        onData(frame, nowMs);
        break;
      case SerialFrame.TYPE_PING:
        ackDue = true;
        break;
      case SerialFrame.TYPE_BYE:
        end(LineEnding.PEER_LEFT);
        break;
      default: // An ACK has said it all above.
    }
  }

  private void onData(SerialFrame frame, long nowMs) {
    boolean news = in.accept(frame, decoder.bytes());
    ackFrames++;
    ackDue |= !news || in.torn() || ackFrames >= ACK_FRAMES;
    if (ackFrames == 1) {
      ackAtMs = nowMs + ACK_DELAY_MS;
    }
  }

  /** Takes bytes for the far end and returns how many; the rest finds room later. 0 unless up. */
  public int send(byte[] bytes, int offset, int length) {
    return state == State.UP ? out.append(bytes, offset, length) : 0;
  }

  /** Bytes that {@link #send} takes now. */
  public int sendRoom() {
    return state == State.UP ? out.room() : 0;
  }

  /** Moves bytes that came to {@code bytes} and returns how many. */
  public int read(byte[] bytes, int offset, int length) {
    int n = in.read(bytes, offset, length);
    ackDue |= state == State.UP && in.creditEnd() - ackedCreditEnd >= CREDIT_STEP;
    return n;
  }

  /** Bytes that {@link #read} gives now. */
  public int readable() {
    return in.readable();
  }

  /** Says good-bye once what was sent has arrived, or after {@link #LINGER_MS}. */
  public void bye(long nowMs) {
    if (state == State.SYNCING) {
      end(LineEnding.LEFT);
    } else if (state == State.UP) {
      state = State.LEAVING;
      leaveAtMs = nowMs + LINGER_MS;
    }
  }

  /** Does what the time demands. */
  public void tick(long nowMs) {
    if (state == State.UP || state == State.LEAVING) {
      out.tick(nowMs);
      if (nowMs - heardAtMs >= silenceMs) {
        end(LineEnding.SILENCE);
      }
    }
  }

  /**
   * When {@link #tick} and {@link #transmit} next have something to do; {@link Long#MAX_VALUE}:
   * never by time alone.
   */
  public long nextDeadlineMs() {
    if (state == State.ENDED) {
      return Long.MAX_VALUE;
    }
    if (state == State.SYNCING) {
      return syncAtMs;
    }
    long deadline =
        Math.min(Math.min(heardAtMs + silenceMs, pingAtMs), Math.min(probeAtMs, out.deadlineMs()));
    if (ackFrames > 0) {
      deadline = Math.min(deadline, ackAtMs);
    }
    return state == State.LEAVING ? Math.min(deadline, leaveAtMs) : deadline;
  }

  /**
   * Whether it is time to ask a peer that promised no more room whether it has some: the promise
   * may have been lost.
   */
  private boolean probeDue(long nowMs) {
    if (!out.starved()) {
      probeAtMs = Long.MAX_VALUE;
    } else if (probeAtMs == Long.MAX_VALUE) {
      probeAtMs = nowMs + PROBE_MS;
    }
    return nowMs >= probeAtMs;
  }

  /**
   * Writes whole frames for the wire and returns the number of bytes; needs {@link
   * #TRANSMIT_BYTES_MIN} of room for each.
   */
  public int transmit(byte[] bytes, int offset, int limit, long nowMs) {
    int at = offset;
    while (limit - at >= TRANSMIT_BYTES_MIN && nextFrame(nowMs)) {
      at = encoder.write(bytes, at);
    }
    bytesSent += at - offset;
    return at - offset;
  }

  /** Makes the next frame to send; false when there is none. */
  private boolean nextFrame(long nowMs) {
    if (state == State.ENDED) {
      return nextBye();
    }
    if (answerDue) {
      answerDue = false;
      encoder.sync(SerialFrame.FLAG_ANSWER, mine, theirs);
      return true;
    }
    return state == State.SYNCING ? nextSync(nowMs) : nextOfConnection(nowMs);
  }

  private boolean nextSync(long nowMs) {
    boolean due = nowMs >= syncAtMs;
    if (due) {
      syncAtMs = nowMs + SYNC_MS;
      encoder.sync(0, mine, theirs);
    }
    return due;
  }

  private boolean nextOfConnection(long nowMs) {
    long seq = ackDue && in.torn() ? -1 : out.choose();
    if (seq >= 0) {
      encoder.data(tag, seq, out, ackDue || ackFrames > 0 ? in : null, nowMs);
      acknowledged();
    } else if (ackDue || ackFrames > 0 && nowMs >= ackAtMs) {
      encoder.ack(tag, in);
      acknowledged();
    } else if (probeDue(nowMs) || nowMs >= pingAtMs) {
      probeAtMs = Long.MAX_VALUE;
      pingAtMs = nowMs + PING_MS;
      encoder.control(SerialFrame.TYPE_PING, tag, out.wireNext());
    } else if (state == State.LEAVING && (out.unacknowledged() == 0 || nowMs >= leaveAtMs)) {
      end(LineEnding.LEFT);
      byesLeft = BYE_COPIES;
      return nextBye();
    } else {
      return false;
    }
    return true;
  }

  private void acknowledged() {
    if (ackDue || ackFrames > 0) {
      ackDue = false;
      ackFrames = 0;
      ackedCreditEnd = in.creditEnd();
    }
  }

  private boolean nextBye() {
    if (byesLeft == 0) {
      return false;
    }
    byesLeft--;
    encoder.control(SerialFrame.TYPE_BYE, tag, out.wireNext());
    return true;
  }

  public long bytesSent() {
    return bytesSent;
  }

  public long bytesReceived() {
    return bytesReceived;
  }

  public long retransmissions() {
    return out.retransmissions();
  }

  /** Frames that failed a check. */
  public long badFrames() {
    return decoder.badFrames();
  }

  /** Valid frames that belong to another port or another connection. */
  public long strayFrames() {
    return strayFrames;
  }

  /** What marks the frames of this connection, 0..65535; 0 before it is up. */
  int tag() {
    return tag;
  }

  /** The payload of the next new frame, in bytes. */
  public int payloadBytes() {
    return out.payloadBytes();
  }

  @Override
  public String toString() {
    return "SerialLine " + state + " " + ending + " out " + out + " in " + in;
  }
}
