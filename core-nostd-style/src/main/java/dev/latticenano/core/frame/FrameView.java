package dev.latticenano.core.frame;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Cursor;

/**
 * One frame: protobuf {@code PeerMessage} fields, 1 to {@code Limits.FRAME_MESSAGES_MAX} of them in
 * the order in which they count, each a message whose number says which; before them the number of
 * the conversation, if it is not 0.
 *
 * <pre>
 *   0  tag           varint   99 &lt;&lt; 3 | 0; absent in conversation 0
 *      conversation  varint   below 2³¹
 *
 *   0  tag           varint   number &lt;&lt; 3 | 2, once a message
 *      length        varint   bytes of the body
 *      body                   the message's fields
 * </pre>
 *
 * After {@link #check} the accessors speak of the first message, after each {@link #next} of
 * another. Allocates nothing after construction. Source: docs/protocol.md §14.
 */
public final class FrameView {
  private final Cursor cursor = new Cursor();
  private byte[] bytes;
  private int offset;
  private int length;
  private int conversation;
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

  /** Whether the bytes are messages, all of them; accessors assume OK. */
  public Verdict check() {
    if (length > Limits.FRAME_BYTES_MAX) {
      return Verdict.FRAME_TOO_LONG;
    }
    cursor.wrap(bytes, offset, length);
    boolean tagged = cursor.nextField() && cursor.is(Message.CONVERSATION, Cursor.VARINT);
    conversation = tagged ? (int) cursor.value() : 0;
    if (tagged && cursor.value() >>> 31 != 0 || tagged && !cursor.nextField()) {
      return Verdict.FRAME_MALFORMED;
    }
    int first = cursor.dataOffset();
    int firstNumber = cursor.fieldNumber();
    int firstLength = cursor.dataLength();
    int count = 0;
    do {
      if (cursor.malformed() || cursor.wireType() != Cursor.BYTES) {
        return Verdict.FRAME_MALFORMED;
      }
      count++;
    } while (cursor.nextField() || cursor.malformed());
    if (count > Limits.FRAME_MESSAGES_MAX) {
      return Verdict.FRAME_MESSAGES_TOO_MANY;
    }
    number = firstNumber;
    bodyOffset = first;
    bodyLength = firstLength;
    return Verdict.OK;
  }

  /** The same bytes now lie here, at the same offsets. */
  public void moved(byte[] copy) {
    bytes = copy;
  }

  /** Goes on to the next message; false if there is none. */
  public boolean next() {
    int at = bodyOffset + bodyLength;
    cursor.wrap(bytes, at, offset + length - at);
    if (!cursor.nextField()) {
      return false;
    }
    number = cursor.fieldNumber();
    bodyOffset = cursor.dataOffset();
    bodyLength = cursor.dataLength();
    return true;
  }

  /** The conversation that the frame belongs to, from 0. */
  public int conversation() {
    return conversation;
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
