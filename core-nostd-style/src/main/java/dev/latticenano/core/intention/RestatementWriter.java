package dev.latticenano.core.intention;

import dev.latticenano.core.bytes.ProtoWriter;

/**
 * Writes a restatement row by row: as {@link RestatementView} reads it, heads first, each list
 * rising by space, key and hash. The bytes go to {@link UniversalOpWriter#restatement}. Allocates
 * nothing after construction.
 */
public final class RestatementWriter {
  private final ProtoWriter proto = new ProtoWriter();
  private byte[] out;
  private int start;
  private int position;
  private int limit;

  /** Writes from {@code out[offset]} and not to {@code limit} or beyond. */
  public RestatementWriter wrap(byte[] out, int offset, int limit) {
    this.out = out;
    start = offset;
    position = offset;
    this.limit = limit;
    return this;
  }

  /**
   * Adds a head with a value; returns its bytes, or minus the bytes missing, which leaves the
   * restatement as is.
   *
   * @param hash 32 bytes, then 12 of the timestamp
   */
  public int head(
      long space,
      byte[] key,
      int keyOffset,
      int keyLength,
      byte[] hash,
      int hashOffset,
      byte[] value,
      int valueOffset,
      int valueLength) {
    proto.wrap(out, position, limit);
    int mark = begin(RestatementView.HEADS, space, key, keyOffset, keyLength, hash, hashOffset);
    proto.bytes(RestatementView.HLC, hash, hashOffset + Hash.BYTES, RestatementView.HLC_BYTES);
    proto.bytes(RestatementView.VALUE, value, valueOffset, valueLength);
    return end(mark);
  }

  /** Adds a head without a value; as {@link #head}. */
  public int tombstone(
      long space, byte[] key, int keyOffset, int keyLength, byte[] hash, int hashOffset) {
    proto.wrap(out, position, limit);
    int mark = begin(RestatementView.HEADS, space, key, keyOffset, keyLength, hash, hashOffset);
    proto.bytes(RestatementView.HLC, hash, hashOffset + Hash.BYTES, RestatementView.HLC_BYTES);
    proto.varint(RestatementView.TOMBSTONE, 1);
    return end(mark);
  }

  /** Adds a replaced head; as {@link #head}, but only the hash counts. */
  public int replaced(
      long space, byte[] key, int keyOffset, int keyLength, byte[] hash, int hashOffset) {
    proto.wrap(out, position, limit);
    return end(begin(RestatementView.REPLACED, space, key, keyOffset, keyLength, hash, hashOffset));
  }

  /** Bytes of the restatement so far. */
  public int length() {
    return position - start;
  }

  private int begin(
      int list, long space, byte[] key, int keyOffset, int keyLength, byte[] hash, int hashOffset) {
    int mark = proto.open(list);
    proto
        .varintUnlessZero(RestatementView.SPACE, space)
        .bytesUnlessEmpty(RestatementView.KEY, key, keyOffset, keyLength)
        .bytes(RestatementView.HASH, hash, hashOffset, Hash.BYTES);
    return mark;
  }

  /** A row that did not fit leaves bytes behind the position, which nobody reads. */
  private int end(int mark) {
    proto.close(mark);
    int length = proto.finish();
    position += Math.max(length, 0);
    return length;
  }
}
