package dev.latticenano.link.serial;

import java.util.Arrays;

/**
 * The bytes that came in: numbered frames in any order, read as one stream.
 *
 * <pre>
 *   | read | whole, not yet read | hole, frame, hole, ... | refused
 *          ^ unread              ^ next                   ^ unread + 128
 * </pre>
 *
 * <p>Room that was once promised is never taken back. Allocates nothing after construction. Source:
 * docs/links.md, link-20.
 */
final class ReceiveWindow {
  private static final int SLOTS = SerialFrame.WINDOW_FRAMES;
  private static final int SLOT_BYTES = SerialFrame.PAYLOAD_BYTES_MAX;
  private static final int SEQ_MASK = 0xffff;

  private final byte[] bytes = new byte[SLOTS * SLOT_BYTES];
  private final int[] slotLength = new int[SLOTS];
  private long unread;
  private int unreadOffset;
  private long next;
  private long end;
  private int readable;

  /** Forgets everything. */
  void reset() {
    Arrays.fill(slotLength, 0);
    unread = 0;
    unreadOffset = 0;
    next = 0;
    end = 0;
    readable = 0;
  }

  /** Keeps the payload of a DATA frame; false when it is a repetition or has no room. */
  boolean accept(SerialFrame frame, byte[] in) {
    int ahead = frame.seq() - (int) next & SEQ_MASK;
    long seq = next + ahead;
    int slot = slot(seq);
    if (seq >= unread + SLOTS || slotLength[slot] != 0) {
      return false;
    }
    int length = frame.payloadLength();
    System.arraycopy(in, frame.payloadOffset(), bytes, slot * SLOT_BYTES, length);
    slotLength[slot] = length;
    end = Math.max(end, seq + 1);
    while (next < end && slotLength[slot(next)] != 0) {
      readable += slotLength[slot(next)];
      next++;
    }
    return true;
  }

  /** Moves bytes to {@code out} and returns how many. */
  int read(byte[] out, int offset, int length) {
    int done = 0;
    while (done < length && unread < next) {
      int slot = slot(unread);
      int n = Math.min(length - done, slotLength[slot] - unreadOffset);
      System.arraycopy(bytes, slot * SLOT_BYTES + unreadOffset, out, offset + done, n);
      done += n;
      unreadOffset += n;
      if (unreadOffset == slotLength[slot]) {
        slotLength[slot] = 0;
        unreadOffset = 0;
        unread++;
      }
    }
    readable -= done;
    return done;
  }

  /** Bytes that {@link #read} can give now. */
  int readable() {
    return readable;
  }

  /** Whether a frame is missing before one that came. */
  boolean torn() {
    return end > next;
  }

  /** The first number not received, as it stands on the wire. */
  int wireNext() {
    return (int) next & SEQ_MASK;
  }

  /** How many frames from {@link #wireNext} on have room. */
  int credit() {
    return (int) (unread + SLOTS - next);
  }

  /** The first number without room, counted without end. */
  long creditEnd() {
    return unread + SLOTS;
  }

  /**
   * Writes which frames after the first missing one have come, as few bytes as that takes, and
   * returns how many.
   */
  int writeBitmap(byte[] out, int offset) {
    int bits = (int) Math.max(0, end - next - 1);
    int length = bits + 7 >>> 3;
    for (int i = 0; i < length; i++) {
      int octet = 0;
      for (int bit = 0; bit < 8; bit++) {
        long seq = next + 1 + 8L * i + bit;
        if (seq < end && slotLength[slot(seq)] != 0) {
          octet |= 1 << bit;
        }
      }
      out[offset + i] = (byte) octet;
    }
    return length;
  }

  @Override
  public String toString() {
    return "ReceiveWindow unread %d next %d end %d readable %d"
        .formatted(unread, next, end, readable);
  }

  private static int slot(long seq) {
    return (int) seq & SLOTS - 1;
  }
}
