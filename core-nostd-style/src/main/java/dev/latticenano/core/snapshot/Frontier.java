package dev.latticenano.core.snapshot;

import dev.latticenano.core.Limits;
import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.SnapshotNoticeView;
import java.util.Arrays;

/**
 * The line a snapshot stands on: for each author that has something stable a height and the tip
 * there, in rows as a notice has them.
 *
 * <pre>
 *  0 32 author
 * 32  4 height, from 1
 * 36 32 hash of the intention at that height
 * </pre>
 *
 * Immutable. Source: docs/snapshots.md §2.
 */
public final class Frontier {
  /** Bytes of a row. */
  public static final int ROW_BYTES = SnapshotNoticeView.ENTRY_BYTES;

  private static final String CONTEXT = "lattice-nano 2026-11 frontier";
  private static final int HEIGHT_AT = AuthorId.BYTES;

  private final byte[] rows;
  private final byte[] digest = new byte[Blake3.DIGEST_BYTES];

  private Frontier(byte[] rows) {
    this.rows = rows;
    Blake3.deriving(CONTEXT).hash(rows, 0, rows.length, digest, 0);
  }

  /**
   * The frontier of {@code count} rows from {@code bytes[offset]}, copied.
   *
   * @return null if it is no frontier: empty, too long, authors that do not rise, or a height below
   *     1
   */
  public static Frontier of(byte[] bytes, int offset, int count) {
    if (count < 1 || count > Limits.SNAPSHOT_AUTHORS_MAX) {
      return null;
    }
    Frontier frontier = new Frontier(Arrays.copyOfRange(bytes, offset, offset + count * ROW_BYTES));
    for (int i = 0; i < count; i++) {
      boolean rises = i == 0 || frontier.compareAuthor(i - 1, frontier.rows, i * ROW_BYTES) < 0;
      if (!rises || frontier.height(i) < 1) {
        return null;
      }
    }
    return frontier;
  }

  /** The frontier of a checked notice. */
  public static Frontier of(SnapshotNoticeView notice) {
    return of(notice.bytes(), notice.entryOffset(0), notice.entries());
  }

  /** Number of authors, at least 1. */
  public int count() {
    return rows.length / ROW_BYTES;
  }

  /** The array of all rows, from 0; read only. */
  public byte[] rows() {
    return rows;
  }

  /** Where row {@code index} begins, and with it the author. */
  public int authorOffset(int index) {
    return index * ROW_BYTES;
  }

  /** The height in row {@code index}, at least 1. */
  public int height(int index) {
    return BigEndian.intAt(rows, index * ROW_BYTES + HEIGHT_AT);
  }

  /** Where the tip of row {@code index} begins. */
  public int tipOffset(int index) {
    return index * ROW_BYTES + HEIGHT_AT + 4;
  }

  /** The row of the author whose 32 bytes are at {@code key[offset]}, or -1. */
  public int indexOf(byte[] key, int offset) {
    int low = 0;
    int high = count() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = compareAuthor(middle, key, offset);
      if (order == 0) {
        return middle;
      }
      low = order < 0 ? middle + 1 : low;
      high = order > 0 ? middle - 1 : high;
    }
    return -1;
  }

  /** The height of an author here; 0 if there is none. */
  public int heightOf(byte[] key, int offset) {
    int index = indexOf(key, offset);
    return index < 0 ? 0 : height(index);
  }

  private int compareAuthor(int index, byte[] key, int offset) {
    int at = index * ROW_BYTES;
    return Arrays.compareUnsigned(
        rows, at, at + AuthorId.BYTES, key, offset, offset + AuthorId.BYTES);
  }

  /** The 32 bytes that stand for all rows; read only. */
  public byte[] digest() {
    return digest;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Frontier frontier && Arrays.equals(rows, frontier.rows);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(rows);
  }

  @Override
  public String toString() {
    return "frontier of " + count() + " authors";
  }
}
