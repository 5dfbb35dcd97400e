package dev.latticenano.core.session;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.crypto.Ed25519Signer;
import dev.latticenano.core.crypto.Signer;
import dev.latticenano.core.frame.FrameWriter;
import dev.latticenano.core.frame.Message;
import dev.latticenano.core.intention.StoreId;
import java.util.Arrays;
import java.util.Map;

/** The part of {@link SessionVectors} about joining. */
final class JoinVectors {
  static final Ed25519Signer INVITE = new Ed25519Signer(Hex.decode("66".repeat(32)), 0);
  static final Ed25519Signer JOINER = new Ed25519Signer(Hex.decode("77".repeat(32)), 0);
  private static final byte[][] GREETED = {Frames.hello()};
  private static final byte[] DEVICE = {'p', 'h', 'o', 'n', 'e'};

  private final SessionVectors vectors;

  JoinVectors(SessionVectors vectors) {
    this.vectors = vectors;
  }

  /** The parts of a join by the peer of {@link Frames}, by field number. */
  static byte[][] parts(StoreId store, byte[] device) {
    byte[] key = new byte[32];
    JOINER.publicKey(key, 0);
    byte[] invite = new byte[32];
    INVITE.publicKey(invite, 0);
    byte[] name = new byte[StoreKey.OFFER_BYTES];
    new StoreKey().offer(store.toBytes(), Frames.BINDING, false, 0, name, 0);
    byte[] byInvite = sign(INVITE, store, key, new byte[0]);
    byte[] byJoiner = sign(JOINER, store, key, device);
    return new byte[][] {new byte[0], name, key, byInvite, byJoiner, device, invite};
  }

  private static byte[] sign(Signer signer, StoreId store, byte[] key, byte[] device) {
    byte[] signed = new byte[JoinProof.BYTES];
    new JoinProof().write(store, key, Frames.OWN_KEY, Frames.BINDING, 0, device, signed);
    byte[] signature = new byte[Signer.SIGNATURE_BYTES];
    signer.sign(signed, 0, signed.length, signature, 0);
    return signature;
  }

  static byte[] frame(byte[][] parts) {
    byte[] out = new byte[512];
    return Arrays.copyOf(out, JoinView.write(new FrameWriter(), out, 0, parts));
  }

  private static byte[] changed(int part, byte[] value) {
    byte[][] parts = parts(Frames.STORE, DEVICE);
    parts[part] = value;
    return frame(parts);
  }

  void add() {
    byte[] sound = frame(parts(Frames.STORE, DEVICE));
    answered("session-join", Verdict.OK, Verdict.OK, sound, "an invite that lets in");
    Verdict expired = Verdict.INVITE_EXPIRED;
    answered("session-join-expired", expired, expired, sound, "its time is over");
    Verdict used = Verdict.INVITE_USED;
    answered("session-join-used", used, used, sound, "it has let in as many as it may");
    Verdict revoked = Verdict.INVITE_REVOKED;
    answered("session-join-revoked", revoked, revoked, sound, "it was taken back");
    Verdict full = Verdict.STORE_FULL;
    answered("session-join-full", full, full, sound, "there is no room for the grant");
    Verdict unknown = Verdict.INVITE_UNKNOWN;
    answered("session-join-unknown", unknown, unknown, sound, "the store has no such invite");
    unknown("store", frame(parts(StoreId.NIL, DEVICE)), "a store that is not here");
    byte[][] other = parts(StoreId.NIL, DEVICE);
    unknown("invite-signature", changed(3, other[3]), "the invite's signature for another store");
    unknown("signature", changed(4, other[4]), "the joiner's signature for another store");
    unknown("device", changed(5, new byte[] {'x'}), "a name that the joiner did not sign");
    byte[] key = changed(2, parts(Frames.STORE, DEVICE)[6]);
    unknown("key", key, "another joiner's key");
    broken("name-short", changed(1, new byte[7]), "a name of 7 bytes");
    broken("key-missing", changed(2, new byte[0]), "no key");
    broken("signature-short", changed(3, new byte[63]), "a signature of 63 bytes");
    byte[] longest = new byte[64];
    Arrays.fill(longest, (byte) 'd');
    byte[] whole = frame(parts(Frames.STORE, longest));
    answered("session-join-device-longest", Verdict.OK, Verdict.OK, whole, "a name of 64 bytes");
    broken("device-long", changed(5, new byte[65]), "a device whose name has 65 bytes");
    broken("invite-missing", changed(6, new byte[0]), "no invite");
    joined("session-joined", Verdict.OK, new byte[8], new byte[48], 0, "nobody waits for it");
    Verdict malformed = Verdict.JOIN_MALFORMED;
    joined("session-joined-empty", malformed, new byte[8], new byte[0], 0, "no answer");
    joined("session-joined-both", malformed, new byte[8], new byte[48], 229, "two answers");
    joined("session-joined-name", malformed, new byte[9], new byte[48], 0, "a name of 9 bytes");
  }

  private void answered(
      String name, Verdict verdict, Verdict admission, byte[] input, String comment) {
    Map<String, String> vector = SessionVectors.vector(verdict, "message", comment);
    if (verdict == Verdict.OK) {
      vector.put("rule", "protocol.md#join");
    }
    vector.put("message", "join");
    vector.put("reads", "joined");
    vector.put("admission", admission.name());
    vector.put("before", SessionVectors.before(GREETED));
    vectors.add(name, vector, input);
  }

  private void unknown(String name, byte[] input, String comment) {
    answered("session-join-" + name, Verdict.INVITE_UNKNOWN, Verdict.OK, input, comment);
  }

  private void broken(String name, byte[] input, String comment) {
    Map<String, String> vector = SessionVectors.vector(Verdict.JOIN_MALFORMED, "message", comment);
    vector.put("message", "join");
    vector.put("admission", Verdict.OK.name());
    vector.put("before", SessionVectors.before(GREETED));
    vectors.add("session-join-" + name, vector, input);
  }

  private void joined(
      String name, Verdict verdict, byte[] store, byte[] box, int code, String comment) {
    byte[] frame =
        new Frames().start(Message.JOINED).bytes(1, store).bytes(2, box).number(3, code).finish();
    vectors.message(name, "joined", verdict, GREETED, frame, comment);
  }
}
