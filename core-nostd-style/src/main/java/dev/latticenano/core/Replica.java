package dev.latticenano.core;

import dev.latticenano.core.bytes.LittleEndian;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.crypto.Verifier;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.EnvelopeView;
import dev.latticenano.core.intention.GenesisOp;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.IntentionView;
import dev.latticenano.core.intention.SignedIntentionView;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.intention.UniversalOpView;
import dev.latticenano.core.session.Held;
import dev.latticenano.core.state.Applied;
import dev.latticenano.core.state.StateMachine;
import dev.latticenano.core.state.StoreTypes;
import dev.latticenano.core.state.SystemState;
import dev.latticenano.core.store.Store;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.Tables;
import dev.latticenano.core.store.VariableRows;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;

/**
 * One store on this node: its log, its DAG and what its ops mean. Projection follows the witness
 * order and starts over when a fork takes an author's later intentions out of state.
 */
final class Replica {
  private final StoreId id;
  private final Held held;
  private final Dag dag;
  private final StoreTypes types;
  private final Blake3 blake3 = Blake3.plain();
  private final SystemState system = new SystemState();
  private final SignedIntentionView signed = new SignedIntentionView();
  private final UniversalOpView ops = new UniversalOpView();
  private final EnvelopeView envelope = new EnvelopeView();
  private final Applied applied = new Applied();
  private StateMachine machine;
  private StateMachine retired;
  private StateMachine aside;
  private String type = "";
  private int projected;
  private int quarantined;
  private int passedOver;
  private int lostTold;
  private long mended;
  private long forkVersion;
  private final Map<AuthorId, Integer> forksTold = new HashMap<>();
  private final Map<Integer, Long> ownTips = new TreeMap<>();
  private final byte[] name = new byte[Hash.BYTES];

  Replica(StoreId id, Store log, Tables tables, Verifier verifier, StoreTypes types)
      throws StoreException {
    this.id = id;
    this.dag = new Dag(id, log, tables, verifier);
    this.held = new Held(id, dag, log);
    this.types = types;
  }

  StoreId id() {
    return id;
  }

  Dag dag() {
    return dag;
  }

  Held held() {
    return held;
  }

  SystemState system() {
    return system;
  }

  /** What the ops mean; null while the type is unknown here: the store still replicates. */
  StateMachine machine() {
    return machine;
  }

  /**
   * What the branches of forked authors say, which does not count; null as {@link #machine}.
   * Whoever resolves the fork needs what it refers to.
   */
  StateMachine aside() {
    return aside;
  }

  /** The type in the genesis; empty before it has come. */
  String type() {
    return type;
  }

  int quarantined() {
    return quarantined;
  }

  /** True while a peer is known to hold intentions of our own that are not here. */
  boolean isBehindItself() {
    return !ownTips.isEmpty();
  }

  /**
   * The peer on {@code link} shows a tip of our own that is not here.
   *
   * @param tip the first 8 bytes of its hash, little-endian
   * @return true if this is news
   */
  boolean missesOwn(int link, long tip) {
    boolean known = ownTips.containsValue(tip);
    ownTips.put(link, tip);
    return !known;
  }

  /** The peer on {@code link} turns out to have nothing that is not here. */
  void missesNothingOf(int link) {
    ownTips.remove(link);
  }

  private void forgetTipsThatCame() throws StoreException {
    Iterator<Long> tips = ownTips.values().iterator();
    while (tips.hasNext()) {
      LittleEndian.putLong(name, 0, tips.next());
      if (dag.findByPrefix(name, 0) != Dag.NONE) {
        tips.remove();
      }
    }
  }

  /** Applies what was witnessed since the last call; returns true if anything was. */
  boolean project(byte[] buffer, Queue<Event> events) throws StoreException {
    boolean resettled = dag.settleForks();
    boolean refilled = passedOver > 0 && dag.mendedCount() != mended;
    if (resettled || refilled || dag.forkVersion() != forkVersion) {
      tellForks(events);
      forkVersion = dag.forkVersion();
      startOver();
    }
    mended = dag.mendedCount();
    forgetTipsThatCame();
    boolean any = false;
    while (projected < dag.sequence()) {
      projected++;
      any = true;
      int row = dag.rowAtSequence(projected);
      if (isReadable(row, buffer)) {
        projectRow(row, dag.isProjected(row), buffer, events);
      } else {
        passedOver++;
      }
    }
    tellLost(events);
    return any;
  }

