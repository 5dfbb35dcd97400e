package dev.latticenano.core;

import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.seal.EpochKey;
import dev.latticenano.core.snapshot.ClearParts;
import dev.latticenano.core.snapshot.Covered;
import dev.latticenano.core.snapshot.Frontier;
import dev.latticenano.core.snapshot.PartCipher;
import dev.latticenano.core.snapshot.RowNames;
import dev.latticenano.core.snapshot.SealedParts;
import dev.latticenano.core.snapshot.SnapshotWriter;
import dev.latticenano.core.state.HeadPlaces;
import dev.latticenano.core.state.StoreTypes;
import dev.latticenano.core.store.ChunkStore;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.Tables;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Makes one snapshot of a store at a frontier, in turns between which the node does what else is to
 * be done. If nothing but acks and notices lies above the frontier, the live tables are the state
 * there; otherwise, and when something comes meanwhile, the intentions at or below it are applied
 * to tables of the host's that are dropped afterwards.
 */
final class SnapshotMaking {
  /**
   * Rows above a frontier that are looked at before it is taken for granted that one has content.
   */
  static final int LOOK_MAX = 1024;

  // Bytes of rows written for the cost of one intention applied.
  private static final int COST_BYTES = 512;

  private final Replica replica;
  private final Dag dag;
  private final StoreTypes types;
  private final ScratchTables scratch;
  private final EpochKey epoch;
  private final ChunkStore chunks;
  private final RowBuffer buffer;
  private final StableSet set;
  private final RowReader reader;
  private final HeadPlaces places = new HeadPlaces();
  private final Queue<Event> unheard = new ArrayDeque<>();
  private Projection source;
  private Tables tables;
  private SnapshotWriter writer;
  private int looked;
  private boolean summed;
  private boolean done;
  private boolean refused;
  private Hash expected;
  private boolean compared;
  private boolean differs;

  /**
   * The making of a snapshot at {@code heights}, one an author: a set that holds the past of each
   * of its members.
   *
   * @param epoch the key it is sealed by; null in a clear store
   * @param buffer what intentions are read into
   */
  SnapshotMaking(
      Replica replica,
      int[] heights,
      StoreTypes types,
      ScratchTables scratch,
      EpochKey epoch,
      ChunkStore chunks,
      RowBuffer buffer)
      throws StoreException {
    this.replica = replica;
    this.dag = replica.dag();
    this.types = types;
    this.scratch = scratch;
    this.epoch = epoch;
    this.chunks = chunks;
    this.buffer = buffer;
    set = new StableSet(dag, heights, replica.settled());
    reader = new RowReader(dag, replica.seal(), buffer);
    source = replica.projection();
    if (!isLiveStable()) {
      useScratch();
    }
  }

  /**
   * It is to be compared with {@code cid}: nothing is kept before it was found to be the same, so
   * that nobody ever sees two snapshots under one key. Returns this.
   */
  SnapshotMaking expecting(Hash cid) {
    expected = cid;
    return this;
  }

  private boolean isKept() {
    return expected == null || compared;
  }

  /** True if it turned out another than expected; nothing of it was kept. */
  boolean differs() {
    return differs;
  }

  /** What is to be known of the intentions that it holds; when done. */
  Covered covered() throws StoreException {
    return set.covered();
  }

  /** True if the live tables are whole and nothing above the frontier is in them. */
  private boolean isLiveStable() throws StoreException {
    looked = dag.sequence();
    if (dag.forkedCount() > 0) {
      return false;
    }
    int above = 0;
    for (int author = 0; author < dag.authorCount(); author++) {
      int height = set.height(author);
      above += dag.authorHeight(author) - height;
      if (above > LOOK_MAX) {
        return false;
      }
      while (height < dag.authorHeight(author)) {
        if (hasContent(dag.rowAtHeight(author, ++height))) {
          return false;
        }
      }
    }
    return source.isWhole();
  }

  private boolean hasContent(int row) throws StoreException {
    if (!reader.read(row)) {
      return true;
    }
    if (reader.open() != Verdict.OK) {
      return true;
    }
    return switch (reader.ops().kind()) {
      case ACK, SNAPSHOT -> false;
      default -> true;
    };
  }

