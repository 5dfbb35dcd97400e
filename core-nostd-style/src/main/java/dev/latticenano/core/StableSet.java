package dev.latticenano.core;

import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.snapshot.Covered;
import dev.latticenano.core.snapshot.Frontier;
import dev.latticenano.core.store.IdSum;
import dev.latticenano.core.store.StoreException;
import java.util.Arrays;

/**
 * The intentions of one store at or below a height of each author: a set that holds the past of
 * each of its members. What a snapshot says of them is worked out in turns.
 */
final class StableSet {
  private final Dag dag;
  private final int[] heights;
  private final Settled settled;
  private final Frontier frontier;
  private final IdSum sum = new IdSum();
  private final byte[] name = new byte[Hash.BYTES];
  private final int rows;
  private int row;

  /**
   * The set up to {@code heights}, one an author.
   *
   * @throws IllegalArgumentException if it is empty, or above a chain that is sound, or has more
   *     authors than a snapshot
   */
  StableSet(Dag dag, int[] heights, Settled settled) throws StoreException {
    this.dag = dag;
    this.settled = settled;
    this.heights = Arrays.copyOf(heights, dag.authorCount());
    rows = dag.sequence();
    row = dag.pruning().next(0);
    if (dag.pruning().hasBase() && settled.notice() == null) {
      int[] floors = new int[dag.authorCount()];
      Arrays.setAll(floors, dag.pruning()::floor);
      dag.pruning().sumBelow(floors, sum);
    }
    frontier = frontier();
  }

  private Frontier frontier() throws StoreException {
    byte[][] found = new byte[heights.length][];
    int count = 0;
    for (int author = 0; author < heights.length; author++) {
      if (heights[author] > dag.authorHeight(author)) {
        throw new IllegalArgumentException("height " + heights[author] + " of author " + author);
      }
      if (heights[author] > 0) {
        byte[] entry = new byte[Frontier.ROW_BYTES];
        dag.copyAuthorKey(author, entry, 0);
        BigEndian.putInt(entry, AuthorId.BYTES, heights[author]);
        dag.copyHash(dag.rowAtHeight(author, heights[author]), entry, AuthorId.BYTES + 4);
        found[count++] = entry;
      }
    }
    Arrays.sort(found, 0, count, Arrays::compareUnsigned);
    byte[] all = new byte[count * Frontier.ROW_BYTES];
    for (int i = 0; i < count; i++) {
      System.arraycopy(found[i], 0, all, i * Frontier.ROW_BYTES, Frontier.ROW_BYTES);
    }
    Frontier sorted = Frontier.of(all, 0, count);
    if (sorted == null) {
      throw new IllegalArgumentException(count + " authors have something stable");
    }
    return sorted;
  }

  /** True if {@code witnessed} belongs to the set. */
  boolean contains(int witnessed) throws StoreException {
    return dag.height(witnessed) <= height(dag.author(witnessed));
  }

  /** The height up to which the chain of {@code author} belongs to the set. */
  int height(int author) {
    return author < heights.length ? heights[author] : 0;
  }

  /** Adds up for a while; true when done. */
  boolean turn(int budget) throws StoreException {
    for (int left = budget; row < rows && left > 0; left--) {
      if (!settled.holds(row) && contains(row)) {
        dag.copyHash(row, name, 0);
        sum.add(name, 0);
      }
      row = dag.pruning().next(row + 1);
    }
    return row >= rows;
  }

  Frontier frontierRows() {
    return frontier;
  }

  /** True if the record of a tip of the frontier is damaged, as far as is known. */
  boolean lacksTip() throws StoreException {
    for (int author = 0; author < heights.length; author++) {
      boolean any = heights[author] > dag.pruning().floor(author);
      if (any && dag.isLost(dag.rowAtHeight(author, heights[author]))) {
        return true;
      }
    }
    return false;
  }

  /** What is to be known of the set when it is gone; after the last turn. */
  Covered covered() throws StoreException {
    byte[] bytes = new byte[Covered.length(frontier.count())];
    IdSum all = new IdSum();
    if (settled.notice() != null) {
      all.read(settled.covered().bytes(), 0);
    }
    all.add(sum);
    all.write(bytes, 0);
    for (int i = 0; i < frontier.count(); i++) {
      int tip = dag.find(frontier.rows(), frontier.tipOffset(i));
      int at = Covered.SUM_BYTES + i * Covered.TIP_BYTES;
      int before = settledTip(i);
      BigEndian.putLong(bytes, at, before < 0 ? dag.wallMs(tip) : settled.covered().wallMs(before));
      int counter = before < 0 ? dag.counter(tip) : settled.covered().counter(before);
      BigEndian.putInt(bytes, at + 8, counter);
    }
    return Covered.of(bytes, 0, frontier.count());
  }

  /** The row of the settled frontier with the very tip of row {@code index}, or -1. */
  private int settledTip(int index) {
    if (settled.notice() == null) {
      return -1;
    }
    Frontier below = settled.notice().frontier();
    int row = below.indexOf(frontier.rows(), frontier.authorOffset(index));
    return row >= 0 && below.height(row) == frontier.height(index) ? row : -1;
  }
}
