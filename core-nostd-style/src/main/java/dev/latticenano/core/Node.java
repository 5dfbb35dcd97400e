package dev.latticenano.core;

import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.crypto.Entropy;
import dev.latticenano.core.crypto.KeyAgreement;
import dev.latticenano.core.crypto.Signer;
import dev.latticenano.core.crypto.Verifier;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.dag.ReplayProgress;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.InviteToken;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.session.GroupCommit;
import dev.latticenano.core.session.Held;
import dev.latticenano.core.session.LinkProfile;
import dev.latticenano.core.session.Peer;
import dev.latticenano.core.state.StateMachine;
import dev.latticenano.core.state.StoreTypes;
import dev.latticenano.core.state.SystemState;
import dev.latticenano.core.store.ChunkStore;
import dev.latticenano.core.store.MemoryTables;
import dev.latticenano.core.store.Store;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.Tables;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.BooleanSupplier;

/**
 * A Lattice node without its world: frames, time and disk enter as arguments and ports, frames and
 * events leave. The only entry to the core, and where the pipeline is joined.
 *
 * <p>The contract: after every {@link #receive}, {@link #tick}, {@link #submit} or {@link #open}
 * drain {@link #transmit} on each link until it returns 0 or the link takes no more, drain the
 * events, then sleep until {@link #nextDeadlineMs} or the next frame. Not thread-safe: one owner.
 */
public final class Node {
  private final KeyAgreement agreement;
  private final Verifier verifier;
  private final Entropy entropy;
  private final byte[] key = new byte[Signer.KEY_BYTES];
  private final byte[] name;
  private final ChunkStore chunks;
  private final StoreTypes types;
  private final List<Held> held = new ArrayList<>();
  private final Queue<Event> events = new ArrayDeque<>();
  private final Replicas replicas = new Replicas(events);
  private final Links links = new Links(replicas, events);
  private final Families families = new Families(replicas, events);
  private final FileLook fileLook;
  private final RowBuffer buffer = new RowBuffer();
  private final Author author;
  private final Durability durability = new Durability(held, links.peers(), events);
  private final Doors doors;
  private final Joins joins;
  private final Upkeep upkeep;
  private final Openings openings;
  private boolean unsettled;
  private long lastMs;

  /**
   * A node with no stores and no links.
   *
   * @param agreement of the same key as {@code signer}: takes epoch keys out of what is wrapped
   * @param name what the node calls itself, UTF-8, at most 64 bytes count
   * @param types makes the state machine of a store type
   */
  public Node(
      Signer signer,
      KeyAgreement agreement,
      Verifier verifier,
      Entropy entropy,
      byte[] name,
      ChunkStore chunks,
      StoreTypes types) {
    this.agreement = agreement;
    this.verifier = verifier;
    this.entropy = entropy;
    this.name = name;
    this.chunks = chunks;
    this.types = types;
    signer.publicKey(key, 0);
    this.author = new Author(signer, Blake3.plain());
    this.fileLook = new FileLook(chunks, replicas, links);
    this.joins = new Joins(links, replicas, signer, agreement, events);
    Welcome welcome = new Welcome(this, replicas, entropy);
    this.doors = new Doors(links, signer, verifier, entropy, welcome, replicas, this::peer);
    this.upkeep = new Upkeep(key(), author, replicas, links.peers(), types, events, buffer);
    this.openings = new Openings(this, replicas, durability, upkeep, families, carrying());
  }

  /** As above, for a node that takes no epoch keys: it holds sealed stores, and reads none. */
  public Node(
      Signer signer,
      Verifier verifier,
      Entropy entropy,
      byte[] name,
      ChunkStore chunks,
      StoreTypes types) {
    this(signer, new NoAgreement(signer), verifier, entropy, name, chunks, types);
  }

  /** This node's key: the author of what it writes. */
  public AuthorId key() {
    return AuthorId.of(key, 0);
  }

  /** How long what peers bring may wait for its sync, in every store from now on. */
  public void groupCommit(GroupCommit newCommit) {
    durability.groupCommit(newCommit);
  }

  /** Asked seldom whether a full disk may have room again; a hint: without it the node tries. */
  public void roomProbe(BooleanSupplier newRoom) {
    durability.roomProbe(newRoom);
  }

  /**
   * Opens a store over its log and its tables and stands where the last run stood. An empty log is
   * a store that is about to be fetched. On a full disk it opens for reading, which an event tells.
   *
   * @param keys where the store's epoch keys lie
   */
  public void open(
      StoreId id, Store log, Tables tables, EpochKeys keys, long nowMs, ReplayProgress progress)
      throws StoreException {
    Replica replica = stand(id, log, tables, keys, nowMs, progress);
    replica.catchUp(events, progress);
    membership(id).resume(nowMs);
    fileLook.look();
    links.storesChanged();
  }

