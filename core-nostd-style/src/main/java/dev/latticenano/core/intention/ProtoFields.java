package dev.latticenano.core.intention;

/**
 * The fields of one protobuf message, in the order of their bytes: {@code wrap}, then {@code next}
 * until it says false. Groups are passed over whole. Whatever the bytes are, nothing outside the
 * range is read and nothing is thrown; a broken field ends the walk and {@link #malformed} tells.
 *
 * <p>What counts as broken is exactly what the Rust engine's decoder (prost) refuses, since both
 * must read the same ops out of the same bytes: a varint beyond u64, a key beyond u32, field number
 * 0, wire types 6 and 7, a length beyond the end, an unmatched group. ({@code bytes.Cursor} refuses
 * every group; it is for messages of our own.) Allocates nothing after construction.
 */
final class ProtoFields {
  /** Wire type of integers and booleans. */
  static final int VARINT = 0;

  /** Wire type of eight fixed bytes. */
  static final int FIXED64 = 1;

  /** Wire type of bytes, text and messages. */
  static final int LENGTH = 2;

  static final int GROUP = 3;
  static final int GROUP_END = 4;

  /** Wire type of four fixed bytes. */
  static final int FIXED32 = 5;

  /** Messages and groups nested deeper than this are broken, as in prost. */
  static final int NESTING_MAX = 100;

  private byte[] bytes;
  private int end;
  private int position;
  private int tag;
  private int wireType;
  private int valueOffset;
  private int valueEnd;
  private boolean malformed;

  /** Stands before the first field of the message in {@code length} bytes from {@code offset}. */
  ProtoFields wrap(byte[] bytes, int offset, int length) {
    this.bytes = bytes;
    position = offset;
    end = offset + length;
    malformed = false;
    return this;
  }

  /** Steps to the next field; false at the end and at a broken field. */
  boolean next() {
    if (position == end || malformed) {
      return false;
    }
    malformed = true;
    int keyEnd = varintEnd(bytes, position, end);
    if (keyEnd < 0) {
      return false;
    }
    long key = varint(bytes, position);
    if (!keyIsSound(key)) {
      return false;
    }
    tag = (int) (key >>> 3);
    wireType = (int) key & 7;
    int after = skip(bytes, keyEnd, end, tag, wireType, NESTING_MAX);
    if (after < 0) {
      return false;
    }
    valueOffset = wireType == LENGTH ? varintEnd(bytes, keyEnd, end) : keyEnd;
    valueEnd = after;
    position = after;
    malformed = false;
    return true;
  }

  /** True if the walk ended at a broken field. */
  boolean malformed() {
    return malformed;
  }

  /** The field's number, 1 to 2^29 − 1. */
  int tag() {
    return tag;
  }

  /** The field's wire type. */
  int wireType() {
    return wireType;
  }

  /** True if this is field {@code tag} with wire type {@code wireType}. */
  boolean is(int tag, int wireType) {
    return this.tag == tag && this.wireType == wireType;
  }

  /** The array offsets count in. */
  byte[] bytes() {
    return bytes;
  }

  /** Where the value begins, behind its length if it has one. */
  int offset() {
    return valueOffset;
  }

  /** Bytes of the value. */
  int length() {
    return valueEnd - valueOffset;
  }

  /** The value of a varint field, u64. */
  long varint() {
    return varint(bytes, valueOffset);
  }

  static boolean keyIsSound(long key) {
    return key >>> 32 == 0 && key >>> 3 != 0 && (key & 7) <= FIXED32;
  }

  /** The index after the varint at {@code from}; -1 if it is cut or beyond u64. */
  static int varintEnd(byte[] bytes, int from, int end) {
    int last = Math.min(end, from + 10);
    for (int i = from; i < last; i++) {
      if (bytes[i] >= 0) {
        return i - from == 9 && bytes[i] > 1 ? -1 : i + 1;
      }
    }
    return -1;
  }

  /** The value of the whole varint at {@code from}. */
  static long varint(byte[] bytes, int from) {
    long value = 0;
    int shift = 0;
    int i = from;
    while (true) {
      byte b = bytes[i++];
      value |= (b & 0x7FL) << shift;
      if (b >= 0) {
        return value;
      }
      shift += 7;
    }
  }

  /** The index after the value at {@code from}; -1 if it is broken or nested too deep. */
  static int skip(byte[] bytes, int from, int end, int tag, int wireType, int nesting) {
    if (nesting == 0) {
      return -1;
    }
    return switch (wireType) {
      case VARINT -> varintEnd(bytes, from, end);
      case FIXED64 -> end - from < 8 ? -1 : from + 8;
      case LENGTH -> lengthEnd(bytes, from, end);
      case GROUP -> groupEnd(bytes, from, end, tag, nesting);
      case FIXED32 -> end - from < 4 ? -1 : from + 4;
      default -> -1;
    };
  }

  private static int lengthEnd(byte[] bytes, int from, int end) {
    int valueFrom = varintEnd(bytes, from, end);
    if (valueFrom < 0) {
      return -1;
    }
    long length = varint(bytes, from);
    return length < 0 || length > end - valueFrom ? -1 : valueFrom + (int) length;
  }

  private static int groupEnd(byte[] bytes, int from, int end, int tag, int nesting) {
    int position = from;
    while (true) {
      int keyEnd = varintEnd(bytes, position, end);
      if (keyEnd < 0) {
        return -1;
      }
      long key = varint(bytes, position);
      if (!keyIsSound(key)) {
        return -1;
      }
      if ((key & 7) == GROUP_END) {
        return key >>> 3 == tag ? keyEnd : -1;
      }
      position = skip(bytes, keyEnd, end, (int) (key >>> 3), (int) key & 7, nesting - 1);
      if (position < 0) {
        return -1;
      }
    }
  }
}
