package dev.latticenano.link.serial;

import java.util.zip.CRC32C;

/**
 * One frame of the serial line before stuffing: a view on bytes, and their writer.
 *
 * <pre>
 *  0                1                2        3        4        5
 * +-------+-------+-------+-------+--------+--------+--------+--------+
 * |version| type  | port  | flags |   tag           |   seq           |
 * +-------+-------+-------+-------+--------+--------+--------+--------+
 * |   ack           | credit |  only with flag ACKED
 * +--------+--------+--------+---------------------------- - - - -
 * |  payload, 0..1024 bytes
 * +--------+--------+--------+--------+
 * |  CRC-32C of everything before     |
 * +--------+--------+--------+--------+
 * </pre>
 *
 * <p>Numbers are little-endian; the first-named nibble is the high one. Call {@link #check} once,
 * then read. Allocates nothing after construction. Source: docs/links.md, link-9 to link-16.
 */
public final class SerialFrame {
  public static final int VERSION = 1;

  public static final int TYPE_SYNC = 1;
  public static final int TYPE_DATA = 2;
  public static final int TYPE_ACK = 3;
  public static final int TYPE_PING = 4;
  public static final int TYPE_BYE = 5;

  /** The frame carries ack and credit. */
  public static final int FLAG_ACKED = 1;

  /** This SYNC answers one and wants no answer. */
  public static final int FLAG_ANSWER = 2;

  public static final int PORT_MAX = 15;
  public static final int HEADER_BYTES = 6;
  public static final int ACKED_BYTES = 3;
  public static final int CHECKSUM_BYTES = 4;
  public static final int PAYLOAD_BYTES_MAX = 1024;

  /** The shortest payload a receiver may insist on. */
  public static final int PAYLOAD_BYTES_MIN = 96;

  /** Frames that may be under way in one direction. */
  public static final int WINDOW_FRAMES = 128;

  /** Connection numbers of sender and receiver, longest payload, window. */
  public static final int SYNC_BYTES = 11;

  /** One bit for each frame of the window but the first, which the ack itself speaks of. */
  public static final int BITMAP_BYTES_MAX = 16;

  public static final int FRAME_BYTES_MAX =
      HEADER_BYTES + ACKED_BYTES + PAYLOAD_BYTES_MAX + CHECKSUM_BYTES;

  private final CRC32C crc = new CRC32C();
  private byte[] bytes;
  private int start;
  private int size;

  /** Points the view at bytes that stay the caller's. */
  public SerialFrame wrap(byte[] buffer, int offset, int length) {
    bytes = buffer;
    start = offset;
    size = length;
    return this;
  }

  /** Whether the bytes are a frame; everything below assumes {@link LineVerdict#VALID}. */
  public LineVerdict check() {
    if (size < HEADER_BYTES + CHECKSUM_BYTES) {
      return LineVerdict.TOO_SHORT;
    }
    if (size > FRAME_BYTES_MAX) {
      return LineVerdict.TOO_LONG;
    }
    if (checksum(bytes, start, size - CHECKSUM_BYTES) != readInt(start + size - CHECKSUM_BYTES)) {
      return LineVerdict.BAD_CHECKSUM;
    }
    if ((bytes[start] & 0xff) >>> 4 != VERSION) {
      return LineVerdict.UNKNOWN_VERSION;
    }
    if (type() < TYPE_SYNC || type() > TYPE_BYE) {
      return LineVerdict.UNKNOWN_TYPE;
    }
    if ((flags() & ~flagsAllowed(type())) != 0 || type() == TYPE_ACK && !acked()) {
      return LineVerdict.UNKNOWN_FLAG;
    }
    if (size < HEADER_BYTES + CHECKSUM_BYTES + (acked() ? ACKED_BYTES : 0)) {
      return LineVerdict.TOO_SHORT;
    }
    return payloadFits() ? LineVerdict.VALID : LineVerdict.BAD_PAYLOAD;
  }

  private static int flagsAllowed(int type) {
    return type == TYPE_SYNC ? FLAG_ANSWER : FLAG_ACKED;
  }

  private boolean payloadFits() {
    int length = payloadLength();
    switch (type()) {
      case TYPE_SYNC:
        return length == SYNC_BYTES
            && syncMine() != 0
            && syncPayloadMax() >= PAYLOAD_BYTES_MIN
            && syncWindow() >= 1
            && syncWindow() <= WINDOW_FRAMES;
      case TYPE_DATA:
        return length >= 1 && length <= PAYLOAD_BYTES_MAX;
      case TYPE_ACK:
        return length <= BITMAP_BYTES_MAX;
      default:
        return length == 0;
    }
  }

