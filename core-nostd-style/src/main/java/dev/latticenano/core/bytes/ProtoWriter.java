package dev.latticenano.core.bytes;

import java.util.Objects;

/**
 * A writer of one protobuf message into the caller's buffer. When the buffer is too short it goes
 * on counting without writing, and {@link #finish} tells how much was missing. Allocates nothing;
 * reusable.
 *
 * <p>Fields come out in the order of the calls: ascending numbers make the bytes that Rust's
 * encoder makes. That encoder also leaves out plain fields of value zero; the {@code …UnlessZero}
 * and {@code …UnlessEmpty} methods do the same.
 */
public final class ProtoWriter {
  private byte[] out = new byte[0];
  private int start;
  private int position;
  private int limit;

  /** Starts a message at {@code offset} that may reach to {@code limit}, which is not written. */
  public ProtoWriter wrap(byte[] out, int offset, int limit) {
    Objects.checkFromToIndex(offset, limit, out.length);
    this.out = out;
    start = offset;
    position = offset;
    this.limit = limit;
    return this;
  }

  /** Bytes of the message so far, written or not. */
  public int length() {
    return position - start;
  }

  /** Whether the message is longer than its room; the bytes written are then worthless. */
  public boolean overflowed() {
    return position > limit;
  }

  /** The bytes written, or minus the bytes missing. */
  public int finish() {
    return overflowed() ? limit - position : length();
  }

  /** Writes a varint field, 0 included. */
  public ProtoWriter varint(int field, long value) {
    return tag(field, Cursor.VARINT).raw(value);
  }

  /** Writes a varint field that is absent when 0. */
  public ProtoWriter varintUnlessZero(int field, long value) {
    return value == 0 ? this : varint(field, value);
  }

  /** Writes a field of eight bytes, little-endian. */
  public ProtoWriter fixed64(int field, long value) {
    tag(field, Cursor.FIXED64);
    if (limit - position >= 8) {
      LittleEndian.putLong(out, position, value);
    }
    position = Math.addExact(position, 8);
    return this;
  }

  /** Writes a field of {@code length} bytes from {@code source}, empty ones included. */
  public ProtoWriter bytes(int field, byte[] source, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, source.length);
    tag(field, Cursor.BYTES).raw(length);
    if (limit - position >= length) {
      System.arraycopy(source, offset, out, position, length);
    }
    position = Math.addExact(position, length);
    return this;
  }

  /** Writes a field of bytes that is absent when empty. */
  public ProtoWriter bytesUnlessEmpty(int field, byte[] source, int offset, int length) {
    return length == 0 ? this : bytes(field, source, offset, length);
  }

  /**
   * Opens a nested message: what is written until {@link #close} is its content. Messages nest.
   *
   * @return the mark to close it with
   */
  public int open(int field) {
    tag(field, Cursor.BYTES).raw(0);
    return position;
  }

  /** Closes the nested message: puts its length before it, moving it if that takes more bytes. */
  public void close(int mark) {
    int length = position - mark;
    int moved = Varint.size(length) - 1;
    if (position <= limit - moved) {
      System.arraycopy(out, mark, out, mark + moved, length);
      Varint.write(out, mark - 1, length);
    }
    position = Math.addExact(position, moved);
  }

  private ProtoWriter tag(int field, int wireType) {
    if (field < 1 || field >= 1 << 29) {
      throw new IllegalArgumentException("no field number: " + field);
    }
    return raw((long) field << 3 | wireType);
  }

  private ProtoWriter raw(long value) {
    int size = Varint.size(value);
    if (limit - position >= size) {
      Varint.write(out, position, value);
    }
    position = Math.addExact(position, size);
    return this;
  }
}
