package dev.latticenano.core.state;

import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.Table;
import java.util.Arrays;

/**
 * The heads of keys that have more than a row holds: those beyond the sixteenth, a row each,
 * greatest first, and a row that finds it by its hash. So a key that very many wrote without
 * knowing of each other costs a few look-ups a write, not all of its heads.
 */
final class LaterHeads {
  private final Table table;
  private final ValuePieces pieces;
  private final RowKey row = new RowKey();
  private final byte[] name = new byte[HeadRow.NAME_BYTES];
  private final byte[] tail = new byte[HeadRow.HEAD_BYTES_MAX];

  LaterHeads(Table table, ValuePieces pieces) {
    this.table = table;
    this.pieces = pieces;
  }

  /** Adds the head of {@code length} bytes at {@code head[at]}. */
  void add(byte[] key, int offset, int keyLength, byte[] head, int at, int length)
      throws StoreException {
    row.later(key, offset, keyLength, head, at);
    int tailAt = at + HeadRow.NAME_BYTES;
    table.put(row.bytes(), 0, row.length(), head, tailAt, length - HeadRow.NAME_BYTES);
    row.laterName(key, offset, keyLength, head, HeadRow.hashAt(at));
    table.put(row.bytes(), 0, row.length(), head, at, HeadRow.beforeHash());
  }

  /** Removes the head of a hash and its value, if it is here. */
  void remove(byte[] key, int offset, int keyLength, byte[] hash, int hashAt)
      throws StoreException {
    row.laterName(key, offset, keyLength, hash, hashAt);
    if (table.get(row.bytes(), 0, row.length(), name, 0) == Table.ABSENT) {
      return;
    }
    table.delete(row.bytes(), 0, row.length());
    System.arraycopy(hash, hashAt, name, HeadRow.beforeHash(), Hash.BYTES);
    row.later(key, offset, keyLength, name, 0);
    System.arraycopy(name, 0, tail, 0, HeadRow.NAME_BYTES);
    int length = table.get(row.bytes(), 0, row.length(), tail, HeadRow.NAME_BYTES);
    HeadRow head = new HeadRow().wrap(tail, 0, HeadRow.NAME_BYTES + length);
    if (head.next() && head.inPieces()) {
      pieces.delete(key, offset, keyLength, hash, hashAt, head.valueLength());
    }
    table.delete(row.bytes(), 0, row.length());
  }

  /**
   * Takes the greatest head out, leaving its value.
   *
   * @return its bytes, copied to {@code out[at]}; 0 if there is none
   */
  int takeFirst(byte[] key, int offset, int keyLength, byte[] out, int at) throws StoreException {
    int[] length = {0};
    each(
        key,
        offset,
        keyLength,
        (head, headAt, bytes) -> {
          System.arraycopy(head, headAt, out, at, bytes);
          length[0] = bytes;
          return false;
        });
    if (length[0] > 0) {
      row.later(key, offset, keyLength, out, at);
      table.delete(row.bytes(), 0, row.length());
      row.laterName(key, offset, keyLength, out, HeadRow.hashAt(at));
      table.delete(row.bytes(), 0, row.length());
    }
    return length[0];
  }

  /** Shows the heads of a key, greatest first. */
  void each(byte[] key, int offset, int keyLength, Reader reader) throws StoreException {
    row.laterOf(key, offset, keyLength);
    byte[] from = Arrays.copyOf(row.bytes(), row.length());
    byte[] head = new byte[HeadRow.HEAD_BYTES_MAX];
    table.range(
        from,
        KvTable.behind(from),
        (rowKey, rowKeyAt, rowKeyLength, value, valueAt, length) -> {
          RowKey.complement(rowKey, rowKeyAt + from.length, head, 0);
          System.arraycopy(value, valueAt, head, HeadRow.NAME_BYTES, length);
          return reader.head(head, 0, HeadRow.NAME_BYTES + length);
        });
  }

  /** Receives heads. */
  interface Reader {
    /** One head, lent; return false to stop. */
    boolean head(byte[] bytes, int at, int length) throws StoreException;
  }
}
