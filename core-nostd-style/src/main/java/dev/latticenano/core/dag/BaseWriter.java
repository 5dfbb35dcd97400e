package dev.latticenano.core.dag;

import dev.latticenano.core.bytes.LittleEndian;
import dev.latticenano.core.store.IdSum;
import dev.latticenano.core.store.PrunableStore;
import dev.latticenano.core.store.StoreException;
import java.util.List;

/**
 * Puts one base into the log, entry by entry, and lets the DAG stand on it when it is whole. If
 * writing ends before {@link #end}, or power fails, nothing has changed. The floors come first.
 * Nothing is ingested meanwhile.
 */
public final class BaseWriter {
  static final int BUFFER_BYTES = 128 * Bases.MARK_BYTES;

  private final Parts parts;
  private final IdSum sum;
  private final int[] floors;
  private final boolean restores;
  private final List<byte[]> out;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private final byte[] name = new byte[64];
  private int kind;
  private int bytes;
  private int marks;
  private int ghosts;
  private int retained;
  private int staying;
  private int sights;
  private int acked;

  /**
   * @param floors what the floors will be, one an author; empty when a store is restored
   * @param restores true if the base is for the next opening, and changes nothing before
   */
  BaseWriter(Parts parts, IdSum sum, int[] floors, boolean restores) throws StoreException {
    this(parts, sum, floors, restores, null);
  }

  /** As above, but nothing comes to the log: the records are put into {@code out}. */
  BaseWriter(Parts parts, IdSum sum, int[] floors, boolean restores, List<byte[]> out)
      throws StoreException {
    this.parts = parts;
    this.sum = sum;
    this.floors = floors;
    this.restores = restores;
    this.out = out;
    put(LogRecord.BASE_BEGIN, 0);
  }

  /**
   * An author's floor, when a store is restored.
   *
   * @param hash of the intention at {@code height}, which is the floor
   * @param generation of that one; where nobody knows it, its height
   * @param wallMs its clock reading, or 0
   */
  public void floor(
      byte[] key,
      int keyOffset,
      byte[] hash,
      int hashOffset,
      int height,
      int generation,
      long wallMs,
      int counter)
      throws StoreException {
    floor(key, keyOffset, hash, hashOffset, height, 0, generation, wallMs, counter);
  }

  private void floor(
      byte[] key,
      int keyOffset,
      byte[] hash,
      int hashOffset,
      int height,
      int unsettled,
      int generation,
      long wallMs,
      int counter)
      throws StoreException {
    int at = entry(LogRecord.PRUNE_MARK, Bases.MARK_BYTES);
    System.arraycopy(key, keyOffset, buffer, at, 32);
    System.arraycopy(hash, hashOffset, buffer, at + 32, 32);
    LittleEndian.putInt(buffer, at + 64, height);
    LittleEndian.putInt(buffer, at + 68, unsettled);
    LittleEndian.putInt(buffer, at + 72, generation);
    LittleEndian.putLong(buffer, at + 76, wallMs);
    LittleEndian.putInt(buffer, at + 84, counter);
    marks++;
  }

  /** An intention below the floor of its author that may be cited, when a store is restored. */
  public void ghost(
      byte[] key, int keyOffset, byte[] hash, int hashOffset, int height, int generation)
      throws StoreException {
    int at = entry(LogRecord.GHOSTS, Bases.GHOST_BYTES);
    System.arraycopy(key, keyOffset, buffer, at, 32);
    System.arraycopy(hash, hashOffset, buffer, at + 32, 32);
    LittleEndian.putInt(buffer, at + 64, height);
    LittleEndian.putInt(buffer, at + 68, generation);
    ghosts++;
  }

  /**
   * An intention that may still be cited, when a store is pruned; one that is not here, or not
   * below the new floor, does no harm.
   */
  public void keep(byte[] hash, int offset) throws StoreException {
    int row = parts.names.find(hash, offset);
    if (row != Rows.NONE) {
      keep(row);
    }
  }

  /** As above, by its row. */
  void keep(int row) throws StoreException {
    if (parts.rows.height(row) > floors[parts.rows.author(row)]) {
      return;
    }
    parts.authors.copyKey(parts.rows.author(row), name, 0);
    parts.names.copyHash(row, name, 32);
    ghost(name, 0, name, 32, parts.rows.height(row), parts.rows.generation(row));
  }

  /** The floor of {@code author} is at {@code row}; up to height {@code settled} all is settled. */
  void floor(int author, int row, int settled) throws StoreException {
    parts.authors.copyKey(author, name, 0);
    parts.names.copyHash(row, name, 32);
    boolean tip = parts.authors.isTip(author, row);
    floor(
        name,
        0,
        name,
        32,
        parts.rows.height(row),
        parts.rows.height(row) - settled,
        parts.rows.generation(row),
        tip ? parts.authors.tipWallMs(author) : 0,
        tip ? parts.authors.tipCounter(author) : 0);
  }

