package dev.latticenano.core.intention;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.BigEndian;
import java.util.Arrays;

/**
 * What an author says of a snapshot that it made: the frontier it stands at, and the name and size
 * of its bytes. The content of {@code UniversalOp} 1002, which stands bare so that a node without
 * keys reads it.
 *
 * <pre>
 * 1 epoch_id  bytes   absent for a clear snapshot, or the 8 bytes of the epoch key it is sealed by
 * 2 cid       bytes   32: root of the chunk tree
 * 3 size      varint  bytes of the snapshot
 * 4 levels    varint  levels of chunks of names above its content
 * 5 frontier  bytes   rows of 68: author 32, height u32 big-endian, tip 32; rising by author
 * </pre>
 *
 * Allocates nothing after construction. Source: docs/snapshots.md §2 (ours).
 */
public final class SnapshotNoticeView {
  /** Bytes of a row of the frontier: author, height, tip. */
  public static final int ENTRY_BYTES = AuthorId.BYTES + 4 + Hash.BYTES;

  /** Bytes of the largest snapshot: of the largest chunk tree (docs/files.md §4). */
  public static final long SIZE_MAX = 1L << 44;

  static final int EPOCH_ID = 1;
  static final int CID = 2;
  static final int SIZE = 3;
  static final int LEVELS = 4;
  static final int FRONTIER = 5;

  private static final long ONE_LEVEL_MAX =
      (long) Limits.CHUNK_BYTES_MAX * (Limits.CHUNK_BYTES_MAX / Hash.BYTES);

  private final ProtoFields fields = new ProtoFields();
  private final int[] offsets = new int[FRONTIER + 1];
  private final int[] lengths = new int[FRONTIER + 1];
  private byte[] bytes;
  private int offset;
  private int length;
  private long size;
  private long levels;

  /** Looks at {@code length} bytes from {@code bytes[offset]}; nothing is checked yet. */
  public SnapshotNoticeView wrap(byte[] bytes, int offset, int length) {
    this.bytes = bytes;
    this.offset = offset;
    this.length = length;
    return this;
  }

  /** Looks at the content of checked ops of kind SNAPSHOT. */
  public SnapshotNoticeView wrap(UniversalOpView ops) {
    return wrap(ops.contentBytes(), ops.contentOffset(), ops.contentLength());
  }

  /** Whether the bytes are a notice; accessors assume OK. */
  public Verdict check() {
    if (!ProtoSchema.SNAPSHOT_NOTICE.accepts(bytes, offset, length)) {
      return Verdict.NOTICE_MALFORMED;
    }
    read();
    boolean lengthsFit =
        (lengths[EPOCH_ID] == 0 || lengths[EPOCH_ID] == EnvelopeView.EPOCH_ID_BYTES)
            && lengths[CID] == Hash.BYTES
            && lengths[FRONTIER] % ENTRY_BYTES == 0;
    if (!lengthsFit) {
      return Verdict.NOTICE_LENGTH;
    }
    if (entries() > Limits.SNAPSHOT_AUTHORS_MAX) {
      return Verdict.NOTICE_TOO_LONG;
    }
    if (!frontierRises()) {
      return Verdict.NOTICE_FRONTIER_WRONG;
    }
    boolean isTree = size > 0 && size <= SIZE_MAX && levels == levelsOf(size);
    return isTree ? Verdict.OK : Verdict.NOTICE_TREE_WRONG;
  }

  private void read() {
    Arrays.fill(lengths, 0);
    size = 0;
    levels = 0;
    fields.wrap(bytes, offset, length);
    while (fields.next()) {
      int tag = fields.tag();
      if (tag == SIZE) {
        size = fields.varint();
      } else if (tag == LEVELS) {
        levels = fields.varint();
      } else if (tag <= FRONTIER) {
        offsets[tag] = fields.offset();
        lengths[tag] = fields.length();
      }
    }
  }

  private boolean frontierRises() {
    for (int i = 0; i < entries(); i++) {
      int at = entryOffset(i);
      boolean rises =
          i == 0
              || Arrays.compareUnsigned(
                      bytes,
                      at - ENTRY_BYTES,
                      at - ENTRY_BYTES + AuthorId.BYTES,
                      bytes,
                      at,
                      at + AuthorId.BYTES)
                  < 0;
      if (!rises || height(i) < 1) {
        return false;
      }
    }
    return entries() > 0;
  }

  private static int levelsOf(long size) {
    if (size <= Limits.CHUNK_BYTES_MAX) {
      return 0;
    }
    return size <= ONE_LEVEL_MAX ? 1 : 2;
  }

  /** A copy of all its bytes. */
  public byte[] content() {
    return Arrays.copyOfRange(bytes, offset, offset + length);
  }

  /** The array all offsets count in. */
  public byte[] bytes() {
    return bytes;
  }

  /** True if the snapshot is sealed. */
  public boolean sealed() {
    return lengths[EPOCH_ID] != 0;
  }

  /** Where the 8 bytes of the epoch id are, if {@link #sealed}. */
  public int epochIdOffset() {
    return offsets[EPOCH_ID];
  }

  /** Where the 32 bytes of the name are. */
  public int cidOffset() {
    return offsets[CID];
  }

  /** The root of the chunk tree. */
  public Hash cid() {
    return Hash.of(bytes, cidOffset());
  }

  /** Bytes of the snapshot, 1 to {@link #SIZE_MAX}. */
  public long size() {
    return size;
  }

  /** Levels of chunks of names above the content, 0 to 2. */
  public int levels() {
    return (int) levels;
  }

  /** Authors in the frontier, 1 to {@code Limits.SNAPSHOT_AUTHORS_MAX}. */
  public int entries() {
    return lengths[FRONTIER] / ENTRY_BYTES;
  }

  /** Where row {@code entry} of the frontier begins: its author. */
  public int entryOffset(int entry) {
    return offsets[FRONTIER] + entry * ENTRY_BYTES;
  }

  /** The height of the author in row {@code entry}, at least 1. */
  public int height(int entry) {
    return BigEndian.intAt(bytes, entryOffset(entry) + AuthorId.BYTES);
  }

  /** Where the 32 bytes of the tip in row {@code entry} are. */
  public int tipOffset(int entry) {
    return entryOffset(entry) + AuthorId.BYTES + 4;
  }

  @Override
  public String toString() {
    return "snapshot of " + size + " bytes at the frontier of " + entries() + " authors";
  }
}
