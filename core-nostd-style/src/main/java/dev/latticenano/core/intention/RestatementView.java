package dev.latticenano.core.intention;

import dev.latticenano.core.Verdict;
import java.util.Arrays;

/**
 * What an author's superseded intentions still mean: the content of {@code UniversalOp} 1003, which
 * lies inside the envelope that carries the mark.
 *
 * <pre>
 * 1 heads     repeated { 1 space varint, 2 key bytes, 3 hash 32 bytes, 4 hlc 12 bytes,
 *                        one of 5 value bytes | 6 tombstone varint }
 * 2 replaced  repeated { 1 space varint, 2 key bytes, 3 hash 32 bytes }
 * </pre>
 *
 * Both lists rise by space, key and hash. After {@link #check}, {@link #nextHead} steps through the
 * heads and {@link #nextReplaced} through the replaced ones; both use the same accessors. Allocates
 * nothing after construction. Source: docs/snapshots.md §8 (ours).
 */
public final class RestatementView {
  /** Bytes of a timestamp: wall time u64, counter u32, both big-endian. */
  public static final int HLC_BYTES = 12;

  /** The space of the rows of the store's type. */
  public static final int STATE = 0;

  static final int HEADS = 1;
  static final int REPLACED = 2;
  static final int SPACE = 1;
  static final int KEY = 2;
  static final int HASH = 3;
  static final int HLC = 4;
  static final int VALUE = 5;
  static final int TOMBSTONE = 6;

  private final ProtoFields rows = new ProtoFields();
  private final ProtoFields fields = new ProtoFields();
  private final int[] offsets = new int[TOMBSTONE + 1];
  private final int[] lengths = new int[TOMBSTONE + 1];
  private byte[] bytes;
  private int offset;
  private int length;
  private long space;
  private boolean tombstone;
  private boolean hasBody;

  /** Looks at {@code length} bytes from {@code bytes[offset]}; nothing is checked yet. */
  public RestatementView wrap(byte[] bytes, int offset, int length) {
    this.bytes = bytes;
    this.offset = offset;
    this.length = length;
    return this;
  }

  /** Looks at the content of checked ops of kind RESTATEMENT. */
  public RestatementView wrap(UniversalOpView ops) {
    return wrap(ops.contentBytes(), ops.contentOffset(), ops.contentLength());
  }

  /** Whether the bytes are a restatement; then stands before the first row of either list. */
  public Verdict check() {
    if (!ProtoSchema.RESTATEMENT.accepts(bytes, offset, length)) {
      return Verdict.RESTATEMENT_MALFORMED;
    }
    Verdict heads = checkRows(HEADS);
    Verdict verdict = heads == Verdict.OK ? checkRows(REPLACED) : heads;
    rewind();
    return verdict;
  }

  private Verdict checkRows(int list) {
    rewind();
    long lastSpace = 0;
    int lastKey = 0;
    int lastKeyLength = 0;
    int lastHash = -1;
    while (next(list)) {
      boolean sound =
          lengths[HASH] == Hash.BYTES && (list == REPLACED || lengths[HLC] == HLC_BYTES && hasBody);
      if (!sound) {
        return Verdict.RESTATEMENT_LENGTH;
      }
      if (lastHash >= 0 && order(lastSpace, lastKey, lastKeyLength, lastHash) >= 0) {
        return Verdict.RESTATEMENT_DISORDERED;
      }
      lastSpace = space;
      lastKey = keyOffset();
      lastKeyLength = keyLength();
      lastHash = hashOffset();
    }
    return Verdict.OK;
  }

  /** The order of the row with these parts against the row stood on. */
  private int order(long otherSpace, int otherKey, int otherKeyLength, int otherHash) {
    int order = Long.compareUnsigned(otherSpace, space);
    if (order == 0) {
      order = compare(otherKey, otherKeyLength, keyOffset(), keyLength());
    }
    return order == 0 ? compare(otherHash, Hash.BYTES, hashOffset(), Hash.BYTES) : order;
  }

  private int compare(int a, int aLength, int b, int bLength) {
    return Arrays.compareUnsigned(bytes, a, a + aLength, bytes, b, b + bLength);
  }

  /** Stands before the first row of either list again. */
  public void rewind() {
    rows.wrap(bytes, offset, length);
  }

  /** Steps to the next head; false if there is none. */
  public boolean nextHead() {
    return next(HEADS);
  }

  /** Steps to the next replaced head; false if there is none. Rewind between the lists. */
  public boolean nextReplaced() {
    return next(REPLACED);
  }

  private boolean next(int list) {
    while (rows.next()) {
      if (rows.tag() == list) {
        readRow();
        return true;
      }
    }
    return false;
  }

  private void readRow() {
    Arrays.fill(offsets, offset);
    Arrays.fill(lengths, 0);
    space = 0;
    tombstone = false;
    hasBody = false;
    fields.wrap(bytes, rows.offset(), rows.length());
    while (fields.next()) {
      int tag = fields.tag();
      if (tag == SPACE) {
        space = fields.varint();
      } else if (tag <= TOMBSTONE) {
        hasBody |= tag >= VALUE;
        tombstone = tag >= VALUE ? tag == TOMBSTONE : tombstone;
        offsets[tag] = fields.offset();
        lengths[tag] = fields.length();
      }
    }
  }

  /** The array all offsets count in. */
  public byte[] bytes() {
    return bytes;
  }

  /** Which table, u64: {@link #STATE}; rows of others have no effect. */
  public long space() {
    return space;
  }

  /** Where the key begins. */
  public int keyOffset() {
    return offsets[KEY];
  }

  /** Bytes of the key; may be 0. */
  public int keyLength() {
    return lengths[KEY];
  }

  /** Where the 32 bytes of the intention's hash are. */
  public int hashOffset() {
    return offsets[HASH];
  }

  /** Where the 12 bytes of a head's timestamp are. */
  public int hlcOffset() {
    return offsets[HLC];
  }

  /** True if the head says that the key has no value. */
  public boolean tombstone() {
    return tombstone;
  }

  /** Where a head's value begins, unless it is a tombstone. */
  public int valueOffset() {
    return offsets[VALUE];
  }

  /** Bytes of a head's value; may be 0. */
  public int valueLength() {
    return tombstone ? 0 : lengths[VALUE];
  }

  @Override
  public String toString() {
    return "restatement of " + length + " bytes";
  }
}
