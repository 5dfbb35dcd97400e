package dev.latticenano.core.relay;

import dev.latticenano.core.Limits;
import dev.latticenano.core.crypto.Signer;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.dag.Dropping;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.store.StoreException;

/**
 * Drops from one store what everybody may see to be said again, acknowledged or settled, without
 * keys: docs/relay.md §6. Everything goes in turns; intentions may come between two of them, and
 * power may fail anywhere. Never drops because a peer lacks something.
 *
 * <pre>
 * look … look ─▶ plan … plan ─▶ result               a dry run
 *             ─▶ step … step ─▶ READY ─▶ receipt, commit ─▶ step … step ─▶ DONE
 * </pre>
 *
 * Holds two bits of every intention, 4 bytes of each that stays, 16 of each that is cited below the
 * floors, and 8 bytes of each author and member.
 */
public final class Prune {
  /** How far a prune has come. */
  public enum Turn {
    /** There is more to do. */
    MORE,
    /** It is known what goes: {@link #receipt}, then {@link #commit}. */
    READY,
    /** There is nothing to drop any more. */
    DONE
  }

  private final Dag dag;
  private final StoreId store;
  private final Markings markings;
  private final PruneFloors raising;
  private final RelaySnapshots snapshots;
  private PrunePlanning planning;
  private VotersSight sight;
  private Dropping dropping;
  private boolean gathered;
  private boolean settles;
  private boolean sweeping = true;
  private boolean dropped;
  private Dropping again;

  /**
   * Of the intentions of {@code dag}, which is at rest whenever a method is called; where nobody
   * makes snapshots.
   */
  public Prune(Dag dag, StoreId store) {
    this(dag, store, new Markings(dag), null);
  }

  /** As above, by snapshots, too, unless {@code snapshots} is null. */
  Prune(Dag dag, StoreId store, Markings markings, RelaySnapshots snapshots) {
    this.dag = dag;
    this.store = store;
    this.markings = markings;
    this.raising = new PruneFloors(dag, markings);
    this.snapshots = snapshots;
  }

  /** Reads up to {@code rowsMost} of what came since; true as long as there is more. */
  public boolean look(int rowsMost) throws StoreException {
    return markings.look(rowsMost);
  }

  /** Begins a dry run, after {@link #look}. */
  public void beginPlan(Manifest manifest) throws StoreException {
    VotersSight seen = new VotersSight(dag, manifest);
    int[] settling = snapshots == null ? null : snapshots.look(seen);
    boolean stands = snapshots != null && snapshots.stands();
    planning = new PrunePlanning(dag, markings, seen);
    if (settling != null || stands) {
      planning.settling(settling == null ? new int[dag.authorCount()] : settling);
    } else {
      planning.raising(raising);
    }
  }

  /** Goes on with it; true as long as there is more. */
  public boolean plan(int rowsMost) throws StoreException {
    return planning != null && planning.turn(rowsMost);
  }

  /** What the dry run came to, when {@link #plan} is done. */
  public PrunePlan result() throws StoreException {
    PrunePlan result = planning == null ? PrunePlan.NOTHING : planning.result();
    planning = null;
    return result;
  }

  /**
   * Goes on with a prune, or begins one.
   *
   * @param manifest who votes; when another is in force while {@link Turn#READY} was not answered
   *     yet, {@link #abandon} comes first
   * @param rowsMost how many intentions are looked at
   */
  public Turn step(Manifest manifest, int rowsMost, long nowMs) throws StoreException {
    if (gathered) {
      return Turn.READY;
    }
    if (sweeping) {
      sweeping =
          dag.pruning().sweep(rowsMost) || dag.pruning().shorten(Limits.SHORTEN_TURN_BYTES, nowMs);
      if (dag.isCheckpointDue()) {
        dag.beginCheckpoint();
      }
      return Turn.MORE;
    }
    if (dropped) {
      dropped = writeAgain(rowsMost);
      return Turn.MORE;
    }
    if (dropping == null) {
      return markings.look(rowsMost) || begin(manifest) ? Turn.MORE : Turn.DONE;
    }
    boolean more = dropping.turn(rowsMost);
    if (dropping.isVoid()) {
      abandon();
      return Turn.MORE;
    }
    if (!more && dropping.goneCount() == 0) {
      abandon();
      return Turn.DONE;
    }
    gathered = !more;
    return more ? Turn.MORE : Turn.READY;
  }

  /** The base stands in a piece of the log with much that is gone; true while there is more. */
  private boolean writeAgain(int rowsMost) throws StoreException {
    again = again == null ? dag.pruning().again() : again;
    if (again != null && again.turn(rowsMost)) {
      return true;
    }
    if (again != null && !again.isVoid()) {
      again.write().end();
      sweeping = true;
    }
    again = null;
    return false;
  }

  private boolean begin(Manifest manifest) throws StoreException {
    sight = new VotersSight(dag, manifest);
    int[] settling = snapshots == null ? null : snapshots.look(sight);
    settles = settling != null;
    if (settles) {
      dropping = dag.pruning().settling(settling);
      return true;
    }
    if (snapshots != null && snapshots.stands()) {
      return false;
    }
    int[] floors = raising.floors(sight.frontier());
    boolean rises = false;
    for (int author = 0; author < floors.length; author++) {
      rises |= floors[author] > dag.pruning().floor(author);
    }
    dropping =
        rises ? dag.pruning().drop(floors, raising.marked(sight.frontier()), markings) : null;
    return rises;
  }

  /** Forgets what was not committed. */
  public void abandon() {
    dropping = null;
    gathered = false;
    settles = false;
  }

  /**
   * Signs what {@link #commit} will drop, when a step was {@link Turn#READY}. It is to be durable
   * before that; if power fails between the two, the next prune is of at least as much.
   *
   * @param counter one more than that of the last receipt of this store
   * @param timeMs the relay's clock
   */
  public PruneReceipt receipt(long counter, long timeMs, Signer relay) throws StoreException {
    if (!gathered) {
      throw new IllegalStateException("nothing is ready to go");
    }
    PruneReceiptWriter writer =
        new PruneReceiptWriter(store).dropped(dropping.goneCount(), dropping.goneBytes());
    int[] floors = dropping.floors();
    byte[] name = new byte[Hash.BYTES];
    for (int author = 0; author < floors.length; author++) {
      if (floors[author] > dag.pruning().floor(author)) {
        dag.copyHash(dag.rowAtHeight(author, floors[author]), name, 0);
        Hash hash = Hash.of(name, 0);
        dag.copyAuthorKey(author, name, 0);
        writer.floor(AuthorId.of(name, 0), floors[author], hash);
      }
    }
    sight.tips().forEach(writer::ack);
    return writer.sign(counter, timeMs, relay);
  }

  /**
   * Drops what is ready: from now on the store stands on higher floors. What takes room goes in the
   * steps that follow. Does nothing if a fork was found since.
   */
  public void commit() throws StoreException {
    if (!gathered) {
      throw new IllegalStateException("nothing is ready to go");
    }
    while (dropping.turn(Integer.MAX_VALUE)) {
      // What came since is looked at, too.
    }
    if (!dropping.isVoid()) {
      if (settles) {
        snapshots.settle();
      }
      dropping.write().end();
      sweeping = true;
      dropped = true;
    }
    abandon();
  }
}
