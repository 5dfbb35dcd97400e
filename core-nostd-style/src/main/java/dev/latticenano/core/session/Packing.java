package dev.latticenano.core.session;

import dev.latticenano.core.Limits;
import dev.latticenano.core.bytes.Varint;
import dev.latticenano.core.frame.Message;
import java.util.Arrays;

/**
 * One frame that is being filled with messages, so that one seal serves for all that is due. A
 * message that turns out too long to stand behind others is kept back for the next frame; alone, a
 * message may be as long as it is.
 */
final class Packing {
  private static final byte[] NONE = {};

  private final int aim;
  private byte[] kept = NONE;
  private byte[] out;
  private int offset;
  private int used;
  private int count;
  private boolean full;

  /** Frames of about {@code aim} bytes. */
  Packing(int aim) {
    this.aim = aim;
  }

  /** Begins a frame of a conversation at {@code out[offset]}, with what was kept back. */
  void begin(byte[] newOut, int newOffset, int conversation) {
    out = newOut;
    offset = newOffset;
    used = 0;
    count = 0;
    full = false;
    if (conversation > 0) {
      used = Varint.write(out, offset, (long) Message.CONVERSATION << 3);
      used += Varint.write(out, offset + used, conversation);
    }
    if (kept.length > 0) {
      System.arraycopy(kept, 0, out, at(), kept.length);
      int length = kept.length;
      kept = NONE;
      add(length);
    }
  }

  /** Where the next message goes. */
  int at() {
    return offset + used;
  }

  /** Bytes that a message may take if it is to go with what is here. */
  int room() {
    return aim - used;
  }

  /** True while there is no message. */
  boolean isEmpty() {
    return count == 0;
  }

  /** True if no further message goes into this frame. */
  boolean isFull() {
    return full;
  }

  /** A message of {@code length} bytes was written at {@link #at}; false if it was none. */
  boolean add(int length) {
    if (length == 0) {
      return false;
    }
    if (count > 0 && used + length > aim) {
      kept = Arrays.copyOfRange(out, at(), at() + length);
      full = true;
      return true;
    }
    used += length;
    count++;
    full = count == Limits.FRAME_MESSAGES_MAX || used >= aim;
    return true;
  }

  /** No further message goes into this frame. */
  void close() {
    full = true;
  }

  /** Bytes of the frame; 0 if there was nothing to say. */
  int finish() {
    return count == 0 ? 0 : used;
  }
}