  private void useScratch() throws StoreException {
    tables = scratch.open();
    source =
        new Projection(
                replica.id(),
                dag,
                tables,
                types,
                replica.seal(),
                replica.settled(),
                replica.chunks(),
                buffer)
            .within(set);
    source.restore();
    writer = null;
    compared = false;
  }

  /**
   * Goes on for a while.
   *
   * @param budget how many small intentions may be applied
   * @return true when there is nothing more to do: see {@link #isRefused}
   */
  boolean turn(int budget) throws StoreException {
    if (done) {
      return true;
    }
    if (tables == null && !staysStable()) {
      useScratch();
    }
    if (tables != null && source.isBehind()) {
      source.turn(budget, unheard);
      unheard.clear();
      if (tables.isDue()) {
        source.keep();
        tables.checkpoint(tables.covered());
      }
    } else if (!summed) {
      summed = set.turn(budget);
    } else if (source.machine() == null || source.leavesOut() || !source.isWhole()) {
      refuse();
    } else {
      write(budget);
    }
    return done;
  }

  private void refuse() throws StoreException {
    refused = true;
    end();
  }

  private boolean staysStable() throws StoreException {
    for (; looked < dag.sequence(); looked++) {
      if (!dag.pruning().isBelowFloor(looked) && hasContent(looked)) {
        return false;
      }
    }
    return source.isWhole() && dag.forkedCount() == 0;
  }

  private void write(int budget) throws StoreException {
    if (writer == null && !beginWriting()) {
      refuse();
      return;
    }
    if (writer.step((long) budget * COST_BYTES)) {
      differs = expected != null && !expected.equals(writer.cid());
      if (differs || isKept()) {
        end();
      } else {
        // The same again, and now it is kept.
        compared = true;
        writer = null;
      }
    }
  }

  /** False if what is to be said of the frontier cannot be read here. */
  private boolean beginWriting() throws StoreException {
    Frontier frontier = set.frontierRows();
    PartCipher cipher =
        epoch == null
            ? new ClearParts(replica.id(), frontier)
            : new SealedParts(replica.id(), frontier, epoch);
    Covered covered;
    try {
      covered = set.covered();
    } catch (StoreException e) {
      // A record that rotted is fetched from a peer; then the snapshot is made after all.
      if (e.kind() != StoreException.Kind.CORRUPT || !set.lacksTip()) {
        throw e;
      }
      return false;
    }
    writer =
        new SnapshotWriter(
            replica.id(),
            frontier,
            covered,
            source.tables().systemRows(),
            source.tables().stateRows(),
            this::names,
            cipher,
            isKept() ? chunks : new NoChunks());
    return true;
  }

  private void names(
      int table,
      byte[] key,
      int keyOffset,
      int keyLength,
      byte[] value,
      int valueOffset,
      int valueLength,
      RowNames.Found found)
      throws StoreException {
    places.each(
        key,
        keyOffset,
        keyLength,
        value,
        valueOffset,
        valueLength,
        (place, author, authorOffset) -> {
          boolean inKey = place < keyLength;
          int row =
              inKey
                  ? dag.find(key, keyOffset + place)
                  : dag.find(value, valueOffset + place - keyLength);
          found.name(place, author, authorOffset, dag.height(row));
        });
  }

  private void end() throws StoreException {
    done = true;
    if (tables != null) {
      scratch.drop();
    }
  }

  /** Gives up; what was begun is dropped. */
  void abandon() throws StoreException {
    if (!done) {
      end();
    }
  }

  /** True if something at or below the frontier could not be read here: no snapshot was made. */
  boolean isRefused() {
    return refused;
  }

  /** True if the intentions were applied anew, not the live tables taken. */
  boolean isFromScratch() {
    return tables != null;
  }

  /** The key it is sealed by; null in a clear store. */
  EpochKey epoch() {
    return epoch;
  }

  /** The line it stands on. */
  Frontier frontier() {
    return set.frontierRows();
  }

  /** The snapshot; when done and not refused. */
  SnapshotWriter made() {
    return writer;
  }
}
