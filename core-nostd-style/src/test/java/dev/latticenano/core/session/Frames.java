package dev.latticenano.core.session;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.bytes.Varint;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.crypto.Ed25519Signer;
import dev.latticenano.core.frame.FrameView;
import dev.latticenano.core.frame.FrameWriter;
import dev.latticenano.core.frame.Message;
import dev.latticenano.core.intention.IntentionProof;
import dev.latticenano.core.intention.IntentionWriter;
import dev.latticenano.core.intention.StoreId;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Frames as one end makes them, over a link whose keys have a fixed binding, for vectors and
 * hostile peers.
 */
public final class Frames {
  /** Of the keys of the link; this end called. */
  static final byte[] BINDING = Hex.decode("11".repeat(32));

  static final byte[] PEER_KEY = Hex.decode("33".repeat(32));
  static final byte[] OWN_KEY = Hex.decode("44".repeat(32));
  static final StoreId STORE = StoreId.parse("aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa");

  private final byte[] out = new byte[Limits.FRAME_BYTES_MAX];
  private final FrameWriter writer = new FrameWriter();

  public Frames start(int message) {
    writer.start(out, 0, message);
    return this;
  }

  public Frames number(int field, long value) {
    writer.number(field, value);
    return this;
  }

  public Frames bytes(int field, byte[] value) {
    writer.bytes(field, value, 0, value.length);
    return this;
  }

  public byte[] finish() {
    return Arrays.copyOf(out, writer.finish());
  }

  public static byte[] hello() {
    return hello(Greeting.VERSION);
  }

  static byte[] hello(int version) {
    Frames frame = new Frames().start(Message.HELLO).number(1, version);
    return frame.bytes(2, new byte[] {'p'}).finish();
  }

  /** What the end that was called offers under the keys of {@code binding}. */
  static byte[] offer(byte[] binding, StoreId store) {
    return offered(name(binding, store));
  }

  /** What the end that called offers. */
  public static byte[] callersOffer(byte[] binding, StoreId store) {
    return offered(name(binding, store, true));
  }

  private static byte[] offered(byte[] name) {
    return new Frames().start(Message.OFFER).bytes(1, name).finish();
  }

  static byte[] name(byte[] binding, StoreId store) {
    return name(binding, store, false);
  }

  private static byte[] name(byte[] binding, StoreId store, boolean byCaller) {
    byte[] name = new byte[StoreKey.OFFER_BYTES];
    new StoreKey().offer(store.toBytes(), binding, byCaller, 0, name, 0);
    return name;
  }

  /** The frame of another conversation. */
  public static byte[] in(int conversation, byte[] frame) {
    byte[] out = new byte[2 + Varint.BYTES_MAX + frame.length];
    int at = Varint.write(out, 0, (long) Message.CONVERSATION << 3);
    at += Varint.write(out, at, conversation);
    System.arraycopy(frame, 0, out, at, frame.length);
    return Arrays.copyOf(out, at + frame.length);
  }

  /** All messages of several frames in one. */
  static byte[] together(byte[]... frames) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] frame : frames) {
      all.writeBytes(frame);
    }
    return all.toByteArray();
  }

  /** Each message of a frame as a frame of its own. */
  public static List<byte[]> apart(byte[] frame) {
    FrameView view = new FrameView().wrap(frame, 0, frame.length);
    if (view.check() != Verdict.OK) {
      throw new AssertionError("no frame");
    }
    List<byte[]> messages = new ArrayList<>();
    do {
      int header = Varint.size((long) view.number() << 3) + Varint.size(view.bodyLength());
      int at = view.bodyOffset() - header;
      byte[] one = Arrays.copyOfRange(frame, at, view.bodyOffset() + view.bodyLength());
      messages.add(view.conversation() == 0 ? one : in(view.conversation(), one));
    } while (view.next());
    return messages;
  }

  static byte[] frontier(int session, int round, byte[] digest, byte[] tips) {
    Frames frame = new Frames().start(Message.FRONTIER).number(1, session).number(2, round);
    byte[] most = Arrays.copyOf(digest, Math.min(digest.length, Mark.DIGEST_BYTES));
    frame.bytes(3, most).bytes(4, tips);
    return frame.number(9, FrontierView.FULL).finish();
  }

  /** What changed since a set, told as three parts that may be malformed. */
  static byte[] changed(byte[] digest, byte[] since, byte[] changes) {
    Frames frame = new Frames().start(Message.FRONTIER).number(2, 1).bytes(3, digest);
    frame.number(9, FrontierView.CHANGED);
    return frame.bytes(10, since).bytes(11, changes).finish();
  }

  static byte[] batch(int session, int round, int batch, boolean last) {
    Frames frame = new Frames().start(Message.INTENTIONS).number(1, session).number(2, round);
    return frame.number(3, batch).number(4, last ? 1 : 0).finish();
  }

  static byte[] ack(int session, int round, int batch, int code) {
    Frames frame = new Frames().start(Message.ACK).number(1, session).number(2, round);
    return frame.number(3, batch).number(6, code).finish();
  }

  static byte[] mended(int session, int number, boolean last, byte[] intention) {
    Frames frame = new Frames().start(Message.MENDED).number(1, session).number(2, number);
    return frame.number(3, last ? 1 : 0).bytes(4, intention).finish();
  }

  /** The first intention of an author in the store. */
  static byte[] signedIntention() {
    return signedIntention(new byte[32]);
  }

  /** An intention behind another one of its author in the store; zeros: the first. */
  static byte[] signedIntention(byte[] storePrev) {
    IntentionWriter writer = new IntentionWriter().clear().store(STORE).storePrev(storePrev, 0);
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
