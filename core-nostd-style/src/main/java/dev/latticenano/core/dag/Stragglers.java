package dev.latticenano.core.dag;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.LittleEndian;
import dev.latticenano.core.store.PrunableStore;
import dev.latticenano.core.store.StoreException;
import java.util.Arrays;

/**
 * Lets the first piece of a log go: appends again what lies in it and is still needed. That is what
 * is witnessed above the floors, what floats, and every record that is not the DAG's. Between two
 * steps the log is whole: what was appended again is known by its new place, after a power cut as
 * well.
 */
final class Stragglers {
  private final Parts parts;
  private final PrunableStore log;
  private byte[] again = new byte[4096];

  Stragglers(Parts parts, PrunableStore log) {
    this.parts = parts;
    this.log = log;
  }

  /** Drops the first piece if it lies before {@code limit}; false if nothing could go. */
  boolean dropFirst(long limit, long nowMs) throws StoreException {
    long next = log.nextBegin();
    if (next < 0 || next > limit) {
      return false;
    }
    log.scan(
        log.begin(),
        (position, kind, bytes, offset, length) -> {
          if (position < next) {
            move(position, kind, Arrays.copyOfRange(bytes, offset, offset + length), nowMs);
          }
          return position < next;
        });
    log.sync();
    parts.checkpoint.make(log.end());
    log.dropFirst(limit);
    return true;
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
        parts.rows.move(row, append(body, length, wallMs));
      }
    } else if (parts.waiting.isFloating(handle) && parts.waiting.position(handle) == position) {
      long moved = log.appendReserved(LogRecord.SIGNED_INTENTION, body, 0, length);
      parts.waiting.move(handle, moved);
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
