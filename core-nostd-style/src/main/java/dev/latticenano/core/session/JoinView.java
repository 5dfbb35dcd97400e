package dev.latticenano.core.session;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Cursor;
import dev.latticenano.core.crypto.Signer;
import dev.latticenano.core.frame.FrameWriter;
import dev.latticenano.core.frame.Message;
import dev.latticenano.core.intention.AuthorId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The body of message 163, {@code join}.
 *
 * <pre>
 * 1 name              bytes 8    the store's blinded name, made as the joiner's offer of it would be
 * 2 key               bytes 32   who wants in
 * 3 invite_signature  bytes 64   by the invite's key
 * 4 signature         bytes 64   by {@code key}
 * 5 device            bytes ≤ 64 what the joiner calls itself, UTF-8
 * 6 invite            bytes 32   the invite's public key
 * </pre>
 *
 * Cold; copies what it reads. Source: docs/protocol.md §14 (ours).
 */
final class JoinView {
  static final int NAME_BYTES = StoreKey.OFFER_BYTES;

  private final byte[][] values = new byte[7][];

  /** Reads a body; whether it has all parts at their lengths. */
  Verdict read(byte[] bytes, int offset, int length) {
    Arrays.fill(values, new byte[0]);
    Cursor fields = new Cursor().wrap(bytes, offset, length);
    while (fields.nextField()) {
      int number = fields.fieldNumber();
      if (number < values.length && fields.wireType() == Cursor.BYTES) {
        int at = fields.dataOffset();
        values[number] = Arrays.copyOfRange(bytes, at, at + fields.dataLength());
      }
    }
    boolean whole =
        name().length == NAME_BYTES
            && key().length == AuthorId.BYTES
            && inviteSignature().length == Signer.SIGNATURE_BYTES
            && signature().length == Signer.SIGNATURE_BYTES
            && device().length <= Greeting.NAME_BYTES_MAX
            && invite().length == AuthorId.BYTES;
    return whole && !fields.malformed() ? Verdict.OK : Verdict.JOIN_MALFORMED;
  }

  byte[] name() {
    return values[1];
  }

  byte[] key() {
    return values[2];
  }

  byte[] inviteSignature() {
    return values[3];
  }

  byte[] signature() {
    return values[4];
  }

  byte[] device() {
    return values[5];
  }

  byte[] invite() {
    return values[6];
  }

  /** The device's name as it may be shown to people: nothing in it moves their cursor. */
  String shownDevice() {
    return new String(device(), StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}", "?");
  }

  /** Writes the frame of a join; returns its bytes. */
  static int write(FrameWriter writer, byte[] out, int offset, byte[][] values) {
    writer.start(out, offset, Message.JOIN);
    for (int field = 1; field < values.length; field++) {
      writer.bytes(field, values[field], 0, values[field].length);
    }
    return writer.finish();
  }
}
