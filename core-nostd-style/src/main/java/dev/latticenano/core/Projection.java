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
import dev.latticenano.core.store.StoreException;
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

  // Rows removed for the cost of one applied.
  private static final int REMOVED_ROWS = 4;

  private final StoreId id;
  private final Dag dag;
  private final RowApplier applier;
  private final StateTables state;
  private final Seal seal;
  private final LocalRows local;
  private final LeftOut leftOut;
  private final Hindsight hindsight;
  private final Restatements restatements;
  private int place;
  private boolean clearing;
  private boolean members;
  private boolean waitsForRoom;
  private int unkept;
  private int damagedTold;
  private String reason = "";
  private StableSet set;

  /**
   * A projection that stands where the last run left it once {@link #restore} was called.
   *
   * @param tables of the store, before anything was written to any
   * @param buffer has room for any signed intention
   */
  Projection(StoreId id, Dag dag, Tables tables, StoreTypes types, Seal seal, byte[] buffer)
      throws StoreException {
    this.id = id;
    this.dag = dag;
    this.seal = seal;
    state = new StateTables(id, dag, tables, types, seal);
    local = new LocalRows(tables.table(LocalRows.SHAPE));
    leftOut = new LeftOut(local);
    restatements = new Restatements(dag, seal, state, tables.table(LocalRows.SHAPE));
    RowReader reader = new RowReader(dag, seal, buffer);
    applier = new RowApplier(id, dag, reader, state, leftOut, restatements);
    hindsight = new Hindsight(id, dag, seal, leftOut);
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
      clearing = cursor.clearing();
      members = cursor.members();
      leftOut.restore();
      restatements.restore();
      boolean known = cursor.headless() && !isHeadless();
      anew = known ? new Hindsight.Reason("the store's type is known now", false) : anew;
      anew = cursor.outdated() && anew == null ? RECOUNT : anew;
    }
    if (anew == null) {
      readAside();
      // What is hidden from peers is on the heap.
      settle();
    } else {
      startOver(anew);
    }
  }

  /** What lies on branches of forks, and no checkpoint keeps. */
  private void readAside() throws StoreException {
    for (int row : hindsight.branchRows()) {
      if (row < place) {
        applier.aside(row);
      }
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
    return !clearing && place == dag.sequence();
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

  /** True if {@link #turn} has something to do. */
  boolean isBehind() {
    return clearing || !waitsForRoom && stall() == null && place < dag.sequence();
  }

  /**
   * Goes on for a while.
   *
   * @param budget how many small intentions may be applied; a large one counts as several
   * @return what of the budget was used; 0: nothing was to be done
   */
  int turn(int budget, Queue<Event> events) throws StoreException {
    lookBack(events);
    tellStart(events);
    int left = budget;
    while (clearing && left > 0) {
      left -= clear(left);
    }
    int from = place;
    if (!clearing) {
      left -= goOn(left, events);
    }
    if (place != from) {
      tellDamaged(events);
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
    reason = why.text();
    place = 0;
    hindsight.begin();
    members = why.members() || clearing && members;
    clearing = true;
    leftOut.startOver();
    restatements.startOver();
    save();
  }

  private void tellStart(Queue<Event> events) {
    if (!reason.isEmpty()) {
      if (dag.sequence() > 0) {
        events.add(new Event.StartedOver(id, reason));
      }
      reason = "";
    }
  }

  private int clear(int budget) throws StoreException {
    int most = Math.max(1, budget * REMOVED_ROWS);
    int gone = state.remove(most, members);
    clearing = gone == most;
    members &= clearing;
    save();
    return Math.max(1, gone / REMOVED_ROWS);
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
            clearing,
            members,
            state.authority().isOutdated(),
            isHeadless(),
            type()));
  }

  /** Applies the next row, or stops before it; returns what it cost. */
  private int next(Queue<Event> events) throws StoreException {
    int row = dag.pruning().next(place);
    if (row > place) {
      // What lies below a floor is in state by the snapshot.
      place = row;
      return 1;
    }
    boolean within = set == null || set.contains(place);
    int cost = within ? applier.apply(place, events) : 1;
    place += stall() == null && !applier.isUnfinished() ? 1 : 0;
    return cost;
  }

  private void tellDamaged(Queue<Event> events) {
    if (leftOut.damagedCount() > damagedTold) {
      events.add(new Event.Lost(id, leftOut.damagedCount()));
    }
    damagedTold = leftOut.damagedCount();
  }
}
