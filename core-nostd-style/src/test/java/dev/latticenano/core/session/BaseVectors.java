package dev.latticenano.core.session;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.crypto.Ed25519Signer;
import dev.latticenano.core.frame.Message;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.IntentionProof;
import dev.latticenano.core.intention.IntentionWriter;
import dev.latticenano.core.intention.SnapshotNoticeWriter;
import dev.latticenano.core.intention.UniversalOpWriter;
import java.util.Arrays;
import java.util.Map;

/** The part of {@link SessionVectors} about snapshots that are handed over. */
final class BaseVectors {
  private final SessionVectors vectors;
  private final byte[] noticeHash = new byte[Hash.BYTES];

  BaseVectors(SessionVectors vectors) {
    this.vectors = vectors;
  }

  void add() {
    byte[] notice = signed(1, notice(), null, noticeHash);
    byte[] agrees = signed(2, new byte[0], noticeHash, new byte[Hash.BYTES]);
    byte[] other = signed(3, new byte[0], new byte[] {7}, new byte[Hash.BYTES]);
    message("session-base", Verdict.OK, base(1, 1, notice, agrees), "a notice, and who agrees");
    message("session-base-unnumbered", Verdict.BASE_MALFORMED, base(0, 1, notice), "no number");
    message("session-base-no-part", Verdict.BASE_MALFORMED, base(1, 0, notice), "no part");
    byte[][] many = new byte[Limits.MEMBERS_MAX + 2][];
    Arrays.fill(many, new byte[] {1});
    message(
        "session-base-too-many",
        Verdict.BASE_MALFORMED,
        base(1, 1, many),
        "one intention over the limit");
    message(
        "session-base-no-notice",
        Verdict.BASE_PROOF_WRONG,
        base(1, 1, agrees),
        "it does not begin with a notice");
    message(
        "session-base-disagrees",
        Verdict.BASE_PROOF_WRONG,
        base(1, 1, notice, other),
        "the second intention cites another than the notice");
    vectors.message(
        "session-name",
        "name",
        Verdict.OK,
        SessionVectors.OFFERED,
        name(Message.NAME, 1, 64),
        "asks for one that is not here, twice");
    vectors.message(
        "session-name-cut",
        "name",
        Verdict.NAME_MALFORMED,
        SessionVectors.OFFERED,
        name(Message.NAME, 1, 33),
        "a hash and a byte");
    vectors.message(
        "session-name-none",
        "name",
        Verdict.NAME_MALFORMED,
        SessionVectors.OFFERED,
        name(Message.NAME, 1, 0),
        "no hash");
    vectors.message(
        "session-named",
        "named",
        Verdict.OK,
        SessionVectors.OFFERED,
        name(Message.NAMED, 1, 68),
        "an answer that nobody waits for");
    vectors.message(
        "session-named-too-many",
        "named",
        Verdict.NAME_MALFORMED,
        SessionVectors.OFFERED,
        name(Message.NAMED, 1, 65 * 68),
        "65 names");
    Map<String, String> vector =
        SessionVectors.vector(
            Verdict.BELOW_FLOOR, "message", "the peer has dropped what is lacking here");
    vector.put("message", "base");
    vector.put("reads", "trouble");
    vector.put("before", SessionVectors.before(SessionVectors.OFFERED));
    vectors.add("session-below-floor", vector, base(1, 1));
    agreement("base-agreed", Verdict.OK, "11", "11", "11 22");
    agreement("base-voter-silent", Verdict.BASE_NOT_AGREED, "11 22", "11", "11");
    bootstrap("over", Verdict.OK, 7, "a member agrees");
    bootstrap("no-genesis", Verdict.GENESIS_ABSENT, 5, "a member agrees on what nobody began");
    agreement("base-no-owner", Verdict.BASE_NOT_AGREED, "22", "11", "22");
  }

  private void bootstrap(String name, Verdict verdict, int bits, String comment) {
    Map<String, String> vector = SessionVectors.vector(verdict, "bootstrap", comment);
    vectors.add("bootstrap-" + name, vector, new byte[] {(byte) bits});
  }

  private void message(String name, Verdict verdict, byte[] frame, String comment) {
    vectors.message(name, "base", verdict, SessionVectors.OFFERED, frame, comment);
  }

  private void agreement(
      String name, Verdict verdict, String voters, String owners, String agreed) {
    Map<String, String> vector =
        SessionVectors.vector(
            verdict, "base-agreement", "voters " + voters + ", owners " + owners + " agree");
    vector.put("comment", "voters " + voters + ", owner " + owners + "; agreed: " + agreed);
    vector.put("strict", "true");
    vector.put("voters", keys(voters));
    vector.put("owners", keys(owners));
    vectors.add(name, vector, Hex.decode(keys(agreed)));
  }

  private static String keys(String bytes) {
    StringBuilder keys = new StringBuilder();
    for (String each : bytes.split(" ")) {
      keys.append(each.repeat(32));
    }
    return keys.toString();
  }

  private static byte[] base(int number, int part, byte[]... intentions) {
    Frames frame =
        new Frames()
            .start(Message.BASE)
            .number(1, SessionVectors.SESSION)
            .number(2, number)
            .number(3, part)
            .number(4, 1);
    for (byte[] each : intentions) {
      frame.bytes(5, each);
    }
    return frame.finish();
  }

  private static byte[] name(int message, int number, int bytes) {
    byte[] parts = new byte[bytes];
    Arrays.fill(parts, (byte) 0x77);
    return new Frames()
        .start(message)
        .number(1, SessionVectors.SESSION)
        .number(2, number)
        .bytes(3, parts)
        .finish();
  }

  private static byte[] notice() {
    byte[] row = new byte[68];
    row[0] = 1;
    row[35] = 7;
    byte[] cid = new byte[Hash.BYTES];
    Arrays.fill(cid, (byte) 0x66);
    SnapshotNoticeWriter writer =
        new SnapshotNoticeWriter().tree(cid, 0, 1000, 0).frontier(row, 0, 1);
    byte[] content = new byte[writer.length()];
    writer.write(content, 0, content.length);
    UniversalOpWriter ops = new UniversalOpWriter().snapshot(content, 0, content.length);
    byte[] out = new byte[ops.length()];
    ops.write(out, 0, out.length);
    return out;
  }

  private static byte[] signed(int seed, byte[] ops, byte[] cited, byte[] hash) {
    IntentionWriter writer = new IntentionWriter().clear().store(Frames.STORE);
    writer.timestamp(1_700_000_000_000L, 0).ops(ops, 0, ops.length);
    if (cited != null) {
      writer.addCondition(Arrays.copyOf(cited, Hash.BYTES), 0);
    }
    byte[] secret = new byte[32];
    secret[0] = (byte) seed;
    byte[] out = new byte[1024];
    int length =
        IntentionProof.sign(
            writer, new Ed25519Signer(secret, 0), Blake3.plain(), out, 0, out.length, hash, 0);
    return Arrays.copyOf(out, length);
  }
}
