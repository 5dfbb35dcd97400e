package dev.latticenano.core.dag;

import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.store.SievedTables;
import dev.latticenano.core.store.SievedTables.Sieve;
import dev.latticenano.core.store.SievedTables.Sieving;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.TableShape;
import java.util.Arrays;
import java.util.BitSet;

/**
 * A {@link Sweep} where most rows go: each table is passed through a sieve, in turns, in place of
 * deleting rows one by one. The rows themselves go after all that is told from them, so a pass that
 * power cut short is told from them again; what has been sieved is found as it should be. The
 * chains go last: as long as a row is here its height says which it is. Holds a bit of every row,
 * two more of each below a floor.
 */
final class SievedSweep {
  /** Rows that a sieve looks at in the time in which one is swept. */
  private static final int SIEVED = 8;

  private static final int NEVER = -1;

  private enum Stage {
    LOOK,
    HASH(DagTables.HASH),
    TIME(DagTables.TIME),
    REACH(DagTables.REACH),
    NAMED,
    ROW(DagTables.ROW),
    CHAIN(DagTables.CHAIN),
    END;

    private final TableShape shape;

    Stage() {
      this(null);
    }

    Stage(TableShape shape) {
      this.shape = shape;
    }
  }

  private final Parts parts;
  private final BitSet gone = new BitSet();
  private final BitSet ghosts = new BitSet();
  private final IntTable named = new IntTable();
  private final IntList candidates = new IntList();
  private final byte[] name = new byte[32];
  private BitSet[] wanted = {};
  private int number = NEVER;
  private int refused = NEVER;
  private Stage stage = Stage.LOOK;
  private int next;
  private int present;
  private double share;
  private Sieving pass;

  SievedSweep(Parts parts) {
    this.parts = parts;
  }

  /** Forgets what it has begun. */
  void clear() {
    begin(NEVER);
    refused = NEVER;
  }

  private void begin(int base) {
    if (pass != null) {
      pass.abandon();
      pass = null;
    }
    gone.clear();
    ghosts.clear();
    named.clear();
    wanted = new BitSet[0];
    number = base;
    stage = Stage.LOOK;
    next = 0;
    present = 0;
  }

  /** True if it sweeps the base that stands, or has still to see whether that pays. */
  boolean takes() {
    return parts.tables.all instanceof SievedTables
        && parts.floors.nextRow() == 0
        && refused != parts.floors.number();
  }

  /** Goes on. If it does not pay, or there is no room, nothing is lost: {@link #takes} says so. */
  void turn(int rowsMost) throws StoreException {
    if (number != parts.floors.number()) {
      begin(parts.floors.number());
    }
    int most = (int) Math.min((long) SIEVED * rowsMost, Integer.MAX_VALUE);
    switch (stage) {
      case LOOK -> look(most);
      case NAMED -> settleNamed();
      case END -> end();
      default -> sieve(most);
    }
  }

  private void look(int most) throws StoreException {
    byte[] from = new byte[4];
    BigEndian.putInt(from, 0, next);
    int[] left = {most};
    next = Integer.MAX_VALUE;
    parts.tables.row.range(
        from,
        null,
        (key, at, keyBytes, value, valueAt, valueBytes) -> {
          int row = BigEndian.intAt(key, at);
          if (left[0]-- == 0) {
            next = row;
            return false;
          }
          present++;
          note(row, BigEndian.shortAt(value, valueAt + 9), BigEndian.intAt(value, valueAt + 11));
          return true;
        });
    if (next == Integer.MAX_VALUE) {
      noteNamed();
      decide();
    }
  }

  private void note(int row, int author, int height) {
    if (parts.floors.isBelow(author, height)) {
      if (!parts.floors.isGone(row, author, height)) {
        want(author, height);
      } else {
        gone.set(row);
      }
    }
  }

  private void want(int author, int height) {
    if (author >= wanted.length) {
      wanted = Arrays.copyOf(wanted, Math.max(author + 1, 2 * wanted.length));
    }
    wanted[author] = wanted[author] == null ? new BitSet() : wanted[author];
    wanted[author].set(height);
  }

  private void noteNamed() throws StoreException {
    parts.floors.list(0, Integer.MAX_VALUE - 1, named);
    IntList rows = new IntList();
    named.keys(rows);
    for (int i = 0; i < rows.count(); i++) {
      int row = rows.at(i);
      if (gone.get(row) && parts.floors.isGhost(row)) {
        ghosts.set(row);
        want(parts.rows.author(row), parts.rows.height(row));
      }
    }
  }

  private void decide() throws StoreException {
    int goes = gone.cardinality() - ghosts.cardinality();
    share = present == 0 ? 1 : 1 - (double) goes / present;
    SievedTables tables = (SievedTables) parts.tables.all;
    boolean pays = goes > 0;
    for (Stage each : Stage.values()) {
      pays = pays && (each.shape == null || tables.sieves(each.shape, share));
    }
    if (pays) {
      checkpoint();
      stage = Stage.HASH;
    } else {
      refuse();
    }
  }

