package dev.latticenano.core.dag;

import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.bytes.LittleEndian;
import dev.latticenano.core.store.Row;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.Table;
import java.util.BitSet;

/**
 * What is known of each witnessed intention besides its bytes. A row's number is its place in this
 * node's witness order, from 0, and never changes; its facts lie in the table {@code row}, those of
 * the {@value #CACHE_ROWS} met last also on the heap, some with their hash.
 *
 * <pre>
 *  0  position    6   of the record in the log
 *  6  length      3   bytes of the signed intention
 *  9  author      2
 * 11  height      4   in the author's chain, from 1
 * 15  generation  4   1 + the greatest of what it cites
 * </pre>
 *
 * Allocates nothing but pages.
 */
final class Rows {
  /** No row: the store_prev of a chain's first intention. */
  static final int NONE = -1;

  /** Rows whose facts are kept at hand; a power of two. */
  static final int CACHE_ROWS = 8192;

  private static final int MASK = CACHE_ROWS - 1;
  private static final int VALUE_BYTES = DagTables.ROW.valueBytes();

  private final Table table;
  private final IntColumn held = new IntColumn(NONE);
  private final LongColumn position = new LongColumn();
  private final IntColumn length = new IntColumn(0);
  private final IntColumn author = new IntColumn(NONE);
  private final IntColumn height = new IntColumn(0);
  private final IntColumn generation = new IntColumn(0);
  private final IntColumn named = new IntColumn(NONE);
  private final NameColumn names = new NameColumn();
  private final IntColumn rowOfName = new IntColumn(NONE);
  private final byte[] key = new byte[4];
  private final byte[] value = new byte[VALUE_BYTES];
  private int count;
  private long moves;

  Rows(Table table) {
    this.table = table;
  }

  /** Number of rows. */
  int count() {
    return count;
  }

  /** Rises whenever a record that a row had lies elsewhere, or nowhere. */
  long moves() {
    return moves;
  }

  /**
   * Takes up the rows that a checkpoint left; true if the table holds just as many, or less if some
   * were pruned.
   */
  boolean restore(int restoredCount, boolean pruned) throws StoreException {
    clear();
    count = restoredCount;
    BigEndian.putInt(key, 0, -1);
    Row last = new Row();
    boolean any = table.floor(key, 0, key.length, last);
    int found = any ? BigEndian.intAt(last.key(), 0) + 1 : 0;
    return restoredCount == found || pruned && found < restoredCount;
  }

  /** All rows of a base are here; its other intentions have numbers, too. */
  void stand(int newCount) {
    assert newCount >= count : newCount + " below " + count;
    count = newCount;
  }

  /** True if anything is known of {@code row}: it was not swept. */
  boolean has(int row) throws StoreException {
    BigEndian.putInt(key, 0, row);
    return held.at(row & MASK) == row || table.get(key, 0, key.length, value, 0) != Table.ABSENT;
  }

  /** Forgets {@code row}, which lies below a floor. */
  void remove(int row) throws StoreException {
    int slot = row & MASK;
    if (held.at(slot) == row) {
      held.set(slot, NONE);
    }
    if (named.at(slot) == row) {
      named.set(slot, NONE);
    }
    BigEndian.putInt(key, 0, row);
    table.delete(key, 0, key.length);
    moves++;
  }

  /** The table has these rows no more. */
  void forget(BitSet gone) {
    for (int slot = 0; slot < CACHE_ROWS; slot++) {
      if (held.at(slot) != NONE && gone.get(held.at(slot))) {
        held.set(slot, NONE);
      }
      if (named.at(slot) != NONE && gone.get(named.at(slot))) {
        named.set(slot, NONE);
      }
    }
    moves++;
  }

  /** The first row from {@code row} on of which anything is known; {@link #count} if none. */
  int next(int row) throws StoreException {
    BigEndian.putInt(key, 0, row);
    int[] found = {count};
    table.range(
        key.clone(),
        null,
        (rowKey, keyOffset, keyLength, bytes, valueOffset, valueLength) -> {
          found[0] = BigEndian.intAt(rowKey, keyOffset);
          return false;
        });
    return found[0];
  }

  /** The first row from {@code row} on of which nothing is known; {@link #count} if none. */
  int nextAbsent(int row) throws StoreException {
    BigEndian.putInt(key, 0, row);
    int[] absent = {row};
    table.range(
        key.clone(),
        null,
        (rowKey, keyOffset, keyLength, bytes, valueOffset, valueLength) -> {
          boolean there = BigEndian.intAt(rowKey, keyOffset) == absent[0];
          absent[0] += there ? 1 : 0;
          return there;
        });
    return Math.min(absent[0], count);
  }

  /** The last row up to {@code row} of which anything is known, or {@link #NONE}. */
  int previous(int row) throws StoreException {
    if (row < 0) {
      return NONE;
    }
    BigEndian.putInt(key, 0, row);
    Row found = new Row();
    return table.floor(key, 0, key.length, found) ? BigEndian.intAt(found.key(), 0) : NONE;
  }

  /** Adds up to {@code most} rows from {@code from} on to {@code out}, swept ones left out. */
  void list(int from, int most, IntList out) throws StoreException {
    byte[] first = new byte[4];
    BigEndian.putInt(first, 0, from);
    table.range(
        first,
        null,
        (rowKey, keyOffset, keyLength, bytes, valueOffset, valueLength) -> {
          out.add(BigEndian.intAt(rowKey, keyOffset));
          return out.count() < most;
        });
  }

  /** Forgets all rows; the table is cleared by its owner. */
  void clear() {
    count = 0;
    for (int i = 0; i < CACHE_ROWS; i++) {
      if (held.at(i) != NONE) {
        held.set(i, NONE);
        named.set(i, NONE);
      }
    }
  }

