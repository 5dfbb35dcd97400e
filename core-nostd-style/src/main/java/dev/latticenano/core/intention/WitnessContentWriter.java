package dev.latticenano.core.intention;

import dev.latticenano.core.bytes.Varint;

/**
 * Writes a witness content: as {@link WitnessContentView} reads it, fields ascending, a wall time
 * of 0 left out. Allocates nothing after construction.
 */
public final class WitnessContentWriter {
  /** Bytes of the longest content. */
  public static final int BYTES_MAX = 18 + 34 + 11 + 34;

  private final byte[] store = new byte[StoreId.BYTES];
  private final byte[] intention = new byte[Hash.BYTES];
  private final byte[] prev = new byte[Hash.BYTES];
  private long wallMs;

  /** Copies the store id's 16 bytes. */
  public WitnessContentWriter store(byte[] bytes, int offset) {
    System.arraycopy(bytes, offset, store, 0, StoreId.BYTES);
    return this;
  }

  /** The store. */
  public WitnessContentWriter store(StoreId store) {
    store.write(this.store, 0);
    return this;
  }

  /** Copies the 32 bytes of the witnessed intention's hash. */
  public WitnessContentWriter intention(byte[] bytes, int offset) {
    System.arraycopy(bytes, offset, intention, 0, Hash.BYTES);
    return this;
  }

  /** The witnessed intention. */
  public WitnessContentWriter intention(Hash hash) {
    hash.write(intention, 0);
    return this;
  }

  /** When, Unix ms, u64. */
  public WitnessContentWriter wallMs(long wallMs) {
    this.wallMs = wallMs;
    return this;
  }

  /** Copies the 32 bytes of the previous content's hash; zero for the first. */
  public WitnessContentWriter prev(byte[] bytes, int offset) {
    System.arraycopy(bytes, offset, prev, 0, Hash.BYTES);
    return this;
  }

  /** The previous content's hash; {@link Hash#ZERO} for the first. */
  public WitnessContentWriter prev(Hash hash) {
    hash.write(prev, 0);
    return this;
  }

  /** Bytes that {@link #write} needs. */
  public int length() {
    return 18 + 34 + (wallMs == 0 ? 0 : 1 + Varint.size(wallMs)) + 34;
  }

  /** Writes the content; returns its bytes, or minus the bytes missing before {@code limit}. */
  public int write(byte[] out, int offset, int limit) {
    int length = length();
    if (limit - offset < length) {
      return limit - offset - length;
    }
    int at = ProtoOut.putBytes(out, offset, WitnessContentView.STORE, store, 0, StoreId.BYTES);
    at = ProtoOut.putBytes(out, at, WitnessContentView.INTENTION, intention, 0, Hash.BYTES);
    if (wallMs != 0) {
      at = ProtoOut.putVarintField(out, at, WitnessContentView.WALL_MS, wallMs);
    }
    ProtoOut.putBytes(out, at, WitnessContentView.PREV, prev, 0, Hash.BYTES);
    return length;
  }
}
