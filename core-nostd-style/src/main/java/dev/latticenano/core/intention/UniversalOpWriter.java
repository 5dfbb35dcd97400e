package dev.latticenano.core.intention;

/**
 * Writes ops: one content of one kind, as {@link UniversalOpView} reads it. An ack is not written:
 * its ops are empty. Allocates nothing after construction.
 */
public final class UniversalOpWriter {
  private int tag;
  private byte[] content;
  private int contentOffset;
  private int contentLength;

  /** Data for the state machine, lent; may be empty. */
  public UniversalOpWriter appData(byte[] bytes, int offset, int length) {
    return content(UniversalOpView.APP_DATA, bytes, offset, length);
  }

  /** An encoded SystemOp, lent. */
  public UniversalOpWriter system(byte[] bytes, int offset, int length) {
    return content(UniversalOpView.SYSTEM, bytes, offset, length);
  }

  /** An encoded GenesisOp, lent. */
  public UniversalOpWriter genesis(byte[] bytes, int offset, int length) {
    return content(UniversalOpView.GENESIS, bytes, offset, length);
  }

  /** An encoded Envelope, lent. */
  public UniversalOpWriter envelope(byte[] bytes, int offset, int length) {
    return content(UniversalOpView.ENVELOPE, bytes, offset, length);
  }

  /** An encoded EpochChange, lent. */
  public UniversalOpWriter epochChange(byte[] bytes, int offset, int length) {
    return content(UniversalOpView.EPOCH_CHANGE, bytes, offset, length);
  }

  /** An encoded SnapshotNotice, lent. */
  public UniversalOpWriter snapshot(byte[] bytes, int offset, int length) {
    return content(UniversalOpView.SNAPSHOT, bytes, offset, length);
  }

  /** An encoded Restatement, lent. */
  public UniversalOpWriter restatement(byte[] bytes, int offset, int length) {
    return content(UniversalOpView.RESTATEMENT, bytes, offset, length);
  }

  private UniversalOpWriter content(int tag, byte[] bytes, int offset, int length) {
    this.tag = tag;
    content = bytes;
    contentOffset = offset;
    contentLength = length;
    return this;
  }

  /** Bytes that {@link #write} needs. */
  public int length() {
    return ProtoOut.fieldBytes(tag, contentLength);
  }

  /** Writes the ops; returns the bytes, or minus the bytes missing before {@code limit}. */
  public int write(byte[] out, int offset, int limit) {
    int length = length();
    if (limit - offset < length) {
      return limit - offset - length;
    }
    ProtoOut.putBytes(out, offset, tag, content, contentOffset, contentLength);
    return length;
  }
}
