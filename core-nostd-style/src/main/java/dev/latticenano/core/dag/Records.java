package dev.latticenano.core.dag;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.intention.IntentionView;
import dev.latticenano.core.intention.SignedIntentionView;
import dev.latticenano.core.store.Store;
import dev.latticenano.core.store.StoreException;

/**
 * Reads witnessed intentions from the log again. One whose record is damaged is noted as lost.
 * Allocates only when a record is larger than any before.
 */
final class Records {
  private static final int FIRST_BYTES = 4096;

  private final Store log;
  private final Rows rows;
  private final Lost lost;
  private final Floors floors;
  private final SignedIntentionView signed = new SignedIntentionView();
  private byte[] bytes = new byte[FIRST_BYTES];

  Records(Store log, Rows rows, Lost lost, Floors floors) {
    this.log = log;
    this.rows = rows;
    this.lost = lost;
    this.floors = floors;
  }

  /**
   * The intention of {@code row}; lent until the next is opened.
   *
   * @throws StoreException of kind CORRUPT if the row is lost, perhaps only found out now
   * @throws IllegalArgumentException if the row is below the floor
   */
  IntentionView open(int row) throws StoreException {
    if (floors.any()
        && (!rows.has(row) || floors.isGone(row, rows.author(row), rows.height(row)))) {
      throw new IllegalArgumentException(
          "row " + row + " is below the floor: at most its name is here");
    }
    long position = rows.position(row);
    int length = rows.length(row);
    if (!lost.contains(row)) {
      try {
        if (isWhole(position, length)) {
          return signed.intention();
        }
      } catch (StoreException e) {
        if (e.kind() == StoreException.Kind.CORRUPT) {
          lost.note(row);
        }
        throw e;
      }
      lost.note(row);
    }
    throw new StoreException(
        StoreException.Kind.CORRUPT,
        "the record of row " + row + " at position " + position + " is damaged",
        null);
  }

  /** As {@link #open}, but null for what cannot be read, and nothing is noted. */
  IntentionView openQuietly(int row) throws StoreException {
    long position = rows.position(row);
    int length = rows.length(row);
    try {
      return !lost.contains(row) && position != Floors.NOWHERE && isWhole(position, length)
          ? signed.intention()
          : null;
    } catch (StoreException e) {
      if (e.kind() == StoreException.Kind.CORRUPT) {
        return null;
      }
      throw e;
    }
  }

  /** As {@link Dag#isAck}. */
  boolean isAck(int row) throws StoreException {
    IntentionView intention = openQuietly(row);
    return intention != null && intention.isAck();
  }

  private boolean isWhole(long position, int length) throws StoreException {
    if (bytes.length < length + LogRecord.TIME_BYTES) {
      bytes = new byte[Math.max(2 * bytes.length, length + LogRecord.TIME_BYTES)];
    }
    int got = log.read(position, bytes, 0);
    return (got == length || got == length + LogRecord.TIME_BYTES)
        && signed.wrap(bytes, 0, length).check() == Verdict.OK;
  }

  /** As {@link Dag#read}. */
  int read(int row, byte[] out, int offset) throws StoreException {
    open(row);
    int length = signed.length();
    if (length > out.length - offset) {
      return -length;
    }
    System.arraycopy(bytes, 0, out, offset, length);
    return length;
  }
}