  private void startOver() throws StoreException {
    system.clear();
    if (machine != null) {
      machine.clear();
      retired = machine;
    }
    machine = null;
    aside = null;
    type = "";
    projected = 0;
    quarantined = 0;
    passedOver = 0;
  }

  private void tellLost(Queue<Event> events) {
    if (passedOver > lostTold) {
      events.add(new Event.Lost(id, passedOver));
    }
    lostTold = passedOver;
  }

  private void tellForks(Queue<Event> events) {
    for (int i = 0; i < dag.forkedCount(); i++) {
      int author = dag.forkedAuthor(i);
      dag.copyAuthorKey(author, name, 0);
      AuthorId key = AuthorId.of(name, 0);
      Integer before = forksTold.put(key, dag.authorHeight(author));
      if (before == null || before != dag.authorHeight(author)) {
        events.add(new Event.Forked(id, key, dag.authorHeight(author)));
      }
    }
  }

  /** Reads {@code row}; false if its record is damaged, which a peer can mend. */
  private boolean isReadable(int row, byte[] buffer) throws StoreException {
    try {
      int length = dag.read(row, buffer, 0);
      return signed.wrap(buffer, 0, length).check() == Verdict.OK;
    } catch (StoreException e) {
      if (dag.isLost(row)) {
        return false;
      }
      throw e;
    }
  }

  /** Applies the row read last. */
  private void projectRow(int row, boolean counts, byte[] buffer, Queue<Event> events)
      throws StoreException {
    IntentionView intention = signed.intention();
    dag.copyHash(row, name, 0);
    Hash hash = Hash.of(name, 0);
    applied
        .wrap(hash, intention.timestamp(), intention.author())
        .condition(buffer, intention.conditionOffset(0), intention.conditionCount());
    ops.wrap(buffer, intention.opsOffset(), intention.opsLength());
    Verdict verdict = apply(counts);
    if (verdict != Verdict.OK && counts) {
      quarantined++;
      events.add(new Event.Quarantined(id, hash, verdict));
    }
  }

  private Verdict apply(boolean counts) throws StoreException {
    Verdict verdict = ops.check();
    if (verdict != Verdict.OK) {
      return verdict;
    }
    UniversalOpView inner = ops;
    if (ops.kind() == UniversalOpView.Kind.ENVELOPE) {
      verdict = envelope.wrap(ops).check();
      if (verdict != Verdict.OK || envelope.kind() != EnvelopeView.Kind.CLEAR) {
        return verdict;
      }
      inner = envelope.clear();
    }
    return switch (inner.kind()) {
      case GENESIS, SYSTEM -> counts ? applySystem(inner) : Verdict.OK;
      case APP_DATA -> applyData(counts ? machine : aside, inner);
      case ACK, UNKNOWN, ENVELOPE, EPOCH_CHANGE, SNAPSHOT, RESTATEMENT -> Verdict.OK;
    };
  }

  private Verdict applyData(StateMachine target, UniversalOpView op) throws StoreException {
    if (target == null) {
      return Verdict.OK;
    }
    return target.apply(applied.op(op.contentBytes(), op.contentOffset(), op.contentLength()));
  }

  private Verdict applySystem(UniversalOpView op) throws StoreException {
    Verdict verdict = system.apply(applied.op(op.bytes(), op.offset(), op.length()));
    GenesisOp genesis = system.genesis(id, blake3);
    if (genesis != null && !genesis.storeType().equals(type)) {
      type = genesis.storeType();
      boolean known = retired != null && retired.type().equals(type);
      machine = known ? retired : types.open(type, new VariableRows());
      aside = types.open(type, new VariableRows());
      retired = null;
      // Ops that came before the type was known are applied now.
      projected = 0;
      quarantined = 0;
      passedOver = 0;
    }
    return verdict;
  }
}
