package dev.latticenano.core.session;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.frame.Message;
import dev.latticenano.core.intention.Hash;
import java.util.Arrays;
import java.util.Map;

/** The part of {@link SessionVectors} about reconciliation; the end initiates. */
final class SessionReconcileVectors {
  private static final byte[] EVERYTHING_SKIPPED = {0x61};

  private final SessionVectors vectors;

  SessionReconcileVectors(SessionVectors vectors) {
    this.vectors = vectors;
  }

  void add() {
    byte[] nothing = Hex.decode("6100000200");
    reconcile("", Verdict.OK, 1, 1, nothing, "an answer that nobody waits for");
    reconcile("-turn", Verdict.RECONCILE_MALFORMED, 0, 1, EVERYTHING_SKIPPED, "no turn");
    reconcile("-number", Verdict.RECONCILE_MALFORMED, 1, 0, EVERYTHING_SKIPPED, "no number");
    reconcile("-large", Verdict.RECONCILE_MALFORMED, 1L << 31, 1, nothing, "a turn of 32 bits");
    fetch("", Verdict.OK, 1, 1, Limits.RECONCILE_FETCH_MAX * Hash.BYTES, "as many as may be");
    fetch("-number", Verdict.RECONCILE_MALFORMED, 0, 1, Hash.BYTES, "no number");
    fetch("-round", Verdict.RECONCILE_MALFORMED, 1, 0, Hash.BYTES, "no round");
    fetch("-none", Verdict.RECONCILE_MALFORMED, 1, 1, 0, "no hash");
    fetch("-cut", Verdict.RECONCILE_MALFORMED, 1, 1, Hash.BYTES + 1, "a hash and a byte");
    int many = (Limits.RECONCILE_FETCH_MAX + 1) * Hash.BYTES;
    fetch("-many", Verdict.RECONCILE_MALFORMED, 1, 1, many, "one more than may be");
    String first = "1111111111111111";
    floors("", Verdict.OK, first + "01" + "2222222222222222" + "8001", "two authors");
    floors("-none", Verdict.OK, "", "no base any more");
    floors("-disordered", Verdict.FLOORS_MALFORMED, "22".repeat(8) + "01" + first + "01", "falls");
    floors("-cut", Verdict.FLOORS_MALFORMED, first, "no height");
    floors("-zero", Verdict.FLOORS_MALFORMED, first + "00", "a height of 0");
    String great = "ffffffff07";
    floors("-greatest", Verdict.OK, first + great, "2^31 - 1 intentions");
    floors("-sum", Verdict.FLOORS_MALFORMED, first + great + "22".repeat(8) + "01", "one more");
  }

  private void reconcile(
      String name, Verdict verdict, long turn, long number, byte[] message, String comment) {
    Frames frame = start(Message.RECONCILE).number(2, turn).number(3, number);
    frame.bytes(4, message);
    String file = "session-reconcile" + name;
    vectors.message(file, "reconcile", verdict, SessionVectors.OFFERED, frame.finish(), comment);
  }

  private void floors(String name, Verdict verdict, String entries, String comment) {
    byte[] frame = start(Message.FLOORS).bytes(2, Hex.decode(entries)).finish();
    String file = "session-floors" + name;
    vectors.message(file, "floors", verdict, SessionVectors.OFFERED, frame, comment);
  }

  private void fetch(
      String name, Verdict verdict, int number, int round, int hashesBytes, String comment) {
    byte[] hashes = new byte[hashesBytes];
    Arrays.fill(hashes, (byte) 0x77);
    byte[] frame =
        start(Message.FETCH).number(2, number).number(3, round).bytes(4, hashes).finish();
    Map<String, String> vector = SessionVectors.vector(verdict, "message", comment);
    vector.put("message", "fetch");
    vector.put("before", SessionVectors.before(SessionVectors.OFFERED));
    if (hashesBytes > 0) {
      vector.put("repeat", "77 " + hashesBytes);
    }
    vectors.add("session-fetch" + name, vector, Arrays.copyOf(frame, frame.length - hashesBytes));
  }

  private static Frames start(int message) {
    return new Frames().start(message).number(1, SessionVectors.SESSION);
  }
}
