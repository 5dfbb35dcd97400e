package dev.latticenano.link.bridge;

import dev.latticenano.link.serial.Cobs;
import dev.latticenano.link.serial.LineDecoder;
import dev.latticenano.link.serial.SerialFrame;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntSupplier;

/**
 * A node's end of the control channel: one question at a time, asked again every 250 ms until the
 * bridge answers.
 *
 * <p>After {@link #ask} and whenever {@link #nextDeadlineMs} has come: {@link #transmit}. Bytes off
 * the wire go to {@link #receive}. Frames of other ports, answers to other questions and answers
 * that are none are passed over. Not safe for threads. Source: docs/bridge.md §4, protocol.md §17.
 */
public final class ControlChannel {
  /** The port of a bridge itself. */
  public static final int PORT = 15;

  /** After so long without an answer the question is asked again. */
  public static final int AGAIN_MS = 250;

  /** So often is it asked before nobody is believed to be there. */
  public static final int ATTEMPTS = 8;

  /** Room that {@link #transmit} needs. */
  public static final int TRANSMIT_BYTES_MIN =
      Cobs.encodedBytesMax(SerialFrame.FRAME_BYTES_MAX) + 2;

  private static final int TAG_MASK = 0xffff;

  /** How far a question has come. */
  public enum State {
    /** Nothing was asked. */
    IDLE,
    /** It waits for its answer. */
    ASKING,
    /** {@link #verdict} and {@link #body} are the answer. */
    ANSWERED,
    /** Nobody answered so many times. */
    UNANSWERED
  }

  private final IntSupplier entropy;
  private final SerialFrame sealer = new SerialFrame();
  private final LineDecoder decoder = new LineDecoder();
  private State state = State.IDLE;
  private BridgeRequest asked;
  private byte[] question;
  private int tag;
  private int attempts;
  private long askAtMs;
  private BridgeVerdict verdict;
  private byte[] body;
  private List<BridgeKept> notice;

  /** A channel; {@code entropy} gives 32 unpredictable bits per call. */
  public ControlChannel(IntSupplier entropy) {
    this.entropy = entropy;
  }

  /** Asks something and forgets what was asked before. */
  public void ask(BridgeRequest request, byte[] requestBody, long nowMs) {
    if (!request.takes(requestBody.length)) {
      throw new IllegalArgumentException(request + " with " + requestBody.length + " bytes");
    }
    int fresh = entropy.getAsInt() & TAG_MASK;
    tag = fresh == tag ? fresh + 1 & TAG_MASK : fresh; // No late answer is that of this question.
    asked = request;
    question = new byte[1 + requestBody.length];
    question[0] = (byte) request.kind();
    System.arraycopy(requestBody, 0, question, 1, requestBody.length);
    attempts = 0;
    askAtMs = nowMs;
    state = State.ASKING;
  }

  /** Writes what is to be asked now, as line bytes, and returns how many they are. */
  public int transmit(byte[] out, int offset, long nowMs) {
    if (state != State.ASKING || nowMs < askAtMs) {
      return 0;
    }
    if (attempts == ATTEMPTS) {
      state = State.UNANSWERED;
      return 0;
    }
    attempts++;
    askAtMs = nowMs + AGAIN_MS;
    return writeRequest(out, offset);
  }

  private int writeRequest(byte[] out, int offset) {
    byte[] frame = new byte[SerialFrame.FRAME_BYTES_MAX];
    int end = SerialFrame.writeHeader(frame, 0, SerialFrame.TYPE_DATA, PORT, 0, tag, 0);
    System.arraycopy(question, 0, frame, end, question.length);
    int length = sealer.seal(frame, 0, end + question.length);
    int at = offset;
    if (attempts == 1) {
      out[at++] = Cobs.DELIMITER; // A line may begin with the tail of something else.
    }
    at += Cobs.encode(frame, 0, length, out, at);
    out[at++] = Cobs.DELIMITER;
    return at - offset;
  }

  /** Takes bytes off the wire. */
  public void receive(byte[] bytes, int offset, int length) {
    int at = offset;
    int end = offset + length;
    while (at < end) {
      at += decoder.accept(bytes, at, end - at);
      if (decoder.ready()) {
        onFrame(decoder.frame(), decoder.bytes());
      }
    }
  }

  private void onFrame(SerialFrame frame, byte[] bytes) {
    if (frame.port() != PORT || frame.type() != SerialFrame.TYPE_DATA || frame.acked()) {
      return;
    }
    int at = frame.payloadOffset();
    int kind = bytes[at] & 0xff;
    if (kind == BridgeRequest.NOTICE) {
      notice = BridgeKept.ofNotice(bytes, at + 1, frame.payloadLength() - 1);
    } else if (state == State.ASKING && frame.tag() == tag && frame.payloadLength() >= 2) {
      onAnswer(kind, bytes, at + 1, frame.payloadLength() - 1);
    }
  }

  private void onAnswer(int kind, byte[] bytes, int at, int length) {
    BridgeVerdict said = BridgeVerdict.of(bytes[at] & 0xff);
    int left = length - 1;
    boolean whole = said == BridgeVerdict.DONE ? asked.answers(left) : left == 0;
    if (kind == asked.kind() + BridgeRequest.ANSWER && said != null && whole) {
      verdict = said;
      body = Arrays.copyOfRange(bytes, at + 1, at + 1 + left);
      state = State.ANSWERED;
    }
  }

  /** When {@link #transmit} next has something to do; {@link Long#MAX_VALUE}: never. */
  public long nextDeadlineMs() {
    return state == State.ASKING ? askAtMs : Long.MAX_VALUE;
  }

  public State state() {
    return state;
  }

  /** What became of the question, when {@link State#ANSWERED}. */
  public BridgeVerdict verdict() {
    return verdict;
  }

  /** What was answered, the caller's from now on; empty unless {@link BridgeVerdict#DONE}. */
  public byte[] body() {
    return body;
  }

  /** What the bridge says it kept while this node was away, once; null if it said nothing. */
  public List<BridgeKept> takeNotice() {
    List<BridgeKept> taken = notice;
    notice = null;
    return taken;
  }
}
