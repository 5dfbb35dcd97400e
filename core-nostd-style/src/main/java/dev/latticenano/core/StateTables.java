package dev.latticenano.core;

import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.EpochChangeView;
import dev.latticenano.core.intention.GenesisOp;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.intention.UniversalOpView;
import dev.latticenano.core.state.Members;
import dev.latticenano.core.state.StateMachine;
import dev.latticenano.core.state.StoreTypes;
import dev.latticenano.core.state.SystemState;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.Table;
import dev.latticenano.core.store.TableShape;
import dev.latticenano.core.store.Tables;
import dev.latticenano.core.store.VariableRows;

/**
 * What a store's ops are applied to: the state of its type, once the type is known, and what the
 * store says about itself, whatever its type.
 */
final class StateTables {
  private static final TableShape STATE = TableShape.sought("state");
  private static final TableShape SYSTEM = TableShape.sought("system");

  /** What the rows of {@link Members} begin with; all others stand before. */
  private static final byte[] AUTHORITY = {'a'};

  private static final byte[] NOTHING = {};
  private static final int REMOVED_AT_ONCE = 4096;

  // A longer name of a type is cut: it is unknown anyway.
  private static final int TYPE_CHARS_MAX = 256;

  private final StoreId id;
  private final Dag dag;
  private final StoreTypes types;
  private final Seal seal;
  private final Settled settled;
  private Epochs epochs;
  private final EpochChangeView change = new EpochChangeView();
  private final Table stateRows;
  private final Table systemRows;
  private final Table localRows;
  private final SystemState system;
  private final Blake3 blake3 = Blake3.plain();
  private Authority authority;
  private StateMachine machine;
  private StateMachine aside;
  private String type = "";
  private boolean late;

  StateTables(StoreId id, Dag dag, Tables tables, StoreTypes types, Seal seal, Settled settled)
      throws StoreException {
    this.id = id;
    this.settled = settled;
    this.dag = dag;
    this.seal = seal;
    this.types = types;
    stateRows = tables.table(STATE);
    systemRows = tables.table(SYSTEM);
    localRows = tables.table(LocalRows.SHAPE);
    system = new SystemState(systemRows);
  }

  /** Takes up what lies in the tables of a store of type {@code newType}. */
  void restore(String newType) throws StoreException {
    authority = new Authority(id, systemRows, localRows, dag, new DagPast(dag, settled));
    authority.begin();
    authority.tellVoters();
    epochs = new Epochs(system, authority, new DagPast(dag, settled));
    open(newType);
    epochs.load();
  }

  /** Rows of a snapshot were put into empty tables: takes them up. */
  void loaded() throws StoreException {
    restore("");
    settleType();
  }

  /** Removes what says who may write what, before it is taken up: it is not whole. */
  void removeMembers() throws StoreException {
    while (LocalRows.remove(systemRows, AUTHORITY, null, REMOVED_AT_ONCE) == REMOVED_AT_ONCE) {
      continue;
    }
    byte[] behind = {(byte) (AUTHORITY[0] + 1)};
    while (LocalRows.remove(localRows, AUTHORITY, behind, REMOVED_AT_ONCE) == REMOVED_AT_ONCE) {
      continue;
    }
  }

  /** Who may write what; only once {@link #restore} was called. */
  Authority authority() {
    return authority;
  }

  /** The store is of {@code newType}, empty if that is not known; rows of it may lie there. */
  void open(String newType) {
    type = newType;
    late = false;
    machine = type.isEmpty() ? null : types.open(type, stateRows);
    aside = type.isEmpty() ? null : types.open(type, new VariableRows());
  }

  Table systemRows() {
    return systemRows;
  }

  Table stateRows() {
    return stateRows;
  }

  /** Who may write what. */
  Members members() {
    return authority.members();
  }

  StateMachine machine() {
    return machine;
  }

  /** An empty state of the store's type, on the heap; null as {@link #machine}. */
  StateMachine fresh() {
    return type.isEmpty() ? null : types.open(type, new VariableRows());
  }

  /** Something of the store's type came: before the type is known, state begins anew with it. */
  void touched() {
    late |= type.isEmpty();
  }

  /** What the branches of forked authors say; null as {@link #machine}. */
  StateMachine aside() {
    return aside;
  }

  SystemState system() {
    return system;
  }

  Epochs epochs() {
    return epochs;
  }

  String type() {
    return type;
  }

  /** True if the type is known by name only. */
  boolean isHeadless() {
    return !type.isEmpty() && machine == null;
  }

  /**
   * Removes up to {@code count} rows.
   *
   * @param members whether those that say who may write what go, too
   * @return how many went; fewer than {@code count}: nothing is left
   */
  int remove(int count, boolean members) throws StoreException {
    int gone = LocalRows.remove(stateRows, NOTHING, null, count);
    if (gone < count) {
      byte[] behind = members ? null : AUTHORITY;
      gone += LocalRows.remove(systemRows, NOTHING, behind, count - gone);
    }
    if (gone < count) {
      if (members) {
        authority.members().clear();
      }
      authority.begin();
      system.clear();
      epochs.load();
      if (machine != null) {
        machine.clear();
      }
      aside = type.isEmpty() ? null : types.open(type, new VariableRows());
    }
    return gone;
  }

  /**
   * Applies the ops that {@code reader} has taken out of their envelope.
   *
   * @param counts false for what lies on a branch of a fork
   */
  Verdict apply(RowReader reader, boolean counts) throws StoreException {
    return switch (reader.ops().kind()) {
      case GENESIS, SYSTEM -> counts ? applySystem(reader) : Verdict.OK;
      case APP_DATA -> applyData(counts ? machine : aside, reader);
      case EPOCH_CHANGE -> counts ? applyEpoch(reader) : Verdict.OK;
      case ACK, UNKNOWN, ENVELOPE, SNAPSHOT, RESTATEMENT -> Verdict.OK;
    };
  }

  private Verdict applyEpoch(RowReader reader) throws StoreException {
    Verdict verdict = change.wrap(reader.ops()).check();
    // The key first: if the host has no room for it, nothing happened.
    verdict = verdict == Verdict.OK ? seal.take(change) : verdict;
    if (verdict == Verdict.OK) {
      verdict = system.apply(reader.whole());
      epochs.load();
    }
    return verdict;
  }

  private Verdict applyData(StateMachine target, RowReader reader) throws StoreException {
    touched();
    return target == null ? Verdict.OK : target.apply(reader.content());
  }

  private Verdict applySystem(RowReader reader) throws StoreException {
    boolean begins = reader.ops().kind() == UniversalOpView.Kind.GENESIS;
    Verdict verdict = system.apply(reader.whole());
    if (begins && type.isEmpty() && !late) {
      open(found());
    }
    return verdict;
  }

  /**
   * Several may have said how the store began: who is right is known when all have been heard.
   *
   * @return true if the type is another than was thought, so that state begins anew
   */
  boolean settleType() throws StoreException {
    String found = found();
    if (found.equals(type)) {
      return false;
    }
    open(found);
    return true;
  }

  /** True if {@code author} made the store, by its name. */
  boolean isFounder(AuthorId author) throws StoreException {
    GenesisOp genesis = system.genesis(id, blake3);
    return genesis != null && StoreId.derive(blake3, author, genesis.nonce()).equals(id);
  }

  private String found() throws StoreException {
    GenesisOp genesis = system.genesis(id, blake3);
    String found = genesis == null ? "" : genesis.storeType();
    return found.length() > TYPE_CHARS_MAX ? found.substring(0, TYPE_CHARS_MAX) : found;
  }
}
