package dev.latticenano.core.dag;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.LittleEndian;
import dev.latticenano.core.store.PrunableStore;
import dev.latticenano.core.store.StoreException;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Lets the first piece of a log go, in turns: appends again what lies in it and is still needed,
 * and drops it when all of it was looked at. Needed is what is witnessed above the floors, what
 * floats, and every record that is not the DAG's. Between two steps the log is whole: what was
 * appended again is known by its new place, after a power cut as well. Looks at those records only
 * that lie where something needed may lie: a bit of each {@value #PLACE_BYTES} bytes, or of more in
 * a long log.
 */
final class Stragglers {
  static final int PLACE_BYTES = 64;
  private static final int PLACE_SHIFT_MIN = 6;
  private static final int PLACES_MAX = 1 << 23;

  private final Parts parts;
  private final PrunableStore log;
  private final BitSet needed = new BitSet();
  private byte[] again = new byte[4096];
  private long limit = -1;
  private long first;
  private int shift;
  // Up to where the first piece was looked at; what stands before it is needed no more.
  private long looked;
  private boolean moved;

  Stragglers(Parts parts, PrunableStore log) {
    this.parts = parts;
    this.log = log;
  }

  /** Forgets what it has found. */
  void clear() {
    limit = -1;
  }

  /**
   * Goes on with the first piece if it lies before {@code base}, for about {@code bytesMost}; false
   * if none can go.
   */
  boolean turn(long base, int bytesMost, long nowMs) throws StoreException {
    long next = log.nextBegin();
    if (next < 0 || next > base) {
      return false;
    }
    if (limit != base) {
      look(base);
      looked = -1;
    }
    if (looked < log.begin()) {
      looked = log.begin();
      moved = false;
    }
    long until = Math.min(next, looked + bytesMost);
    long[] reached = {next};
    log.scan(
        looked,
        (position, kind, bytes, offset, length) -> {
          if (position >= until) {
            reached[0] = Math.min(position, next);
            return false;
          }
          if (mayBeNeeded(position, kind)) {
            move(position, kind, Arrays.copyOfRange(bytes, offset, offset + length), nowMs);
          }
          return true;
        });
    looked = reached[0];
    if (looked == next) {
      drop(base, next);
    }
    return true;
  }

  private void drop(long base, long next) throws StoreException {
    boolean behind = moved || parts.checkpoint.isBehind();
    if (behind || parts.tables.all.covered() < next) {
      log.sync();
      parts.checkpoint.make(log.end());
    }
    log.dropFirst(base);
  }

  /** Notes roughly where before {@code base} what is needed lies: of so many bytes, if any is. */
  private void look(long base) throws StoreException {
    limit = base;
    first = log.begin();
    shift = PLACE_SHIFT_MIN;
    while (base - first >> shift > PLACES_MAX) {
      shift++;
    }
    needed.clear();
    parts.rows.positions(this::need);
    for (int handle = 0; handle < parts.waiting.bound(); handle++) {
      if (parts.waiting.isFloating(handle)) {
        need(parts.waiting.position(handle));
      }
    }
  }

  private void need(long position) {
    if (position >= first && position < limit) {
      needed.set((int) (position - first >> shift));
    }
  }

  private boolean mayBeNeeded(long position, int kind) {
    boolean intention = kind == LogRecord.SIGNED_INTENTION || kind == LogRecord.WITNESSED_INTENTION;
    return !intention || needed.get((int) (position - first >> shift));
  }

  private void move(long position, int kind, byte[] body, long nowMs) throws StoreException {
    switch (kind) {
      case LogRecord.SIGNED_INTENTION -> moveIntention(position, body, body.length, nowMs);
      case LogRecord.WITNESSED_INTENTION -> {
        int length = body.length - LogRecord.TIME_BYTES;
        moveIntention(position, body, length, LittleEndian.longAt(body, length));
      }
      case LogRecord.WITNESS, LogRecord.TOLD -> {}
      default -> {
        if (!Bases.isBase(kind)) {
          moved = true;
          log.appendReserved(kind, body, 0, body.length);
        }
      }
    }
  }

  private void moveIntention(long position, byte[] body, int length, long wallMs)
      throws StoreException {
    if (parts.offered.open(body, 0, length) != Verdict.OK) {
      return;
    }
    int row = parts.names.find(parts.offered.hash(), 0);
    int handle = parts.waiting.find(parts.offered.hash(), 0);
    if (row != Rows.NONE) {
      if (parts.rows.position(row) == position) {
        moved = true;
        parts.rows.move(row, append(body, length, wallMs));
      }
    } else if (parts.waiting.isFloating(handle) && parts.waiting.position(handle) == position) {
      moved = true;
      long now = log.appendReserved(LogRecord.SIGNED_INTENTION, body, 0, length);
      parts.waiting.move(handle, now);
    }
  }

  private long append(byte[] body, int length, long wallMs) throws StoreException {
    if (again.length < length + LogRecord.TIME_BYTES) {
      again = new byte[length + LogRecord.TIME_BYTES];
    }
    System.arraycopy(body, 0, again, 0, length);
    LittleEndian.putLong(again, length, wallMs);
    return log.appendReserved(
        LogRecord.WITNESSED_INTENTION, again, 0, length + LogRecord.TIME_BYTES);
  }
}
