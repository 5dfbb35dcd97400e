package dev.latticenano.core.dag;

import dev.latticenano.core.store.StoreException;
import java.util.Arrays;

/**
 * Where, on each chain, an indexed intention begins to be in the past: along a chain that is false,
 * then true. The vectors kept along the chain say between which two of them it turns, and the
 * citations there where. Cold; allocates nothing once its arrays have grown.
 */
final class Spans {
  private final Rows rows;
  private final Authors authors;
  private final Reach reach;
  private final Vectors vectors;
  private final Floors floors;
  private final Reach.Citations turn = this::turn;
  private int[] firsts = new int[16];
  private int[] lows = new int[16];
  private int reading;

  Spans(Rows rows, Authors authors, Reach reach, Vectors vectors, Floors floors) {
    this.rows = rows;
    this.authors = authors;
    this.reach = reach;
    this.vectors = vectors;
    this.floors = floors;
  }

  /**
   * Of each author the least height, up to that in {@code lasts}, whose past holds the indexed
   * {@code row}; above that in {@code lasts} if none does. No author is forked. Lent.
   */
  int[] firsts(int row, int[] lasts) throws StoreException {
    int count = authors.count();
    if (firsts.length < count) {
      firsts = new int[count * 2];
      lows = new int[count * 2];
    }
    Arrays.fill(firsts, 0, count, Reach.NEVER);
    int author = rows.author(row);
    int height = rows.height(row);
    if (floors.isSettled(author, height)) {
      for (int i = 0; i < count; i++) {
        firsts[i] = floors.settledOf(i) + 1;
      }
      return firsts;
    }
    for (int i = 0; i < count; i++) {
      lows[i] = Math.max(floors.settledOf(i), vectors.lastWithout(author, height, i));
      firsts[i] = vectors.firstWith(author, height, i);
    }
    firsts[author] = height;
    boolean turned = true;
    while (turned) {
      turned = false;
      for (reading = 0; reading < count; reading++) {
        int before = firsts[reading];
        if (reading != author) {
          int last = Math.min(before - 1, lasts[reading]);
          reach.scan(reading, lows[reading], last, turn);
        }
        turned |= firsts[reading] < before;
      }
    }
    return firsts;
  }

  private boolean turn(int height, int other, int cited) {
    if (cited < firsts[other]) {
      return true;
    }
    firsts[reading] = height;
    return false;
  }
}
