package dev.latticenano.core.intention;

/** Varints and keyed fields written to a caller's buffer that is known to be long enough. */
final class ProtoOut {
  private ProtoOut() {}

  /** Bytes of {@code value}, u64, as a varint: 1 to 10. */
  static int varintBytes(long value) {
    return (70 - Long.numberOfLeadingZeros(value | 1)) / 7;
  }

  /** Writes a varint; returns the index after it. */
  static int putVarint(byte[] out, int offset, long value) {
    int at = offset;
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      out[at++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    out[at++] = (byte) rest;
    return at;
  }

  /** Bytes of field {@code tag} holding {@code length} bytes. */
  static int fieldBytes(int tag, int length) {
    return varintBytes((long) tag << 3) + varintBytes(length) + length;
  }

  /** Bytes of varint field {@code tag}. */
  static int varintFieldBytes(int tag, long value) {
    return varintBytes((long) tag << 3) + varintBytes(value);
  }

  /** Writes key and length of a bytes, text or message field; returns the index after them. */
  static int putHeader(byte[] out, int offset, int tag, int length) {
    int at = putVarint(out, offset, (long) tag << 3 | ProtoFields.LENGTH);
    return putVarint(out, at, length);
  }

  /** Writes a bytes field; returns the index after it. */
  static int putBytes(byte[] out, int offset, int tag, byte[] value, int from, int length) {
    int at = putHeader(out, offset, tag, length);
    System.arraycopy(value, from, out, at, length);
    return at + length;
  }

  /** Writes a varint field; returns the index after it. */
  static int putVarintField(byte[] out, int offset, int tag, long value) {
    return putVarint(out, putVarint(out, offset, (long) tag << 3), value);
  }
}
