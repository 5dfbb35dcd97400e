package dev.latticenano.core.intention;

import dev.latticenano.core.bytes.ProtoWriter;

/**
 * Writes a snapshot notice: as {@link SnapshotNoticeView} reads it, fields ascending. The bytes go
 * to {@link UniversalOpWriter#snapshot}. Allocates nothing after construction.
 */
public final class SnapshotNoticeWriter {
  private final ProtoWriter proto = new ProtoWriter();
  private byte[] epochId;
  private int epochIdOffset;
  private byte[] cid;
  private int cidOffset;
  private long size;
  private int levels;
  private byte[] frontier;
  private int frontierOffset;
  private int frontierLength;

  /** The snapshot is clear. */
  public SnapshotNoticeWriter clear() {
    epochId = null;
    return this;
  }

  /** The epoch key that the snapshot is sealed by; 8 bytes, lent. */
  public SnapshotNoticeWriter sealed(byte[] epochId, int offset) {
    this.epochId = epochId;
    epochIdOffset = offset;
    return this;
  }

  /** The root of the chunk tree, 32 bytes, lent; its size in bytes and its levels. */
  public SnapshotNoticeWriter tree(byte[] cid, int offset, long size, int levels) {
    this.cid = cid;
    cidOffset = offset;
    this.size = size;
    this.levels = levels;
    return this;
  }

  /** Rows of {@link SnapshotNoticeView#ENTRY_BYTES}, rising by author; lent. */
  public SnapshotNoticeWriter frontier(byte[] rows, int offset, int entries) {
    frontier = rows;
    frontierOffset = offset;
    frontierLength = entries * SnapshotNoticeView.ENTRY_BYTES;
    return this;
  }

  /** Bytes that {@link #write} needs. */
  public int length() {
    return put(proto.wrap(cid, 0, 0)).length();
  }

  /** Writes the notice; returns its bytes, or minus the bytes missing before {@code limit}. */
  public int write(byte[] out, int offset, int limit) {
    int length = length();
    return limit - offset < length
        ? limit - offset - length
        : put(proto.wrap(out, offset, limit)).finish();
  }

  private ProtoWriter put(ProtoWriter to) {
    if (epochId != null) {
      to.bytes(SnapshotNoticeView.EPOCH_ID, epochId, epochIdOffset, EnvelopeView.EPOCH_ID_BYTES);
    }
    return to.bytes(SnapshotNoticeView.CID, cid, cidOffset, Hash.BYTES)
        .varintUnlessZero(SnapshotNoticeView.SIZE, size)
        .varintUnlessZero(SnapshotNoticeView.LEVELS, levels)
        .bytesUnlessEmpty(SnapshotNoticeView.FRONTIER, frontier, frontierOffset, frontierLength);
  }
}