  private void refuse() {
    refused = parts.floors.number();
    begin(NEVER);
  }

  // A pass is over what a checkpoint left.
  private void checkpoint() throws StoreException {
    parts.log.sync();
    parts.checkpoint.make(parts.log.end());
  }

  private void sieve(int most) throws StoreException {
    boolean more;
    try {
      if (pass == null) {
        pass = ((SievedTables) parts.tables.all).sieve(stage.shape, share, sieveOf(stage));
      }
      more = pass.step(most);
    } catch (StoreException e) {
      pass = null;
      if (e.kind() != StoreException.Kind.FULL) {
        throw e;
      }
      // Row by row takes less room at once.
      refuse();
      return;
    }
    if (!more) {
      pass = null;
      if (stage == Stage.ROW) {
        forgetRows();
      }
      stage = Stage.values()[stage.ordinal() + 1];
    }
  }

  private void forgetRows() {
    BitSet swept = (BitSet) gone.clone();
    swept.andNot(ghosts);
    parts.rows.forget(swept);
  }

  private Sieve sieveOf(Stage of) {
    return switch (of) {
      case HASH -> (key, at, bytes, value, from) -> isRow(BigEndian.intAt(key, at + 8));
      case TIME -> (key, at, bytes, value, from) -> isTime(key, at + 8);
      case CHAIN ->
          (key, at, bytes, value, from) ->
              isBlock(BigEndian.shortAt(key, at), BigEndian.intAt(key, at + 2));
      case REACH ->
          (key, at, bytes, value, from) ->
              isHeight(BigEndian.shortAt(key, at), BigEndian.intAt(key, at + 2));
      default -> (key, at, bytes, value, from) -> isRow(BigEndian.intAt(key, at));
    };
  }

  private boolean isRow(int row) {
    return !gone.get(row) || ghosts.get(row);
  }

  /** True if what is called so is not below a floor, or stays there. */
  private boolean isTime(byte[] hash, int at) throws StoreException {
    parts.names.candidates(hash, at, candidates);
    boolean stays = false;
    for (int i = 0; i < candidates.count() && !stays; i++) {
      int row = candidates.at(i);
      if (!gone.get(row)) {
        parts.names.copyHash(row, name, 0);
        stays = Arrays.equals(name, 0, 32, hash, at, at + 32);
      }
    }
    return stays;
  }

  private boolean isBlock(int author, int block) {
    int first = block * Chain.BLOCK_HEIGHTS + 1;
    boolean stays = block >= (parts.floors.of(author) - 1) / Chain.BLOCK_HEIGHTS;
    for (int i = 0; i < Chain.BLOCK_HEIGHTS && !stays; i++) {
      stays = isWanted(author, first + i);
    }
    return stays;
  }

  private boolean isHeight(int author, int height) {
    return height >= parts.floors.of(author) || isWanted(author, height);
  }

  private boolean isWanted(int author, int height) {
    return author < wanted.length
        && wanted[author] != null
        && wanted[author].get(height)
        && !parts.floors.isSettled(author, height);
  }

  // Their bodies are read no more: their names are in the table of ghosts.
  private void settleNamed() throws StoreException {
    IntList rows = new IntList();
    named.keys(rows);
    for (int i = 0; i < rows.count(); i++) {
      int row = rows.at(i);
      if (ghosts.get(row)) {
        if (parts.rows.position(row) != Floors.NOWHERE) {
          parts.rows.move(row, Floors.NOWHERE);
        }
      } else if (gone.get(row)) {
        parts.floors.forget(row);
      }
    }
    rows.clear();
    parts.lost.rows(rows);
    for (int i = 0; i < rows.count(); i++) {
      if (gone.get(rows.at(i))) {
        parts.lost.forget(rows.at(i));
      }
    }
    checkpoint();
    stage = Stage.ROW;
  }

  private void end() throws StoreException {
    parts.chain.clear();
    for (int author = 0; author < parts.authors.count(); author++) {
      int floor = parts.floors.of(author);
      if (floor > parts.floors.swept(author)) {
        parts.vectors.remove(author, floor);
        parts.floors.swept(author, floor);
      }
    }
    Sweep.sweepStretches(parts);
    parts.floors.nextRow(Integer.MAX_VALUE);
    begin(NEVER);
  }

  /**
   * The name of {@code row}, below the floor of {@code author}, was told.
   *
   * @return true if a pass may leave the name or the row behind, so that they must be written again
   */
  boolean told(int row, int author, int height) {
    if (stage == Stage.LOOK) {
      return false;
    }
    boolean was = gone.get(row);
    gone.set(row);
    ghosts.set(row);
    named.put(row, 0);
    want(author, height);
    return was;
  }

  /** True if records of what goes are read no more: what has a name to be told by lies nowhere. */
  boolean isPastRecords() {
    return stage.ordinal() > Stage.NAMED.ordinal();
  }
}
