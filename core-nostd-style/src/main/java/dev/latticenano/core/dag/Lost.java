package dev.latticenano.core.dag;

import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.Table;

/**
 * The rows whose records cannot be read any more, kept in the table {@code dag} until a peer has
 * brought them again. Their place in the order, their facts and what stands on them stay.
 *
 * <pre>
 * key    'l' ‖ row u32
 * value  hash 32, or nothing while it is not known
 * </pre>
 */
final class Lost {
  private static final byte KEY = 'l';

  private final Table table;
  private final IntTable places = new IntTable();
  private final NameColumn hashes = new NameColumn();
  private final IntColumn hashed = new IntColumn(0);
  private final byte[] key = {KEY, 0, 0, 0, 0};
  private final byte[] hash = new byte[32];
  private int nextPlace;
  private long mended;

  Lost(Table table) {
    this.table = table;
  }

  /** Reads what the last checkpoint left. */
  void restore() throws StoreException {
    clear();
    table.range(
        new byte[] {KEY},
        new byte[] {KEY + 1},
        (rowKey, keyOffset, keyLength, value, valueOffset, valueLength) -> {
          int row = BigEndian.intAt(rowKey, keyOffset + 1);
          places.put(row, nextPlace);
          if (valueLength == 32) {
            hashes.set(nextPlace, value, valueOffset);
          }
          hashed.set(nextPlace++, valueLength == 32 ? 1 : 0);
          return true;
        });
  }

  void clear() {
    places.clear();
    nextPlace = 0;
  }

  int count() {
    return places.count();
  }

  boolean contains(int row) {
    return places.count() > 0 && places.contains(row);
  }

  /** Adds the lost rows to {@code out}, lowest first. */
  void rows(IntList out) {
    places.keys(out);
    out.sort();
  }

  /** Changes whenever other rows are lost. */
  long version() {
    return nextPlace + mended;
  }

  /** How many rows have come back: what was passed over may be there now. */
  long mended() {
    return mended;
  }

  /** Notes a row whose record could not be read. */
  void note(int row) throws StoreException {
    if (!places.contains(row)) {
      places.put(row, nextPlace);
      hashed.set(nextPlace++, 0);
      BigEndian.putInt(key, 1, row);
      table.put(key, 0, key.length, hash, 0, 0);
    }
  }

  /** The hash of the lost {@code row} is this. */
  void name(int row, byte[] name, int offset) throws StoreException {
    int place = places.at(row);
    if (hashed.at(place) == 0) {
      hashed.set(place, 1);
      hashes.set(place, name, offset);
      BigEndian.putInt(key, 1, row);
      table.put(key, 0, key.length, name, offset, 32);
    }
  }

  /** True if the hash of the lost {@code row} is known. */
  boolean isNamed(int row) {
    return hashed.at(places.at(row)) == 1;
  }

  void copyName(int row, byte[] out, int offset) {
    hashes.copy(places.at(row), out, offset);
  }

  /** The row has come back. */
  void mend(int row) throws StoreException {
    if (contains(row)) {
      mended++;
      forget(row);
    }
  }

  /** The row is not lost: it has come back, or is below a floor and wanted no more. */
  void forget(int row) throws StoreException {
    if (contains(row)) {
      places.remove(row);
      nextPlace++;
      BigEndian.putInt(key, 1, row);
      table.delete(key, 0, key.length);
    }
  }
}
