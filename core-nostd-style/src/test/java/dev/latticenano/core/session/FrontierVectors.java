package dev.latticenano.core.session;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.frame.Message;
import java.util.Arrays;

/** The part of {@link SessionVectors} about frontiers. */
final class FrontierVectors {
  private static final byte[] NONE = new byte[0];

  private final SessionVectors vectors;

  FrontierVectors(SessionVectors vectors) {
    this.vectors = vectors;
  }

  void add() {
    vectors.message(
        "session-unknown",
        "frontier",
        Verdict.SESSION_UNKNOWN,
        SessionVectors.OFFERED,
        Frames.frontier(1, 1, SessionVectors.DIGEST, NONE),
        "a store that was not offered");
    vectors.message(
        "session-frontier",
        "frontier",
        Verdict.OK,
        SessionVectors.OFFERED,
        Frames.frontier(SessionVectors.SESSION, 1, SessionVectors.DIGEST, NONE),
        "another set");
    vectors.message(
        "session-frontier-round-missing",
        "frontier",
        Verdict.FRONTIER_MALFORMED,
        SessionVectors.OFFERED,
        Frames.frontier(SessionVectors.SESSION, 0, SessionVectors.DIGEST, NONE),
        "no round");
    vectors.message(
        "session-frontier-digest-short",
        "frontier",
        Verdict.FRONTIER_MALFORMED,
        SessionVectors.OFFERED,
        Frames.frontier(SessionVectors.SESSION, 1, new byte[15], NONE),
        "a digest of 15 bytes");
    vectors.message(
        "session-frontier-tips-cut",
        "frontier",
        Verdict.FRONTIER_MALFORMED,
        SessionVectors.OFFERED,
        Frames.frontier(SessionVectors.SESSION, 1, SessionVectors.DIGEST, new byte[16]),
        "a tip without height");
    changed("session-frontier-changed", Verdict.OK, 8, 8, 4, "since a set not known here");
    Verdict malformed = Verdict.FRONTIER_MALFORMED;
    changed("session-frontier-changed-digest", malformed, 16, 8, 4, "a digest of 16 bytes");
    changed("session-frontier-changed-since", malformed, 8, 7, 4, "since a set named by 7 bytes");
    changed("session-frontier-changed-cut", malformed, 8, 8, 3, "a change without its count");
    vectors.message(
        "session-frontier-kind",
        "frontier",
        Verdict.FRONTIER_MALFORMED,
        SessionVectors.OFFERED,
        new Frames()
            .start(Message.FRONTIER)
            .number(2, 1)
            .bytes(3, half(SessionVectors.DIGEST))
            .number(9, 3)
            .finish(),
        "a kind of a later version");
  }

  private static byte[] half(byte[] digest) {
    return Arrays.copyOf(digest, Mark.DIGEST_BYTES);
  }

  private void changed(
      String name, Verdict verdict, int digest, int since, int changes, String comment) {
    byte[] parts = new byte[32];
    Arrays.fill(parts, (byte) 0x11);
    byte[] frame =
        Frames.changed(
            Arrays.copyOf(parts, digest),
            Arrays.copyOf(parts, since),
            Arrays.copyOf(parts, changes));
    vectors.message(name, "frontier", verdict, SessionVectors.OFFERED, frame, comment);
  }
}
