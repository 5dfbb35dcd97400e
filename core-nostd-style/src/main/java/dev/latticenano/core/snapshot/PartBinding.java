package dev.latticenano.core.snapshot;

import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.StoreId;

/**
 * What a part is bound to, beside its bytes: docs/snapshots.md §4.
 *
 * <pre>
 *  0 16 store id
 * 16 32 frontier digest
 * 48  8 number of the part
 * 56  1 1 for the last part, else 0
 * </pre>
 */
final class PartBinding {
  static final int BYTES = StoreId.BYTES + Hash.BYTES + 8 + 1;

  private static final int NUMBER_AT = StoreId.BYTES + Hash.BYTES;

  private final byte[] bytes = new byte[BYTES];

  PartBinding(StoreId store, Frontier frontier) {
    store.write(bytes, 0);
    System.arraycopy(frontier.digest(), 0, bytes, StoreId.BYTES, Hash.BYTES);
  }

  /** The bytes of one part, lent until the next call. */
  byte[] of(long number, boolean last) {
    BigEndian.putLong(bytes, NUMBER_AT, number);
    bytes[BYTES - 1] = (byte) (last ? 1 : 0);
    return bytes;
  }
}
