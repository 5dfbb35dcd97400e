package dev.latticenano.core.intention;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;

/**
 * What an intention does to a key-value store, in {@code app_data}: protobuf {@code KvPayload}, a
 * row of operations that apply together.
 *
 * <pre>
 * 1 operations  repeated Operation { 1 put { 1 key, 2 value } | 2 delete { 1 key } }
 * </pre>
 *
 * After {@link #check}, {@link #next} steps through the operations. An operation of neither kind is
 * {@code UNKNOWN} and has no effect. Allocates nothing after construction. Source: docs/protocol.md
 * §7.3.
 */
public final class KvPayloadView {
  /** What an operation does. */
  public enum Kind {
    /** The key has this value now. */
    PUT,
    /** The key has no value now. */
    DELETE,
    /** A kind from elsewhere or later: no effect. */
    UNKNOWN
  }

  static final int OPERATIONS = 1;
  static final int PUT = 1;
  static final int DELETE = 2;
  static final int KEY = 1;
  static final int VALUE = 2;

  private final ProtoFields operations = new ProtoFields();
  private final ProtoFields parts = new ProtoFields();
  private final ProtoFields fields = new ProtoFields();
  private byte[] bytes;
  private int offset;
  private int length;
  private Kind kind = Kind.UNKNOWN;
  private int keyOffset;
  private int keyLength;
  private int valueOffset;
  private int valueLength;

  /** Looks at {@code length} bytes from {@code bytes[offset]}; nothing is checked yet. */
  public KvPayloadView wrap(byte[] bytes, int offset, int length) {
    this.bytes = bytes;
    this.offset = offset;
    this.length = length;
    return this;
  }

  /** Whether the bytes decode; then stands before the first operation. */
  public Verdict check() {
    rewind();
    return ProtoSchema.KV_PAYLOAD.accepts(bytes, offset, length)
        ? Verdict.OK
        : Verdict.KV_MALFORMED;
  }

  /**
   * Whether the keys of a payload that decodes have room in a state; then stands before the first
   * operation.
   */
  public Verdict checkKeys() {
    rewind();
    boolean fits = true;
    while (next()) {
      fits &= keyLength <= Limits.KV_KEY_BYTES_MAX;
    }
    rewind();
    return fits ? Verdict.OK : Verdict.KV_KEY_TOO_LONG;
  }

  /** Stands before the first operation again. */
  public void rewind() {
    operations.wrap(bytes, offset, length);
  }

  /** Steps to the next operation; false if there is none. */
  public boolean next() {
    while (operations.next()) {
      if (operations.tag() == OPERATIONS) {
        readOperation();
        return true;
      }
    }
    return false;
  }

  private void readOperation() {
    become(Kind.UNKNOWN);
    parts.wrap(bytes, operations.offset(), operations.length());
    while (parts.next()) {
      Kind found =
          parts.tag() == PUT ? Kind.PUT : parts.tag() == DELETE ? Kind.DELETE : Kind.UNKNOWN;
      if (found == Kind.UNKNOWN) {
        continue;
      }
      if (found != kind) {
        become(found);
      }
      fields.wrap(bytes, parts.offset(), parts.length());
      while (fields.next()) {
        if (fields.tag() == KEY) {
          keyOffset = fields.offset();
          keyLength = fields.length();
        } else if (fields.tag() == VALUE && kind == Kind.PUT) {
          valueOffset = fields.offset();
          valueLength = fields.length();
        }
      }
    }
  }

  private void become(Kind kind) {
    this.kind = kind;
    keyOffset = offset;
    keyLength = 0;
    valueOffset = offset;
    valueLength = 0;
  }

  /** The array all offsets count in. */
  public byte[] bytes() {
    return bytes;
  }

  /** Where the payload begins. */
  public int offset() {
    return offset;
  }

  /** Bytes of the payload. */
  public int length() {
    return length;
  }

  /** What the operation does. */
  public Kind kind() {
    return kind;
  }

  /** Where the key begins. */
  public int keyOffset() {
    return keyOffset;
  }

  /** Bytes of the key; may be 0. */
  public int keyLength() {
    return keyLength;
  }

  /** Where the value begins. */
  public int valueOffset() {
    return valueOffset;
  }

  /** Bytes of the value; may be 0, and is for a delete. */
  public int valueLength() {
    return valueLength;
  }

  @Override
  public String toString() {
    return kind + " key of " + keyLength + " bytes";
  }
}
