package dev.latticenano.core.session;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.frame.Message;
import java.util.Arrays;
import java.util.Map;

/** The part of {@link SessionVectors} about damaged intentions. */
final class MendVectors {
  private final SessionVectors vectors;

  MendVectors(SessionVectors vectors) {
    this.vectors = vectors;
  }

  void add() {
    mend("session-mend", Verdict.OK, 1, 64 * 32, "asks for 64 that are not here");
    mend("session-mend-unnumbered", Verdict.MEND_MALFORMED, 0, 32, "no number");
    mend("session-mend-none", Verdict.MEND_MALFORMED, 1, 0, "no hash");
    mend("session-mend-cut", Verdict.MEND_MALFORMED, 1, 33, "a hash and a byte");
    mend("session-mend-too-many", Verdict.MEND_MALFORMED, 1, 65 * 32, "65 hashes");
    vectors.message(
        "session-mended",
        "mended",
        Verdict.OK,
        SessionVectors.OFFERED,
        Frames.mended(SessionVectors.SESSION, 1, true, new byte[0]),
        "an answer that nobody waits for");
    vectors.message(
        "session-mended-unnumbered",
        "mended",
        Verdict.MEND_MALFORMED,
        SessionVectors.OFFERED,
        Frames.mended(SessionVectors.SESSION, 0, true, new byte[0]),
        "no number");
    Map<String, String> vector =
        SessionVectors.vector(
            Verdict.DAMAGE_REMAINS, "message", "the peer has not what is damaged here");
    vector.put("message", "mended");
    vector.put("reads", "trouble");
    vector.put("damaged", Hex.encode(Frames.signedIntention()));
    vector.put("before", SessionVectors.before(SessionVectors.OFFERED));
    vectors.add(
        "session-damage-remains",
        vector,
        Frames.mended(SessionVectors.SESSION, 1, true, new byte[0]));
  }

  private void mend(String name, Verdict verdict, int number, int hashesBytes, String comment) {
    byte[] hashes = new byte[hashesBytes];
    Arrays.fill(hashes, (byte) 0x77);
    byte[] frame =
        new Frames()
            .start(Message.MEND)
            .number(1, SessionVectors.SESSION)
            .number(2, number)
            .bytes(3, hashes)
            .finish();
    Map<String, String> vector = SessionVectors.vector(verdict, "message", comment);
    vector.put("message", "mend");
    vector.put("before", SessionVectors.before(SessionVectors.OFFERED));
    if (hashesBytes > 0) {
      vector.put("repeat", "77 " + hashesBytes);
    }
    vectors.add(name, vector, Arrays.copyOf(frame, frame.length - hashesBytes));
  }
}
