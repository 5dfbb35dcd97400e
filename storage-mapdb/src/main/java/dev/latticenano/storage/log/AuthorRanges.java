package dev.latticenano.storage.log;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.bytes.LittleEndian;
import dev.latticenano.core.intention.IntentionView;
import dev.latticenano.core.intention.SignedIntentionView;
import java.util.Arrays;

/**
 * Whose intentions a segment holds and between which wall times, for its footer: at most {@link
 * #AUTHORS_MAX} authors in the order in which they appear, and whether there were more. Allocates
 * nothing after construction.
 *
 * <pre>
 *  0  author    32   Ed25519 public key
 * 32  count     u32  intentions
 * 36  least     u64  wall time in Unix ms, unsigned
 * 44  greatest  u64  likewise
 * </pre>
 */
final class AuthorRanges {
  /** Authors listed for one segment; ours, so that a footer stays below 16 KiB. */
  static final int AUTHORS_MAX = 256;

  /** Bytes of one author's range. */
  static final int RANGE_BYTES = 52;

  private static final int AUTHOR_BYTES = 32;
  private static final int COUNT_AT = 32;
  private static final int LEAST_AT = 36;
  private static final int GREATEST_AT = 44;
  private static final int SLOTS = 1024;
  private static final int TIME_BYTES = 8;
  private static final int INTENTION = 1;
  private static final int WITNESSED_INTENTION = 3;

  private final byte[] ranges = new byte[AUTHORS_MAX * RANGE_BYTES];
  private final short[] slots = new short[SLOTS];
  private final SignedIntentionView signed = new SignedIntentionView();
  private int authors;
  private boolean more;

  /** Forgets all authors. */
  void clear() {
    Arrays.fill(slots, (short) 0);
    authors = 0;
    more = false;
  }

  /** Counts a record if it is an intention; a body that is none, whatever its kind, is no error. */
  void record(int kind, byte[] body, int offset, int length) {
    int tail = kind == WITNESSED_INTENTION ? TIME_BYTES : 0;
    if ((kind != INTENTION && kind != WITNESSED_INTENTION)
        || length < tail
        || signed.wrap(body, offset, length - tail).check() != Verdict.OK) {
      return;
    }
    IntentionView intention = signed.intention();
    int at = find(intention.bytes(), intention.authorOffset());
    if (at < 0) {
      more = true;
      return;
    }
    long wallMs = intention.wallMs();
    LittleEndian.putInt(ranges, at + COUNT_AT, LittleEndian.intAt(ranges, at + COUNT_AT) + 1);
    if (Long.compareUnsigned(wallMs, LittleEndian.longAt(ranges, at + LEAST_AT)) < 0) {
      LittleEndian.putLong(ranges, at + LEAST_AT, wallMs);
    }
    if (Long.compareUnsigned(wallMs, LittleEndian.longAt(ranges, at + GREATEST_AT)) > 0) {
      LittleEndian.putLong(ranges, at + GREATEST_AT, wallMs);
    }
  }

  /** Authors listed. */
  int authors() {
    return authors;
  }

  /** True if an author found no place in the list. */
  boolean more() {
    return more;
  }

  /** Writes {@link #authors} ranges one behind the other. */
  void write(byte[] out, int at) {
    System.arraycopy(ranges, 0, out, at, authors * RANGE_BYTES);
  }

  /** The range that stands at {@code at}. */
  static SegmentFooter.Range range(byte[] bytes, int at) {
    return new SegmentFooter.Range(
        Hex.encode(Arrays.copyOfRange(bytes, at, at + AUTHOR_BYTES)),
        LittleEndian.unsignedIntAt(bytes, at + COUNT_AT),
        LittleEndian.longAt(bytes, at + LEAST_AT),
        LittleEndian.longAt(bytes, at + GREATEST_AT));
  }

  /** Where the range of an author stands, made if there is room, or -1. */
  private int find(byte[] bytes, int offset) {
    long mixed = LittleEndian.longAt(bytes, offset) * 0x9E3779B97F4A7C15L;
    int slot = (int) (mixed >>> 54);
    while (slots[slot] != 0) {
      int at = (slots[slot] - 1) * RANGE_BYTES;
      if (Arrays.equals(ranges, at, at + AUTHOR_BYTES, bytes, offset, offset + AUTHOR_BYTES)) {
        return at;
      }
      slot = (slot + 1) % SLOTS;
    }
    if (authors == AUTHORS_MAX) {
      return -1;
    }
    int at = authors++ * RANGE_BYTES;
    slots[slot] = (short) authors;
    System.arraycopy(bytes, offset, ranges, at, AUTHOR_BYTES);
    LittleEndian.putInt(ranges, at + COUNT_AT, 0);
    LittleEndian.putLong(ranges, at + LEAST_AT, -1);
    LittleEndian.putLong(ranges, at + GREATEST_AT, 0);
    return at;
  }
}
