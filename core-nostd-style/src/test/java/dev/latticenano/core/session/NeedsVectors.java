package dev.latticenano.core.session;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.frame.Message;
import java.util.Arrays;
import java.util.Map;

/** The part of {@link SessionVectors} about the chunks that a store needs. */
final class NeedsVectors {
  private final SessionVectors vectors;

  NeedsVectors(SessionVectors vectors) {
    this.vectors = vectors;
  }

  void add() {
    needs("session-needs", Verdict.OK, 1, 32, 0, "asks for the names behind one");
    needs("session-needs-list", Verdict.OK, 1, 0, 32, "asks from the first on, and knows a list");
    needs("session-needs-unnumbered", Verdict.NEEDS_MALFORMED, 0, 32, 0, "no number");
    needs("session-needs-cut", Verdict.NEEDS_MALFORMED, 1, 31, 0, "a name of 31 bytes");
    needs("session-needs-list-cut", Verdict.NEEDS_MALFORMED, 1, 0, 33, "a hash of 33 bytes");
    needed("session-needed", Verdict.OK, 1, names(3, 4, 9), 0, "three names, the last ones");
    needed("session-needed-late", Verdict.OK, 7, names(9, 3), 0, "an answer nobody waits for");
    needed("session-needed-unnumbered", Verdict.NEEDS_MALFORMED, 0, names(3), 0, "no number");
    byte[] cut = Arrays.copyOf(names(3), 33);
    needed("session-needed-cut", Verdict.NEEDS_MALFORMED, 1, cut, 0, "a name and a byte");
    needed("session-needed-falls", Verdict.NEEDS_DISORDERED, 1, names(9, 3), 0, "names that fall");
    needed("session-needed-twice", Verdict.NEEDS_DISORDERED, 1, names(3, 3), 0, "one name twice");
    byte[] none = new byte[0];
    needed("session-needed-endless", Verdict.NEEDS_DISORDERED, 1, none, 1, "no name, and more");
  }

  private void needs(
      String name, Verdict verdict, int number, int after, int list, String comment) {
    byte[] bytes = new byte[33];
    Arrays.fill(bytes, (byte) 0x77);
    Frames frame =
        new Frames().start(Message.NEEDS).number(1, SessionVectors.SESSION).number(2, number);
    if (after > 0) {
      frame.bytes(3, Arrays.copyOf(bytes, after));
    }
    if (list > 0) {
      frame.bytes(4, Arrays.copyOf(bytes, list));
    }
    vectors.message(name, "needs", verdict, SessionVectors.OFFERED, frame.finish(), comment);
  }

  private void needed(
      String name, Verdict verdict, int number, byte[] names, int more, String comment) {
    byte[] digest = new byte[32];
    Blake3.plain().hash(new byte[40], 0, 40, digest, 0);
    byte[][] before = {
      SessionVectors.OFFERED[0],
      SessionVectors.OFFERED[1],
      Frames.frontier(SessionVectors.SESSION, 1, digest, new byte[0])
    };
    Map<String, String> vector = SessionVectors.vector(verdict, "message", comment);
    vector.put("message", "needed");
    vector.put("carries", "true");
    vector.put("before", SessionVectors.before(before));
    vectors.add(name, vector, needed(SessionVectors.SESSION, number, names, more));
  }

  /** An answer. */
  static byte[] needed(int session, int number, byte[] names, int more) {
    Frames frame = new Frames().start(Message.NEEDED).number(1, session).number(2, number);
    return frame.bytes(3, names).number(4, more).finish();
  }

  /** Names of 32 bytes, each {@code first} and zeros. */
  static byte[] names(int... first) {
    byte[] names = new byte[32 * first.length];
    for (int i = 0; i < first.length; i++) {
      names[32 * i] = (byte) (first[i] >>> 8);
      names[32 * i + 1] = (byte) first[i];
    }
    return names;
  }
}
