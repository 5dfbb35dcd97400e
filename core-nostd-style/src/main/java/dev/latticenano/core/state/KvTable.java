package dev.latticenano.core.state;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Keys in byte order, each with its heads: the engine under every store type whose ops put and
 * delete. In memory.
 */
final class KvTable {
  private final TreeMap<Key, Heads> rows = new TreeMap<>();

  /** Writes one key: a value the table keeps, or null to delete. */
  void write(Key key, Applied op, byte[] value) {
    Heads heads = rows.get(key);
    if (heads == null) {
      heads = new Heads();
      rows.put(key, heads);
    }
    heads.write(op, value);
  }

  /** The greatest head of {@code key}, a tombstone included; null if nobody wrote it. */
  Head winner(byte[] key) {
    Heads heads = rows.get(Key.sharing(key));
    return heads == null ? null : heads.winner();
  }

  /** All heads of {@code key}, greatest first; empty if nobody wrote it. */
  List<Head> heads(byte[] key) {
    Heads heads = rows.get(Key.sharing(key));
    return heads == null ? List.of() : heads.all();
  }

  /** Rows from {@code prefix} on, in key order; the reader stops where the prefix ends. */
  Map<Key, Heads> from(byte[] prefix) {
    return rows.tailMap(Key.sharing(prefix), true);
  }

  /** Forgets everything. */
  void clear() {
    rows.clear();
  }
}
