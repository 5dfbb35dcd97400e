package dev.latticenano.core.dag;

import dev.latticenano.core.store.IdSum;
import dev.latticenano.core.store.PrunableStore;
import dev.latticenano.core.store.StoreException;
import java.util.Arrays;

/**
 * How a DAG comes to stand on a base (docs/protocol.md §13): of each author a floor, at and below
 * which its intentions are gone, and ghosts, the names of those that may still be cited. What is
 * below a floor counts as in the past of all that is above one. Heights, tips, places and the
 * digest are those of the whole set, so nodes with different floors agree.
 *
 * <p>In steps: {@link #begin}, {@link BaseWriter#keep} for what state still names, {@link
 * BaseWriter#end}; then {@link #sweep} until it is done, {@link #shorten} as long as something
 * goes. A power cut between any two loses nothing: both go on where they stopped.
 */
public final class Pruning {
  private final Parts parts;
  private final Sweep sweep;
  private final byte[] hash = new byte[32];
  private int[] floors = new int[16];
  private IdSum above;

  Pruning(Parts parts) {
    this.parts = parts;
    this.sweep = new Sweep(parts);
  }

  /** True if the DAG stands on a base: its log does not tell everything. */
  public boolean hasBase() {
    return parts.floors.any();
  }

  /** The floor of {@code author}: its greatest height of which only the name is here; 0: none. */
  public int floor(int author) {
    return parts.floors.of(author);
  }

  /** How many intentions lie at or below the floors. */
  public long belowCount() {
    long count = 0;
    for (int author = 0; author < parts.authors.count(); author++) {
      count += parts.floors.of(author);
    }
    return count;
  }

  /** True if the intention of {@code row} is gone; its name may be here. */
  public boolean isBelowFloor(int row) throws StoreException {
    return parts.floors.any() && (!parts.rows.has(row) || parts.ancestry.isBelowFloor(row));
  }

  /**
   * The first row from {@code row} on that is above the floors, in witness order; {@link
   * Dag#sequence} if there is none.
   */
  public int next(int row) throws StoreException {
    int at = row;
    while (parts.floors.any() && at < parts.rows.count() && isBelowFloor(at)) {
      at = parts.rows.has(at + 1) ? at + 1 : parts.rows.next(at + 1);
    }
    return Math.min(at, parts.rows.count());
  }

  /** The last row up to {@code row} that is above the floors, or {@link Dag#NONE}. */
  public int previous(int row) throws StoreException {
    int at = row;
    while (parts.floors.any() && at >= 0 && isBelowFloor(at)) {
      at = at > 0 && parts.rows.has(at - 1) ? at - 1 : parts.rows.previous(at - 1);
    }
    return at;
  }

  /** What others tell of what is gone. */
  public Told told() {
    return parts.told;
  }

  /** The generation of {@code row}: 1 + the greatest of what it cites. */
  public int generation(int row) throws StoreException {
    return parts.rows.generation(row);
  }

  /**
   * Begins to raise the floors of a DAG to {@code heights}, one an author, below which nothing
   * stays: a snapshot says all of it. They are the heights of a set that holds the past of each of
   * its members, which a stability frontier is. While an author is forked, nothing goes that was
   * witnessed after the first intention above a fork; of a forked author only what is below the
   * fork parent.
   *
   * @throws IllegalArgumentException if a height is above its chain, or the set lacks something of
   *     a member's past
   */
  public BaseWriter begin(int[] heights) throws StoreException {
    Dropping dropping = settling(heights);
    dropping.turn(Integer.MAX_VALUE);
    return dropping.write();
  }

  /** As {@link #begin}, in turns. */
  public Dropping settling(int[] heights) throws StoreException {
    clip(heights);
    int[] settled = floors.clone();
    for (int author = 0; author < settled.length; author++) {
      int wanted = author < heights.length ? Math.min(heights[author], settled[author]) : 0;
      settled[author] = Math.max(wanted, parts.floors.settledOf(author));
    }
    check(settled);
    int[] marked = settled.clone();
    for (int author = 0; author < marked.length; author++) {
      marked[author] = Math.max(marked[author], parts.floors.markedOf(author));
    }
    return new Dropping(parts, floors, settled, marked, Staying.NOTHING);
  }

  /**
   * Begins to raise the floors to {@code heights}, one an author, below which all goes but what
   * {@code staying} names. What is in whose past stays what it is. Forks hold it back as they do
   * {@link #begin}.
   *
   * @param marked of each author a height: of what goes now above it all are acks
   * @throws IllegalArgumentException if a height is above its chain
   */
  public Dropping drop(int[] heights, int[] marked, Staying staying) throws StoreException {
    clip(heights);
    int[] settled = new int[floors.length];
    int[] told = new int[floors.length];
    for (int author = 0; author < settled.length; author++) {
      settled[author] = parts.floors.settledOf(author);
      int wanted = author < marked.length ? Math.min(marked[author], floors[author]) : 0;
      told[author] = Math.max(wanted, parts.floors.markedOf(author));
    }
    return new Dropping(parts, floors, settled, told, staying);
  }

  /**
   * Begins to write the base that stands once more: the piece of the log in which it stood, and
   * what of that is gone, can go then. Null if there is no such piece.
   */
  public Dropping again() throws StoreException {
    boolean pieces = parts.log instanceof PrunableStore log && log.nextBegin() >= 0;
    return parts.floors.any() && pieces ? Dropping.nothing(parts) : null;
  }

  /** Above this height, up to the floor, nothing of {@code author} went but acks. */
  public int marked(int author) {
    return parts.floors.markedOf(author);
  }