  public int type() {
    return bytes[start] & 0x0f;
  }

  public int port() {
    return (bytes[start + 1] & 0xff) >>> 4;
  }

  public int flags() {
    return bytes[start + 1] & 0x0f;
  }

  public boolean acked() {
    return (flags() & FLAG_ACKED) != 0;
  }

  public boolean answer() {
    return (flags() & FLAG_ANSWER) != 0;
  }

  /** The connection this belongs to, 0..65535; 0 in a SYNC. */
  public int tag() {
    return readShort(start + 2);
  }

  /** DATA: its own number. BYE: the number after the last DATA. 0..65535. */
  public int seq() {
    return readShort(start + 4);
  }

  /** The first number not yet received, 0..65535; only when {@link #acked}. */
  public int ack() {
    return readShort(start + HEADER_BYTES);
  }

  /** How many frames from {@link #ack} on have room, 0..128; only when {@link #acked}. */
  public int credit() {
    return bytes[start + HEADER_BYTES + 2] & 0xff;
  }

  /** Where the payload begins in the wrapped array. */
  public int payloadOffset() {
    return start + HEADER_BYTES + (acked() ? ACKED_BYTES : 0);
  }

  public int payloadLength() {
    return start + size - CHECKSUM_BYTES - payloadOffset();
  }

  /** SYNC: the sender's connection number, never 0. */
  public int syncMine() {
    return readInt(payloadOffset());
  }

  /** SYNC: the receiver's connection number as the sender knows it, or 0. */
  public int syncTheirs() {
    return readInt(payloadOffset() + 4);
  }

  /** SYNC: the longest payload the sender accepts, in bytes. */
  public int syncPayloadMax() {
    return readShort(payloadOffset() + 8);
  }

  /** SYNC: how many frames the sender has room for. */
  public int syncWindow() {
    return bytes[payloadOffset() + 10] & 0xff;
  }

  /** ACK: whether frame {@code ack + 1 + index} has been received. */
  public boolean bit(int index) {
    return index >>> 3 < payloadLength()
        && (bytes[payloadOffset() + (index >>> 3)] >>> (index & 7) & 1) != 0;
  }

  /** Writes a header without ack and returns where the payload goes. */
  public static int writeHeader(
      byte[] out, int offset, int type, int port, int flags, int tag, int seq) {
    out[offset] = (byte) (VERSION << 4 | type);
    out[offset + 1] = (byte) (port << 4 | flags);
    writeShort(out, offset + 2, tag);
    writeShort(out, offset + 4, seq);
    return offset + HEADER_BYTES;
  }

  /** Writes what {@link #FLAG_ACKED} promises and returns where the payload goes. */
  public static int writeAcked(byte[] out, int offset, int ack, int credit) {
    writeShort(out, offset, ack);
    out[offset + 2] = (byte) credit;
    return offset + ACKED_BYTES;
  }

  /** Writes the payload of a SYNC and returns where it ends. */
  public static int writeSync(
      byte[] out, int offset, int mine, int theirs, int payloadMax, int window) {
    writeInt(out, offset, mine);
    writeInt(out, offset + 4, theirs);
    writeShort(out, offset + 8, payloadMax);
    out[offset + 10] = (byte) window;
    return offset + SYNC_BYTES;
  }

  /** Closes the frame in {@code out[offset..end)} with its checksum and returns its length. */
  public int seal(byte[] out, int offset, int end) {
    writeInt(out, end, checksum(out, offset, end - offset));
    return end + CHECKSUM_BYTES - offset;
  }

  private int checksum(byte[] in, int offset, int length) {
    crc.reset();
    crc.update(in, offset, length);
    return (int) crc.getValue();
  }

  private int readShort(int at) {
    return bytes[at] & 0xff | (bytes[at + 1] & 0xff) << 8;
  }

  private int readInt(int at) {
    return readShort(at) | readShort(at + 2) << 16;
  }

  private static void writeShort(byte[] out, int at, int value) {
    out[at] = (byte) value;
    out[at + 1] = (byte) (value >>> 8);
  }

  private static void writeInt(byte[] out, int at, int value) {
    writeShort(out, at, value);
    writeShort(out, at + 2, value >>> 16);
  }

  @Override
  public String toString() {
    return "SerialFrame type=" + type() + " seq=" + seq() + " payload=" + payloadLength();
  }
}
