package dev.latticenano.core;

import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.Table;
import java.util.Map;
import java.util.TreeMap;

/**
 * The snapshot notices of one store that this node has met, and what came of each: rows of the
 * table {@code local}. Changes together with state, and one checkpoint keeps both.
 *
 * <pre>
 * 'n' ‖ hash 32   standing 1 ‖ 1 if its author might write it, else 0: 1
 * </pre>
 */
final class NoticeRows {
  private static final int ROW_BYTES = 2;
  private static final byte KEY = 'n';

  private final Table table;
  private final byte[] key = new byte[1 + Hash.BYTES];
  private final byte[] value = new byte[ROW_BYTES];
  private long version;

  NoticeRows(Table local) {
    this.table = local;
  }

  /**
   * One notice.
   *
   * @param counts true if its author had the right to write it
   */
  record Met(SnapshotStanding standing, boolean counts) {}

  /** Rises when a row changes. */
  long version() {
    return version;
  }

  /** State has come to a notice. */
  void met(Hash intention, boolean counts) throws StoreException {
    Met before = find(intention);
    if (before == null) {
      put(intention, new Met(SnapshotStanding.OPEN, counts));
    } else if (before.counts() != counts) {
      put(intention, new Met(before.standing(), counts));
    }
  }

  /** This is what came of it. */
  void put(Hash intention, Met met) throws StoreException {
    name(intention);
    value[0] = (byte) met.standing().ordinal();
    value[1] = (byte) (met.counts() ? 1 : 0);
    table.put(key, 0, key.length, value, 0, ROW_BYTES);
    version++;
  }

  /** What came of it; null if it was not met. */
  Met find(Hash intention) throws StoreException {
    name(intention);
    return table.get(key, 0, key.length, value, 0) == ROW_BYTES ? met(value, 0) : null;
  }

  /** The notice is gone. */
  void forget(Hash intention) throws StoreException {
    name(intention);
    table.delete(key, 0, key.length);
    version++;
  }

  private void name(Hash intention) {
    key[0] = KEY;
    intention.write(key, 1);
  }

  private static Met met(byte[] bytes, int offset) {
    return new Met(SnapshotStanding.of(bytes[offset]), bytes[offset + 1] != 0);
  }

  /** All of them, by their hashes. */
  Map<Hash, Met> all() throws StoreException {
    Map<Hash, Met> all = new TreeMap<>();
    table.range(
        new byte[] {KEY},
        new byte[] {KEY + 1},
        (rowKey, keyOffset, keyLength, bytes, from, length) -> {
          all.put(Hash.of(rowKey, keyOffset + 1), met(bytes, from));
          return true;
        });
    return all;
  }
}
