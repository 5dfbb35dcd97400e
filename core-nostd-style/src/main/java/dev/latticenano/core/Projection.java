package dev.latticenano.core;

import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.EpochId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.state.Members;
import dev.latticenano.core.state.StateMachine;
import dev.latticenano.core.state.StoreTypes;
import dev.latticenano.core.state.SystemState;
import dev.latticenano.core.store.ChunkStore;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.Table;
import dev.latticenano.core.store.Tables;
import java.util.List;
import java.util.Queue;

/**
 * What the intentions of one store mean on this node: applies them in witness order, each exactly
 * once, to tables that lie beside those of the DAG. How far it has come is a row of the table
 * {@code local}, so that one checkpoint keeps both, and after a crash it goes on where the tables
 * stand.
 *
 * <p>What counts can change after the fact: a fork takes an author's later intentions out, a
 * damaged record comes back, the type becomes known. Then state begins anew, in turns between which
 * the node does what else is to be done; until {@link #isWhole} a reader sees a part of it.
 */
public final class Projection {
  private static final Hindsight.Reason RECOUNT =
      new Hindsight.Reason("it became known that some may not write what they wrote", false);

  private final StoreId id;
  private final Dag dag;
  private final RowApplier applier;
  private final StateTables state;
  private final Seal seal;
  private final LocalRows local;
  private final LeftOut leftOut;
  private final Hindsight hindsight;
  private final Restatements restatements;
  private final Renewal renewal;
  private final NoticeRows notices;
  private int place;
  private boolean waitsForRoom;
  private int unkept;
  private StableSet set;

  /**
   * A projection that stands where the last run left it once {@link #restore} was called.
   *
   * @param tables of the store, before anything was written to any
   * @param settled what it begins with
   * @param chunks where that lies
   * @param buffer what intentions are read into
   */
  Projection(
      StoreId id,
      Dag dag,
      Tables tables,
      StoreTypes types,
      Seal seal,
      Settled settled,
      ChunkStore chunks,
      RowBuffer buffer)
      throws StoreException {
    this.id = id;
    this.dag = dag;
    this.seal = seal;
    state = new StateTables(id, dag, tables, types, seal, settled);
    Table rows = tables.table(LocalRows.SHAPE);
    local = new LocalRows(rows);
    leftOut = new LeftOut(local);
    notices = new NoticeRows(rows);
    restatements = new Restatements(dag, seal, state, rows);
    RowReader reader = new RowReader(dag, seal, buffer);
    applier = new RowApplier(id, dag, reader, state, leftOut, restatements, notices);
    hindsight = new Hindsight(id, dag, seal, leftOut);
    Origin origin = new Origin(id, settled, seal, chunks, state.systemRows(), state.stateRows());
    renewal = new Renewal(state, origin);
  }

  /** From the beginning on passes over what is not in {@code stable}. Returns this. */
  Projection within(StableSet stable) {
    set = stable;
    return this;
  }

  /** True if state lacks what other nodes may have in it. */
  boolean leavesOut() {
    return stall() != null || leftOut.isLacking();
  }

  /** What was applied lies there. */
  StateTables tables() {
    return state;
  }

  /** The DAG stands: takes up what its tables say of state. */
  void restore() throws StoreException {
    LocalRows.Cursor cursor = local.cursor();
    Hindsight.Reason anew = hindsight.restore(cursor);
    if (cursor == null || cursor.members()) {
      state.removeMembers();
    }
    state.restore(cursor == null ? "" : cursor.type());
    if (cursor != null) {
      place = cursor.rows();
      renewal.restore(cursor.clearing(), cursor.members());
      leftOut.restore();
      restatements.restore();
      boolean known = cursor.headless() && !isHeadless();
      anew = known ? new Hindsight.Reason("the store's type is known now", false) : anew;
      anew = cursor.outdated() && anew == null ? RECOUNT : anew;
    }
    if (anew == null) {
      applier.aside(hindsight.branchRows(), place);
      // What is hidden from peers is on the heap.
      settle();
    } else {
      startOver(anew);
    }
  }

  /** What the ops of the store's type mean; null while the type is unknown here. */
  public StateMachine machine() {
    return state.machine();
  }

  /** Takes ops of this store out of what wraps them, sealed ones as far as keys are held. */
  public OpsReader opsReader() {
    return new OpsReader(seal);
  }

  /** Who may write what in the store. */
  public Members members() {
    return state.members();
  }

  /** What the store says about itself. */
  public SystemState system() {
    return state.system();
  }

  /**
   * What the branches of forked authors say, which does not count; null as {@link #machine}.
   * Whoever resolves the fork needs what it refers to.
   */
  StateMachine aside() {
    return state.aside();
  }

  /** Who may write what. */
  Authority authority() {
    return state.authority();
  }

  /** True if what is written in the store is sealed. */
  public boolean isSealed() {
    return state.epochs().isSealed();
  }

  /** The epoch under whose key is sealed what is written now; null in a clear store. */
  public EpochId epoch() throws StoreException {
    return isSealed() ? state.epochs().current().id() : null;
  }

  /** Which epoch changes count. */
  Epochs epochs() {
    return state.epochs();
  }

  /** The type in the genesis; empty before it has come. */
  public String type() {
    return state.type();
  }

  /** True if the store's type is known by name only: it replicates, and nothing can be read. */
  public boolean isHeadless() {
    return state.isHeadless();
  }

  /** How many places of the witness order are in state, from the first. */
  public int place() {
    return place;
  }

