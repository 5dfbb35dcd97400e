package dev.latticenano.core.dag;

import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.Table;

/**
 * What a DAG stands on once it was pruned or restored: of each author a floor, the height at and
 * below which nothing is here, and ghosts, rows below a floor that may still be cited and of which
 * only the name is left. Up to a second height, no greater than the floor, a chain is
 * <i>settled</i>: a snapshot says all of it, and it counts as in the past of all above a floor.
 * Between the two only what marks supersede is gone; what stays there are its {@link Holes}' rims.
 * Lies in the table {@code dag}; the heights also on the heap.
 *
 * <pre>
 * 'o'             number of the base 4 ‖ next row to sweep 4 ‖ where it begins in the log 8
 * 'o' ‖ author 2  floor 4 ‖ height up to which citations and heights are swept 4 ‖ settled 4 ‖ marked 4
 * 'g' ‖ row 4     hash 32 ‖ number of the base that wants it 4
 * </pre>
 *
 * A ghost of an earlier base is none any more.
 */
final class Floors {
  /** The position of a row whose record is gone. */
  static final long NOWHERE = 0xffff_ffff_ffffL;

  private static final byte FLOOR = 'o';
  private static final byte GHOST = 'g';

  private final Table table;
  private final IntColumn floors = new IntColumn(0);
  private final IntColumn swept = new IntColumn(0);
  private final IntColumn settled = new IntColumn(0);
  private final IntColumn marked = new IntColumn(0);
  private final Holes holes;
  private final byte[] key = new byte[5];
  private final byte[] value = new byte[36];
  private int bound;
  private int open;
  private int number;
  private int nextRow;
  private long basePosition;
  private long changes;

  Floors(Table table) {
    this.table = table;
    this.holes = new Holes(table);
  }

  /** What stays below the floors. */
  Holes holes() {
    return holes;
  }

  void clear() {
    for (int author = 0; author < bound; author++) {
      floors.set(author, 0);
      swept.set(author, 0);
      settled.set(author, 0);
      marked.set(author, 0);
    }
    holes.clear();
    changes++;
    bound = 0;
    open = 0;
    number = 0;
    nextRow = 0;
  }

  /** Takes up what the last checkpoint left. */
  void restore() throws StoreException {
    clear();
    holes.restore();
    table.range(
        new byte[] {FLOOR},
        new byte[] {FLOOR + 1},
        (rowKey, at, keyBytes, bytes, from, length) -> {
          if (keyBytes == 1) {
            number = BigEndian.intAt(bytes, from);
            nextRow = BigEndian.intAt(bytes, from + 4);
            basePosition = BigEndian.longAt(bytes, from + 8);
          } else {
            int author = BigEndian.shortAt(rowKey, at + 1);
            floors.set(author, BigEndian.intAt(bytes, from));
            swept.set(author, BigEndian.intAt(bytes, from + 4));
            settled.set(author, BigEndian.intAt(bytes, from + (length < 12 ? 0 : 8)));
            marked.set(author, BigEndian.intAt(bytes, from + (length < 16 ? 0 : 12)));
            open += floors.at(author) > settled.at(author) ? 1 : 0;
            bound = Math.max(bound, author + 1);
          }
          return true;
        });
  }

  /** The number of the base that stands, from 1; 0: none. */
  int number() {
    return number;
  }

  /** Rises whenever a floor does, and whenever something has come to stay below one. */
  long changes() {
    return changes + holes.changes();
  }

  /** True if anything was pruned. */
  boolean any() {
    return number > 0;
  }

  /** The floor of {@code author}; 0: its chain begins at its beginning. */
  int of(int author) {
    return floors.at(author);
  }

  /** True if at {@code height} of {@code author} at most a ghost is here, or what stays. */
  boolean isBelow(int author, int height) {
    return height <= floors.at(author);
  }

  /** True if {@code row}, which has this place, is gone; its name may be here. */
  boolean isGone(int row, int author, int height) {
    return isBelow(author, height) && !holes.contains(row);
  }

  /** The height up to which the chain of {@code author} is in the past of all above a floor. */
  int settledOf(int author) {
    return settled.at(author);
  }

  /** Above this height, up to the floor, nothing of {@code author} went but acks. */
  int markedOf(int author) {
    return marked.at(author);
  }

  /** Of {@code author} only acks went above {@code height}. */
  void mark(int author, int height) throws StoreException {
    marked.set(author, height);
    bound = Math.max(bound, author + 1);
    writeFloor(author);
  }

  /** True if this place counts as in the past of all that is above a floor. */
  boolean isSettled(int author, int height) {
    return height <= settled.at(author);
  }

