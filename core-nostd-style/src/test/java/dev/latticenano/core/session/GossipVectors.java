package dev.latticenano.core.session;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.frame.Message;
import java.util.Arrays;
import java.util.Map;

/** The part of {@link SessionVectors} about gossip; nothing was ever pushed by the end. */
final class GossipVectors {
  private static final byte[] NONE = {};
  private static final byte[] DIGEST = Hex.decode("55".repeat(Mark.DIGEST_BYTES));

  private final SessionVectors vectors;

  GossipVectors(SessionVectors vectors) {
    this.vectors = vectors;
  }

  void add() {
    push("", Verdict.OK, 1, DIGEST, "there is something new");
    push("-number", Verdict.PUSH_MALFORMED, 0, DIGEST, "no number");
    push("-large", Verdict.PUSH_MALFORMED, 1L << 31, DIGEST, "a number of 32 bits");
    push("-digest-short", Verdict.PUSH_MALFORMED, 1, Arrays.copyOf(DIGEST, 15), "15 bytes");
    push("-nothing", Verdict.PUSH_MALFORMED, 1, NONE, "neither run nor digest");
    fast(Limits.PUSH_BYTES_BURST, "more at once than is taken");
    byte[] pushed = start(Message.PUSHED, 1).bytes(3, DIGEST).finish();
    message(
        "pushed-unsent", "pushed", Verdict.PUSHED_MALFORMED, pushed, "of what was never pushed");
    byte[] none = start(Message.PUSHED, 0).bytes(3, DIGEST).finish();
    message("pushed", "pushed", Verdict.OK, none, "no push has come");
    byte[] untold = start(Message.PUSHED, 0).finish();
    message("pushed-digest", "pushed", Verdict.PUSHED_MALFORMED, untold, "no digest");
  }

  private void push(String name, Verdict verdict, long number, byte[] digest, String comment) {
    byte[] frame = start(Message.PUSH, number).bytes(3, digest).finish();
    message("push" + name, "push", verdict, frame, comment);
  }

  private void fast(int runBytes, String comment) {
    byte[] run = new byte[runBytes];
    Arrays.fill(run, (byte) 0x77);
    byte[] frame = start(Message.PUSH, 1).bytes(6, run).finish();
    Map<String, String> vector = SessionVectors.vector(Verdict.PUSH_TOO_FAST, "message", comment);
    vector.put("message", "push");
    vector.put("before", SessionVectors.before(SessionVectors.OFFERED));
    vector.put("repeat", "77 " + runBytes);
    vectors.add("session-push-fast", vector, Arrays.copyOf(frame, frame.length - runBytes));
  }

  private void message(String name, String message, Verdict verdict, byte[] frame, String comment) {
    vectors.message("session-" + name, message, verdict, SessionVectors.OFFERED, frame, comment);
  }

  private static Frames start(int message, long number) {
    return new Frames().start(message).number(1, SessionVectors.SESSION).number(2, number);
  }
}
