package dev.latticenano.storage.log;

import dev.latticenano.core.bytes.LittleEndian;

/**
 * The body of a record of kind {@link OwnRecord#MARK}: says that everything before it was handed to
 * the disk as one commit (docs/storage.md §4).
 *
 * <pre>
 * 0  first  u64  position of the first record since the mark before
 * 8  count  u32  records since then, this one not counted
 * </pre>
 */
final class CommitMark {
  static final int BODY_BYTES = 12;

  /** Bytes of the whole record. */
  static final int BYTES = RecordFormat.HEAD_BYTES + BODY_BYTES;

  private CommitMark() {}

  /** Writes the body. */
  static void write(byte[] out, int at, long first, int count) {
    LittleEndian.putLong(out, at, first);
    LittleEndian.putInt(out, at + 8, count);
  }

  /** The position of the first record it commits. */
  static long first(byte[] body, int at) {
    return LittleEndian.longAt(body, at);
  }

  /** How many records it commits. */
  static int count(byte[] body, int at) {
    return LittleEndian.intAt(body, at + 8);
  }
}
