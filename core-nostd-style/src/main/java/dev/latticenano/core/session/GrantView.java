package dev.latticenano.core.session;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Cursor;
import dev.latticenano.core.crypto.Aead;
import dev.latticenano.core.frame.FrameWriter;
import dev.latticenano.core.frame.Message;
import java.util.Arrays;

/**
 * The body of message 170, {@code grant}.
 *
 * <pre>
 * 1 name    bytes 8  the store's blinded name, made as the sender's offer of it would be
 * 2 box     bytes    a sealed SignedIntention, {@link GrantCipher}
 * 3 number  number   how many other grants the sender has sent in this conversation
 * </pre>
 *
 * Cold; copies what it reads. Source: docs/protocol.md §14 (ours).
 */
final class GrantView {
  private static final byte[] NONE = {};

  private final Cursor fields = new Cursor();
  private byte[] name = NONE;
  private byte[] box = NONE;
  private int number;

  /** Reads a body: OK or GRANT_MALFORMED. */
  Verdict read(byte[] bytes, int offset, int length) {
    name = NONE;
    box = NONE;
    long said = 0;
    fields.wrap(bytes, offset, length);
    while (fields.nextField()) {
      switch (fields.fieldNumber()) {
        case 1 -> name = field(bytes);
        case 2 -> box = fields.dataLength() <= Limits.GRANT_BYTES_MAX ? field(bytes) : NONE;
        case 3 -> said = fields.value();
        default -> {}
      }
    }
    boolean whole = name.length == StoreKey.OFFER_BYTES && box.length > Aead.TAG_BYTES;
    number = (int) said;
    return fields.malformed() || !whole || said >>> 31 != 0 ? Verdict.GRANT_MALFORMED : Verdict.OK;
  }

  private byte[] field(byte[] bytes) {
    int at = fields.dataOffset();
    return Arrays.copyOfRange(bytes, at, at + fields.dataLength());
  }

  byte[] name() {
    return name;
  }

  byte[] box() {
    return box;
  }

  int number() {
    return number;
  }

  /** Writes a whole message; returns its bytes. */
  static int write(
      FrameWriter writer, byte[] out, int offset, byte[] name, byte[] box, int number) {
    return writer
        .start(out, offset, Message.GRANT)
        .bytes(1, name, 0, name.length)
        .bytes(2, box, 0, box.length)
        .number(3, number)
        .finish();
  }
}
