package dev.latticenano.postgres;

import dev.latticenano.core.Limits;
import dev.latticenano.core.bytes.LittleEndian;
import dev.latticenano.core.store.PrunableStore;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.StoreException.Kind;
import java.util.Arrays;

/**
 * The log of one store as rows of a server (docs/storage-postgres.md §4). Appends gather on the
 * heap; {@link #sync} is one transaction with all of them, and with the entries put since the last
 * one. A position is the bytes of all records before, {@value #HEAD_BYTES} more for each, so that
 * what lies between two positions is about their difference in bytes.
 *
 * <p>A sync that fails takes nothing away: what was appended stays on the heap and goes with the
 * next one, unless the lease is lost; then nothing is written any more.
 */
public final class PostgresLog implements PrunableStore {
  /** Bytes of positions in a piece of the log, the unit of pruning. */
  public static final int PIECE_BYTES = 4_194_304;

  /** Bytes of records on the heap after which an append makes them durable unasked. */
  public static final int UNSYNCED_BYTES_MAX = 1_048_576;

  static final int HEAD_BYTES = 12;
  private static final int KEPT_BYTES = 65_536;

  private final StoreRow row;
  private final RecordRows records;
  private final PieceBegins pieces;
  private final PostgresEntries entries;
  // What is not durable yet: length u32, kind u32, 4 bytes unused, body; at position - logEnd.
  private byte[] unsynced = new byte[4096];
  private int unsyncedBytes;

  /** The log of {@code row}'s store, opened. */
  PostgresLog(StoreRow row, PostgresEntries entries, int pieceBytes) throws StoreException {
    this.row = row;
    this.entries = entries;
    records = new RecordRows(row);
    pieces = PieceBegins.of(row, pieceBytes);
  }

  @Override
  public long append(int kind, byte[] source, int offset, int length) throws StoreException {
    checkRecord(kind, source, offset, length);
    if (row.refusal() != null) {
      throw new StoreException(Kind.LOCKED, row.refusal(), null);
    }
    if (unsyncedBytes > UNSYNCED_BYTES_MAX) {
      sync();
    }
    int needed = unsyncedBytes + HEAD_BYTES + length;
    if (needed > unsynced.length) {
      unsynced = Arrays.copyOf(unsynced, Math.max(needed, unsynced.length * 2));
    }
    int at = unsyncedBytes;
    LittleEndian.putInt(unsynced, at, length);
    LittleEndian.putInt(unsynced, at + 4, kind);
    System.arraycopy(source, offset, unsynced, at + HEAD_BYTES, length);
    long position = end();
    unsyncedBytes = needed;
    pieces.add(position);
    return position;
  }

  /** As {@link #append}: the server keeps no reserve, it has its own limits. */
  @Override
  public long appendReserved(int kind, byte[] source, int offset, int length)
      throws StoreException {
    return append(kind, source, offset, length);
  }

  @Override
  public void sync() throws StoreException {
    if (unsyncedBytes == 0 && !entries.isChanged()) {
      return;
    }
    long from = row.logEnd();
    row.commit(
        "append to the log of",
        row.logBegin(),
        end(),
        row.covered(),
        connection -> {
          records.insert(connection, from, unsynced, unsyncedBytes);
          pieces.insert(connection, from);
          entries.write(connection);
        });
    unsyncedBytes = 0;
    if (unsynced.length > KEPT_BYTES) {
      unsynced = new byte[KEPT_BYTES];
    }
    entries.written();
  }

  @Override
  public int read(long position, byte[] out, int offset) throws StoreException {
    if (position < 0 || position >= end()) {
      throw new IllegalArgumentException("position " + position + " outside a log of " + end());
    }
    if (position < row.logEnd()) {
      return records.read(position, out, offset);
    }
    int at = (int) (position - row.logEnd());
    int length = LittleEndian.intAt(unsynced, at);
    if (length > out.length - offset) {
      return -length;
    }
    System.arraycopy(unsynced, at + HEAD_BYTES, out, offset, length);
    return length;
  }

  @Override
  public void scan(long from, Reader reader) throws StoreException {
    long stop = end();
    long position = Math.max(from, begin());
    RecordWindow window = new RecordWindow();
    while (position < stop) {
      if (position >= row.logEnd()) {
        int at = (int) (position - row.logEnd());
        int length = LittleEndian.intAt(unsynced, at);
        // The reader may append, which moves them.
        byte[] body = Arrays.copyOfRange(unsynced, at + HEAD_BYTES, at + HEAD_BYTES + length);
        if (!reader.record(position, LittleEndian.intAt(unsynced, at + 4), body, 0, length)) {
          return;
        }
        position += HEAD_BYTES + length;
        continue;
      }
      records.window(position, Math.min(stop, row.logEnd()), window);
      for (int i = 0; i < window.count(); i++) {
        byte[] body = window.body(i);
        if (body != null
            && !reader.record(window.position(i), window.kind(i), body, 0, body.length)) {
          return;
        }
      }
      position = window.end();
    }
  }

  @Override
  public long end() {
    return row.logEnd() + unsyncedBytes;
  }

  @Override
  public long begin() {
    return row.logBegin();
  }

  @Override
  public long nextBegin() {
    return pieces.second();
  }

  @Override
  public void dropFirst(long limit) throws StoreException {
    long next = pieces.second();
    if (next < 0 || next > limit || limit > end()) {
      throw new IllegalArgumentException("the first piece does not end before " + limit);
    }
    sync();
    row.commit(
        "drop the first piece of the log of",
        next,
        row.logEnd(),
        row.covered(),
        connection -> {
          records.delete(connection, next);
          pieces.delete(connection, next);
        });
    pieces.removeFirst();
  }

  /** Lets go of what is not durable yet. */
  void forget() {
    unsyncedBytes = 0;
    entries.written();
  }

  /** Records that were met whose bytes are not those that were written, since the opening. */
  public long damagedCount() {
    return records.damagedCount();
  }

  private static void checkRecord(int kind, byte[] source, int offset, int length) {
    if (kind < 1 || kind > KIND_MAX) {
      throw new IllegalArgumentException("kind " + kind + " outside 1 to " + KIND_MAX);
    }
    if (length < 0 || length > Limits.RECORD_BYTES_MAX) {
      throw new IllegalArgumentException(
          "length " + length + " outside 0 to " + Limits.RECORD_BYTES_MAX);
    }
    if (offset < 0 || offset > source.length - length) {
      throw new IllegalArgumentException(
          "offset " + offset + " and length " + length + " beyond " + source.length);
    }
  }
}
