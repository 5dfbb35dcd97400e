package dev.latticenano.core.snapshot;

import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.bytes.Varint;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.SnapshotNoticeWriter;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.store.ChunkStore;
import dev.latticenano.core.store.Row;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.Table;
import java.util.Arrays;

/**
 * Makes a snapshot of two tables that stand still, in slices: {@link #step} until it says true. It
 * holds a chunk for each level of the tree, a row and its names, whatever the size. Chunks are kept
 * as they become full; an unfinished snapshot leaves chunks that nothing refers to. Rules:
 * docs/snapshots.md §3.
 */
public final class SnapshotWriter {
  private static final byte[] FIRST = {};

  private final Table[] tables = new Table[SnapshotRows.STATE + 1];
  private final long[] rows = new long[SnapshotRows.STATE + 1];
  private final Frontier frontier;
  private final RowNames names;
  private final PartWriter parts;
  private final Table.Reader reader = this::row;
  private final RowNames.Found found = this::name;
  private final Row last = new Row();
  private final byte[] numbers = new byte[3 * SnapshotRecord.NAMES_MAX * Varint.BYTES_MAX];
  private final byte[] lengths = new byte[1 + 3 * Varint.BYTES_MAX];
  private int numbersUsed;
  private int namesOfRow;
  private long nameCount;
  private int table;
  private boolean fresh = true;
  private boolean more;
  private boolean done;
  private long budget;

  /**
   * A snapshot of {@code system} and {@code state}, which must not change before it is done.
   *
   * @param covered what is to be known of the intentions at or below the frontier
   * @param names whose heights rise to the frontier's at most
   */
  public SnapshotWriter(
      StoreId store,
      Frontier frontier,
      Covered covered,
      Table system,
      Table state,
      RowNames names,
      PartCipher cipher,
      ChunkStore chunks)
      throws StoreException {
    this.frontier = frontier;
    this.names = names;
    tables[SnapshotRows.SYSTEM] = system;
    tables[SnapshotRows.STATE] = state;
    table = SnapshotRows.SYSTEM;
    parts = new PartWriter(cipher, chunks);
    byte[] header = new byte[SnapshotRecord.HEADER_BYTES];
    SnapshotRecord.header(header, store, frontier);
    parts.write(header, 0, header.length);
    parts.write(frontier.rows(), 0, frontier.rows().length);
    if (covered.bytes().length != Covered.length(frontier.count())) {
      throw new IllegalArgumentException("what is covered is not of this frontier");
    }
    parts.write(covered.bytes(), 0, covered.bytes().length);
  }

  /**
   * Goes on for about {@code bytes} of rows, at least one row.
   *
   * @return true if the snapshot is done
   * @throws StoreException the disk failed or is full: begin anew
   */
  public boolean step(long bytes) throws StoreException {
    budget = bytes;
    while (!done && budget > 0) {
      more = false;
      byte[] from = fresh ? FIRST : Arrays.copyOf(last.key(), last.keyLength());
      tables[table].range(from, null, reader);
      if (more) {
        continue;
      }
      fresh = true;
      if (table == SnapshotRows.STATE) {
        end();
      } else {
        table = SnapshotRows.STATE;
      }
    }
    return done;
  }

  /** Writes one row; false when the slice is over. The first one shown again is passed over. */
  private boolean row(
      byte[] key, int keyOffset, int keyLength, byte[] value, int valueOffset, int valueLength)
      throws StoreException {
    if (!fresh && isLast(key, keyOffset, keyLength)) {
      return true;
    }
    if (budget <= 0) {
      more = true;
      return false;
    }
    numbersUsed = 0;
    namesOfRow = 0;
    names.names(table, key, keyOffset, keyLength, value, valueOffset, valueLength, found);
    lengths[0] = (byte) table;
    int at = 1;
    at += Varint.write(lengths, at, keyLength);
    at += Varint.write(lengths, at, valueLength);
    at += Varint.write(lengths, at, namesOfRow);
    parts.write(lengths, 0, at);
    parts.write(key, keyOffset, keyLength);
    parts.write(value, valueOffset, valueLength);
    parts.write(numbers, 0, numbersUsed);
    rows[table]++;
    nameCount += namesOfRow;
    budget -= at + keyLength + valueLength + numbersUsed;
    fresh = false;
    last.set(key, keyOffset, keyLength, key, keyOffset, 0);
    return true;
  }

  private boolean isLast(byte[] key, int offset, int length) {
    return Arrays.equals(key, offset, offset + length, last.key(), 0, last.keyLength());
  }

  private void name(int place, byte[] author, int authorOffset, int height) {
    int index = frontier.indexOf(author, authorOffset);
    if (index < 0 || height < 1 || height > frontier.height(index)) {
      throw new IllegalStateException(
          "a row names height " + height + " of author " + index + ", which is not stable");
    }
    if (namesOfRow == SnapshotRecord.NAMES_MAX) {
      throw new IllegalStateException("a row names more than " + namesOfRow + " intentions");
    }
    numbersUsed += Varint.write(numbers, numbersUsed, place);
    numbersUsed += Varint.write(numbers, numbersUsed, index);
    numbersUsed += Varint.write(numbers, numbersUsed, height);
    namesOfRow++;
  }

  private void end() throws StoreException {
    byte[] end = new byte[SnapshotRecord.END_BYTES];
    end[0] = SnapshotRecord.END;
    BigEndian.putLong(end, 1, rows[SnapshotRows.SYSTEM]);
    BigEndian.putLong(end, 9, rows[SnapshotRows.STATE]);
    BigEndian.putLong(end, 17, nameCount);
    parts.write(end, 0, end.length);
    parts.finish();
    done = true;
  }

  /** Rows written so far. */
  public long rows() {
    return rows[SnapshotRows.SYSTEM] + rows[SnapshotRows.STATE];
  }

  /** The root of the chunk tree; when done. */
  public Hash cid() {
    return parts.root();
  }

  /** Bytes of all parts; when done. */
  public long size() {
    return parts.size();
  }

  /** Levels of the chunk tree; when done. */
  public int levels() {
    return parts.levels();
  }

  /** Fills in what a notice says of this snapshot, but for its epoch; when done. */
  public void describe(SnapshotNoticeWriter notice) {
    notice
        .tree(cid().toBytes(), 0, size(), levels())
        .frontier(frontier.rows(), 0, frontier.count());
  }
}