  /** The intention of {@code row} lies below a floor and stays. */
  void stay(int row) throws StoreException {
    parts.authors.copyKey(parts.rows.author(row), name, 0);
    parts.names.copyHash(row, name, 32);
    int at = entry(LogRecord.STAYING, Bases.GHOST_BYTES);
    System.arraycopy(name, 0, buffer, at, 64);
    LittleEndian.putInt(buffer, at + 64, parts.rows.height(row));
    LittleEndian.putInt(buffer, at + 68, parts.rows.generation(row));
    staying++;
  }

  /** What {@code author} wrote at {@code height} has {@code other} at {@code seen} in its past. */
  void sight(int author, int height, int other, int seen) throws StoreException {
    int at = entry(LogRecord.SIGHTS, Bases.SIGHT_BYTES);
    parts.authors.copyKey(author, buffer, at);
    LittleEndian.putInt(buffer, at + 32, height);
    parts.authors.copyKey(other, buffer, at + 36);
    LittleEndian.putInt(buffer, at + 68, seen);
    sights++;
  }

  /** Of {@code author} only acks went above {@code height}. */
  void marked(int author, int height) throws StoreException {
    int at = entry(LogRecord.MARKED, Bases.MARKED_BYTES);
    parts.authors.copyKey(author, buffer, at);
    LittleEndian.putInt(buffer, at + 32, height);
    acked++;
  }

  /**
   * Whole entries as a writer that hands a base over made them, when a store is restored.
   *
   * @param recordKind of {@link BaseHandover#records}
   */
  void entries(int recordKind, byte[] body, int offset, int length) throws StoreException {
    flush();
    kind = recordKind;
    System.arraycopy(body, offset, buffer, 0, length);
    bytes = length;
    switch (recordKind) {
      case LogRecord.PRUNE_MARK -> marks += length / Bases.MARK_BYTES;
      case LogRecord.GHOSTS -> ghosts += length / Bases.GHOST_BYTES;
      case LogRecord.STAYING -> staying += length / Bases.GHOST_BYTES;
      case LogRecord.SIGHTS -> sights += length / Bases.SIGHT_BYTES;
      default -> acked += length / Bases.MARKED_BYTES;
    }
    flush();
  }

  /** What lies at {@code position} of the log is not below the floor. */
  void retain(long position) throws StoreException {
    int at = entry(LogRecord.RETAINED, Bases.RETAINED_BYTES);
    LittleEndian.putLong(buffer, at, position);
    retained++;
  }

  /**
   * The base is whole, and durable: from now on the DAG stands on it; when a store is restored,
   * from the next opening on.
   */
  public void end() throws StoreException {
    boolean holes = staying + sights + acked > 0;
    int at = entry(LogRecord.BASE, holes ? Bases.BASE_BYTES_WITH_HOLES : Bases.BASE_BYTES);
    sum.write(buffer, at);
    LittleEndian.putInt(buffer, at + 40, marks);
    LittleEndian.putInt(buffer, at + 44, ghosts);
    LittleEndian.putInt(buffer, at + 48, retained);
    LittleEndian.putLong(buffer, at + 52, restores ? Bases.RESTORED : 0);
    if (holes) {
      LittleEndian.putInt(buffer, at + 60, staying);
      LittleEndian.putInt(buffer, at + 64, sights);
      LittleEndian.putInt(buffer, at + 68, acked);
    }
    flush();
    if (out != null) {
      return;
    }
    parts.log.sync();
    if (!restores) {
      parts.checkpoint.make(parts.log.end());
    }
  }

  private int entry(int entryKind, int entryBytes) throws StoreException {
    if (entryKind != kind || bytes + entryBytes > buffer.length) {
      flush();
      kind = entryKind;
    }
    bytes += entryBytes;
    return bytes - entryBytes;
  }

  private void flush() throws StoreException {
    if (bytes > 0) {
      int length = bytes;
      bytes = 0;
      put(kind, length);
    }
  }

  private void put(int recordKind, int length) throws StoreException {
    if (out != null) {
      byte[] record = new byte[1 + length];
      record[0] = (byte) recordKind;
      System.arraycopy(buffer, 0, record, 1, length);
      out.add(record);
      return;
    }
    if (!restores && parts.tables.all.isDue() && recordKind != LogRecord.BASE_BEGIN) {
      parts.log.sync();
      parts.checkpoint.make(parts.bases.covered(parts.log.end()));
    }
    long position =
        parts.log instanceof PrunableStore prunable
            ? prunable.appendReserved(recordKind, buffer, 0, length)
            : parts.log.append(recordKind, buffer, 0, length);
    // The last one must be durable before anything follows from it.
    if (recordKind == LogRecord.BASE) {
      parts.log.sync();
    }
    if (!restores) {
      parts.bases.take(position, recordKind, buffer, 0, length);
    }
  }
}
