package dev.latticenano.link;

import java.util.Arrays;

/**
 * Frames cut out of a byte stream in which each is preceded by its length.
 *
 * <pre>
 * +--------+--------+--------+--------+----------------- - - -
 * |  length of the frame, big-endian  |  the frame: length bytes
 * +--------+--------+--------+--------+----------------- - - -
 * </pre>
 *
 * <p>The length is checked before anything is reserved for it, and the reserve grows with the bytes
 * that really came, so a liar costs nothing. A reserve above {@link #KEPT_BYTES_MAX} is given back
 * after its frame: thousands of idle links stay small. Source: docs/links.md, link-3 (the Rust
 * engine's framing).
 */
final class FrameAssembler {
  /** Bytes of the length before each frame. */
  static final int PREFIX_BYTES = 4;

  private static final int FIRST_BYTES = 4096;
  private static final int KEPT_BYTES_MAX = 256 * 1024;

  private final byte[] prefix = new byte[PREFIX_BYTES];
  private final boolean signs;
  private byte[] frame = new byte[FIRST_BYTES];
  private int prefixHave;
  private int frameHave;
  private int frameBytes;

  /** For a stream without signs of life. */
  FrameAssembler() {
    this(false);
  }

  /** With {@code signs} a length of 0 is a sign of life and no frame; otherwise it is refused. */
  FrameAssembler(boolean signs) {
    this.signs = signs;
  }

  /**
   * Takes bytes up to the end of the frame being built and returns how many; the rest stay the
   * caller's.
   */
  int accept(byte[] in, int offset, int length) throws LinkException {
    int at = offset;
    int end = offset + length;
    while (prefixHave < PREFIX_BYTES && at < end) {
      prefix[prefixHave++] = in[at++];
      if (prefixHave == PREFIX_BYTES) {
        int announced = readPrefix(prefix, 0);
        if (announced == 0 && signs) {
          prefixHave = 0;
        } else {
          frameBytes = checkedLength(announced);
        }
      }
    }
    if (prefixHave == PREFIX_BYTES) {
      int take = Math.min(end - at, frameBytes - frameHave);
      reserve(frameHave + take);
      System.arraycopy(in, at, frame, frameHave, take);
      frameHave += take;
      at += take;
    }
    return at - offset;
  }

  /** Whether a whole frame waits to be taken. */
  boolean complete() {
    return prefixHave == PREFIX_BYTES && frameHave == frameBytes;
  }

  /** Whether some but not all of a frame has come. */
  boolean torn() {
    return prefixHave > 0 && !complete();
  }

  /** Moves the whole frame to {@code out} and returns its length. */
  int take(byte[] out, int offset) throws LinkException {
    int length = frameBytes;
    if (length > out.length - offset) {
      throw new LinkException(
          LinkException.Kind.BAD_FRAME,
          "frame of " + length + " bytes beyond the room of " + (out.length - offset));
    }
    System.arraycopy(frame, 0, out, offset, length);
    if (frame.length > KEPT_BYTES_MAX) {
      frame = new byte[FIRST_BYTES];
    }
    prefixHave = 0;
    frameHave = 0;
    return length;
  }

  private void reserve(int bytes) {
    if (bytes > frame.length) {
      int grown = Math.min(frameBytes, Math.max(bytes, 2 * frame.length));
      frame = Arrays.copyOf(frame, grown);
    }
  }

  private static int checkedLength(int length) throws LinkException {
    if (length < 1 || length > Link.FRAME_BYTES_MAX) {
      throw new LinkException(
          LinkException.Kind.BAD_FRAME,
          "peer announces a frame of "
              + Integer.toUnsignedString(length)
              + " bytes outside 1.."
              + Link.FRAME_BYTES_MAX);
    }
    return length;
  }

  static int readPrefix(byte[] in, int offset) {
    return (in[offset] & 0xff) << 24
        | (in[offset + 1] & 0xff) << 16
        | (in[offset + 2] & 0xff) << 8
        | (in[offset + 3] & 0xff);
  }

  static void writePrefix(byte[] out, int offset, int length) {
    out[offset] = (byte) (length >>> 24);
    out[offset + 1] = (byte) (length >>> 16);
    out[offset + 2] = (byte) (length >>> 8);
    out[offset + 3] = (byte) length;
  }
}
