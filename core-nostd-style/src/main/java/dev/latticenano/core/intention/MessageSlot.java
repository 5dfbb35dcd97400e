package dev.latticenano.core.intention;

/**
 * The bytes of one nested protobuf message. A writer may split a message over several fields of the
 * same number; protobuf says their bytes in a row are the message. Then, and only then, the slot
 * allocates an array to put them in a row.
 */
final class MessageSlot {
  /** The number of a member that is ours, in a oneof of the Rust engine's. */
  static final int OURS = 1000;

  /** The bit that stands for {@link #OURS} in a set of members. */
  static final int OURS_BIT = 63;

  private static final byte[] NONE = {};

  private byte[] bytes = NONE;
  private int offset;
  private int length;
  private boolean owned;

  void clear() {
    set(NONE, 0, 0);
  }

  void set(byte[] bytes, int offset, int length) {
    this.bytes = bytes;
    this.offset = offset;
    this.length = length;
    owned = false;
  }

  void append(byte[] more, int moreOffset, int moreLength) {
    if (length == 0) {
      set(more, moreOffset, moreLength);
      return;
    }
    if (!owned || bytes.length - length < moreLength) {
      // Doubling keeps a message split into many small parts linear.
      byte[] joined = new byte[2 * (length + moreLength)];
      System.arraycopy(bytes, offset, joined, 0, length);
      set(joined, 0, length);
      owned = true;
    }
    System.arraycopy(more, moreOffset, bytes, length, moreLength);
    length += moreLength;
  }

  /**
   * Takes the last set member of a oneof of messages in {@code from}.
   *
   * @param tags the members' numbers as bits, each below 63; bit {@value #OURS_BIT} stands for
   *     {@value #OURS}
   * @return the member's number, or 0 if none is set, which leaves the slot empty
   */
  int pick(ProtoFields fields, MessageSlot from, long tags) {
    clear();
    int picked = 0;
    fields.wrap(from.bytes, from.offset, from.length);
    while (fields.next()) {
      int tag = fields.tag();
      int bit = tag == OURS ? OURS_BIT : tag;
      if ((tag < OURS_BIT || tag == OURS) && (tags >>> bit & 1) != 0) {
        if (tag != picked) {
          clear();
        }
        picked = tag;
        append(fields.bytes(), fields.offset(), fields.length());
      }
    }
    return picked;
  }

  byte[] bytes() {
    return bytes;
  }

  int offset() {
    return offset;
  }

  int length() {
    return length;
  }
}
