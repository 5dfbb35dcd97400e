package dev.latticenano.core;

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
import dev.latticenano.core.state.SystemState;
import dev.latticenano.core.store.Store;
import dev.latticenano.core.store.StoreException;
import java.util.Queue;
import java.util.function.Function;

/**
 * One store on this node: its log, its DAG and what its ops mean. Projection follows the witness
 * order and starts over when a fork takes an author's later intentions out of state.
 */
final class Replica {
  private final StoreId id;
  private final Store log;
  private final Dag dag;
  private final Function<String, StateMachine> machines;
  private final Blake3 blake3 = Blake3.plain();
  private final SystemState system = new SystemState();
  private final SignedIntentionView signed = new SignedIntentionView();
  private final UniversalOpView ops = new UniversalOpView();
  private final EnvelopeView envelope = new EnvelopeView();
  private final Applied applied = new Applied();
  private StateMachine machine;
  private String type = "";
  private int projected;
  private int quarantined;
  private long forkVersion;
  private boolean behindItself;

  Replica(StoreId id, Store log, Verifier verifier, Function<String, StateMachine> machines) {
    this.id = id;
    this.log = log;
    this.dag = new Dag(id, log, verifier);
    this.machines = machines;
  }

  StoreId id() {
    return id;
  }

  Dag dag() {
    return dag;
  }

  Store log() {
    return log;
  }

  Held held() {
    return new Held(id, dag, log);
  }

  SystemState system() {
    return system;
  }

  /** What the ops mean; null while the type is unknown here: the store still replicates. */
  StateMachine machine() {
    return machine;
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
    return behindItself;
  }

  void behindItself(boolean newBehindItself) {
    behindItself = newBehindItself;
  }

  /** Applies what was witnessed since the last call; returns true if anything was. */
  boolean project(byte[] buffer, Queue<Event> events) throws StoreException {
    boolean resettled = dag.settleForks();
    if (resettled || dag.forkVersion() != forkVersion) {
      tellForks(events);
      forkVersion = dag.forkVersion();
      startOver();
    }
    boolean any = false;
    while (projected < dag.sequence()) {
      projected++;
      any = true;
      int row = dag.rowAtSequence(projected);
      if (dag.isProjected(row)) {
        projectRow(row, buffer, events);
      }
    }
    return any;
  }

  private void startOver() {
    system.clear();
    type = "";
    machine = null;
    projected = 0;
    quarantined = 0;
  }

  private void tellForks(Queue<Event> events) {
    byte[] key = new byte[Hash.BYTES];
    for (int i = 0; i < dag.forkedCount(); i++) {
      int author = dag.forkedAuthor(i);
      dag.copyAuthorKey(author, key, 0);
      events.add(new Event.Forked(id, AuthorId.of(key, 0), dag.authorHeight(author)));
    }
  }

  private void projectRow(int row, byte[] buffer, Queue<Event> events) throws StoreException {
    int length = dag.read(row, buffer, 0);
    if (signed.wrap(buffer, 0, length).check() != Verdict.OK) {
      throw new StoreException(
          StoreException.Kind.CORRUPT, "intention in the log of " + id + " is damaged", null);
    }
    IntentionView intention = signed.intention();
    byte[] name = new byte[Hash.BYTES];
    dag.copyHash(row, name, 0);
    Hash hash = Hash.of(name, 0);
    applied
        .wrap(hash, intention.timestamp(), intention.author())
        .condition(buffer, intention.conditionOffset(0), intention.conditionCount());
    ops.wrap(buffer, intention.opsOffset(), intention.opsLength());
    Verdict verdict = apply();
    if (verdict != Verdict.OK) {
      quarantined++;
      events.add(new Event.Quarantined(id, hash, verdict));
    }
  }

  private Verdict apply() {
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
      case GENESIS, SYSTEM -> applySystem(inner);
      case APP_DATA -> applyData(inner);
      case ACK, UNKNOWN, ENVELOPE -> Verdict.OK;
    };
  }

  private Verdict applyData(UniversalOpView op) {
    if (machine == null) {
      return Verdict.OK;
    }
    return machine.apply(applied.op(op.contentBytes(), op.contentOffset(), op.contentLength()));
  }

  private Verdict applySystem(UniversalOpView op) {
    Verdict verdict = system.apply(applied.op(op.bytes(), op.offset(), op.length()));
    GenesisOp genesis = system.genesis(id, blake3);
    if (genesis != null && !genesis.storeType().equals(type)) {
      type = genesis.storeType();
      machine = machines.apply(type);
      // Ops that came before the type was known are applied now.
      projected = 0;
    }
    return verdict;
  }
}