  private Replica stand(
      StoreId id, Store log, Tables tables, EpochKeys keys, long nowMs, ReplayProgress progress)
      throws StoreException {
    replicas.requireAbsent(id);
    lastMs = nowMs;
    Seal seal = new Seal(id, keys, agreement, entropy);
    Replica replica = new Replica(id, log, tables, seal, verifier, types, chunks, buffer);
    durability.begin(replica.held(), nowMs, progress);
    return openings.add(replica, new SnapshotBases(replica, chunks, verifier, key(), events));
  }

  /** As above, with tables and keys on the heap: the whole log is read. */
  public void open(StoreId id, Store log, long nowMs) throws StoreException {
    open(id, log, new MemoryTables(), new HeapKeys(), nowMs, ReplayProgress.SILENT);
  }

  /**
   * Closes a store, durably: links over which it was offered begin a new conversation about the
   * others. Its log and tables are the caller's to close, or to take away.
   */
  public void close(StoreId id, long nowMs) throws StoreException {
    Replica replica = replica(id);
    durability.end(replica.held(), replica.projection().unkept(), nowMs);
    openings.remove(replica);
    links.again(id);
    fileLook.look();
  }

  /** Stands a store on the snapshot its log begins with now; its state comes in turns. */
  private void reopen(Replica replica, long nowMs) throws StoreException {
    Tables tables = openings.clear(replica);
    stand(replica.id(), replica.log(), tables, replica.seal().kept(), nowMs, ReplayProgress.SILENT)
        .begin(events);
    fileLook.outdate();
    links.again(replica.id());
  }

  /** Who takes part in a store, and what this node does about it. */
  public Membership membership(StoreId id) {
    return new Membership(this, name, replica(id));
  }

  /** Makes tables durable where that spares the next start; for a host that is about to close. */
  public void checkpoint() throws StoreException {
    replicas.checkpointForNextStart();
  }

  /** The stores open here, by id. */
  public List<StoreId> stores() {
    return replicas.all().stream().map(Replica::id).toList();
  }

  /** A store's intentions; for reading only. */
  public Dag dag(StoreId id) {
    return replica(id).dag();
  }

  /** A store's own tables: names, peers, invites. */
  public SystemState system(StoreId id) {
    return replica(id).system();
  }

  /** What a store's ops mean; null if its type is unknown here or not known yet. */
  public StateMachine state(StoreId id) {
    return replica(id).machine();
  }

  /** How far a store's ops are in state, what was left out and why, and the ways on. */
  public Projection projection(StoreId id) {
    return replica(id).projection();
  }

  /** The stores that were joined and have not come whole yet. */
  public Bootstraps bootstraps() {
    return upkeep.bootstraps();
  }

  /** Who has seen what: acks of our own, and how far others are behind. */
  public Acks acks() {
    return upkeep.acks();
  }

  /** What becomes of the past: snapshots made, agreed to and begun with. */
  public Snapshots snapshots() {
    return upkeep.snapshots();
  }

  /** Number of chunks that files here need and that are not here. */
  public int chunksWanted() {
    return fileLook.wanted().count();
  }

  /** What this node carries for others and cannot read. */
  public Carrying carrying() {
    return fileLook.carrying();
  }

  /** Chunks have gone that were here: what files lack is looked for again. */
  public void chunksChanged() {
    fileLook.outdate();
  }

  /** Says again what our own older intentions still mean. */
  public Restating restating() {
    return upkeep.restating();
  }

  /** A store with all that is known of it, for this package. */
  Replica replica(StoreId id) {
    return replicas.replica(id);
  }

  /**
   * Writes an intention of our own: signed, witnessed, applied and durable when this returns;
   * applied later if the store's state is being made anew, or stopped.
   *
   * @param ops an encoded {@code UniversalOp}, at most {@code Limits.OPS_BYTES_EMITTED} bytes
   * @param condition what the intention cites, at most {@code Limits.CONDITION_HASHES_EMITTED}, all
   *     witnessed here
   * @return the intention's hash
   * @throws RefusedException the node must not write in this store now
   * @throws StoreException the disk failed or is full; nothing was written, or the intention waits
   *     for room and counts when there is some, before any that is written later
   */
  public Hash submit(StoreId store, byte[] ops, List<Hash> condition, long nowMs)
      throws StoreException, RefusedException {
    Hash hash = write(store, ops, condition, nowMs);
    settle(nowMs);
    return hash;
  }

