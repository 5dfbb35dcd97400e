package dev.latticenano.core.session;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.crypto.Aead;
import dev.latticenano.core.frame.Message;
import java.util.Arrays;
import java.util.Map;

/** The part of {@link SessionVectors} about grants that peers are shown. */
final class GrantVectors {
  private static final byte[][] GREETED = {Frames.hello()};
  private static final int IN_A_FRAME = Limits.FRAME_MESSAGES_MAX;

  private final SessionVectors vectors;

  GrantVectors(SessionVectors vectors) {
    this.vectors = vectors;
  }

  void add() {
    byte[] name = Frames.name(Frames.BINDING, Frames.STORE);
    byte[] sealed =
        new GrantCipher()
            .begin(Frames.STORE, Frames.BINDING, false, 0, 3)
            .seal(Frames.signedIntention());
    grant("session-grant", Verdict.OK, name, sealed, 3, "an intention of the store, by anybody");
    byte[] least = new byte[Aead.TAG_BYTES + 1];
    grant("session-grant-unknown", Verdict.OK, new byte[8], least, 0, "a store that is not here");
    Verdict malformed = Verdict.GRANT_MALFORMED;
    grant("session-grant-name-short", malformed, new byte[7], least, 0, "a name of 7 bytes");
    byte[] tag = new byte[Aead.TAG_BYTES];
    grant("session-grant-box-empty", malformed, name, tag, 0, "a box with nothing in it");
    int most = Limits.GRANT_BYTES_MAX;
    zeros("session-grant-box-longest", Verdict.OK, name, most, "a box of 65536 bytes");
    zeros("session-grant-box-long", malformed, name, most + 1, "a box of 65537 bytes");
    grant("session-grant-number", malformed, name, least, 1L << 31, "a number of 32 bits");
    byte[] one = frame(new byte[8], least, 0);
    many("session-grants-most", Verdict.OK, one, IN_A_FRAME - 1, "256 grants");
    many("session-grants-many", Verdict.GRANTS_TOO_MANY, one, IN_A_FRAME, "257 grants");
  }

  private void many(String name, Verdict verdict, byte[] one, int inLast, String comment) {
    byte[][] before = new byte[1 + Limits.GRANTS_MAX / IN_A_FRAME][];
    byte[][] full = new byte[IN_A_FRAME][];
    Arrays.fill(full, one);
    Arrays.fill(before, Frames.together(full));
    before[0] = Frames.hello();
    before[before.length - 1] = Frames.together(Arrays.copyOf(full, inLast));
    vectors.message(name, "grant", verdict, before, one, comment);
  }

  private void zeros(String name, Verdict verdict, byte[] store, int bytes, String comment) {
    byte[] frame = frame(store, new byte[bytes], 0);
    Map<String, String> vector = SessionVectors.vector(verdict, "message", comment);
    vector.put("message", "grant");
    vector.put("before", SessionVectors.before(GREETED));
    vector.put("repeat", "00 " + bytes);
    vectors.add(name, vector, Arrays.copyOf(frame, frame.length - bytes));
  }

  private void grant(
      String name, Verdict verdict, byte[] store, byte[] box, long number, String comment) {
    vectors.message(name, "grant", verdict, GREETED, frame(store, box, number), comment);
  }

  /** A grant. */
  static byte[] frame(byte[] name, byte[] box, long number) {
    return new Frames()
        .start(Message.GRANT)
        .bytes(1, name)
        .bytes(2, box)
        .number(3, number)
        .finish();
  }
}
