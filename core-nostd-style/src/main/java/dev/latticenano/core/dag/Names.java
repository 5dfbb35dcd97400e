package dev.latticenano.core.dag;

import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.IntentionView;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.Table;
import java.util.Arrays;

/**
 * From hashes to rows and back. The table {@code hash} names candidates by the first 8 bytes; who
 * it is tells the hash at hand or the record itself. A lost row's hash is told by whoever stands on
 * it. Allocates nothing once its lists have grown.
 *
 * <pre>
 * hash   first 8 bytes of the hash ‖ row u32 → nothing
 * time   HLC wall time u64 ‖ hash 32 → nothing
 * </pre>
 */
final class Names {
  private static final int NONE = Rows.NONE;
  private static final int PREFIX_BYTES = 8;

  private final DagTables tables;
  private final Rows rows;
  private final Records records;
  private final Lost lost;
  private final Authors authors;
  private final BranchRows branches;
  private final Chain chain;
  private final Floors floors;
  private final Blake3 blake3;
  private final byte[] from = new byte[DagTables.HASH.keyBytes()];
  private final byte[] to = new byte[DagTables.HASH.keyBytes()];
  private final byte[] timeKey = new byte[DagTables.TIME.keyBytes()];
  private final byte[] name = new byte[Hash.BYTES];
  private final byte[] other = new byte[Hash.BYTES];
  private final IntList candidates = new IntList();
  private final IntList rivals = new IntList();
  private final Table.Reader collector = this::collect;
  private IntList collected = candidates;

  Names(
      DagTables tables,
      Rows rows,
      Records records,
      Lost lost,
      Authors authors,
      BranchRows branches,
      Chain chain,
      Floors floors,
      Blake3 blake3) {
    this.tables = tables;
    this.rows = rows;
    this.records = records;
    this.lost = lost;
    this.authors = authors;
    this.branches = branches;
    this.chain = chain;
    this.floors = floors;
    this.blake3 = blake3;
    // Rows are below 2^31.
    to[PREFIX_BYTES] = (byte) 0x80;
  }

  /** Notes what the newest row is called and when it was written. */
  void add(int row, byte[] hash, long wallMs) throws StoreException {
    addName(row, hash);
    BigEndian.putLong(timeKey, 0, wallMs);
    System.arraycopy(hash, 0, timeKey, 8, Hash.BYTES);
    tables.time.put(timeKey, 0, timeKey.length, hash, 0, 0);
  }

  /** Notes what {@code row} is called, and not when it was written: it is below the floor. */
  void addName(int row, byte[] hash) throws StoreException {
    putKey(row, hash);
    tables.hash.put(from, 0, from.length, hash, 0, 0);
  }

  private void putKey(int row, byte[] hash) {
    System.arraycopy(hash, 0, from, 0, PREFIX_BYTES);
    BigEndian.putInt(from, PREFIX_BYTES, row);
  }

  /** Forgets what {@code row} is called. */
  void removeName(int row, byte[] hash) throws StoreException {
    putKey(row, hash);
    tables.hash.delete(from, 0, from.length);
  }

  /** True if the table says that {@code row} is called so. */
  boolean isNamed(int row, byte[] hash) throws StoreException {
    putKey(row, hash);
    return tables.hash.get(from, 0, from.length, name, 0) != Table.ABSENT;
  }

  /** Forgets when {@code row}, whose hash this is, was written. */
  void removeTime(int row, byte[] hash) throws StoreException {
    IntentionView intention = records.openQuietly(row);
    System.arraycopy(hash, 0, timeKey, 8, Hash.BYTES);
    if (intention != null) {
      BigEndian.putLong(timeKey, 0, intention.wallMs());
    } else if (!findTime(hash)) {
      return;
    }
    tables.time.delete(timeKey, 0, timeKey.length);
  }

  /** As above, of what was written at {@code wallMs}. */
  void removeTime(long wallMs, byte[] hash) throws StoreException {
    BigEndian.putLong(timeKey, 0, wallMs);
    System.arraycopy(hash, 0, timeKey, 8, Hash.BYTES);
    tables.time.delete(timeKey, 0, timeKey.length);
  }

