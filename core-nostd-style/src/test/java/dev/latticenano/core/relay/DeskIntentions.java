package dev.latticenano.core.relay;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.crypto.Ed25519Signer;
import dev.latticenano.core.frame.FrameView;
import dev.latticenano.core.frame.FrameWriter;
import dev.latticenano.core.intention.EnvelopeWriter;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.IntentionProof;
import dev.latticenano.core.intention.IntentionWriter;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.intention.UniversalOpWriter;
import java.util.Arrays;

/** Intentions and messages for vectors of what a relay takes. */
final class DeskIntentions {
  private DeskIntentions() {}

  /** An intention with these ops, on {@code prev} or first. */
  static byte[] signed(Ed25519Signer author, byte[] prev, byte[] ops, byte[] hash) {
    return signed(RelayVectors.STORE, author, prev, ops, hash);
  }

  /** As above, of any store. */
  static byte[] signed(StoreId store, Ed25519Signer author, byte[] prev, byte[] ops, byte[] hash) {
    IntentionWriter writer =
        new IntentionWriter().clear().author(RelayVectors.key(author)).store(store);
    if (prev != null) {
      writer.storePrev(prev, 0);
    }
    writer.timestamp(DeskVectors.NOW, 0).ops(ops, 0, ops.length);
    byte[] out = new byte[ops.length + 1024];
    Blake3 blake3 = Blake3.plain();
    int length = IntentionProof.sign(writer, author, blake3, out, 0, out.length, hash, 0);
    return Arrays.copyOf(out, length);
  }

  static byte[] signed(Ed25519Signer author, byte[] ops) {
    return signed(author, null, ops, new byte[Hash.BYTES]);
  }

  static byte[] data() {
    byte[] out = new byte[64];
    UniversalOpWriter writer = new UniversalOpWriter().appData(new byte[] {1, 2, 3}, 0, 3);
    return Arrays.copyOf(out, writer.write(out, 0, out.length));
  }

  static byte[] envelope(EnvelopeWriter envelope) {
    byte[] content = new byte[envelope.length()];
    envelope.write(content, 0, content.length);
    UniversalOpWriter writer = new UniversalOpWriter().envelope(content, 0, content.length);
    byte[] out = new byte[writer.length()];
    writer.write(out, 0, out.length);
    return out;
  }

  static byte[] sealed(int bytes) {
    return envelope(
        new EnvelopeWriter().sealed(new byte[8], 0, new byte[24], 0, new byte[bytes], 0, bytes));
  }

  /** The body of a delegation's message. */
  static byte[] message(byte[] delegation) {
    byte[] out = new byte[1024];
    FrameWriter writer = new FrameWriter().start(out, 0, 136);
    int length = writer.bytes(1, delegation, 0, delegation.length).finish();
    FrameView frame = new FrameView().wrap(out, 0, length);
    if (frame.check() != Verdict.OK) {
      throw new AssertionError("no frame");
    }
    int at = frame.bodyOffset();
    return Arrays.copyOfRange(out, at, at + frame.bodyLength());
  }

  /** The body of a redeem. */
  static byte[] body(int number, byte[] manifest, byte[] ticket) {
    byte[] out = new byte[300_000];
    int length = RedeemView.write(new FrameWriter(), out, 0, number, manifest, ticket);
    FrameView frame = new FrameView().wrap(out, 0, length);
    if (frame.check() != Verdict.OK) {
      throw new AssertionError("no frame");
    }
    int at = frame.bodyOffset();
    return Arrays.copyOfRange(out, at, at + frame.bodyLength());
  }
}
