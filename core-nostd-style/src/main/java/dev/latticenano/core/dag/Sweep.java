package dev.latticenano.core.dag;

import dev.latticenano.core.intention.IntentionView;
import dev.latticenano.core.store.StoreException;

/**
 * Takes what lies below the floors out of the tables, in steps: rows, names, times, heights and
 * citations. What was not swept yet gives no other answers than what was. It reads the records that
 * go, so the log keeps them until all is swept.
 */
final class Sweep {
  private final Parts parts;
  private final IntList rows = new IntList();
  private final IntTable named = new IntTable();
  private final byte[] hash = new byte[32];

  Sweep(Parts parts) {
    this.parts = parts;
  }

  /** True if nothing is left to sweep. */
  boolean isDone() {
    return !parts.floors.any() || parts.floors.nextRow() == Integer.MAX_VALUE;
  }

  /** Looks at {@code rowsMost} rows; a checkpoint keeps what was done. */
  void run(int rowsMost) throws StoreException {
    if (isDone()) {
      return;
    }
    if (parts.sieved.takes()) {
      parts.sieved.turn(rowsMost);
      return;
    }
    rows.clear();
    parts.rows.list(parts.floors.nextRow(), rowsMost, rows);
    named.clear();
    if (rows.count() > 0) {
      parts.floors.list(rows.at(0), rows.at(rows.count() - 1), named);
    }
    for (int i = 0; i < rows.count(); i++) {
      sweep(rows.at(i));
    }
    if (rows.count() < rowsMost) {
      sweepChains();
      parts.floors.nextRow(Integer.MAX_VALUE);
    } else {
      parts.floors.nextRow(rows.at(rows.count() - 1) + 1);
    }
  }

  private void sweep(int row) throws StoreException {
    if (!parts.floors.isGone(row, parts.rows.author(row), parts.rows.height(row))) {
      return;
    }
    boolean isHere = parts.rows.position(row) != Floors.NOWHERE;
    IntentionView intention = isHere ? parts.records.openQuietly(row) : null;
    if (intention != null) {
      long wallMs = intention.wallMs();
      intention.hash(parts.blake3, hash, 0);
      // A pass over all times that power cut short, or that found no room later, may have taken it.
      if (parts.names.hasTime(wallMs, hash)) {
        parts.names.removeTime(wallMs, hash);
      }
    } else {
      parts.names.copyHash(row, hash, 0);
      if (isHere) {
        parts.names.removeTime(row, hash);
      }
    }
    boolean isNamed = named.contains(row);
    if (isNamed && parts.floors.isGhost(row)) {
      if (isHere) {
        parts.rows.move(row, Floors.NOWHERE);
      }
    } else {
      parts.names.removeName(row, hash);
      if (isNamed) {
        parts.floors.forget(row);
      }
      parts.rows.remove(row);
    }
    parts.lost.forget(row);
  }

  /** What stays, and what is cited, still says where it stands and what it has seen. */
  private boolean isWanted(int author, int height) throws StoreException {
    return height >= parts.floors.of(author)
        || !parts.floors.isSettled(author, height)
            && parts.ancestry.lower(author, height) != Rows.NONE;
  }

  private void sweepChains() throws StoreException {
    for (int author = 0; author < parts.authors.count(); author++) {
      int floor = parts.floors.of(author);
      if (floor > parts.floors.swept(author) || parts.floors.holes().count() > 0) {
        parts.reach.remove(author, floor, this::isWanted);
        parts.chain.remove(author, floor, this::isWanted);
        parts.vectors.remove(author, floor);
        parts.floors.swept(author, floor);
      }
    }
    sweepStretches(parts);
  }

  /** Forgets stretches of which all that is left is settled, and so is all that is in its past. */
  static void sweepStretches(Parts parts) throws StoreException {
    for (int number = 0; number < parts.rows.count() / Stretch.ROWS; number++) {
      if (parts.stretches.at(number) != null && isSettled(parts, number)) {
        parts.stretches.remove(number);
      }
    }
  }

  private static boolean isSettled(Parts parts, int number) throws StoreException {
    int end = (number + 1) * Stretch.ROWS;
    int row = parts.rows.next(number * Stretch.ROWS);
    while (row < end && parts.floors.isSettled(parts.rows.author(row), parts.rows.height(row))) {
      row = parts.rows.next(row + 1);
    }
    return row >= end;
  }
}
