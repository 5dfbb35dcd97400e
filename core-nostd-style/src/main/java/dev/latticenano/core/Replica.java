package dev.latticenano.core;

import dev.latticenano.core.crypto.Verifier;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.dag.ReplayProgress;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.session.Held;
import dev.latticenano.core.session.MeetingRows;
import dev.latticenano.core.state.Past;
import dev.latticenano.core.state.StateMachine;
import dev.latticenano.core.state.StoreTypes;
import dev.latticenano.core.state.SystemState;
import dev.latticenano.core.store.ChunkStore;
import dev.latticenano.core.store.Store;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.Tables;
import java.util.Queue;

/** One store on this node: its log, its DAG, what its ops mean, and what of it is known to lack. */
final class Replica {
  /** What a store may project while a person or a peer waits: about a thousand intentions. */
  static final int TURN_BUDGET = 1024;

  private final StoreId id;
  private final Held held;
  private final Dag dag;
  private final Past past;
  private final Seal seal;
  private final Settled settled;
  private final ChunkStore chunks;
  private final NoticeSight sight;
  private final Projection projection;
  private final Carriage carriage;
  private Queue<Event> events;
  private Rotation rotation;
  private SnapshotBases bases;
  private Circle circle;
  private Bootstraps bootstraps;
  private final Store log;
  private final Tables tables;
  private final OwnTips ownTips;

  Replica(
      StoreId id,
      Store log,
      Tables tables,
      Seal seal,
      Verifier verifier,
      StoreTypes types,
      ChunkStore chunks,
      RowBuffer buffer)
      throws StoreException {
    this.id = id;
    this.seal = seal;
    this.log = log;
    this.tables = tables;
    this.dag = new Dag(id, log, tables, verifier);
    this.settled = new Settled(dag, log, tables.table(LocalRows.SHAPE));
    this.chunks = chunks;
    this.sight = new NoticeSight(dag, buffer);
    this.past = new DagPast(dag, settled);
    this.held = new Held(id, dag, log);
    this.ownTips = new OwnTips(id, dag);
    held.meetings(new MeetingRows(tables.table(LocalRows.SHAPE)));
    this.projection = new Projection(id, dag, tables, types, seal, settled, chunks, buffer);
    this.carriage = new Carriage(this);
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

  void rotation(Rotation newRotation) {
    rotation = newRotation;
  }

  void bases(SnapshotBases newBases) {
    bases = newBases;
    held.bases(newBases);
  }

  /** What snapshots it is restored from, and restores others from; null before the node has it. */
  SnapshotBases bases() {
    return bases;
  }

  void circle(Circle newCircle) {
    circle = newCircle;
    held.audience(newCircle);
  }

  /** Whom it is shown to. */
  Circle circle() {
    return circle;
  }

  void bootstraps(Bootstraps newBootstraps) {
    bootstraps = newBootstraps;
  }

  /** What is said to a write that is {@code allowed}: see {@link Bootstraps#judge}. */
  Verdict bootstrap(Verdict allowed) throws StoreException {
    return bootstraps.judge(this, allowed);
  }

  /** Where its intentions lie. */
  Store log() {
    return log;
  }

  /** Where what follows from the log lies. */
  Tables tables() {
    return tables;
  }

  /** When the store gets another epoch by itself. */
  Rotation rotation() {
    return rotation;
  }

  /** Who had seen what. */
  Past past() {
    return past;
  }

  /** What can be read and sealed here. */
  Seal seal() {
    return seal;
  }

  /** What must not be cited. */
  NoticeSight sight() {
    return sight;
  }

  /** Where chunks lie. */
  ChunkStore chunks() {
    return chunks;
  }

  /** What state begins with. */
  Settled settled() {
    return settled;
  }

  /** What of it is carried for others, and what it needs. */
  Carriage carriage() {
    return carriage;
  }

  Projection projection() {
    return projection;
  }

  SystemState system() {
    return projection.system();
  }

  /** See {@link Projection#machine}. */
  StateMachine machine() {
    return projection.machine();
  }

  /** See {@link Projection#aside}. */
  StateMachine aside() {
    return projection.aside();
  }

  /** True if the store is this author's, by its name and by its first intention. */
  boolean isBegunBy(AuthorId author) throws StoreException {
    int number = dag.findAuthor(author.toBytes(), 0);
    return number != Dag.NONE && projection.isFounder(author);
  }

  /** Takes up state where the last run left it. */
  void begin(Queue<Event> events) throws StoreException {
    this.events = events;
    settled.restore();
    projection.restore();
    held.keeper(projection::keep);
    dag.gate(this::admits);
  }

  /** Brings state to where the log is, however long that takes. */
  void catchUp(Queue<Event> events, ReplayProgress progress) throws StoreException {
    begin(events);
    do {
      turn(TURN_BUDGET, events);
      progress.projected(projection.place(), dag.sequence());
    } while (projection.isBehind());
  }

  /**
   * Goes on projecting for a while.
   *
   * @return what of {@code budget} was used; 0: nothing changed
   */
  int turn(int budget, Queue<Event> events) throws StoreException {
    ownTips.look();
    int used = projection.turn(budget, events);
    if (used > 0) {
      held.checkpointIfDue();
    }
    return used;
  }

  // What was witnessed a moment ago may be what lets this author in.
  private Verdict admits(byte[] bytes, int authorOffset) throws StoreException {
    AuthorId author = AuthorId.of(bytes, authorOffset);
    Authority authority = projection.authority();
    Verdict verdict = authority.members().admits(author);
    if (verdict == Verdict.OK || projection.unread() > 0) {
      return Verdict.OK;
    }
    if (!projection.isWhole()) {
      projection.turn(TURN_BUDGET, events);
      verdict = authority.members().admits(author);
    }
    return projection.isWhole() ? verdict : Verdict.OK;
  }

  /** True while a peer is believed to hold intentions of our own that are not here. */
  boolean isBehindItself() {
    return ownTips.isAny();
  }

  /** What peers say of our own chain. */
  OwnTips ownTips() {
    return ownTips;
  }
}
