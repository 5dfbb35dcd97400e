package dev.latticenano.core.relay;

import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.Table;
import dev.latticenano.core.store.TableShape;
import dev.latticenano.core.store.Tables;
import java.util.Arrays;

/**
 * How many bytes the intentions of one store take, by author. Counted as they are witnessed; what
 * was counted by the last checkpoint stands in the table {@code taken} and is not counted again:
 *
 * <pre>
 * author's key 32   bytes 8
 * zeros 32          places of the witness order that are counted 4 ‖ sum of the floors then 4
 * </pre>
 *
 * Numbers are big-endian. Costs nothing but a look at each new row.
 */
final class Usage {
  /** Bytes that a record takes in the log besides a signed intention, about. */
  static final int RECORD_BYTES = 32;

  private static final TableShape SHAPE = TableShape.fixed("taken", 32, Long.BYTES);

  private final Dag dag;
  private final Table table;
  private final byte[] key = new byte[32];
  private final byte[] value = new byte[Long.BYTES];
  private long[] byAuthor = new long[16];
  private int counted;
  private long[] again;
  private int recounted;
  private int floors;
  private int floorsAgain;
  private long total;

  Usage(Dag dag, Tables tables) throws StoreException {
    this.dag = dag;
    this.table = tables.table(SHAPE);
  }

  /** Stands where the tables stand; the DAG has been replayed. */
  void restore() throws StoreException {
    Arrays.fill(key, (byte) 0);
    long standing = get();
    floors = (int) standing;
    // What went since, or while it was being counted again, is not in the rows.
    counted = floors == floors() ? (int) (standing >>> Integer.SIZE) : 0;
    floors = floors();
    for (int author = 0; counted > 0 && author < dag.authorCount(); author++) {
      dag.copyAuthorKey(author, key, 0);
      add(author, get());
    }
    count();
  }

  private int floors() {
    int sum = 0;
    for (int author = 0; author < dag.authorCount(); author++) {
      sum += dag.pruning().floor(author);
    }
    return sum;
  }

  private long get() throws StoreException {
    boolean there = table.get(key, 0, key.length, value, 0) != Table.ABSENT;
    return there ? BigEndian.longAt(value, 0) : 0;
  }

  /** Counts what has been witnessed since; returns its bytes. */
  long count() throws StoreException {
    long before = total;
    while (counted < dag.sequence()) {
      int row = dag.rowAtSequence(++counted);
      if (!dag.pruning().isBelowFloor(row)) {
        add(dag.author(row), dag.length(row) + RECORD_BYTES);
      }
    }
    return total - before;
  }

  private void add(int author, long bytes) {
    if (author >= byAuthor.length) {
      byAuthor = Arrays.copyOf(byAuthor, Math.max(author + 1, 2 * byAuthor.length));
    }
    byAuthor[author] += bytes;
    total += bytes;
  }

  /** Bytes of what has been counted. */
  long total() {
    return total;
  }

  /** The same of one author's; 0 for an author without a number. */
  long of(int author) {
    return author < 0 || author >= byAuthor.length ? 0 : byAuthor[author];
  }

  /**
   * Counts all of it again, for much has gone; true as long as there is more. What it comes to
   * holds when that is done.
   */
  boolean recount(int rowsMost) throws StoreException {
    if (again == null) {
      again = new long[Math.max(byAuthor.length, dag.authorCount())];
      recounted = 0;
      floorsAgain = floors();
    }
    for (int i = 0; i < rowsMost && recounted < counted; i++) {
      int row = dag.rowAtSequence(++recounted);
      if (!dag.pruning().isBelowFloor(row)) {
        int author = dag.author(row);
        again = author < again.length ? again : Arrays.copyOf(again, 2 * author);
        again[author] += dag.length(row) + RECORD_BYTES;
      }
    }
    if (recounted < counted) {
      return true;
    }
    byAuthor = again;
    again = null;
    floors = floorsAgain;
    total = 0;
    for (long bytes : byAuthor) {
      total += bytes;
    }
    return false;
  }

  /** Writes it to the table, which is about to be made durable. */
  void keep() throws StoreException {
    count();
    for (int author = 0; author < dag.authorCount(); author++) {
      dag.copyAuthorKey(author, key, 0);
      put(of(author));
    }
    Arrays.fill(key, (byte) 0);
    put((long) counted << Integer.SIZE | floors & 0xFFFFFFFFL);
  }

  private void put(long number) throws StoreException {
    BigEndian.putLong(value, 0, number);
    table.put(key, 0, key.length, value, 0, value.length);
  }
}
