package dev.latticenano.core.snapshot;

import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.bytes.Varint;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.store.TableShape;

/**
 * The layout of a snapshot's content: docs/snapshots.md §3.
 *
 * <pre>
 * header    0  8 "LNANOSNP"
 *           8  4 version, 1
 *          12 16 store id
 *          28 32 frontier digest
 *          60  4 authors
 *          64    rows of the frontier, then {@link Covered}
 * row       u8 table (1 system, 2 state), varints: bytes of key, bytes of value, names; then key,
 *           value, and for each name varints: place, author, height
 * end       u8 3, u64 rows of system, u64 rows of state, u64 names
 * </pre>
 */
final class SnapshotRecord {
  static final long MAGIC = 0x4C4E_414E_4F53_4E50L;
  static final int VERSION = 1;
  static final int VERSION_AT = 8;
  static final int STORE_AT = 12;
  static final int DIGEST_AT = STORE_AT + StoreId.BYTES;
  static final int AUTHORS_AT = DIGEST_AT + Hash.BYTES;
  static final int HEADER_BYTES = AUTHORS_AT + 4;

  static final int END = 3;
  static final int END_BYTES = 1 + 3 * 8;

  /** Names in one row at most. */
  static final int NAMES_MAX = 64;

  /** Bytes of the longest row. */
  static final int ROW_BYTES_MAX =
      1
          + 3 * Varint.BYTES_MAX
          + 2 * TableShape.VARIABLE_BYTES_MAX
          + NAMES_MAX * 3 * Varint.BYTES_MAX;

  private SnapshotRecord() {}

  /** Writes the header without the frontier's rows. */
  static void header(byte[] out, StoreId store, Frontier frontier) {
    BigEndian.putLong(out, 0, MAGIC);
    BigEndian.putInt(out, VERSION_AT, VERSION);
    store.write(out, STORE_AT);
    System.arraycopy(frontier.digest(), 0, out, DIGEST_AT, Hash.BYTES);
    BigEndian.putInt(out, AUTHORS_AT, frontier.count());
  }
}