  /** True if the table has what was written at {@code wallMs} by this name. */
  boolean hasTime(long wallMs, byte[] hash) throws StoreException {
    BigEndian.putLong(timeKey, 0, wallMs);
    System.arraycopy(hash, 0, timeKey, 8, Hash.BYTES);
    return tables.time.get(timeKey, 0, timeKey.length, other, 0) != Table.ABSENT;
  }

  /** Leaves the key of a damaged record in {@link #timeKey}; goes through all of them. */
  private boolean findTime(byte[] hash) throws StoreException {
    boolean[] found = {false};
    tables.time.range(
        new byte[timeKey.length],
        null,
        (key, keyOffset, keyLength, value, valueOffset, valueLength) -> {
          found[0] =
              Arrays.equals(hash, 0, Hash.BYTES, key, keyOffset + 8, keyOffset + 8 + Hash.BYTES);
          if (found[0]) {
            System.arraycopy(key, keyOffset, timeKey, 0, 8);
          }
          return !found[0];
        });
    return found[0];
  }

  /** True if {@code row} is below the floor, and no ghost. */
  boolean isDropped(int row) throws StoreException {
    return floors.any()
        && floors.isGone(row, rows.author(row), rows.height(row))
        && !floors.isGhost(row);
  }

  /** The row of a hash, or {@link Rows#NONE}. */
  int find(byte[] hash, int offset) throws StoreException {
    int atHand = rows.rowOfName(hash, offset);
    if (atHand != NONE) {
      return isDropped(atHand) ? NONE : atHand;
    }
    findCandidates(hash, offset, candidates);
    for (int i = 0; i < candidates.count(); i++) {
      int row = candidates.at(i);
      if (isDropped(row)) {
        continue;
      }
      if (!rows.isNamed(row)) {
        copyHash(row, name, 0);
        rows.name(row, name, 0);
      }
      if (rows.isName(row, hash, offset)) {
        return row;
      }
    }
    return NONE;
  }

  /** The row of a hash that is below the floor, and no ghost; {@link Rows#NONE} for none. */
  int findDropped(byte[] hash, int offset) throws StoreException {
    findCandidates(hash, offset, candidates);
    for (int i = 0; i < candidates.count(); i++) {
      int row = candidates.at(i);
      if (isDropped(row)) {
        copyHash(row, name, 0);
        if (Arrays.equals(name, 0, Hash.BYTES, hash, offset, offset + Hash.BYTES)) {
          return row;
        }
      }
    }
    return NONE;
  }

  /** As above, by its place in a chain: a sweep takes the names before the rows. */
  int findDropped(int author, int height, byte[] hash, int offset) throws StoreException {
    int row = chain.findAny(author, height);
    boolean there = row != NONE && row < rows.count() && rows.has(row);
    if (!there || rows.author(row) != author || rows.height(row) != height || !isDropped(row)) {
      return NONE;
    }
    if (!floors.copyGhost(row, name, 0)) {
      IntentionView intention = records.openQuietly(row);
      if (intention == null) {
        return NONE;
      }
      intention.hash(blake3, name, 0);
    }
    return Arrays.equals(name, 0, Hash.BYTES, hash, offset, offset + Hash.BYTES) ? row : NONE;
  }

  /** The one row whose hash begins with these 8 bytes; {@link Rows#NONE} if none or several. */
  int findByPrefix(byte[] prefix, int offset) throws StoreException {
    findCandidates(prefix, offset, candidates);
    int found = NONE;
    int count = 0;
    for (int i = 0; i < candidates.count(); i++) {
      if (!isDropped(candidates.at(i))) {
        found = candidates.at(i);
        count++;
      }
    }
    return count == 1 ? found : NONE;
  }

  /** Sets {@code out} to the rows, dropped ones too, whose hashes begin as this one does. */
  void candidates(byte[] hash, int offset, IntList out) throws StoreException {
    findCandidates(hash, offset, out);
  }

