package dev.latticenano.core.frame;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Cursor;

/**
 * One frame: a protobuf {@code PeerMessage} with exactly one field, whose number says which message
 * it is.
 *
 * <pre>
 *   0  tag       varint   number &lt;&lt; 3 | 2
 *      length    varint   bytes of the body
 *      body               the message's fields
 * </pre>
 *
 * Allocates nothing after construction. Source: docs/protocol.md §14.
 */
public final class FrameView {
  private static final int LENGTH_DELIMITED = 2;

  private final Cursor cursor = new Cursor();
  private byte[] bytes;
  private int offset;
  private int length;
  private int number;
  private int bodyOffset;
  private int bodyLength;

  /** Looks at {@code length} bytes from {@code bytes[offset]}; nothing is checked yet. */
  public FrameView wrap(byte[] bytes, int offset, int length) {
    this.bytes = bytes;
    this.offset = offset;
    this.length = length;
    number = 0;
    return this;
  }

  /** Whether the bytes are exactly one message; accessors assume OK. */
  public Verdict check() {
    if (length > Limits.FRAME_BYTES_MAX) {
      return Verdict.FRAME_TOO_LONG;
    }
    cursor.wrap(bytes, offset, length);
    if (!cursor.nextField() || cursor.wireType() != LENGTH_DELIMITED) {
      return Verdict.FRAME_MALFORMED;
    }
    number = cursor.fieldNumber();
    bodyOffset = cursor.dataOffset();
    bodyLength = cursor.dataLength();
    return bodyOffset + bodyLength == offset + length ? Verdict.OK : Verdict.FRAME_MALFORMED;
  }

  /** The array all offsets count in. */
  public byte[] bytes() {
    return bytes;
  }

  /** Which message: see {@link Message}; 0 if the bytes are none. */
  public int number() {
    return number;
  }

  /** Where the body begins. */
  public int bodyOffset() {
    return bodyOffset;
  }

  /** Bytes of the body. */
  public int bodyLength() {
    return bodyLength;
  }

  @Override
  public String toString() {
    return "message " + number + " of " + bodyLength + " bytes";
  }
}
