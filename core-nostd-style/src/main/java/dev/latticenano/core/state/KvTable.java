package dev.latticenano.core.state;

import dev.latticenano.core.Limits;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Keys in byte order, each with its heads: the engine under every store type whose ops put and
 * delete, in rows of an ordered table. The rows are a function of the set of writes: docs/state.md
 * §2. Each write is shown once, after those it cites. Writing allocates nothing after construction
 * while a key has at most {@value #HEADS_MAX} heads.
 */
final class KvTable {
  /** Heads in the row of a key; those beyond have rows of their own. */
  static final int HEADS_MAX = 16;

  /** Bytes of a value that lies in its key's row. */
  static final int INLINE_BYTES_MAX = 1024;

  private static final int ROWS_A_PAGE = 256;

  private final Table table;
  private final ValuePieces pieces;
  private final LaterHeads later;
  private final RowKey rowKey = new RowKey();
  private final HeadRow heads = new HeadRow();
  private final byte[] row = new byte[HEADS_MAX * HeadRow.HEAD_BYTES_MAX];
  private final byte[] next = new byte[(HEADS_MAX + 1) * HeadRow.HEAD_BYTES_MAX];
  private final byte[] written = new byte[HeadRow.HEAD_BYTES_MAX];
  private int nextLength;
  private int nextCount;

  /** The rows that are in {@code table}, which others write to only under other first bytes. */
  KvTable(Table table) {
    this.table = table;
    pieces = new ValuePieces(table);
    later = new LaterHeads(table, pieces);
  }

  /** Writes a tombstone. */
  void delete(byte[] key, int offset, int length, Applied op) throws StoreException {
    put(key, offset, length, op, null, 0, 0);
  }

  /**
   * Writes a value, or a tombstone if it is null: it replaces the heads that {@code op} cites, and
   * what the same op wrote to the key before.
   */
  void put(
      byte[] key,
      int offset,
      int length,
      Applied op,
      byte[] value,
      int valueOffset,
      int valueLength)
      throws StoreException {
    HeadRow.name(op, written, 0);
    int writtenLength = HeadRow.NAME_BYTES;
    writtenLength += HeadRow.tail(written, writtenLength, value, valueOffset, valueLength);
    rowKey.heads(key, offset, length);
    int held = Math.max(0, table.get(rowKey.bytes(), 0, rowKey.length(), row, 0));
    boolean mayHaveLater = merge(key, offset, length, op, held, writtenLength);
    if (mayHaveLater) {
      settleLater(key, offset, length, op, writtenLength);
    }
    if (value != null && valueLength > INLINE_BYTES_MAX) {
      int hashAt = HeadRow.hashAt(0);
      pieces.put(key, offset, length, written, hashAt, value, valueOffset, valueLength);
    }
    table.put(rowKey.bytes(), 0, rowKey.length(), next, 0, nextLength);
  }

  /**
   * Makes the row that follows: what was there and is not cited, and the written head in its place.
   * If the row was full, others may stand behind it; then a head that would be the last is left out
   * for now.
   *
   * @return true if the row was full
   */
  private boolean merge(byte[] key, int offset, int length, Applied op, int held, int writtenLength)
      throws StoreException {
    nextLength = 0;
    nextCount = 0;
    int before = 0;
    boolean placed = false;
    heads.wrap(row, 0, held);
    while (heads.next()) {
      before++;
      int order = heads.compareName(written, 0);
      if (order == 0 || op.cites(row, heads.hashAt())) {
        if (heads.inPieces()) {
          pieces.delete(key, offset, length, row, heads.hashAt(), heads.valueLength());
        }
        continue;
      }
      if (!placed && order < 0) {
        append(written, 0, writtenLength);
        placed = true;
      }
      append(row, heads.at(), heads.length());
    }
    if (!placed && before < HEADS_MAX) {
      append(written, 0, writtenLength);
    }
    return before == HEADS_MAX;
  }

  private void append(byte[] from, int at, int length) {
    System.arraycopy(from, at, next, nextLength, length);
    nextLength += length;
    nextCount++;
  }

  /** Takes cited heads out of those behind the row, and moves heads until the row is full. */
  private void settleLater(byte[] key, int offset, int length, Applied op, int writtenLength)
      throws StoreException {
    for (int i = 0; i < op.conditionCount(); i++) {
      later.remove(key, offset, length, op.conditionArray(), op.conditionOffset(i));
    }
    later.remove(key, offset, length, written, HeadRow.hashAt(0));
    boolean placed = false;
    int last = 0;
    for (heads.wrap(next, 0, nextLength); heads.next(); ) {
      placed |= heads.compareName(written, 0) == 0;
      last = nextCount > HEADS_MAX ? heads.at() : nextLength;
    }
    if (!placed) {
      later.add(key, offset, length, written, 0, writtenLength);
    } else if (nextCount > HEADS_MAX) {
      later.add(key, offset, length, next, last, nextLength - last);
      nextLength = last;
      nextCount--;
    }
    int taken = 1;
    while (nextCount < HEADS_MAX && taken > 0) {
      taken = later.takeFirst(key, offset, length, next, nextLength);
      nextLength += taken;
      nextCount += taken > 0 ? 1 : 0;
    }
  }

  /**
   * Takes the head of the hash at {@code hash[hashOffset]} out of a key, as a write that cites it
   * does; nothing happens if it is not there. A key without heads has no row.
   */
  void remove(byte[] key, int offset, int length, byte[] hash, int hashOffset)
      throws StoreException {
    if (length > Limits.KV_KEY_BYTES_MAX) {
      return;
    }
    rowKey.heads(key, offset, length);
    int held = Math.max(0, table.get(rowKey.bytes(), 0, rowKey.length(), row, 0));
    nextLength = 0;
    nextCount = 0;
    int before = 0;
    heads.wrap(row, 0, held);
    while (heads.next()) {
      before++;
      if (!heads.isOf(hash, hashOffset)) {
        append(row, heads.at(), heads.length());
      } else if (heads.inPieces()) {
        pieces.delete(key, offset, length, row, heads.hashAt(), heads.valueLength());
      }
    }
    if (nextCount == before) {
      later.remove(key, offset, length, hash, hashOffset);
      return;
    }
    if (before == HEADS_MAX) {
      nextLength += later.takeFirst(key, offset, length, next, nextLength);
    }
    if (nextLength == 0) {
      table.delete(rowKey.bytes(), 0, rowKey.length());
    } else {
      table.put(rowKey.bytes(), 0, rowKey.length(), next, 0, nextLength);
    }
  }

  /** The head of {@code hash} of a key; null if there is none. */
  Head head(byte[] key, Hash hash) throws StoreException {
    for (Head head : heads(key)) {
      if (head.hash().equals(hash)) {
        return head;
      }
    }
    return null;
  }

  /**
   * Copies the value of the greatest head to {@code out}. Of a longer one nothing is copied.
   *
   * @return its length; {@link Table#ABSENT} if nobody wrote the key or the head is a tombstone
   */
  int read(byte[] key, int offset, int length, byte[] out) throws StoreException {
    if (!find(key, offset, length) || heads.tombstone()) {
      return Table.ABSENT;
    }
    if (heads.valueLength() <= out.length) {
      copyValue(key, offset, length, heads, out);
    }
    return heads.valueLength();
  }

  /** True if {@code key} has several heads. */
  boolean conflicted(byte[] key, int offset, int length) throws StoreException {
    return find(key, offset, length) && heads.next();
  }

  /** The greatest head of {@code key}, a tombstone included; null if nobody wrote it. */
  Head winner(byte[] key) throws StoreException {
    return find(key, 0, key.length) ? head(key, heads) : null;
  }

  /** All heads of {@code key}, greatest first; empty if nobody wrote it. */
  List<Head> heads(byte[] key) throws StoreException {
    if (key.length > Limits.KV_KEY_BYTES_MAX) {
      return List.of();
    }
    rowKey.heads(key, 0, key.length);
    int held = table.get(rowKey.bytes(), 0, rowKey.length(), row, 0);
    return held == Table.ABSENT ? List.of() : all(key, row, 0, held);
  }

  /** Stands at the greatest head of a key; false if nobody wrote it. */
  private boolean find(byte[] key, int offset, int length) throws StoreException {
    if (length > Limits.KV_KEY_BYTES_MAX) {
      return false;
    }
    rowKey.heads(key, offset, length);
    int held = table.get(rowKey.bytes(), 0, rowKey.length(), row, 0);
    return held != Table.ABSENT && heads.wrap(row, 0, held).next();
  }

  private void copyValue(byte[] key, int offset, int length, HeadRow head, byte[] out)
      throws StoreException {
    if (head.inPieces()) {
      byte[] bytes = head.bytes();
      pieces.read(key, offset, length, bytes, head.hashAt(), out, head.valueLength());
    } else {
      System.arraycopy(head.bytes(), head.valueAt(), out, 0, head.valueLength());
    }
  }

  /** The head where {@code row} stands, with a copy of its value. */
  Head head(byte[] key, HeadRow row) throws StoreException {
    byte[] value = null;
    if (!row.tombstone()) {
      value = new byte[row.valueLength()];
      copyValue(key, 0, key.length, row, value);
    }
    return row.head(value);
  }

  /** All heads of a key whose row is lent. */
  List<Head> all(byte[] key, byte[] bytes, int at, int length) throws StoreException {
    List<Head> all = new ArrayList<>(2);
    HeadRow each = new HeadRow().wrap(bytes, at, length);
    while (each.next()) {
      all.add(head(key, each));
    }
    if (all.size() == HEADS_MAX) {
      later.each(
          key,
          0,
          key.length,
          (head, headAt, headLength) -> {
            HeadRow one = new HeadRow().wrap(head, headAt, headLength);
            one.next();
            return all.add(head(key, one));
          });
    }
    return List.copyOf(all);
  }

  /**
   * Shows {@code reader} the rows from key {@code from} on that begin with {@code prefix}, in byte
   * order.
   */
  void rows(byte[] prefix, byte[] from, Reader reader) throws StoreException {
    byte[] low = inTable(Arrays.compareUnsigned(prefix, from) > 0 ? prefix : from);
    KvRow view = new KvRow(this);
    table.range(
        low,
        behind(inTable(prefix)),
        (key, keyAt, keyLength, value, valueAt, valueLength) -> {
          view.wrap(key, keyAt + 1, keyLength - 1, value, valueAt, valueLength);
          return reader.row(view);
        });
  }

  /** Receives rows. */
  interface Reader {
    /** One row, lent; the table may be read. Return false to stop. */
    boolean row(KvRow row) throws StoreException;
  }

  private static byte[] inTable(byte[] key) {
    byte[] low = new byte[1 + key.length];
    low[0] = RowKey.HEADS;
    System.arraycopy(key, 0, low, 1, key.length);
    return low;
  }

  /** The least key behind all that begin with {@code prefix}, which is not all ff. */
  static byte[] behind(byte[] prefix) {
    int last = prefix.length - 1;
    while (prefix[last] == (byte) 0xFF) {
      last--;
    }
    byte[] behind = Arrays.copyOf(prefix, last + 1);
    behind[last]++;
    return behind;
  }

  /** Forgets everything. */
  void clear() throws StoreException {
    clear(table, RowKey.HEADS, RowKey.LATER_NAME);
  }

  /** Deletes the rows of {@code table} whose first byte is from one kind to another, inclusive. */
  static void clear(Table table, int firstKind, int lastKind) throws StoreException {
    byte[] from = {(byte) firstKind};
    byte[] to = {(byte) (lastKind + 1)};
    List<byte[]> keys = new ArrayList<>();
    do {
      keys.clear();
      table.range(
          from,
          to,
          (key, keyAt, keyLength, value, valueAt, valueLength) -> {
            keys.add(Arrays.copyOfRange(key, keyAt, keyAt + keyLength));
            return keys.size() < ROWS_A_PAGE;
          });
      for (byte[] key : keys) {
        table.delete(key, 0, key.length);
        from = key;
      }
    } while (!keys.isEmpty());
  }

  /** True if any head of a full row's key, one that is not in the row, has a value. */
  boolean liveBehind(byte[] key) throws StoreException {
    boolean[] live = {false};
    later.each(
        key,
        0,
        key.length,
        (head, at, length) -> {
          live[0] = head[at + HeadRow.NAME_BYTES] != HeadRow.TOMBSTONE;
          return !live[0];
        });
    return live[0];
  }
}
