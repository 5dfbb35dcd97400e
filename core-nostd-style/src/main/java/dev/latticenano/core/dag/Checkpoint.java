package dev.latticenano.core.dag;

import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.store.GradualTables;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.Table;

/**
 * What a DAG keeps on the heap, written to the table {@code dag} and taken up again. Rows of {@link
 * Lost}, {@link Vectors}, {@link Stretches} and {@link Floors} lie there, too.
 *
 * <pre>
 * 'm'               version 4 ‖ rows 4 ‖ authors 4 ‖ branch rows 4 ‖ forks found 8 ‖ {@link Order}
 * 'a' ‖ author 2    {@link Authors#write}
 * 'f'               forked authors, 2 each, in the order found
 * 'b' ‖ number 4    branch row: author 2 ‖ row 4 ‖ store_prev 4 ‖ hash 32
 * 'w' ‖ part 2      what floats: position 6 ‖ length 3 each, at most 4096
 * </pre>
 */
final class Checkpoint {
  private static final int VERSION = 4;
  private static final int META_BYTES = 24 + Order.ENTRY_BYTES;
  private static final int BRANCH_BYTES = 42;
  private static final int FLOATING_BYTES = 9;
  private static final int PART_FLOATING = 4096;

  private final DagTables tables;
  private final Table table;
  private final Rows rows;
  private final Authors authors;
  private final BranchRows branches;
  private final Stretches stretches;
  private final Floors floors;
  private final Order order;
  private final Waiting waiting;
  private final byte[] key = new byte[5];
  private final byte[] value = new byte[PART_FLOATING * FLOATING_BYTES];
  private int rowsKept;
  // Of the last one: what it covers when the tables have it durably, and rows.
  private long position;
  private int rowsWritten;
  private int branchesKept;
  private int partsKept;
  private long waitingKept = -1;
  private long movesKept = -1;

  Checkpoint(
      DagTables tables,
      Rows rows,
      Authors authors,
      BranchRows branches,
      Stretches stretches,
      Floors floors,
      Order order,
      Waiting waiting) {
    this.tables = tables;
    this.table = tables.dag;
    this.rows = rows;
    this.authors = authors;
    this.branches = branches;
    this.stretches = stretches;
    this.floors = floors;
    this.order = order;
    this.waiting = waiting;
  }

  /** Nothing has been kept. */
  void clear() {
    rowsKept = 0;
    position = 0;
    rowsWritten = 0;
    branchesKept = 0;
    partsKept = 0;
    waitingKept = -1;
    movesKept = -1;
  }

  /** How many rows the tables have durably. */
  int rowsKept() {
    return isUnderWay() ? rowsKept : rowsWritten;
  }

  // Begun, and not durable yet.
  private boolean isUnderWay() {
    return tables.all.covered() < position;
  }

  /** True if the tables may have durably that a record lies where it lies no more. */
  boolean isBehind() {
    return isUnderWay() || movesKept != rows.moves() || waitingKept != waiting.version();
  }

  /**
   * Makes the tables durable as they are, with what is on the heap.
   *
   * @param newPosition all records of the log before it are in the tables; the log is synced
   */
  void make(long newPosition) throws StoreException {
    write();
    tables.all.checkpoint(newPosition);
    written(newPosition);
  }

  /** The same, in turns if the tables can: what is on the heap is in their hands from now on. */
  void begin(long newPosition) throws StoreException {
    if (!(tables.all instanceof GradualTables gradual)) {
      make(newPosition);
      return;
    }
    write();
    gradual.begin(newPosition);
    written(newPosition);
  }

  private void written(long newPosition) {
    rowsKept = rowsKept();
    position = newPosition;
    rowsWritten = rows.count();
    authors.keep();
    branchesKept = branches.count();
    waitingKept = waiting.version();
    movesKept = rows.moves();
  }

  private void write() throws StoreException {
    BigEndian.putInt(value, 0, VERSION);
    BigEndian.putInt(value, 4, rows.count());
    BigEndian.putInt(value, 8, authors.count());
    BigEndian.putInt(value, 12, branches.count());
    BigEndian.putLong(value, 16, authors.forkVersion());
    order.write(value, 24);
    put(1, 'm', META_BYTES);
    for (int i = 0; i < authors.changed().count(); i++) {
      int author = authors.changed().at(i);
      BigEndian.putShort(key, 1, author);
      authors.write(author, value);
      put(3, 'a', Authors.ENTRY_BYTES);
    }
    stretches.writeOpen();
    writeBranches();
    if (waitingKept != waiting.version()) {
      writeFloating();
    }
  }

  private void writeBranches() throws StoreException {
    if (branchesKept == branches.count()) {
      return;
    }
    IntList forked = authors.forked();
    byte[] list = new byte[2 * forked.count()];
    for (int i = 0; i < forked.count(); i++) {
      BigEndian.putShort(list, 2 * i, forked.at(i));
    }
    key[0] = 'f';
    table.put(key, 0, 1, list, 0, list.length);
    for (int number = branchesKept; number < branches.count(); number++) {
      BigEndian.putInt(key, 1, number);
      BigEndian.putShort(value, 0, branches.author(number));
      BigEndian.putInt(value, 2, branches.row(number));
      BigEndian.putInt(value, 6, branches.storePrev(number));
      branches.copyHash(number, value, 10);
      put(5, 'b', BRANCH_BYTES);
    }
  }

