package dev.latticenano.core.dag;

import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.Table;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;

/**
 * What stays below the floors: intentions that no mark supersedes (docs/snapshots.md §8, holes).
 * Their rows lie in the table {@code dag} and on the heap, 16 bytes each; there are few.
 *
 * <pre>
 * 'k' ‖ row 4    nothing
 * 'q' ‖ hash 32  author 2 ‖ height 4 ‖ generation 4; awaited
 * </pre>
 *
 * Those of a base that is on its way are told apart until it stands. Where the tables are made anew
 * they are awaited by name until their records have been found.
 */
final class Holes {
  private static final byte KEY = 'k';
  private static final byte AWAITED = 'q';

  private final Table table;
  private final byte[] key = {KEY, 0, 0, 0, 0};
  private final byte[] awaitedKey = new byte[1 + Hash.BYTES];
  private final byte[] value = new byte[10];
  private final IntTable next = new IntTable();
  private final Map<Hash, Place> awaited = new LinkedHashMap<>();
  private final Map<Integer, TreeSet<Integer>> awaitedHeights = new HashMap<>();
  private IntTable rows = new IntTable();
  private long changes;

  /**
   * Where an intention that is awaited stands.
   *
   * @param author its author's number
   * @param height in the author's chain
   * @param generation 1 + the greatest of what it cites
   */
  record Place(int author, int height, int generation) {}

  Holes(Table table) {
    this.table = table;
  }

  void clear() {
    rows.clear();
    next.clear();
    awaited.clear();
    awaitedHeights.clear();
  }

  /** Takes up what the last checkpoint left. */
  void restore() throws StoreException {
    clear();
    table.range(
        new byte[] {KEY},
        new byte[] {KEY + 1},
        (rowKey, at, keyBytes, bytes, from, length) -> {
          rows.put(BigEndian.intAt(rowKey, at + 1), 0);
          return true;
        });
    table.range(
        new byte[] {AWAITED},
        new byte[] {AWAITED + 1},
        (rowKey, at, keyBytes, bytes, from, length) -> {
          int author = BigEndian.shortAt(bytes, from);
          int height = BigEndian.intAt(bytes, from + 2);
          Place place = new Place(author, height, BigEndian.intAt(bytes, from + 6));
          note(Hash.of(rowKey, at + 1), place);
          return true;
        });
  }

  /** True if {@code row} lies below a floor and stays. */
  boolean contains(int row) {
    return rows.count() > 0 && rows.contains(row);
  }

  /** Rises with everything that stays. */
  long changes() {
    return changes;
  }

  /** How many there are. */
  int count() {
    return rows.count();
  }

  /** Adds all of them to {@code out}, lowest row first. */
  void list(IntList out) {
    IntList found = new IntList();
    rows.keys(found);
    found.sort();
    for (int i = 0; i < found.count(); i++) {
      out.add(found.at(i));
    }
  }

  /** A base follows: what was told of one that never stood is forgotten. */
  void begin() throws StoreException {
    next.clear();
    for (Hash each : awaited.keySet()) {
      putAwaitedKey(each);
      table.delete(awaitedKey, 0, awaitedKey.length);
    }
    awaited.clear();
    awaitedHeights.clear();
  }

  private void note(Hash hash, Place place) {
    awaited.put(hash, place);
    awaitedHeights.computeIfAbsent(place.author(), any -> new TreeSet<>()).add(place.height());
  }

  /** The row stays below the base that will stand next. */
  void keep(int row) {
    next.put(row, 0);
  }

  /** What is called {@code hash} stays below the base that will stand next, and has no row yet. */
  void await(Hash hash, Place place) throws StoreException {
    note(hash, place);
    putAwaitedKey(hash);
    BigEndian.putShort(value, 0, place.author());
    BigEndian.putInt(value, 2, place.height());
    BigEndian.putInt(value, 6, place.generation());
    table.put(awaitedKey, 0, awaitedKey.length, value, 0, value.length);
  }

  private void putAwaitedKey(Hash hash) {
    awaitedKey[0] = AWAITED;
    hash.write(awaitedKey, 1);
  }

  /** The base stands: what was told of it counts from now on. */
  void stand() throws StoreException {
    IntList before = new IntList();
    rows.keys(before);
    for (int i = 0; i < before.count(); i++) {
      if (!next.contains(before.at(i))) {
        putKey(before.at(i));
        table.delete(key, 0, key.length);
      }
    }
    IntList after = new IntList();
    next.keys(after);
    rows = new IntTable();
    for (int i = 0; i < after.count(); i++) {
      add(after.at(i));
    }
    next.clear();
  }

  private void add(int row) throws StoreException {
    changes++;
    rows.put(row, 0);
    putKey(row);
    table.put(key, 0, key.length, key, 0, 0);
  }

  private void putKey(int row) {
    BigEndian.putInt(key, 1, row);
  }

  /** The greatest height up to this one at which something of {@code author} is awaited; or 0. */
  int awaitedUpTo(int author, int height) {
    TreeSet<Integer> heights = awaitedHeights.get(author);
    Integer found = heights == null ? null : heights.floor(height);
    return found == null ? 0 : found;
  }

  /** True if something is awaited by that name. */
  boolean awaits(byte[] hash) {
    return !awaited.isEmpty() && awaited.containsKey(Hash.of(hash, 0));
  }

  /** What is awaited, in the order told; to be read only. */
  Map<Hash, Place> allAwaited() {
    return awaited;
  }

  /** What was awaited by that name is {@code row}. */
  void placed(int row, byte[] hash) throws StoreException {
    Hash name = Hash.of(hash, 0);
    Place place = awaited.remove(name);
    if (place != null) {
      awaitedHeights.get(place.author()).remove(place.height());
      putAwaitedKey(name);
      table.delete(awaitedKey, 0, awaitedKey.length);
    }
    add(row);
  }
}
