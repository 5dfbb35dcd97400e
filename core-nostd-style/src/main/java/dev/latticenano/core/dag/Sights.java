package dev.latticenano.core.dag;

import dev.latticenano.core.store.StoreException;
import java.util.Arrays;

/**
 * Works out what certain intentions below the floors had seen of each chain, so that what is in
 * whose past is known exactly when all between them is gone: of each chain, from the lowest up,
 * what rose. Cold.
 */
final class Sights {
  private final Parts parts;
  private final int[] settled;

  /**
   * @param settled one an author: up to there everything counts as seen
   */
  Sights(Parts parts, int[] settled) {
    this.parts = parts;
    this.settled = settled;
  }

  /** Writes what these rows had seen; those that are settled say nothing. */
  void write(IntList rows, BaseWriter writer) throws StoreException {
    // Place, then row: places do not tell the rows of what was only told.
    long[][] places = new long[rows.count()][];
    for (int i = 0; i < places.length; i++) {
      long author = parts.rows.author(rows.at(i));
      places[i] = new long[] {author << 32 | parts.rows.height(rows.at(i)), rows.at(i)};
    }
    Arrays.sort(places, (left, right) -> Long.compare(left[0], right[0]));
    int[] last = settled.clone();
    for (int i = 0; i < places.length; i++) {
      int author = (int) (places[i][0] >>> 32);
      if (i > 0 && author != (int) (places[i - 1][0] >>> 32)) {
        last = settled.clone();
      }
      if ((int) places[i][0] > settled[author]) {
        write(author, (int) places[i][0], (int) places[i][1], last, writer);
      }
    }
  }

  private void write(int author, int height, int row, int[] last, BaseWriter writer)
      throws StoreException {
    for (int other = 0; other < last.length; other++) {
      int seen = parts.ancestry.heightSeen(row, other);
      if (other != author && seen > last[other]) {
        writer.sight(author, height, other, seen);
        last[other] = seen;
      }
    }
  }
}
