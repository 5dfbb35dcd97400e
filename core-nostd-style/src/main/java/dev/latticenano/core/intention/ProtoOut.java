package dev.latticenano.core.intention;

import dev.latticenano.core.bytes.Varint;

/** Varints and keyed fields written to a caller's buffer that is known to be long enough. */
final class ProtoOut {
  private ProtoOut() {}

  /** Writes a varint; returns the index after it. */
  static int putVarint(byte[] out, int offset, long value) {
    return offset + Varint.write(out, offset, value);
  }

  /** Bytes of field {@code tag} holding {@code length} bytes. */
  static int fieldBytes(int tag, int length) {
    return Varint.size((long) tag << 3) + Varint.size(length) + length;
  }

  /** Bytes of varint field {@code tag}. */
  static int varintFieldBytes(int tag, long value) {
    return Varint.size((long) tag << 3) + Varint.size(value);
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
