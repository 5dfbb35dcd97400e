package dev.latticenano.core.session;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.bytes.VectorFolder;
import dev.latticenano.core.frame.Message;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes docs/vectors for frames and sessions: one file, one behaviour. Run {@code main} after a
 * change of rules; {@code SessionVectorsTest} compares what is committed.
 */
final class SessionVectors {
  static final int SESSION = 0;
  static final byte[] DIGEST = Hex.decode("55".repeat(32));
  private static final byte[] NONE = new byte[0];
  private static final byte[][] GREETED = {Frames.hello()};
  static final byte[][] OFFERED = {Frames.hello(), Frames.offer(Frames.BINDING, Frames.STORE)};

  private final Map<String, String> files = new TreeMap<>();

  private SessionVectors() {}

  /** File name to content, of all vectors. */
  static Map<String, String> files() {
    SessionVectors vectors = new SessionVectors();
    vectors.frames();
    vectors.meeting();
    vectors.offers();
    new FrontierVectors(vectors).add();
    vectors.answers();
    vectors.chunks();
    new MendVectors(vectors).add();
    new SessionReconcileVectors(vectors).add();
    new GossipVectors(vectors).add();
    new JoinVectors(vectors).add();
    new BaseVectors(vectors).add();
    new NeedsVectors(vectors).add();
    new GrantVectors(vectors).add();
    new CapsVectors(vectors).add();
    return vectors.files;
  }

  private void frames() {
    byte[] hello = Frames.hello();
    frame("whole", Verdict.OK, hello, "exactly one message");
    frame("empty", Verdict.FRAME_MALFORMED, NONE, "no message");
    frame("cut", Verdict.FRAME_MALFORMED, Arrays.copyOf(hello, hello.length - 1), "a byte is lost");
    byte[] offer = Frames.offer(Frames.BINDING, Frames.STORE);
    frame("two-messages", Verdict.OK, Frames.together(hello, offer), "two messages");
    byte[] halved = Arrays.copyOf(Frames.together(hello, offer), hello.length + 4);
    frame("second-cut", Verdict.FRAME_MALFORMED, halved, "the second message is cut");
    byte[][] many = new byte[Limits.FRAME_MESSAGES_MAX][];
    Arrays.fill(many, hello);
    frame("messages-most", Verdict.OK, Frames.together(many), "64 messages");
    many = Arrays.copyOf(many, many.length + 1);
    many[many.length - 1] = hello;
    frame("messages-many", Verdict.FRAME_MESSAGES_TOO_MANY, Frames.together(many), "65 messages");
    frame("conversation", Verdict.OK, Frames.in(1, hello), "conversation 1");
    byte[] late = Frames.in(-1, hello);
    frame("conversation-long", Verdict.FRAME_MALFORMED, late, "a conversation of 64 bits");
    byte[] bare = Arrays.copyOf(Frames.in(1, hello), 3);
    frame("conversation-alone", Verdict.FRAME_MALFORMED, bare, "a conversation without a message");
    frame(
        "number", Verdict.FRAME_MALFORMED, new byte[] {(byte) 0xa0, 6, 1}, "a number, no message");
    Map<String, String> vector = vector(Verdict.FRAME_TOO_LONG, "frame", "a byte over the limit");
    vector.put("repeat", "00 " + Limits.FRAME_BYTES_MAX);
    add("frame-too-long", vector, new byte[] {0});
    message(
        "frame-message-unknown",
        "120",
        Verdict.MESSAGE_UNKNOWN,
        GREETED,
        new Frames().start(120).finish(),
        "a number from a later version");
    message(
        "frame-rust-engine",
        "5",
        Verdict.MESSAGE_UNKNOWN,
        GREETED,
        new byte[] {0x2a, 0},
        "the Rust engine's reconcile, not spoken here");
  }