  private void findCandidates(byte[] prefix, int offset, IntList out) throws StoreException {
    out.clear();
    collected = out;
    System.arraycopy(prefix, offset, from, 0, PREFIX_BYTES);
    BigEndian.putInt(from, PREFIX_BYTES, 0);
    System.arraycopy(prefix, offset, to, 0, PREFIX_BYTES);
    tables.hash.range(from, to, collector);
  }

  private boolean collect(
      byte[] key, int keyOffset, int keyLength, byte[] value, int valueOffset, int valueLength) {
    collected.add(BigEndian.intAt(key, keyOffset + PREFIX_BYTES));
    return true;
  }

  /** Copies the hash of {@code row}; a lost row's as well. */
  void copyHash(int row, byte[] out, int offset) throws StoreException {
    if (rows.isNamed(row)) {
      rows.copyName(row, out, offset);
      return;
    }
    if (rows.position(row) == Floors.NOWHERE) {
      if (!floors.copyGhost(row, out, offset)) {
        throw new StoreException(
            StoreException.Kind.CORRUPT, "the tables lack the name of row " + row, null);
      }
    } else if (!copyNoted(row, out, offset)) {
      IntentionView intention = records.openQuietly(row);
      if (intention != null) {
        intention.hash(blake3, out, offset);
      } else {
        lost.note(row);
        copyLost(row, out, offset);
      }
    }
    rows.name(row, out, offset);
  }

  /** The hash as tips and branches have it on the heap; false if {@code row} is neither. */
  private boolean copyNoted(int row, byte[] out, int offset) throws StoreException {
    int branch = branches.number(row);
    if (branch != NONE) {
      branches.copyHash(branch, out, offset);
      return true;
    }
    int author = rows.author(row);
    if (authors.isTip(author, row)) {
      authors.copyTipHash(author, out, offset);
      return true;
    }
    return false;
  }

  private void copyLost(int row, byte[] out, int offset) throws StoreException {
    if (!lost.isNamed(row)) {
      if (copyFromChild(row, out, offset)) {
        lost.name(row, out, offset);
        return;
      }
      nameAllLost();
    }
    if (!lost.isNamed(row)) {
      throw new StoreException(
          StoreException.Kind.CORRUPT, "the tables lack the hash of row " + row, null);
    }
    lost.copyName(row, out, offset);
  }

  /** The hash as the next of the author's chain names it. */
  private boolean copyFromChild(int row, byte[] out, int offset) throws StoreException {
    int author = rows.author(row);
    int height = rows.height(row);
    if (floors.isBelow(author, height)) {
      return false;
    }
    int child =
        height < authors.height(author)
            ? chain.rowAt(author, height + 1)
            : branches.firstChild(author, row);
    IntentionView intention = child == NONE ? null : records.openQuietly(child);
    if (intention == null) {
      return false;
    }
    System.arraycopy(intention.bytes(), intention.storePrevOffset(), out, offset, Hash.BYTES);
    return true;
  }

  /**
   * The last resort, for a run of lost rows: goes through all hashes and sees whose they are. What
   * has a readable record is told from what has none by that record.
   */
  private void nameAllLost() throws StoreException {
    tables.time.range(
        new byte[timeKey.length],
        null,
        (key, keyOffset, keyLength, value, valueOffset, valueLength) -> {
          System.arraycopy(key, keyOffset + 8, other, 0, Hash.BYTES);
          nameLost();
          return true;
        });
  }

  private void nameLost() throws StoreException {
    findCandidates(other, 0, rivals);
    for (int i = 0; i < rivals.count(); i++) {
      int row = rivals.at(i);
      if (lost.contains(row) && !lost.isNamed(row) && !isSomeoneElse(row)) {
        lost.name(row, other, 0);
        return;
      }
    }
  }

  // Two hashes with one beginning take an attacker 2^32 attempts, and then still a damaged sector.
  private boolean isSomeoneElse(int row) throws StoreException {
    for (int i = 0; i < rivals.count(); i++) {
      int candidate = rivals.at(i);
      IntentionView intention = candidate == row ? null : records.openQuietly(candidate);
      if (intention != null) {
        intention.hash(blake3, name, 0);
        if (Arrays.equals(name, other)) {
          return true;
        }
      }
    }
    return false;
  }
}
