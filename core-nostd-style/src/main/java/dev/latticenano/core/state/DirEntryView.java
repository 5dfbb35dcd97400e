package dev.latticenano.core.state;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Cursor;
import dev.latticenano.core.intention.EpochId;
import dev.latticenano.core.intention.Hash;
import java.util.Arrays;

/**
 * Reads one {@code DirEntry}, the value of a path in a files store:
 *
 * <pre>
 *   1 name         string   last part of the path
 *   2 mode         uint32   POSIX type and permission bits; 0040000 directory, 0100000 file
 *   3 size         uint64   bytes of content
 *   4 cid          bytes    32: root of the chunk tree; absent when inline
 *   5 inline       bytes    content of files below 32 768 bytes
 *   6 modified_at  uint64   Unix ms
 *   7 key          bytes    32: under which the chunks are sealed; absent when they are not
 *   8 levels       uint32   levels of nodes above the leaves
 *   9 key_epoch    bytes    8: id of the epoch for whose members the key was made
 *  10 digest       bytes    32: BLAKE3 of the content, with a key
 * </pre>
 *
 * Of a field that repeats the last counts; unknown fields are passed over. Allocates nothing after
 * construction. Source: docs/files.md §3.
 */
public final class DirEntryView {
  static final int NAME = 1;
  static final int MODE = 2;
  static final int SIZE = 3;
  static final int CID = 4;
  static final int INLINE = 5;
  static final int MODIFIED_AT = 6;
  static final int KEY = 7;
  static final int LEVELS = 8;
  static final int KEY_EPOCH = 9;
  static final int DIGEST = 10;

  /** The type bits of a mode. */
  public static final int MODE_TYPE = 0170000;

  /** A mode's type bits of a directory. */
  public static final int MODE_DIRECTORY = 0040000;

  /** A mode's type bits of a file. */
  public static final int MODE_FILE = 0100000;

  private static final int MODE_MAX = 0177777;

  private final Cursor fields = new Cursor();
  private byte[] bytes = {};
  private int offset;
  private int length;
  private final int[] places = new int[DIGEST + 1];
  private final int[] lengths = new int[DIGEST + 1];
  private final long[] numbers = new long[DIGEST + 1];

  /** Lends the entry's bytes. Returns this. */
  public DirEntryView wrap(byte[] bytes, int offset, int length) {
    this.bytes = bytes;
    this.offset = offset;
    this.length = length;
    return this;
  }

  /** {@code OK} or the first broken rule of {@code file-10}, {@code file-12} to {@code file-16}. */
  public Verdict check() {
    if (!walk()) {
      return Verdict.ENTRY_MALFORMED;
    }
    long mode = numbers[MODE];
    boolean known = (mode & MODE_TYPE) == MODE_FILE || (mode & MODE_TYPE) == MODE_DIRECTORY;
    if (!known || mode < 0 || mode > MODE_MAX) {
      return Verdict.ENTRY_MODE_UNKNOWN;
    }
    if (!contentIsSound()) {
      return Verdict.ENTRY_CONTENT_WRONG;
    }
    if (size() < 0 || size() > tree().bytesMax()) {
      return Verdict.ENTRY_TOO_LARGE;
    }
    int levels = chunked() ? tree().levels(size()) : 0;
    if (numbers[LEVELS] != levels) {
      return Verdict.ENTRY_LEVELS_WRONG;
    }
    return keyIsSound() ? Verdict.OK : Verdict.ENTRY_KEY_WRONG;
  }

  /**
   * {@code OK} or the first broken rule of {@code file-10} to {@code file-16}, of an entry at the
   * path in {@code path}.
   */
  public Verdict check(byte[] path, int pathOffset, int pathBytes) {
    Verdict verdict = check();
    if (verdict == Verdict.ENTRY_MALFORMED) {
      return verdict;
    }
    int end = pathOffset + pathBytes;
    int start = end;
    while (start > pathOffset && path[start - 1] != '/') {
      start--;
    }
    int from = places[NAME];
    return Arrays.equals(bytes, from, from + lengths[NAME], path, start, end)
        ? verdict
        : Verdict.ENTRY_NAME_WRONG;
  }