  private void meeting() {
    message("session-hello", "hello", Verdict.OK, new byte[0][], Frames.hello(), "a hello");
    message(
        "session-hello-cut",
        "hello",
        Verdict.HELLO_MALFORMED,
        new byte[0][],
        new byte[] {(byte) 0xa2, 6, 3, 8, 2, 18},
        "a name without length");
    message(
        "session-hello-version",
        "hello",
        Verdict.VERSION_UNKNOWN,
        new byte[0][],
        Frames.hello(1),
        "version 1");
    message(
        "session-conversation",
        "hello",
        Verdict.OK,
        OFFERED,
        Frames.in(1, Frames.hello()),
        "another conversation begins");
    message(
        "session-conversation-ungreeted",
        "offer",
        Verdict.NOT_GREETED,
        OFFERED,
        Frames.in(1, Frames.offer(Frames.BINDING, Frames.STORE)),
        "another conversation begins without a hello");
    message(
        "session-conversation-over",
        "frontier",
        Verdict.OK,
        new byte[][] {OFFERED[0], OFFERED[1], Frames.in(1, Frames.hello())},
        Frames.frontier(SESSION, 0, DIGEST, NONE),
        "malformed, but of a conversation that is over");
    message(
        "session-not-greeted",
        "offer",
        Verdict.NOT_GREETED,
        new byte[0][],
        Frames.offer(Frames.BINDING, Frames.STORE),
        "an offer first");
  }

  private void offers() {
    message(
        "session-offer",
        "offer",
        Verdict.OK,
        GREETED,
        Frames.offer(Frames.BINDING, Frames.STORE),
        "the store both have");
    message(
        "session-offer-none",
        "offer",
        Verdict.OK,
        GREETED,
        new Frames().start(Message.OFFER).finish(),
        "no store");
    message(
        "session-offer-name-cut",
        "offer",
        Verdict.OFFER_MALFORMED,
        GREETED,
        new Frames().start(Message.OFFER).bytes(1, new byte[7]).finish(),
        "a name of 7 bytes");
    Map<String, String> many = vector(Verdict.OFFER_MALFORMED, "message", "4097 names");
    many.put("message", "offer");
    many.put("before", before(GREETED));
    many.put("repeat", "77 " + 4097 * 8);
    byte[] full = new Frames().start(Message.OFFER).bytes(1, new byte[4097 * 8]).finish();
    add("session-offer-too-many", many, Arrays.copyOf(full, full.length - 4097 * 8));
  }

  private void answers() {
    message(
        "session-batch-unnumbered",
        "intentions",
        Verdict.BATCH_MALFORMED,
        OFFERED,
        Frames.batch(SESSION, 1, 0, true),
        "no batch number");
    message(
        "session-ack-unsent",
        "ack",
        Verdict.ACK_MALFORMED,
        OFFERED,
        Frames.ack(SESSION, 0, 1, 0),
        "a batch that was never sent");
    byte[][] met = {OFFERED[0], OFFERED[1], Frames.frontier(SESSION, 1, DIGEST, NONE)};
    trouble(
        "session-store-full",
        "ack",
        Verdict.STORE_FULL,
        met,
        Frames.ack(SESSION, 1, 0, Verdict.STORE_FULL.code()),
        "the peer can keep no more");
    byte[][] through = {
      OFFERED[0],
      OFFERED[1],
      Frames.frontier(SESSION, 1, DIGEST, NONE),
      Frames.ack(SESSION, 1, 1, 0),
      Frames.batch(SESSION, 1, 1, true),
    };
    trouble(
        "session-sets-differ",
        "reconcile",
        Verdict.SETS_DIFFER,
        through,
        new Frames().start(Message.RECONCILE).number(2, 1).number(3, 1).finish(),
        "nothing to send either way, and the peer has no set to reconcile");
    message(
        "session-rest",
        "rest",
        Verdict.OK,
        GREETED,
        new Frames().start(Message.REST).number(1, 1).number(2, 1).finish(),
        "has all it wants");
    message(
        "session-rest-number",
        "rest",
        Verdict.REST_MALFORMED,
        GREETED,
        new Frames().start(Message.REST).number(2, 1L << 31).finish(),
        "a number of 32 bits");
  }