  /** As {@link #submit}, in the middle of something: links are told afterwards. */
  Hash write(StoreId store, byte[] ops, List<Hash> condition, long nowMs)
      throws StoreException, RefusedException {
    Replica replica = replica(store);
    replica.ownTips().tick(nowMs);
    if (replica.isBehindItself()) {
      throw new RefusedException(Verdict.OWN_TIP_UNKNOWN);
    }
    Hash hash = author.write(replica, ops, condition, nowMs);
    if (replica.turn(Replica.TURN_BUDGET, events) > 0) {
      fileLook.outdate();
    }
    unsettle();
    return hash;
  }

  /** Something happened of which links are told at the next {@link #tick}, which is due. */
  void unsettle() {
    unsettled = true;
  }

  /**
   * Says again, as intentions of our own, what forked authors wrote on both branches and nobody has
   * said again yet, so that nothing is lost; returns how many intentions that took.
   */
  public int resolveForks(StoreId store, long nowMs) throws StoreException, RefusedException {
    ForkResolution resolution = new ForkResolution(replica(store), buffer);
    int count = resolution.run((ops, condition) -> write(store, ops, condition, nowMs));
    settle(nowMs);
    return count;
  }

  /** How links are opened, and what proves this node on them. */
  public Doors doors() {
    return doors;
  }

  /** Opens a new link, numbered by the host, of which nobody knows who calls. */
  public void link(int link, LinkProfile profile) {
    doors.open(link, profile, true, null);
  }

  private Peer peer(int link, LinkProfile profile) {
    return new Peer(link, profile, key, name, held, chunks, fileLook.wanted());
  }

  /**
   * Asks the peer on {@code link} to let this node in by {@code invite}; an {@link Event.Joined}
   * says what came of it. The store is open, perhaps empty, so that its keys have a place.
   */
  public void join(int link, InviteToken invite) {
    joins.ask(link, invite);
    unsettle();
  }

  /** The link is gone; what was under way is taken up again over the next one. */
  public void unlink(int link) {
    links.remove(link);
  }

  /** The peer at the other end of a link; null for an unknown link. */
  public Peer peer(int link) {
    return links.find(link);
  }

  /**
   * One frame from a link; its bytes are used up.
   *
   * @return OK, or the rule it breaks
   * @throws StoreException the disk failed; a full disk is an event instead
   */
  public Verdict receive(int link, byte[] frame, int offset, int length, long nowMs)
      throws StoreException {
    Verdict verdict;
    try {
      verdict = links.receive(link, frame, offset, length, nowMs);
    } catch (StoreException full) {
      durability.halt(links.find(link), full, frame, nowMs);
      verdict = Verdict.STORE_FULL;
    }
    if (verdict != Verdict.OK) {
      events.add(links.refused(link, verdict));
    }
    settle(nowMs);
    return verdict;
  }

  /** Time has come to {@code nowMs}. */
  public void tick(long nowMs) throws StoreException {
    settle(nowMs);
  }

  private void settle(long nowMs) throws StoreException {
    lastMs = nowMs;
    unsettled = false;
    durability.tick(nowMs);
    upkeep.tick(nowMs);
    joins.tick(nowMs);
    if (replicas.turn(Replica.TURN_BUDGET)) {
      fileLook.outdate();
    }
    families.tick();
    fileLook.tick(nowMs);
    replicas.restored(each -> reopen(each, nowMs));
    links.tick(durability, nowMs);
  }

  /**
   * Writes the next frame for a link to {@code out}, which has room for {@code
   * Limits.FRAME_BYTES_MAX} from {@code offset}; returns its bytes, or 0 if there is none now.
   */
  public int transmit(int link, byte[] out, int offset, long nowMs) throws StoreException {
    return links.transmit(link, out, offset, nowMs);
  }

  /**
   * When {@link #tick} has something to do, on the clock of {@code nowMs}; Long.MAX_VALUE: never.
   */
  public long nextDeadlineMs() {
    long deadline = Math.min(durability.deadlineMs(), upkeep.deadlineMs());
    deadline = Math.min(deadline, Math.min(fileLook.deadlineMs(), links.deadlineMs()));
    deadline = Math.min(deadline, joins.deadlineMs());
    return unsettled || replicas.isAnyBusy() ? lastMs : deadline;
  }

  /** The next event, or null. */
  public Event pollEvent() {
    return events.poll();
  }
}
