package dev.latticenano.core.dag;

import dev.latticenano.core.store.StoreException;
import java.util.Arrays;

/**
 * Works out what a row of a sound chain has in its past by going back through the witness order,
 * from row to row: each that is in the past, and each of its author's from there on, brings what it
 * cites. Where a stretch begins at which tops were kept, what those had seen says the rest; a
 * citation that reaches further back goes on in its own stretch. Allocates nothing once its list
 * has grown.
 */
final class StretchWalk {
  private static final int NONE = Stretches.NONE;
  private static final int ROWS = Stretch.ROWS;

  private final Stretches stretches;
  private final Rows rows;
  private final Chain chain;
  private final Floors floors;
  private final IntList pending = new IntList();
  private final long[] wanted = new long[ROWS / Long.SIZE];
  private final int[] metAt = new int[Stretch.AUTHORS_MAX];
  private final int[] counts = new int[Stretch.AUTHORS_MAX];
  private int metCount;
  private int turn;
  // What is asked: a row of an author at a height; or, past -1, all that is seen of an author, or
  // of all.
  private int past;
  private int author;
  private int height;
  private int[] out;
  private int best;
  // False once something was missed that tops had seen.
  private boolean told;

  StretchWalk(Stretches stretches, Rows rows, Chain chain, Floors floors) {
    this.stretches = stretches;
    this.rows = rows;
    this.chain = chain;
    this.floors = floors;
  }

  /**
   * True if {@code earlier}, of {@code other} at {@code itsHeight}, is in the past of {@code row},
   * of {@code writer}, another: {@link Vectors#YES}, {@link Vectors#NO} or {@link Vectors#UNKNOWN}.
   * All floors are settled, so that rows rise with the causal order.
   */
  int judge(int row, int writer, int earlier, int other, int itsHeight) throws StoreException {
    past = earlier;
    author = other;
    height = itsHeight;
    out = null;
    int tops = stretches.topsOf(row / ROWS);
    if (tops != NONE && past < tops * ROWS && stretches.seen(tops, writer, author) >= height) {
      return Vectors.YES;
    }
    int answer = walk(row);
    return told || answer == Vectors.YES ? answer : Vectors.UNKNOWN;
  }

  /**
   * Greatest height of {@code other} in the past of {@code row}; {@link Stretches#NONE}: untold.
   */
  int seen(int row, int other) throws StoreException {
    past = NONE;
    author = other;
    height = Reach.NEVER;
    out = null;
    best = 0;
    return !isName(row) && walk(row) == Vectors.NO && told ? best : NONE;
  }

  // A name that was told has the number of something else that is gone.
  private boolean isName(int row) throws StoreException {
    return floors.areOpen() && rows.isName(row);
  }

  /**
   * Fills {@code vector} with {@code count} entries, what is in the past of {@code writer} at
   * {@code itsHeight}; false if this is not told.
   */
  boolean vector(int writer, int itsHeight, int[] vector, int count) throws StoreException {
    int row = itsHeight < 1 ? Rows.NONE : chain.find(writer, itsHeight);
    boolean there = row != Rows.NONE && (!floors.isBelow(writer, itsHeight) || rows.has(row));
    return there && vector(row, writer, itsHeight, vector, count);
  }

  /** As above, of {@code row}. */
  boolean vector(int row, int writer, int itsHeight, int[] vector, int count)
      throws StoreException {
    Arrays.fill(vector, 0, count, 0);
    past = NONE;
    author = NONE;
    height = Reach.NEVER;
    out = vector;
    return !isName(row) && walk(row) == Vectors.NO && told && vector[writer] == itsHeight;
  }

  private int walk(int row) throws StoreException {
    pending.clear();
    pending.add(row);
    told = true;
    boolean goesOn = false;
    int number = 0;
    while (goesOn || pending.count() > 0) {
      if (!goesOn) {
        number = greatest() / ROWS + 1;
        metCount = 0;
        turn++;
      }
      number--;
      goesOn = false;
      int from = take(number);
      int tops = stretches.topsOf(number);
      Stretch stretch = tops == NONE ? null : stretches.at(number);
      if (stretch != null) {
        int answer = down(stretch, number, metCount > 0 ? stretch.rows() - 1 : from, tops);
        goesOn = number > tops && number * ROWS > past && metCount > 0;
        answer = answer == Vectors.NO && past == NONE && !goesOn ? join(tops) : answer;
        if (answer != Vectors.NO) {
          return answer;
        }
      } else if (!stretches.isSwept(number) || floors.areOpen()) {
        return Vectors.UNKNOWN;
      } else {
        told &= metCount == 0;
      }
    }
    return Vectors.NO;
  }

  private int greatest() {
    int most = 0;
    for (int i = 0; i < pending.count(); i++) {
      most = Math.max(most, pending.at(i));
    }
    return most;
  }

  /** What is pending of a stretch is wanted; returns the greatest place, or none. */
  private int take(int number) {
    Arrays.fill(wanted, 0);
    int most = NONE;
    int kept = 0;
    for (int i = 0; i < pending.count(); i++) {
      int row = pending.at(i);
      if (row / ROWS == number) {
        int place = row % ROWS;
        wanted[place / Long.SIZE] |= 1L << place;
        most = Math.max(most, place);
      } else {
        pending.set(kept++, row);
      }
    }
    pending.truncate(kept);
    return most;
  }

  private int down(Stretch stretch, int number, int from, int tops) throws StoreException {
    int first = number * ROWS;
    int least = Math.max(0, past - first);
    boolean earlier = past != NONE && past < tops * ROWS;
    if (from >= stretch.rows()) {
      return Vectors.UNKNOWN;
    }
    stretch.seek(from);
    for (int place = from; place >= least; place--) {
      int writer = stretch.author(place);
      int cites = stretch.step(place);
      boolean isMet = writer != Stretch.UNTOLD && metAt[writer] == turn;
      if (!isMet && (wanted[place / Long.SIZE] >>> place & 1) == 0) {
        continue;
      }
      if (writer == Stretch.UNTOLD) {
        return Vectors.UNKNOWN;
      }
      if (past != NONE && writer == author) {
        return Vectors.YES;
      }
      if (!isMet) {
        metAt[writer] = turn;
        metCount++;
        counts[writer] = 0;
        int seen = earlier ? stretches.seen(tops, writer, author) : 0;
        told &= seen != NONE;
        if (seen >= height) {
          return Vectors.YES;
        }
      }
      counts[writer]++;
      int citation = stretch.citation(place);
      for (int i = citation; i < citation + cites; i++) {
        want(first + place - stretch.distance(i), first);
      }
    }
    return Vectors.NO;
  }

  private void want(int row, int first) {
    if (row >= first) {
      wanted[row % ROWS / Long.SIZE] |= 1L << row;
    } else if (row >= past) {
      pending.add(row);
    }
  }

  /** Those met had seen this where tops were kept: in turn, since neighbours lie in one part. */
  private int join(int tops) throws StoreException {
    for (int writer = 0; writer < metAt.length; writer++) {
      if (metAt[writer] != turn) {
        continue;
      }
      if (out != null) {
        out[writer] = Math.max(out[writer], stretches.height(tops, writer) + counts[writer]);
        told &= stretches.join(tops, writer, out);
      } else if (writer == author) {
        best = Math.max(best, stretches.height(tops, writer) + counts[writer]);
      } else {
        int seen = stretches.seen(tops, writer, author);
        best = Math.max(best, seen);
        told &= seen != NONE;
      }
    }
    return told ? Vectors.NO : Vectors.UNKNOWN;
  }
}