  /** Adds the next row. */
  int add(
      byte[] hash, long newPosition, int newLength, int newAuthor, int newHeight, int generations)
      throws StoreException {
    int row = count;
    BigEndian.putLong(value, 1, newLength & 0xFF_FFFFL);
    putPosition(newPosition);
    BigEndian.putShort(value, 9, newAuthor);
    BigEndian.putInt(value, 11, newHeight);
    BigEndian.putInt(value, 15, generations);
    BigEndian.putInt(key, 0, row);
    table.put(key, 0, key.length, value, 0, VALUE_BYTES);
    count++;
    hold(row);
    name(row, hash, 0);
    return row;
  }

  /** Of {@code row}, of which nothing was known, the name is known now. */
  void put(int row, int newAuthor, int newHeight, int generations) throws StoreException {
    BigEndian.putLong(value, 1, 0);
    putPosition(Floors.NOWHERE);
    BigEndian.putShort(value, 9, newAuthor);
    BigEndian.putInt(value, 11, newHeight);
    BigEndian.putInt(value, 15, generations);
    BigEndian.putInt(key, 0, row);
    table.put(key, 0, key.length, value, 0, VALUE_BYTES);
    hold(row);
  }

  /** The record of {@code row} lies elsewhere now. */
  void move(int row, long newPosition) throws StoreException {
    int slot = at(row);
    BigEndian.putInt(key, 0, row);
    table.get(key, 0, key.length, value, 0);
    putPosition(newPosition);
    table.put(key, 0, key.length, value, 0, VALUE_BYTES);
    position.set(slot, newPosition);
    moves++;
  }

  private void putPosition(long newPosition) {
    BigEndian.putShort(value, 0, (int) (newPosition >>> 32));
    BigEndian.putInt(value, 2, (int) newPosition);
  }

  /** Where the record of {@code row} lies in the log. */
  long position(int row) throws StoreException {
    return position.at(at(row));
  }

  /** Bytes of its signed intention. */
  int length(int row) throws StoreException {
    return length.at(at(row));
  }

  /** True if all that {@code row} ever was here is a name; another may have had its number. */
  boolean isName(int row) throws StoreException {
    return length(row) == 0;
  }

  int author(int row) throws StoreException {
    return author.at(at(row));
  }

  int height(int row) throws StoreException {
    return height.at(at(row));
  }

  int generation(int row) throws StoreException {
    return generation.at(at(row));
  }

  /** Notes the hash of {@code row} for as long as there is room. */
  void name(int row, byte[] hash, int offset) {
    int slot = row & MASK;
    names.set(slot, hash, offset);
    named.set(slot, row);
    rowOfName.set(slotOfName(hash, offset), row);
  }

  /** True if the hash of {@code row} is at hand. */
  boolean isNamed(int row) {
    return named.at(row & MASK) == row;
  }

  /** True if the hash at hand for {@code row} is this one. */
  boolean isName(int row, byte[] hash, int offset) {
    return isNamed(row) && names.equals(row & MASK, hash, offset);
  }

  /** Copies the hash at hand for {@code row}. */
  void copyName(int row, byte[] out, int offset) {
    names.copy(row & MASK, out, offset);
  }

  /** The row of a hash if it is at hand, or {@link #NONE}. */
  int rowOfName(byte[] hash, int offset) {
    int row = rowOfName.at(slotOfName(hash, offset));
    return row != NONE && isName(row, hash, offset) ? row : NONE;
  }

  private static int slotOfName(byte[] hash, int offset) {
    return HashTable.spread(LittleEndian.longAt(hash, offset)) & MASK;
  }

  private int at(int row) throws StoreException {
    assert row >= 0 && row < count : "row " + row + " beyond " + count;
    int slot = row & MASK;
    if (held.at(slot) != row) {
      BigEndian.putInt(key, 0, row);
      if (table.get(key, 0, key.length, value, 0) == Table.ABSENT) {
        throw new StoreException(
            StoreException.Kind.CORRUPT, "the tables lack row " + row + "; delete them", null);
      }
      hold(row);
    }
    return slot;
  }

  /** Keeps what {@code value} says of {@code row} at hand. */
  private void hold(int row) {
    int slot = row & MASK;
    held.set(slot, row);
    position.set(slot, positionIn(value, 0));
    length.set(slot, BigEndian.intAt(value, 5) & 0xFF_FFFF);
    author.set(slot, BigEndian.shortAt(value, 9));
    height.set(slot, BigEndian.intAt(value, 11));
    generation.set(slot, BigEndian.intAt(value, 15));
  }

  /** The position in a value of the table. */
  private static long positionIn(byte[] bytes, int offset) {
    return (long) BigEndian.shortAt(bytes, offset) << 32
        | BigEndian.unsignedIntAt(bytes, offset + 2);
  }

  /** Receives positions. */
  interface Positions {
    void position(long position);
  }

  /** Shows where the record of every row lies, in no particular order. */
  void positions(Positions sink) throws StoreException {
    table.range(
        new byte[4],
        null,
        (rowKey, keyOffset, keyLength, bytes, valueOffset, valueLength) -> {
          sink.position(positionIn(bytes, valueOffset));
          return true;
        });
  }

  /** Adds the rows whose records begin from {@code from}, inclusive, to {@code to}, exclusive. */
  void rowsBetween(long from, long to, IntList out) throws StoreException {
    // What had to wait lies further back than its neighbours, so no search by halves finds all.
    table.range(
        new byte[4],
        null,
        (rowKey, keyOffset, keyLength, bytes, valueOffset, valueLength) -> {
          long there = positionIn(bytes, valueOffset);
          if (there >= from && there < to) {
            out.add(BigEndian.intAt(rowKey, keyOffset));
          }
          return true;
        });
  }
}