  private void writeFloating() throws StoreException {
    int parts = 0;
    int bytes = 0;
    for (int handle = 0; handle < waiting.bound(); handle++) {
      if (waiting.isFloating(handle)) {
        long position = waiting.position(handle);
        BigEndian.putShort(value, bytes, (int) (position >>> 32));
        BigEndian.putInt(value, bytes + 2, (int) position);
        int length = waiting.length(handle);
        value[bytes + 6] = (byte) (length >>> 16);
        BigEndian.putShort(value, bytes + 7, length);
        bytes += FLOATING_BYTES;
        if (bytes == value.length) {
          putPart(parts++, bytes);
          bytes = 0;
        }
      }
    }
    if (bytes > 0) {
      putPart(parts++, bytes);
    }
    for (int part = parts; part < partsKept; part++) {
      key[0] = 'w';
      BigEndian.putShort(key, 1, part);
      table.delete(key, 0, 3);
    }
    partsKept = parts;
  }

  private void putPart(int part, int bytes) throws StoreException {
    BigEndian.putShort(key, 1, part);
    put(3, 'w', bytes);
  }

  private void put(int keyBytes, char kind, int valueBytes) throws StoreException {
    key[0] = (byte) kind;
    table.put(key, 0, keyBytes, value, 0, valueBytes);
  }

  /** Admits again what floated. */
  interface Floating {
    /** The record of {@code length} bytes of signed intention at {@code position} floats. */
    void readmit(long position, int length) throws StoreException;
  }

  /** The tables cover nothing; empty, or a sentence that says that there is something in them. */
  String restoreNothing() throws StoreException {
    return rows.restore(0, false) ? "" : "the tables hold rows that no checkpoint covers";
  }

  /** Takes up everything but what floats; empty, or a sentence that says what does not fit. */
  String restore() throws StoreException {
    key[0] = 'm';
    if (table.get(key, 0, 1, value, 0) != META_BYTES || BigEndian.intAt(value, 0) != VERSION) {
      return "the tables are of another version, or say nothing of themselves";
    }
    int rowCount = BigEndian.intAt(value, 4);
    int authorCount = BigEndian.intAt(value, 8);
    int branchCount = BigEndian.intAt(value, 12);
    long forkVersion = BigEndian.longAt(value, 16);
    order.restore(value, 24);
    floors.restore();
    if (!rows.restore(rowCount, floors.any()) || order.sumCount() != rowCount) {
      return "the tables do not hold as many rows as they should";
    }
    for (int author = 0; author < authorCount; author++) {
      key[0] = 'a';
      BigEndian.putShort(key, 1, author);
      if (table.get(key, 0, 3, value, 0) != Authors.ENTRY_BYTES) {
        return "the tables lack author " + author;
      }
      authors.restore(value, 0);
    }
    if (branchCount > 0) {
      restoreForked();
    }
    for (int number = 0; number < branchCount; number++) {
      key[0] = 'b';
      BigEndian.putInt(key, 1, number);
      if (table.get(key, 0, 5, value, 0) != BRANCH_BYTES) {
        return "the tables lack branch row " + number;
      }
      int author = BigEndian.shortAt(value, 0);
      int row = BigEndian.intAt(value, 2);
      authors.restoreBranchRow(author, row, BigEndian.intAt(value, 6), value, 10);
    }
    authors.restoreTips(forkVersion);
    rowsWritten = rowCount;
    branchesKept = branchCount;
    return authors.count() == authorCount ? "" : "the tables name an author twice";
  }

  private void restoreForked() throws StoreException {
    byte[] list = new byte[2 * authors.count()];
    key[0] = 'f';
    int bytes = table.get(key, 0, 1, list, 0);
    for (int at = 0; at < bytes; at += 2) {
      authors.restoreForked(BigEndian.shortAt(list, at));
    }
  }

  /** Tells {@code floating} what floated; everything else has been taken up. */
  void restoreFloating(Floating floating) throws StoreException {
    int bytes = readPart(0);
    for (partsKept = 0; bytes != Table.ABSENT; bytes = readPart(++partsKept)) {
      for (int at = 0; at < bytes; at += FLOATING_BYTES) {
        long position =
            (long) BigEndian.shortAt(value, at) << 32 | BigEndian.unsignedIntAt(value, at + 2);
        int length = (value[at + 6] & 0xff) << 16 | BigEndian.shortAt(value, at + 7);
        floating.readmit(position, length);
      }
    }
  }

  private int readPart(int part) throws StoreException {
    key[0] = 'w';
    BigEndian.putShort(key, 1, part);
    return table.get(key, 0, 3, value, 0);
  }
}
