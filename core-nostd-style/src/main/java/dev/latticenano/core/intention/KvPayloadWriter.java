package dev.latticenano.core.intention;

/**
 * Writes a key-value payload, operation by operation, straight into the caller's buffer: {@code
 * wrap}, then {@code put} and {@code delete}, then {@code length} bytes are the payload. Allocates
 * nothing after construction.
 */
public final class KvPayloadWriter {
  private byte[] out;
  private int start;
  private int position;
  private int limit;

  /** An empty payload at {@code out[offset]} that may grow up to {@code limit}. */
  public KvPayloadWriter wrap(byte[] out, int offset, int limit) {
    this.out = out;
    start = offset;
    position = offset;
    this.limit = limit;
    return this;
  }

  /** Adds a put; returns its bytes, or minus the bytes missing, which leaves the payload as is. */
  public int put(
      byte[] key, int keyOffset, int keyLength, byte[] value, int valueOffset, int valueLength) {
    int content = bytesOf(KvPayloadView.KEY, keyLength) + bytesOf(KvPayloadView.VALUE, valueLength);
    int length = begin(KvPayloadView.PUT, content);
    if (length > 0) {
      field(KvPayloadView.KEY, key, keyOffset, keyLength);
      field(KvPayloadView.VALUE, value, valueOffset, valueLength);
    }
    return length;
  }

  /**
   * Adds a delete; returns its bytes, or minus the bytes missing, which leaves the payload as is.
   */
  public int delete(byte[] key, int keyOffset, int keyLength) {
    int length = begin(KvPayloadView.DELETE, bytesOf(KvPayloadView.KEY, keyLength));
    if (length > 0) {
      field(KvPayloadView.KEY, key, keyOffset, keyLength);
    }
    return length;
  }

  /** Bytes of the payload so far. */
  public int length() {
    return position - start;
  }

  private int begin(int tag, int content) {
    int operation = ProtoOut.fieldBytes(tag, content);
    int length = ProtoOut.fieldBytes(KvPayloadView.OPERATIONS, operation);
    if (limit - position < length) {
      return limit - position - length;
    }
    position = ProtoOut.putHeader(out, position, KvPayloadView.OPERATIONS, operation);
    position = ProtoOut.putHeader(out, position, tag, content);
    return length;
  }

  private static int bytesOf(int tag, int length) {
    return length == 0 ? 0 : ProtoOut.fieldBytes(tag, length);
  }

  private void field(int tag, byte[] value, int offset, int length) {
    if (length != 0) {
      position = ProtoOut.putBytes(out, position, tag, value, offset, length);
    }
  }
}
