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
 * zeros 32          places of the witness order that are counted 8
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
  private long total;

  Usage(Dag dag, Tables tables) throws StoreException {
    this.dag = dag;
    this.table = tables.table(SHAPE);
  }

  /** Stands where the tables stand; the DAG has been replayed. */
  void restore() throws StoreException {
    Arrays.fill(key, (byte) 0);
    counted = (int) get();
    for (int author = 0; counted > 0 && author < dag.authorCount(); author++) {
      dag.copyAuthorKey(author, key, 0);
      add(author, get());
    }
    count();
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
      add(dag.author(row), dag.length(row) + RECORD_BYTES);
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

  /** So many bytes of an author's are gone. */
  void drop(int author, long bytes) {
    add(author, -Math.min(bytes, of(author)));
  }

  /** Writes it to the table, which is about to be made durable. */
  void keep() throws StoreException {
    count();
    for (int author = 0; author < dag.authorCount(); author++) {
      dag.copyAuthorKey(author, key, 0);
      put(of(author));
    }
    Arrays.fill(key, (byte) 0);
    put(counted);
  }

  private void put(long number) throws StoreException {
    BigEndian.putLong(value, 0, number);
    table.put(key, 0, key.length, value, 0, value.length);
  }
}
