package dev.latticenano.core.frame;

import dev.latticenano.core.bytes.Varint;

/**
 * Writes one frame into the caller's buffer: {@link #start}, fields in ascending order, {@link
 * #finish}. The body goes where it would be behind the longest header and is moved down at the end.
 * The buffer must have room for what is written; callers size it by {@code Limits.FRAME_BYTES_MAX}.
 * Allocates nothing after construction.
 */
public final class FrameWriter {
  // Tag of a number from 16 to 2047, then a length below 2^21.
  private static final int HEADER_BYTES = 2 + 3;
  private static final int VARINT = 0;
  private static final int LENGTH_DELIMITED = 2;

  private byte[] out;
  private int start;
  private int at;
  private int number;

  /** Begins the frame of message {@code number} at {@code out[offset]}. */
  public FrameWriter start(byte[] out, int offset, int number) {
    this.out = out;
    this.start = offset;
    this.at = offset + HEADER_BYTES;
    this.number = number;
    return this;
  }

  /** Writes an unsigned number; 0 is left out, as protobuf does. */
  public FrameWriter number(int field, long value) {
    if (value != 0) {
      at += Varint.write(out, at, (long) field << 3 | VARINT);
      at += Varint.write(out, at, value);
    }
    return this;
  }

  /** Writes a byte field of {@code length} bytes; none is left out. */
  public FrameWriter bytes(int field, byte[] source, int offset, int length) {
    if (length > 0) {
      int to = open(field, length);
      System.arraycopy(source, offset, out, to, length);
    }
    return this;
  }

  /**
   * Writes the header of a byte field whose {@code length} bytes the caller then puts at the offset
   * returned.
   */
  public int open(int field, int length) {
    at += Varint.write(out, at, (long) field << 3 | LENGTH_DELIMITED);
    at += Varint.write(out, at, length);
    int to = at;
    at += length;
    return to;
  }

  /** Bytes written so far, the longest header included. */
  public int length() {
    return at - start;
  }

  /** Completes the frame; returns its bytes from the offset given to {@link #start}. */
  public int finish() {
    int bodyLength = at - start - HEADER_BYTES;
    int to = start + Varint.write(out, start, (long) number << 3 | LENGTH_DELIMITED);
    to += Varint.write(out, to, bodyLength);
    System.arraycopy(out, start + HEADER_BYTES, out, to, bodyLength);
    return to + bodyLength - start;
  }
}
