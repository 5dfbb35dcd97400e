package dev.latticenano.core.session;

import dev.latticenano.core.Limits;
import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.crypto.Ed25519Signer;
import dev.latticenano.core.frame.FrameWriter;
import dev.latticenano.core.frame.Message;
import dev.latticenano.core.intention.IntentionProof;
import dev.latticenano.core.intention.IntentionWriter;
import dev.latticenano.core.intention.StoreId;
import java.util.Arrays;

/** Frames as one end makes them, with a fixed nonce, for vectors and hostile peers. */
final class Frames {
  static final byte[] OWN_NONCE = Hex.decode("11".repeat(16));
  static final byte[] PEER_NONCE = Hex.decode("22".repeat(16));
  static final byte[] PEER_KEY = Hex.decode("33".repeat(32));
  static final byte[] OWN_KEY = Hex.decode("44".repeat(32));
  static final StoreId STORE = StoreId.parse("aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa");

  private final byte[] out = new byte[Limits.FRAME_BYTES_MAX];
  private final FrameWriter writer = new FrameWriter();

  Frames start(int message) {
    writer.start(out, 0, message);
    return this;
  }

  Frames number(int field, long value) {
    writer.number(field, value);
    return this;
  }

  Frames bytes(int field, byte[] value) {
    writer.bytes(field, value, 0, value.length);
    return this;
  }

  byte[] finish() {
    return Arrays.copyOf(out, writer.finish());
  }

  static byte[] hello() {
    return hello(1, PEER_NONCE, PEER_KEY);
  }

  static byte[] hello(int version, byte[] nonce, byte[] key) {
    Frames frame = new Frames().start(Message.HELLO).number(1, version);
    return frame.bytes(2, nonce).bytes(3, key).bytes(4, new byte[] {'p'}).finish();
  }

  static byte[] offer(byte[] ownNonce, StoreId store) {
    return new Frames()
        .start(Message.OFFER)
        .bytes(1, ownNonce)
        .bytes(2, id(ownNonce, store))
        .finish();
  }

  static byte[] id(byte[] ownNonce, StoreId store) {
    byte[] id = new byte[StoreKey.OFFER_BYTES];
    new StoreKey().offer(store.toBytes(), PEER_NONCE, ownNonce, id, 0);
    return id;
  }

  static byte[] session(byte[] ownNonce, StoreId store) {
    return Arrays.copyOf(id(ownNonce, store), Session.ID_BYTES);
  }

  static byte[] frontier(byte[] session, int round, byte[] digest, byte[] tips, boolean whole) {
    Frames frame = new Frames().start(Message.FRONTIER).bytes(1, session).number(2, round);
    return frame.bytes(3, digest).bytes(4, tips).number(5, whole ? 1 : 0).finish();
  }

  static byte[] batch(byte[] session, int round, int batch, boolean last) {
    Frames frame = new Frames().start(Message.INTENTIONS).bytes(1, session).number(2, round);
    return frame.number(3, batch).number(4, last ? 1 : 0).finish();
  }

  static byte[] ack(byte[] session, int round, int batch, int code) {
    Frames frame = new Frames().start(Message.ACK).bytes(1, session).number(2, round);
    return frame.number(3, batch).number(6, code).finish();
  }

  static byte[] mended(byte[] session, int number, boolean last, byte[] intention) {
    Frames frame = new Frames().start(Message.MENDED).bytes(1, session).number(2, number);
    return frame.number(3, last ? 1 : 0).bytes(4, intention).finish();
  }

  /** The first intention of an author in the store. */
  static byte[] signedIntention() {
    IntentionWriter writer = new IntentionWriter().clear().store(STORE);
    writer.timestamp(1_700_000_000_000L, 0).ops(new byte[] {10, 0}, 0, 2);
    Ed25519Signer signer = new Ed25519Signer(Hex.decode("55".repeat(32)), 0);
    byte[] out = new byte[1024];
    int length =
        IntentionProof.sign(writer, signer, Blake3.plain(), out, 0, out.length, new byte[32], 0);
    return Arrays.copyOf(out, length);
  }

  static byte[] want(byte[] cid, long offset) {
    return new Frames().start(Message.WANT).bytes(1, cid).number(2, offset).finish();
  }

  static byte[] cid(int number) {
    byte[] cid = new byte[32];
    cid[0] = (byte) number;
    cid[1] = (byte) (number >> 8);
    return cid;
  }
}