  /** Where the base that stands begins in the log. */
  long basePosition() {
    return basePosition;
  }

  /**
   * True if some chain is not settled up to its floor. Then names of what is gone may have been
   * told later, and rows do not say what is in whose past.
   */
  boolean areOpen() {
    return open > 0;
  }

  /** Another base stands, of which all ghosts were told; it begins there in the log. */
  void rise(long position) throws StoreException {
    number++;
    basePosition = position;
    nextRow = 0;
    holes.stand();
    writeNumber();
  }

  /** The floor of {@code author} is no lower than this, and up to there its chain is settled. */
  void raise(int author, int height, int settledHeight) throws StoreException {
    if (height > floors.at(author) || settledHeight > settled.at(author)) {
      changes++;
      open -= floors.at(author) > settled.at(author) ? 1 : 0;
      floors.set(author, Math.max(height, floors.at(author)));
      marked.set(author, floors.at(author));
      settled.set(author, Math.max(settledHeight, settled.at(author)));
      open += floors.at(author) > settled.at(author) ? 1 : 0;
      bound = Math.max(bound, author + 1);
      writeFloor(author);
    }
  }

  /** The next row that a sweep looks at; {@link #rise} begins again. */
  int nextRow() {
    return nextRow;
  }

  /** A sweep has come so far. */
  void nextRow(int row) throws StoreException {
    nextRow = row;
    writeNumber();
  }

  /** The height of {@code author} up to which citations and heights are swept. */
  int swept(int author) {
    return swept.at(author);
  }

  /** A sweep has come so far in the chain of {@code author}. */
  void swept(int author, int height) throws StoreException {
    swept.set(author, height);
    writeFloor(author);
  }

  private void writeNumber() throws StoreException {
    key[0] = FLOOR;
    BigEndian.putInt(value, 0, number);
    BigEndian.putInt(value, 4, nextRow);
    BigEndian.putLong(value, 8, basePosition);
    table.put(key, 0, 1, value, 0, 16);
  }

  private void writeFloor(int author) throws StoreException {
    key[0] = FLOOR;
    BigEndian.putShort(key, 1, author);
    BigEndian.putInt(value, 0, floors.at(author));
    BigEndian.putInt(value, 4, swept.at(author));
    BigEndian.putInt(value, 8, settled.at(author));
    BigEndian.putInt(value, 12, marked.at(author));
    table.put(key, 0, 3, value, 0, 16);
  }

  /** The row of this hash is a ghost of the base that will stand next. */
  void ghost(int row, byte[] hash, int offset) throws StoreException {
    ghost(row, hash, offset, number + 1);
  }

  /** The row of this hash is a ghost of the base that stands. */
  void ghostNow(int row, byte[] hash, int offset) throws StoreException {
    ghost(row, hash, offset, number);
  }

  private void ghost(int row, byte[] hash, int offset, int wantedBy) throws StoreException {
    putGhostKey(row);
    System.arraycopy(hash, offset, value, 0, 32);
    BigEndian.putInt(value, 32, wantedBy);
    table.put(key, 0, key.length, value, 0, value.length);
  }

  /** True if {@code row}, which lies below a floor, may be cited. */
  boolean isGhost(int row) throws StoreException {
    putGhostKey(row);
    return table.get(key, 0, key.length, value, 0) == value.length
        && BigEndian.intAt(value, 32) >= number;
  }

  /** Copies the hash of a row that is or was a ghost; false if it never was. */
  boolean copyGhost(int row, byte[] out, int offset) throws StoreException {
    putGhostKey(row);
    boolean known = table.get(key, 0, key.length, value, 0) == value.length;
    if (known) {
      System.arraycopy(value, 0, out, offset, 32);
    }
    return known;
  }

  /** Adds to {@code out} the rows between two, inclusive, that are or were ghosts, or will be. */
  void list(int from, int to, IntTable out) throws StoreException {
    byte[] first = new byte[5];
    first[0] = GHOST;
    BigEndian.putInt(first, 1, from);
    byte[] end = new byte[5];
    end[0] = GHOST;
    BigEndian.putInt(end, 1, to + 1);
    table.range(
        first,
        end,
        (rowKey, at, keyBytes, bytes, valueAt, length) ->
            out.put(BigEndian.intAt(rowKey, at + 1), 0) || true);
  }

  /** Forgets that {@code row} was a ghost. */
  void forget(int row) throws StoreException {
    putGhostKey(row);
    table.delete(key, 0, key.length);
  }

  private void putGhostKey(int row) {
    key[0] = GHOST;
    BigEndian.putInt(key, 1, row);
  }
}
