package dev.latticenano.core.state;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.store.Row;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.Table;
import dev.latticenano.core.store.VariableRows;
import java.util.Arrays;

/**
 * The state of a {@code core:logstore}: what was appended, in order of (time, counter, author,
 * hash), whenever it arrived. An op is the bytes themselves; one of no bytes appends nothing, and
 * every other is sound. Rows: docs/state.md §4. Source: Rust engine, {@code lattice-logstore},
 * which knows no counter and stops at two appends of one author in a millisecond.
 */
public final class LogState implements StateMachine {
  /** The store type. */
  public static final String TYPE = "core:logstore";

  /** The first byte of a row's key. */
  static final int ENTRY = 0x10;

  private static final int KEY_BYTES = 1 + HeadRow.NAME_BYTES + 2;
  private static final int LENGTH_BYTES = 4;
  private static final int PIECE_BYTES = ValuePieces.PIECE_BYTES;

  private final Table table;
  private final byte[] key = new byte[KEY_BYTES];
  private final byte[] first = new byte[LENGTH_BYTES + PIECE_BYTES];

  /** The log that lies in {@code table}. */
  public LogState(Table table) {
    this.table = table;
  }

  /** An empty log, on the heap. */
  public LogState() {
    this(new VariableRows());
  }

  @Override
  public String type() {
    return TYPE;
  }

  /** Appends the op's bytes; always {@code OK}. Allocates nothing. */
  @Override
  public Verdict apply(Applied op) throws StoreException {
    if (op.opBytes() == 0) {
      return Verdict.OK;
    }
    key[0] = ENTRY;
    HeadRow.name(op, key, 1);
    BigEndian.putInt(first, 0, op.opBytes());
    int done = Math.min(PIECE_BYTES, op.opBytes());
    System.arraycopy(op.opArray(), op.opOffset(), first, LENGTH_BYTES, done);
    BigEndian.putShort(key, KEY_BYTES - 2, 0);
    table.put(key, 0, KEY_BYTES, first, 0, LENGTH_BYTES + done);
    for (int n = 1; done < op.opBytes(); n++) {
      int bytes = Math.min(PIECE_BYTES, op.opBytes() - done);
      BigEndian.putShort(key, KEY_BYTES - 2, n);
      table.put(key, 0, KEY_BYTES, op.opArray(), op.opOffset() + done, bytes);
      done += bytes;
    }
    return Verdict.OK;
  }

  @Override
  public boolean stalls() {
    return true;
  }

  @Override
  public void clear() throws StoreException {
    KvTable.clear(table, ENTRY, ENTRY);
  }

  /** Shows {@code reader} the last {@code count} entries, the oldest of them first. */
  public void tail(int count, Reader reader) throws StoreException {
    if (count <= 0) {
      return;
    }
    Row row = new Row();
    byte[] from = {ENTRY + 1};
    for (int left = count; left > 0 && table.floor(from, 0, from.length, row); left--) {
      if (row.key()[0] != ENTRY) {
        break;
      }
      // Before all of the entry's own rows, and behind those of the entry before.
      from = Arrays.copyOf(row.key(), 1 + HeadRow.NAME_BYTES);
    }
    if (from.length > 1) {
      table.range(from, end(), new Entries(count, reader));
    }
  }

  /**
   * Shows {@code reader} up to {@code limit} entries, in order.
   *
   * @param after the last entry of the page before, which is not shown again; null to begin
   * @param fromMs the least wall time, in unsigned Unix ms
   * @param toMs a wall time behind the greatest; 0 for no end
   * @return the last entry shown if there may be more behind it; null at the end
   */
  public LogEntry page(LogEntry after, long fromMs, long toMs, int limit, Reader reader)
      throws StoreException {
    Entries entries = new Entries(limit, reader);
    byte[] from = after == null ? at(fromMs) : behind(after);
    table.range(from, toMs == 0 ? end() : at(toMs), entries);
    return entries.stopped ? entries.last : null;
  }

  private static byte[] at(long wallMs) {
    byte[] at = new byte[1 + Long.BYTES];
    at[0] = ENTRY;
    BigEndian.putLong(at, 1, wallMs);
    return at;
  }

  private static byte[] end() {
    return new byte[] {ENTRY + 1};
  }

  private static byte[] behind(LogEntry entry) {
    byte[] key = new byte[KEY_BYTES];
    key[0] = ENTRY;
    Applied name = new Applied().wrap(entry.hash(), entry.timestamp(), entry.author());
    HeadRow.name(name, key, 1);
    BigEndian.putShort(key, KEY_BYTES - 2, 0xFFFF);
    return key;
  }

  /** Puts the rows of entries together. */
  private static final class Entries implements Table.Reader {
    private final HeadRow name = new HeadRow();
    private final Reader reader;
    private int left;
    private byte[] content = new byte[0];
    private int held;
    private LogEntry last;
    private boolean stopped;

    Entries(int limit, Reader reader) {
      this.reader = reader;
      left = limit;
    }

    @Override
    public boolean row(
        byte[] key, int keyAt, int keyLength, byte[] value, int valueAt, int valueLength)
        throws StoreException {
      int head = 0;
      if (BigEndian.shortAt(key, keyAt + KEY_BYTES - 2) == 0) {
        int bytes = valueLength < LENGTH_BYTES ? -1 : BigEndian.intAt(value, valueAt);
        if (bytes < 0 || bytes > Limits.OPS_BYTES_MAX) {
          throw damaged("an entry of " + bytes + " bytes");
        }
        content = new byte[bytes];
        held = 0;
        head = LENGTH_BYTES;
      }
      if (valueLength - head > content.length - held) {
        throw damaged("a piece of " + valueLength + " bytes in an entry of " + content.length);
      }
      System.arraycopy(value, valueAt + head, content, held, valueLength - head);
      held += valueLength - head;
      if (held < content.length) {
        return true;
      }
      last = new LogEntry(name.named(key, keyAt + 1).head(content));
      left--;
      stopped = !reader.entry(last) || left <= 0;
      return !stopped;
    }

    private static StoreException damaged(String what) {
      return new StoreException(StoreException.Kind.CORRUPT, "the table of the log: " + what, null);
    }
  }

  /** Receives entries. */
  public interface Reader {
    /** One entry. Return false to stop. */
    boolean entry(LogEntry entry) throws StoreException;
  }
}
