package dev.latticenano.core.bytes;

import java.util.Objects;

/**
 * A reader that walks the fields of one protobuf message inside a byte array, or reads single
 * varints. It never throws for what the bytes hold: the first malformed one stops it for good, and
 * {@link #malformed} says so. Allocates nothing; one cursor per nesting level is reused.
 *
 * <pre>
 * cursor.wrap(bytes, offset, length);
 * while (cursor.nextField()) {
 *   switch (cursor.fieldNumber()) { … unknown numbers need no case … }
 * }
 * if (cursor.malformed()) { … }
 * </pre>
 *
 * <p>A field is a varint tag, {@code number << 3 | wireType}, then its content. Malformed are: a
 * content beyond the end, a number of 0 or above 2²⁹ − 1, the group types 3 and 4, the types 6 and
 * 7, and a varint of more than 64 bits. Source: the protobuf encoding specification.
 */
public final class Cursor {
  /** Wire type of {@link #value}: an integer of one to ten bytes. */
  public static final int VARINT = 0;

  /** Wire type of {@link #value}: eight bytes, little-endian. */
  public static final int FIXED64 = 1;

  /** Wire type of bytes, text and nested messages. */
  public static final int BYTES = 2;

  /** Wire type of {@link #value}: four bytes, little-endian, read as unsigned. */
  public static final int FIXED32 = 5;

  private static final byte[] NONE = {};

  private byte[] bytes = NONE;
  private int position;
  private int limit;
  private boolean malformed;
  private boolean overlong;
  private int fieldNumber;
  private int wireType;
  private long value;
  private int dataOffset;
  private int dataLength;

  /** Starts over on {@code length} bytes, which are borrowed until the next wrap. */
  public Cursor wrap(byte[] bytes, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    this.bytes = bytes;
    position = offset;
    limit = offset + length;
    malformed = false;
    overlong = false;
    return clearField();
  }

  /**
   * Goes on in {@code newBytes}, borrowed as by {@link #wrap}, which holds the same from there on.
   */
  public void moved(byte[] newBytes) {
    Objects.checkFromIndexSize(position, limit - position, newBytes.length);
    bytes = newBytes;
  }

  /** Starts over on the content of {@code parent}'s current field, which is a nested message. */
  public Cursor wrapData(Cursor parent) {
    return wrap(parent.bytes, parent.dataOffset, parent.dataLength);
  }

  /** The index in the array of the next byte to read. */
  public int position() {
    return position;
  }

  /** Bytes not yet read. */
  public int remaining() {
    return limit - position;
  }

  /** Whether something malformed was met since the last wrap. Nothing is read after it. */
  public boolean malformed() {
    return malformed;
  }

  /**
   * Whether some varint since the last wrap took more bytes than its value needs. Protobuf allows
   * it; bytes that must have one form only do not.
   */
  public boolean overlong() {
    return overlong;
  }

  /** Reads one varint; 0 if malformed. */
  public long varint() {
    long result = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      if (malformed || position == limit) {
        return fail();
      }
      byte b = bytes[position++];
      if (shift == 63 && (b & 0xFE) != 0) {
        return fail();
      }
      result |= (b & 0x7FL) << shift;
      if (b >= 0) {
        overlong |= b == 0 && shift > 0;
        return result;
      }
    }
    throw new AssertionError("a tenth byte ends or fails");
  }

  /** Passes {@code count} bytes; malformed if negative or more than remain. */
  public void skip(long count) {
    if (malformed || count < 0 || count > limit - position) {
      fail();
      return;
    }
    position += (int) count;
  }

  /** Reads the next field, content included. False at the end of the message or if malformed. */
  public boolean nextField() {
    clearField();
    if (malformed || position == limit) {
      return false;
    }
    long tag = varint();
    long number = tag >>> 3;
    if (number == 0 || number >= 1 << 29) {
      fail();
      return false;
    }
    fieldNumber = (int) number;
    wireType = (int) tag & 7;
    readContent();
    if (malformed) {
      clearField();
    }
    return !malformed;
  }

  /** Whether the current field has this number and wire type. */
  public boolean is(int number, int type) {
    return fieldNumber == number && wireType == type;
  }

  /** The current field's number, 1 to 2²⁹ − 1; 0 if there is none. */
  public int fieldNumber() {
    return fieldNumber;
  }

  /** The current field's wire type: one of this class's constants; −1 if there is no field. */
  public int wireType() {
    return wireType;
  }

  /** The current field's integer; 0 if it holds bytes. */
  public long value() {
    return value;
  }

  /** The index in the array of the current field's bytes; meaningless for integers. */
  public int dataOffset() {
    return dataOffset;
  }

  /** How many bytes the current field has; 0 for integers. */
  public int dataLength() {
    return dataLength;
  }

  private void readContent() {
    switch (wireType) {
      case VARINT -> value = varint();
      case FIXED64 -> {
        skip(8);
        value = malformed ? 0 : LittleEndian.longAt(bytes, position - 8);
      }
      case FIXED32 -> {
        skip(4);
        value = malformed ? 0 : LittleEndian.unsignedIntAt(bytes, position - 4);
      }
      case BYTES -> {
        long length = varint();
        dataOffset = position;
        skip(length);
        dataLength = position - dataOffset;
      }
      default -> fail();
    }
  }

  private Cursor clearField() {
    fieldNumber = 0;
    wireType = -1;
    value = 0;
    dataOffset = position;
    dataLength = 0;
    return this;
  }

  private long fail() {
    malformed = true;
    return 0;
  }
}
