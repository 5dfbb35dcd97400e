package dev.latticenano.core.state;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.Table;
import dev.latticenano.core.store.VariableRows;
import java.util.Arrays;
import java.util.List;

/**
 * The state of a {@code core:kvstore}: for every key all heads, of which the greatest by
 * (timestamp, author, hash) is the value. Ops are {@code KvPayload}s; of several ops on one key in
 * one payload the last counts. Empty keys are accepted. Source: Rust engine, {@code
 * lattice-kvstore}, with full heads instead of a stored winner (ours): docs/state.md §3.
 */
public final class KvState implements StateMachine {
  /** The store type. */
  public static final String TYPE = "core:kvstore";

  private static final int ROWS_PER_ITEM_MAX = 16;

  private final KvTable table;
  private final KvOps ops = new KvOps();

  /** The state that lies in {@code table}. */
  public KvState(Table table) {
    this.table = new KvTable(table);
  }

  /** No keys, on the heap. */
  public KvState() {
    this(new VariableRows());
  }

  @Override
  public String type() {
    return TYPE;
  }

  /**
   * Applies a {@code KvPayload}: {@code OK}, or {@code KV_MALFORMED} or {@code KV_KEY_TOO_LONG} and
   * nothing is applied. Allocates nothing while the keys have few heads.
   */
  @Override
  public Verdict apply(Applied op) throws StoreException {
    Verdict verdict = ops.check(op);
    if (verdict == Verdict.OK) {
      ops.write(table, op);
    }
    return verdict;
  }

  @Override
  public boolean stalls() {
    return true;
  }

  @Override
  public void clear() throws StoreException {
    table.clear();
  }

  /**
   * Copies the value of a key to {@code out} from 0; of one that is longer than {@code out},
   * nothing. Allocates nothing.
   *
   * @return the value's length; {@link Table#ABSENT} if the key has none or the winner deletes it
   */
  public int read(byte[] key, int offset, int length, byte[] out) throws StoreException {
    return table.read(key, offset, length, out);
  }

  /** A copy of the value of {@code key}; null if it has none or the winner deletes it. */
  public byte[] value(byte[] key) throws StoreException {
    Head winner = table.winner(key);
    return winner == null ? null : winner.array();
  }

  /** The greatest head of {@code key}, a tombstone included; null if nobody wrote it. */
  public Head winner(byte[] key) throws StoreException {
    return table.winner(key);
  }

  /** True if {@code key} has more than one head: people wrote it without knowing of each other. */
  public boolean conflicted(byte[] key) throws StoreException {
    return table.conflicted(key, 0, key.length);
  }

  /**
   * All heads of {@code key}, the winner first, tombstones included; empty if nobody wrote it. The
   * next write of the key cites them all.
   */
  public List<Head> heads(byte[] key) throws StoreException {
    return table.heads(key);
  }

  /**
   * Shows {@code reader} the keys that begin with {@code prefix}, in byte order, that have a value:
   * all of them, however many. A host that must not hold the store long asks for pages.
   */
  public void list(byte[] prefix, Reader reader) throws StoreException {
    list(table, prefix, reader);
  }

  /** The same of another table of keys. */
  static void list(KvTable table, byte[] prefix, Reader reader) throws StoreException {
    table.rows(
        prefix,
        prefix,
        row -> row.deleted() || reader.entry(row.key(), row.winner(), row.conflicted()));
  }

  /**
   * Shows {@code reader} up to {@code limit} keys that begin with {@code prefix} and have a value,
   * in byte order, those behind {@code after} or from the first if it is null. Deleted keys are
   * passed over, a bounded number of them, so a page may be short and have others behind it.
   *
   * @return the {@code after} of the next page; null if there is none
   */
  public byte[] page(byte[] prefix, byte[] after, int limit, Reader reader) throws StoreException {
    byte[] from = after == null ? prefix : Arrays.copyOf(after, after.length + 1);
    Page page = new Page(limit, reader);
    table.rows(prefix, from, page::row);
    return page.last;
  }

  /** Counts what a page shows. */
  private static final class Page {
    private final Reader reader;
    private final long rowsMax;
    private int left;
    private long rows;
    // Where the page ended before the rows did.
    private byte[] last;

    Page(int limit, Reader reader) {
      this.reader = reader;
      left = limit;
      rowsMax = (long) limit * ROWS_PER_ITEM_MAX;
    }

    boolean row(KvRow row) throws StoreException {
      rows++;
      boolean goesOn = true;
      if (!row.deleted()) {
        left--;
        goesOn = reader.entry(row.key(), row.winner(), row.conflicted());
      }
      if (!goesOn || left <= 0 || rows >= rowsMax) {
        last = row.key();
        return false;
      }
      return true;
    }
  }

  /** The table below, for this package. */
  KvTable table() {
    return table;
  }

  /** Receives the entries of a listing. */
  public interface Reader {
    /** One key with its winner; the array is the reader's. Return false to stop. */
    boolean entry(byte[] key, Head winner, boolean conflicted) throws StoreException;
  }
}
