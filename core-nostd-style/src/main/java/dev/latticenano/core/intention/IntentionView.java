package dev.latticenano.core.intention;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.LittleEndian;
import dev.latticenano.core.crypto.Blake3;

/**
 * The canonical bytes of one intention: who writes, when, in which store, after what, and the ops.
 *
 * <pre>
 *   0  author       32    Ed25519 public key
 *  32  wall_time     8    u64 LE, Unix ms
 *  40  counter       4    u32 LE
 *  44  store_id     16    UUID
 *  60  store_prev   32    hash of the author's intention before, zero for the first
 *  92  tag           1    kind of condition, 0 = V1
 *  93  count n       4    u32 LE, 0 to 1024
 *  97  hashes      32·n   what this intention has seen; any order
 *  97+32n  length    4    u32 LE, 0 to 1 MiB
 * 101+32n  ops
 * </pre>
 *
 * Allocates nothing after construction, except accessors that return a record. Source:
 * docs/protocol.md §4, Rust engine {@code weaver/intention.rs}.
 */
public final class IntentionView {
  /** Where the author's 32 bytes begin. */
  public static final int AUTHOR = 0;

  /** Where the wall time begins: u64, Unix ms. */
  public static final int WALL_MS = 32;

  /** Where the counter begins: u32. */
  public static final int COUNTER = 40;

  /** Where the store's 16 bytes begin. */
  public static final int STORE = 44;

  /** Where the 32 bytes of the author's previous hash begin. */
  public static final int STORE_PREV = 60;

  /** Where the kind of the condition is. */
  public static final int CONDITION_TAG = 92;

  /** Where the number of hashes in the condition begins: u32. */
  public static final int CONDITION_COUNT = 93;

  /** Where the condition's hashes begin. */
  public static final int CONDITION = 97;

  /** The only kind of condition. */
  public static final int CONDITION_V1 = 0;

  private byte[] bytes;
  private int offset;
  private int length;
  private int conditionCount;
  private int opsOffset;
  private int opsLength;

  /** Looks at {@code length} bytes from {@code bytes[offset]}; nothing is checked yet. */
  public IntentionView wrap(byte[] bytes, int offset, int length) {
    this.bytes = bytes;
    this.offset = offset;
    this.length = length;
    return this;
  }

  /** Whether the bytes are exactly one intention within the limits; accessors assume OK. */
  public Verdict check() {
    if (length <= CONDITION_TAG) {
      return Verdict.INTENTION_TOO_SHORT;
    }
    if (bytes[offset + CONDITION_TAG] != CONDITION_V1) {
      return Verdict.CONDITION_TAG_UNKNOWN;
    }
    if (length < CONDITION) {
      return Verdict.INTENTION_TOO_SHORT;
    }
    long hashes = LittleEndian.unsignedIntAt(bytes, offset + CONDITION_COUNT);
    if (hashes > Limits.CONDITION_HASHES_MAX) {
      return Verdict.CONDITION_TOO_LONG;
    }
    conditionCount = (int) hashes;
    int lengthAt = CONDITION + conditionCount * Hash.BYTES;
    if (length < lengthAt + 4) {
      return Verdict.INTENTION_TOO_SHORT;
    }
    long ops = LittleEndian.unsignedIntAt(bytes, offset + lengthAt);
    if (ops > Limits.OPS_BYTES_MAX) {
      return Verdict.OPS_TOO_LONG;
    }
    opsLength = (int) ops;
    opsOffset = offset + lengthAt + 4;
    int end = lengthAt + 4 + opsLength;
    if (length < end) {
      return Verdict.INTENTION_TOO_SHORT;
    }
    return length == end ? Verdict.OK : Verdict.TRAILING_BYTES;
  }

  /** The array all offsets count in. */
  public byte[] bytes() {
    return bytes;
  }

  /** Where the intention begins. */
  public int offset() {
    return offset;
  }

  /** Bytes of the intention. */
  public int length() {
    return length;
  }

  /** Where the author's 32 bytes are. */
  public int authorOffset() {
    return offset + AUTHOR;
  }

  /** The author, as a new record. */
  public AuthorId author() {
    return AuthorId.of(bytes, authorOffset());
  }

  /** Wall time in Unix ms, u64. */
  public long wallMs() {
    return LittleEndian.longAt(bytes, offset + WALL_MS);
  }

  /** Counter, u32. */
  public int counter() {
    return LittleEndian.intAt(bytes, offset + COUNTER);
  }

  /** Wall time and counter, as a new record. */
  public Hlc timestamp() {
    return new Hlc(wallMs(), counter());
  }

  /** Where the store id's 16 bytes are. */
  public int storeOffset() {
    return offset + STORE;
  }

  /** The store, as a new record. */
  public StoreId store() {
    return StoreId.of(bytes, storeOffset());
  }

  /** Where the 32 bytes of the author's previous hash are. */
  public int storePrevOffset() {
    return offset + STORE_PREV;
  }

  /** The author's previous intention, as a new record; {@link Hash#ZERO} for the first. */
  public Hash storePrev() {
    return Hash.of(bytes, storePrevOffset());
  }

  /** True if the author's chain begins here. */
  public boolean isFirst() {
    return Hash.isZero(bytes, storePrevOffset());
  }

  /** Hashes in the condition, 0 to {@code Limits.CONDITION_HASHES_MAX}; may repeat. */
  public int conditionCount() {
    return conditionCount;
  }

  /** Where the 32 bytes of condition hash {@code index} are. */
  public int conditionOffset(int index) {
    return offset + CONDITION + index * Hash.BYTES;
  }

  /** Condition hash {@code index}, as a new record. */
  public Hash condition(int index) {
    return Hash.of(bytes, conditionOffset(index));
  }

  /** Where the ops begin. */
  public int opsOffset() {
    return opsOffset;
  }

  /** Bytes of ops, 0 to {@code Limits.OPS_BYTES_MAX}. */
  public int opsLength() {
    return opsLength;
  }

  /** True if the ops are empty: the author only says what it has seen. */
  public boolean isAck() {
    return opsLength == 0;
  }

  /**
   * Writes the 32 bytes of the intention's name, BLAKE3 of its bytes, to {@code out[outOffset]}.
   */
  public void hash(Blake3 blake3, byte[] out, int outOffset) {
    blake3.hash(bytes, offset, length, out, outOffset);
  }

  @Override
  public String toString() {
    return author().shortText() + " " + timestamp() + " " + opsLength + " bytes of ops";
  }
}
