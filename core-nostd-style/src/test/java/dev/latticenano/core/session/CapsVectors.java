package dev.latticenano.core.session;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.frame.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Vectors of what one peer may have done, and for how long it is waited for. */
final class CapsVectors {
  private static final byte[] NONE = {};

  private final SessionVectors vectors;

  CapsVectors(SessionVectors vectors) {
    this.vectors = vectors;
  }

  void add() {
    int most = Limits.ROUNDS_FULL_BURST;
    rounds("most", Verdict.OK, most - 1, "the last that is answered at once");
    rounds("many", Verdict.ROUNDS_TOO_MANY, most, "a round more, and nothing is new");
    vectors.message(
        "session-rounds-two",
        "frontier",
        Verdict.ROUNDS_TOO_MANY,
        SessionVectors.OFFERED,
        Frames.together(round(1), round(2)),
        "two rounds in one frame");
    int burst = Limits.CONVERSATIONS_BURST;
    conversations("most", Verdict.OK, burst - 1, "the last that is followed at once");
    conversations("many", Verdict.CONVERSATIONS_TOO_MANY, burst, "a conversation more");
    silence("short", Verdict.OK, Limits.SILENCE_MS - 1, "a millisecond less than too long");
    silence("long", Verdict.PEER_SILENT, Limits.SILENCE_MS, "says hello, then nothing");
    joins();
    Frames batch = new Frames().start(Message.INTENTIONS).number(1, 0).number(2, 1).number(3, 1);
    for (int i = 0; i <= Limits.INTENTIONS_WRONG_MAX; i++) {
      batch.bytes(5, new byte[] {1});
    }
    vectors.message(
        "session-intentions-wrong",
        "intentions",
        Verdict.INTENTIONS_WRONG,
        SessionVectors.OFFERED,
        batch.finish(),
        "65 intentions that are none");
  }

  private static byte[] round(int number) {
    return Frames.frontier(0, number, HostileMeeting.digest(number), NONE);
  }

  private void rounds(String name, Verdict verdict, int before, String comment) {
    List<byte[]> frames = new ArrayList<>(List.of(SessionVectors.OFFERED));
    for (int i = 1; i <= before; i++) {
      frames.add(round(i));
    }
    byte[][] all = frames.toArray(new byte[0][]);
    vectors.message("session-rounds-" + name, "frontier", verdict, all, round(before + 1), comment);
  }

  private void conversations(String name, Verdict verdict, int before, String comment) {
    byte[][] frames = new byte[before + 1][];
    frames[0] = Frames.hello();
    for (int i = 1; i <= before; i++) {
      frames[i] = Frames.in(i, Frames.hello());
    }
    byte[] next = Frames.in(before + 1, Frames.hello());
    vectors.message("session-conversations-" + name, "hello", verdict, frames, next, comment);
  }

  private void silence(String name, Verdict verdict, long silenceMs, String comment) {
    Map<String, String> vector = SessionVectors.vector(verdict, "message", comment);
    vector.put("message", "hello");
    vector.put("reads", "trouble");
    vector.put("silence", Long.toString(silenceMs));
    vector.put("before", "");
    vectors.add("session-silence-" + name, vector, Frames.hello());
  }

  private void joins() {
    byte[][] before = new byte[Limits.JOINS_BURST + 1][];
    before[0] = Frames.hello();
    for (int i = 1; i < before.length; i++) {
      before[i] = join(i);
    }
    Verdict verdict = Verdict.JOINS_TOO_MANY;
    Map<String, String> vector = SessionVectors.vector(verdict, "message", "one more at once");
    vector.put("message", "join");
    vector.put("admission", Verdict.INVITE_USED.name());
    vector.put("before", SessionVectors.before(before));
    vectors.add("session-joins-many", vector, join(before.length));
  }

  private static byte[] join(int number) {
    return JoinVectors.frame(JoinVectors.parts(Frames.STORE, new byte[] {(byte) ('a' + number)}));
  }
}