  private boolean walk() {
    Arrays.fill(places, offset);
    Arrays.fill(lengths, 0);
    Arrays.fill(numbers, 0);
    fields.wrap(bytes, offset, length);
    while (fields.nextField()) {
      int tag = fields.fieldNumber();
      if (tag > DIGEST) {
        continue;
      }
      boolean number = tag == MODE || tag == SIZE || tag == MODIFIED_AT || tag == LEVELS;
      if (fields.wireType() != (number ? Cursor.VARINT : Cursor.BYTES)) {
        return false;
      }
      places[tag] = fields.dataOffset();
      lengths[tag] = fields.dataLength();
      numbers[tag] = fields.value();
    }
    return !fields.malformed();
  }

  /** A directory has no content; a file has all of it inline, or a root if it is too large. */
  private boolean contentIsSound() {
    if (directory()) {
      return size() == 0 && lengths[CID] == 0 && lengths[INLINE] == 0;
    }
    return chunked()
        ? lengths[CID] == Hash.BYTES && lengths[INLINE] == 0
        : lengths[CID] == 0 && lengths[INLINE] == size();
  }

  /** Only content in chunks has a key; with it go its epoch and the digest. */
  private boolean keyIsSound() {
    if (!sealed()) {
      return lengths[KEY_EPOCH] == 0 && lengths[DIGEST] == 0;
    }
    return chunked()
        && lengths[KEY] == FileKey.BYTES
        && lengths[KEY_EPOCH] == EpochId.BYTES
        && lengths[DIGEST] == Hash.BYTES;
  }

  /** True for a directory, false for a file. */
  public boolean directory() {
    return (numbers[MODE] & MODE_TYPE) == MODE_DIRECTORY;
  }

  /** True if the content lies in chunks. */
  public boolean chunked() {
    return Long.compareUnsigned(size(), Limits.INLINE_BYTES_LIMIT) >= 0;
  }

  /** True if the content lies in sealed chunks. */
  public boolean sealed() {
    return lengths[KEY] > 0;
  }

  /** The shape of content in chunks. */
  ChunkTree tree() {
    return sealed() ? ChunkTree.SEALED : ChunkTree.STANDARD;
  }

  /** Where the key's 32 bytes begin; only if {@link #sealed}. */
  int keyOffset() {
    return places[KEY];
  }

  /** Where the 8 bytes of the key's epoch begin; only if {@link #sealed}. */
  int keyEpochOffset() {
    return places[KEY_EPOCH];
  }

  /** Where the digest's 32 bytes begin; only if {@link #sealed}. */
  int digestOffset() {
    return places[DIGEST];
  }

  /** The array that offsets count in. */
  public byte[] bytes() {
    return bytes;
  }

  /** Type and permission bits. */
  public int mode() {
    return (int) numbers[MODE];
  }

  /** Bytes of content. */
  public long size() {
    return numbers[SIZE];
  }

  /** Where the root's 32 bytes begin; only if {@link #chunked}. */
  public int cidOffset() {
    return places[CID];
  }

  /** Where inline content begins. */
  public int inlineOffset() {
    return places[INLINE];
  }

  /** Bytes of inline content. */
  public int inlineBytes() {
    return lengths[INLINE];
  }

  /** When the content changed, Unix ms as u64, as the writer says. */
  public long modifiedAtMs() {
    return numbers[MODIFIED_AT];
  }

  /** Levels of nodes above the leaves: 0 to 2. */
  public int levels() {
    return (int) numbers[LEVELS];
  }

  /**
   * True if both entries, checked, are of one type and content; name, time, permissions aside.
   * Sealed under two keys, equal content has two roots: then the digest tells.
   */
  boolean sameContent(DirEntryView other) {
    if (directory() != other.directory() || size() != other.size() || sealed() != other.sealed()) {
      return false;
    }
    int field = sealed() ? DIGEST : chunked() ? CID : INLINE;
    int place = places[field];
    int otherPlace = other.places[field];
    int count = lengths[field];
    return Arrays.equals(bytes, place, place + count, other.bytes, otherPlace, otherPlace + count);
  }

  /** Type, size and time, like {@code file size=3 modified_at=1000}. */
  @Override
  public String toString() {
    return (directory() ? "directory" : "file")
        + " size="
        + size()
        + " modified_at="
        + Long.toUnsignedString(modifiedAtMs());
  }
}