  /** True if all that is witnessed is in state. */
  public boolean isWhole() {
    return !renewal.isUnderWay() && place == dag.sequence();
  }

  /** The intention before which state stopped; null if it did not. */
  public SetAside stall() {
    return leftOut.stall();
  }

  /** Everything that is in the log and not in state, the stall included. */
  public List<SetAside> setAside() throws StoreException {
    return leftOut.all();
  }

  /** Number of intentions whose ops could not be applied and were set aside. */
  public int quarantined() {
    return leftOut.quarantinedCount();
  }

  /**
   * Number of intentions that are sealed under keys this node was not given: they are kept and
   * passed on, and cannot be read here.
   */
  public int unread() {
    return leftOut.unreadCount();
  }

  /** What restatements of the store's authors come to here. */
  Restatements restatements() {
    return restatements;
  }

  /** Number of intentions passed over because their records are damaged. */
  int damagedCount() {
    return leftOut.damagedCount();
  }

  /**
   * Tries again what was set aside or passed over: a newer program may read it. State begins anew
   * if anything but the stall was.
   */
  public void retry() throws StoreException {
    if (leftOut.retry()) {
      startOver(new Hindsight.Reason("what was set aside is tried again", true));
    }
  }

  /**
   * Passes over the intention before which state stopped, here and from now on; what others make of
   * it may then be missed here.
   *
   * @return false if state did not stop there
   */
  public boolean skip(Hash intention) throws StoreException {
    return leftOut.skip(intention);
  }

  /** Makes state anew from the log. */
  public void rebuild() throws StoreException {
    startOver(new Hindsight.Reason("it was asked for", true));
  }

  /** True if {@code author} made the store, by its name. */
  boolean isFounder(AuthorId author) throws StoreException {
    return state.isFounder(author);
  }

  /** How many rows were projected since the tables were durable last. */
  int unkept() {
    return unkept;
  }

  /** True if state stands at its beginning: of the snapshot it begins with something is missing. */
  public boolean isWaitingForSnapshot() {
    return renewal.isWaiting();
  }

  /** The notices that were met. */
  NoticeRows notices() {
    return notices;
  }

  /** True if {@link #turn} has something to do. */
  boolean isBehind() {
    boolean goesOn = !waitsForRoom && stall() == null && place < dag.sequence();
    return renewal.isUnderWay() ? !renewal.isWaiting() : goesOn;
  }

  /**
   * Goes on for a while.
   *
   * @param budget how many small intentions may be applied; a large one counts as several
   * @return what of the budget was used; 0: nothing was to be done
   */
  int turn(int budget, Queue<Event> events) throws StoreException {
    lookBack(events);
    hindsight.tellStart(events);
    int left = budget;
    while (renewal.isUnderWay() && left > 0) {
      left -= renewal.turn(left);
      save();
    }
    int from = place;
    if (!renewal.isUnderWay()) {
      left -= goOn(left, events);
    }
    if (place != from) {
      leftOut.tellDamaged(id, events);
      unkept += place - from;
      settle();
      // Who votes on forks may be others now.
      lookBack(events);
      save();
    }
    return budget - left;
  }

  /** All was heard that can be: whether it would be judged as it was. */
  private void settle() throws StoreException {
    if (!isWhole() && stall() == null) {
      return;
    }
    state.authority().tellVoters();
    if (state.authority().isOutdated()) {
      startOver(RECOUNT);
    } else if (isWhole() && state.settleType()) {
      startOver(new Hindsight.Reason("the store's type became known", false));
    } else if (isWhole() && unread() == 0) {
      state.authority().hide();
    }
  }

  // A key that the disk has no room for stops state at its intention; the next turn tries again.
  private int goOn(int budget, Queue<Event> events) throws StoreException {
    boolean waited = waitsForRoom;
    waitsForRoom = false;
    int used = 0;
    try {
      while (isBehind() && used < budget) {
        used += next(events);
      }
    } catch (StoreException full) {
      if (full.kind() != StoreException.Kind.FULL) {
        throw full;
      }
      waitsForRoom = true;
      if (!waited) {
        events.add(new Event.Full(full.getMessage()));
      }
    }
    return used;
  }

  private void lookBack(Queue<Event> events) throws StoreException {
    Hindsight.Reason anew = hindsight.look(events);
    if (anew != null) {
      startOver(anew);
    }
  }

  private void startOver(Hindsight.Reason why) throws StoreException {
    place = 0;
    hindsight.begin(why);
    renewal.begin(why.members());
    leftOut.startOver();
    restatements.startOver();
    save();
  }

  /** The tables are about to be made durable. */
  void keep() throws StoreException {
    save();
    unkept = 0;
  }

  private void save() throws StoreException {
    local.cursor(
        new LocalRows.Cursor(
            place,
            hindsight.forks(),
            hindsight.keys(),
            renewal.isUnderWay(),
            renewal.isOfMembers(),
            state.authority().isOutdated(),
            isHeadless(),
            type()));
  }

  /** Applies the next row, or stops before it; returns what it cost. */
  private int next(Queue<Event> events) throws StoreException {
    int row = dag.pruning().next(place);
    if (row > place) {
      // What lies below a floor is in state by the snapshot, or is said again.
      if (!renewal.holds(place)) {
        restatements.stand();
      }
      place = row;
      return 1;
    }
    boolean within = !renewal.holds(place) && (set == null || set.contains(place));
    int cost = within ? applier.apply(place, events) : 1;
    place += stall() == null && !applier.isUnfinished() ? 1 : 0;
    return cost;
  }
}