  /** What a newcomer needs to stand where this DAG stands; null if it stands on its beginning. */
  public BaseHandover handOver() throws StoreException {
    return parts.floors.any() ? BaseHandover.of(parts) : null;
  }

  /** Adds to {@code out} the rows of what lies below a floor and stays, lowest first. */
  public void staying(IntList out) {
    parts.floors.holes().list(out);
  }

  /** The height up to which all of {@code author}'s chain is gone and counts as seen by all. */
  public int settled(int author) {
    return parts.floors.settledOf(author);
  }

  /**
   * Nothing new is taken at or below {@code heights}, one an author, from now on, whether a base
   * stands there or not: a snapshot says all there is.
   */
  public void settle(int[] heights) {
    parts.placement.settle(heights);
  }

  /** True if {@link #begin} with {@code heights} would let something go. */
  public boolean raises(int[] heights) throws StoreException {
    clip(heights);
    for (int author = 0; author < floors.length && author < heights.length; author++) {
      if (Math.min(floors[author], heights[author]) > parts.floors.settledOf(author)) {
        return true;
      }
    }
    return false;
  }

  /**
   * True if what lies at or below {@code heights}, one an author and none below its floor or above
   * its chain, holds the past of each of its members.
   */
  public boolean isClosed(int[] heights) throws StoreException {
    boolean closed = true;
    for (int author = 0; closed && author < heights.length; author++) {
      if (heights[author] > parts.floors.of(author)) {
        int tip = parts.chain.rowAt(author, heights[author]);
        for (int other = 0; other < heights.length; other++) {
          closed &= parts.ancestry.heightSeen(tip, other) <= heights[other];
        }
      }
    }
    return closed;
  }

  private void clip(int[] heights) throws StoreException {
    int count = parts.authors.count();
    floors = new int[count];
    int firstBranch = parts.branchRows.first();
    for (int author = 0; author < count; author++) {
      int wanted = author < heights.length ? heights[author] : 0;
      if (!parts.authors.isForked(author) && wanted > parts.authors.height(author)) {
        throw new IllegalArgumentException("height " + wanted + " of author " + author);
      }
      int height = Math.min(wanted, parts.authors.height(author));
      while (height > parts.floors.of(author) && parts.chain.rowAt(author, height) >= firstBranch) {
        height--;
      }
      floors[author] = Math.max(height, parts.floors.of(author));
    }
  }

  private void check(int[] settled) throws StoreException {
    for (int author = 0; author < settled.length; author++) {
      if (settled[author] > parts.floors.of(author)) {
        int tip = parts.chain.rowAt(author, settled[author]);
        for (int other = 0; other < settled.length; other++) {
          int seen = parts.ancestry.heightSeen(tip, other);
          if (seen > settled[other]) {
            throw new IllegalArgumentException(
                "author " + author + " has seen height " + seen + " of author " + other);
          }
        }
      }
    }
  }

  /** Something with every row above the floors to be. */
  private interface RowSink {
    void row(int row) throws StoreException;
  }

  private void eachAbove(RowSink sink) throws StoreException {
    for (int author = 0; author < floors.length; author++) {
      for (int at = floors[author] + 1; at <= parts.authors.height(author); at++) {
        sink.row(parts.chain.rowAt(author, at));
      }
      if (parts.authors.isForked(author)) {
        IntList branch = parts.authors.branchRows(author);
        for (int i = 0; i < branch.count(); i++) {
          sink.row(branch.at(i));
        }
      }
    }
  }

  private void add(int row) throws StoreException {
    parts.names.copyHash(row, hash, 0);
    above.add(hash, 0);
  }

  /**
   * Adds to {@code out} the sum and count of all intentions at or below {@code heights}, one an
   * author; the same on every node that holds them or stands on a base with these floors or lower.
   */
  public void sumBelow(int[] heights, IdSum out) throws StoreException {
    clip(heights);
    above = new IdSum();
    eachAbove(this::add);
    parts.order.sum(out);
    out.subtract(above);
  }

  /**
   * Begins to restore a store on a base that somebody else made: intentions of this sum and count,
   * at and below {@code heights}. What is held above them stays. Nothing changes before the DAG is
   * opened again over the same log; then it stands on the base, and its tables are made anew.
   *
   * @param heights one an author that is known here; none below its floor
   */
  public BaseWriter restore(IdSum below, int[] heights) throws StoreException {
    floors = Arrays.copyOf(heights, parts.authors.count());
    IdSum sum = new IdSum();
    sum.add(below);
    BaseWriter writer = new BaseWriter(parts, sum, new int[0], true);
    eachAbove(row -> writer.retain(parts.rows.position(row)));
    for (int handle = 0; handle < parts.waiting.bound(); handle++) {
      if (parts.waiting.isFloating(handle)) {
        writer.retain(parts.waiting.position(handle));
      }
    }
    return writer;
  }

  /**
   * Takes what is below the floors out of the tables, looking at {@code rowsMost} rows, one at
   * least; true as long as there is more to do.
   */
  public boolean sweep(int rowsMost) throws StoreException {
    sweep.run(Math.max(1, rowsMost));
    return !sweep.isDone();
  }

  /**
   * Goes on to free pieces of the log that have nothing but what is below the floors: looks at
   * about {@code bytesMost} of the first, appending the rest of it again, and drops it at its end,
   * behind a checkpoint. Works on a full disk, within what is reserved.
   *
   * @return true as long as there is more to do; false, too, before {@link #sweep} is done
   */
  public boolean shorten(int bytesMost, long nowMs) throws StoreException {
    if (!parts.floors.any() || !sweep.isDone() || parts.stragglers == null) {
      return false;
    }
    return parts.stragglers.turn(parts.floors.basePosition(), bytesMost, nowMs);
  }
}