  private void chunks() {
    message("session-want", "want", Verdict.OK, OFFERED, Frames.want(Frames.cid(1), 0), "asks");
    message(
        "session-want-name-missing",
        "want",
        Verdict.WANT_MALFORMED,
        OFFERED,
        Frames.want(NONE, 0),
        "no name");
    message(
        "session-want-offset",
        "want",
        Verdict.WANT_MALFORMED,
        OFFERED,
        Frames.want(Frames.cid(1), Limits.CHUNK_BYTES_MAX),
        "beyond any chunk");
    byte[][] asked = Arrays.copyOf(OFFERED, OFFERED.length + 64);
    for (int i = 0; i < 64; i++) {
      asked[OFFERED.length + i] = Frames.want(Frames.cid(i), 0);
    }
    message(
        "session-wants-too-many",
        "want",
        Verdict.WANTS_TOO_MANY,
        asked,
        Frames.want(Frames.cid(64), 0),
        "the 65th before one is answered");
    message(
        "session-chunk-offset",
        "chunk",
        Verdict.CHUNK_MALFORMED,
        OFFERED,
        new Frames().start(Message.CHUNK).bytes(1, Frames.cid(1)).number(2, 1L << 31).finish(),
        "an offset of 32 bits");
    message(
        "session-absent-name-missing",
        "absent",
        Verdict.CHUNK_MALFORMED,
        OFFERED,
        new Frames().start(Message.ABSENT).finish(),
        "no name");
    kept("session-kept", Verdict.OK, 64 * 32, "64 names, none of them of a chunk sent");
    kept("session-kept-none", Verdict.KEPT_MALFORMED, 0, "no name");
    kept("session-kept-cut", Verdict.KEPT_MALFORMED, 33, "a name and a byte");
    kept("session-kept-too-many", Verdict.KEPT_MALFORMED, 65 * 32, "65 names");
  }

  private void kept(String name, Verdict verdict, int namesBytes, String comment) {
    byte[] names = new byte[namesBytes];
    Arrays.fill(names, (byte) 0x77);
    byte[] frame = new Frames().start(Message.KEPT).bytes(1, names).finish();
    Map<String, String> vector = vector(verdict, "message", comment);
    vector.put("message", "kept");
    vector.put("before", before(OFFERED));
    if (namesBytes > 0) {
      vector.put("repeat", "77 " + namesBytes);
    }
    add(name, vector, Arrays.copyOf(frame, frame.length - namesBytes));
  }

  private void frame(String name, Verdict verdict, byte[] input, String comment) {
    add("frame-" + name, vector(verdict, "frame", comment), input);
  }

  void message(
      String name, String message, Verdict verdict, byte[][] before, byte[] input, String comment) {
    Map<String, String> vector = vector(verdict, "message", comment);
    vector.put("message", message);
    vector.put("before", before(before));
    add(name, vector, input);
  }

  private void trouble(
      String name, String message, Verdict verdict, byte[][] before, byte[] input, String comment) {
    Map<String, String> vector = vector(verdict, "message", comment);
    vector.put("message", message);
    vector.put("reads", "trouble");
    vector.put("before", before(before));
    add(name, vector, input);
  }

  static String before(byte[][] frames) {
    StringBuilder text = new StringBuilder();
    for (byte[] frame : frames) {
      text.append(text.length() == 0 ? "" : " ").append(Hex.encode(frame));
    }
    return text.toString();
  }

  static Map<String, String> vector(Verdict verdict, String kind, String comment) {
    String section = kind.equals("frame") ? "frames" : "session";
    Map<String, String> vector = new LinkedHashMap<>();
    vector.put("rule", "protocol.md#" + (verdict == Verdict.OK ? section : verdict.rule()));
    vector.put("verdict", verdict.name());
    vector.put("comment", comment);
    vector.put("kind", kind);
    return vector;
  }

  void add(String name, Map<String, String> vector, byte[] input) {
    vector.put("input", Hex.encode(input));
    Verdict verdict = SessionReading.of(vector);
    if (!verdict.name().equals(vector.get("verdict"))) {
      throw new AssertionError(name + " is " + verdict + ", not " + vector.get("verdict"));
    }
    StringBuilder text = new StringBuilder();
    vector.forEach(
        (field, value) -> text.append((field + ": " + value).stripTrailing()).append('\n'));
    files.put(name + ".txt", text.toString());
  }

  public static void main(String[] arguments) throws IOException {
    VectorFolder.write(files());
  }
}
