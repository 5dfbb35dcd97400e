package dev.latticenano.core.intention;

import dev.latticenano.core.Limits;
import dev.latticenano.core.bytes.LittleEndian;
import java.util.Arrays;

/**
 * Writes the canonical bytes of one intention: as {@link IntentionView} reads them, with the
 * condition's hashes in ascending order and each once. Allocates nothing after construction.
 */
public final class IntentionWriter {
  private static final byte[] NONE = {};

  private final byte[] fixed = new byte[IntentionView.CONDITION_TAG];
  private final byte[] condition = new byte[Limits.CONDITION_HASHES_MAX * Hash.BYTES];
  private int conditionCount;
  private byte[] ops = NONE;
  private int opsOffset;
  private int opsLength;

  /** Back to zeros, an empty condition and no ops. */
  public IntentionWriter clear() {
    Arrays.fill(fixed, (byte) 0);
    ops = NONE;
    opsOffset = 0;
    opsLength = 0;
    return clearCondition();
  }

  /** Copies the author's 32 bytes. */
  public IntentionWriter author(byte[] bytes, int offset) {
    System.arraycopy(bytes, offset, fixed, IntentionView.AUTHOR, AuthorId.BYTES);
    return this;
  }

  /** The author. */
  public IntentionWriter author(AuthorId author) {
    author.write(fixed, IntentionView.AUTHOR);
    return this;
  }

  /** Wall time in Unix ms (u64) and counter (u32). */
  public IntentionWriter timestamp(long wallMs, int counter) {
    LittleEndian.putLong(fixed, IntentionView.WALL_MS, wallMs);
    LittleEndian.putInt(fixed, IntentionView.COUNTER, counter);
    return this;
  }

  /** Wall time and counter. */
  public IntentionWriter timestamp(Hlc timestamp) {
    return timestamp(timestamp.wallMs(), timestamp.counter());
  }

  /** Copies the store id's 16 bytes. */
  public IntentionWriter store(byte[] bytes, int offset) {
    System.arraycopy(bytes, offset, fixed, IntentionView.STORE, StoreId.BYTES);
    return this;
  }

  /** The store. */
  public IntentionWriter store(StoreId store) {
    store.write(fixed, IntentionView.STORE);
    return this;
  }

  /** Copies the 32 bytes of the author's previous hash; all zero for the first intention. */
  public IntentionWriter storePrev(byte[] bytes, int offset) {
    System.arraycopy(bytes, offset, fixed, IntentionView.STORE_PREV, Hash.BYTES);
    return this;
  }

  /** The author's previous hash; {@link Hash#ZERO} for the first intention. */
  public IntentionWriter storePrev(Hash prev) {
    prev.write(fixed, IntentionView.STORE_PREV);
    return this;
  }

  /** Empties the condition. */
  public IntentionWriter clearCondition() {
    conditionCount = 0;
    return this;
  }

  /**
   * Puts the 32 bytes at {@code bytes[offset]} in the condition, at their place; a hash that is in
   * it already changes nothing.
   *
   * @throws IllegalArgumentException the condition holds {@code Limits.CONDITION_HASHES_MAX} others
   */
  public IntentionWriter addCondition(byte[] bytes, int offset) {
    int low = 0;
    int high = conditionCount;
    while (low < high) {
      int middle = (low + high) >>> 1;
      int at = middle * Hash.BYTES;
      int order =
          Arrays.compareUnsigned(
              condition, at, at + Hash.BYTES, bytes, offset, offset + Hash.BYTES);
      if (order == 0) {
        return this;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    if (conditionCount == Limits.CONDITION_HASHES_MAX) {
      throw new IllegalArgumentException("condition already has " + conditionCount + " hashes");
    }
    int at = low * Hash.BYTES;
    int behind = (conditionCount - low) * Hash.BYTES;
    System.arraycopy(condition, at, condition, at + Hash.BYTES, behind);
    System.arraycopy(bytes, offset, condition, at, Hash.BYTES);
    conditionCount++;
    return this;
  }

  /** Puts {@code hash} in the condition; allocates. */
  public IntentionWriter addCondition(Hash hash) {
    return addCondition(hash.toBytes(), 0);
  }

  /** Hashes in the condition now, each once. */
  public int conditionCount() {
    return conditionCount;
  }

  /**
   * The ops: {@code length} bytes lent from {@code bytes[offset]}; none is an ack.
   *
   * @throws IllegalArgumentException more than {@code Limits.OPS_BYTES_MAX}
   */
  public IntentionWriter ops(byte[] bytes, int offset, int length) {
    if (length > Limits.OPS_BYTES_MAX) {
      throw new IllegalArgumentException(
          "ops of " + length + " bytes beyond " + Limits.OPS_BYTES_MAX);
    }
    ops = bytes;
    opsOffset = offset;
    opsLength = length;
    return this;
  }

  /** Bytes that {@link #write} needs. */
  public int length() {
    return Limits.INTENTION_FIXED_BYTES + conditionCount * Hash.BYTES + opsLength;
  }

  /** Writes the intention; returns its bytes, or minus the bytes missing before {@code limit}. */
  public int write(byte[] out, int offset, int limit) {
    int length = length();
    if (limit - offset < length) {
      return limit - offset - length;
    }
    System.arraycopy(fixed, 0, out, offset, fixed.length);
    out[offset + IntentionView.CONDITION_TAG] = IntentionView.CONDITION_V1;
    LittleEndian.putInt(out, offset + IntentionView.CONDITION_COUNT, conditionCount);
    int hashes = conditionCount * Hash.BYTES;
    System.arraycopy(condition, 0, out, offset + IntentionView.CONDITION, hashes);
    int at = offset + IntentionView.CONDITION + hashes;
    LittleEndian.putInt(out, at, opsLength);
    System.arraycopy(ops, opsOffset, out, at + 4, opsLength);
    return length;
  }
}
