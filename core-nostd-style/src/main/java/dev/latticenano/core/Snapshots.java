package dev.latticenano.core;

import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.session.Peer;
import dev.latticenano.core.state.StoreTypes;
import dev.latticenano.core.store.MemoryTables;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.Tables;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The snapshots of a node's stores: when they are made, which are agreed to, and what goes when one
 * is final (docs/snapshots.md). By itself a node makes and agrees only after it has met a peer in
 * this run: restored from a backup it must not lengthen its chain before.
 */
public final class Snapshots {
  private final AuthorId self;
  private final Author author;
  private final Collection<Peer> peers;
  private final StoreTypes types;
  private final Queue<Event> events;
  private final RowBuffer buffer;
  private final Map<StoreId, Snapshotting> stores = new TreeMap<>();
  private final Set<StoreId> met = new HashSet<>();
  private Function<StoreId, ScratchTables> scratch = store -> new HeapScratch();
  private SnapshotPolicy policy = SnapshotPolicy.ON_DEMAND;

  /** Of the links {@code peers}; live, the node's. */
  Snapshots(
      AuthorId self,
      Author author,
      Collection<Peer> peers,
      StoreTypes types,
      Queue<Event> events,
      RowBuffer buffer) {
    this.self = self;
    this.author = author;
    this.peers = peers;
    this.types = types;
    this.events = events;
    this.buffer = buffer;
  }

  /** Tables on the heap, for hosts that lend none. */
  private static final class HeapScratch implements ScratchTables {
    @Override
    public Tables open() {
      return new MemoryTables();
    }

    @Override
    public void drop() {}
  }

  /** What the host has chosen, from now on. */
  public void policy(SnapshotPolicy newPolicy) {
    policy = newPolicy;
    stores.values().forEach(Snapshotting::lookAgain);
  }

  /** Where the host has room for tables that are needed for a while, for stores opened later. */
  public void scratch(Function<StoreId, ScratchTables> newScratch) {
    scratch = newScratch;
  }

  /**
   * Makes a snapshot of a store as soon as possible, however little it would let go; an {@link
   * Event.SnapshotMade} tells when. Nothing comes of it if this node is no active owner, or nothing
   * new is stable.
   */
  public void ask(StoreId store) {
    snapshotting(store).ask();
  }

  /** The snapshots of a store of which a notice is here, the newest first. */
  public List<MadeSnapshot> list(StoreId store) throws StoreException {
    return snapshotting(store).list();
  }

  /** How many intentions of a store are here by a snapshot alone: their log is gone. */
  public long dropped(StoreId store) {
    return snapshotting(store).dropped();
  }

  /**
   * Reads the snapshot with which a store's state begins once through.
   *
   * @return OK; or the rule that it breaks; SNAPSHOT_PART_WRONG also if a chunk of it is missing
   */
  public Verdict check(StoreId store) throws StoreException {
    return snapshotting(store).check();
  }

  /**
   * Does at once what there is to do, however long that takes: for a host that is about to leave.
   *
   * @return true if something was written
   */
  public boolean finish(StoreId store, long nowMs) throws StoreException {
    Snapshotting finishing = snapshotting(store);
    int before = finishing.sequence();
    // What it agrees to may be final, and what is final may let go.
    for (int round = 0; round < 3; round++) {
      finishing.catchUp();
      finishing.lookAgain();
      do {
        finishing.tick(isMet(store), nowMs);
      } while (finishing.isBusy(nowMs));
    }
    return finishing.sequence() > before;
  }

  private Snapshotting snapshotting(StoreId store) {
    Snapshotting found = stores.get(store);
    if (found == null) {
      throw new IllegalArgumentException("no store " + store);
    }
    return found;
  }

  void open(Replica replica) {
    stores.put(
        replica.id(),
        new Snapshotting(
            self,
            author,
            replica,
            types,
            scratch.apply(replica.id()),
            () -> policy,
            events,
            buffer));
  }

  void close(StoreId store) throws StoreException {
    Snapshotting closing = stores.remove(store);
    if (closing != null) {
      closing.abandon();
    }
    met.remove(store);
  }

  /** Time has come to {@code nowMs}, perhaps with news. */
  void tick(long nowMs) throws StoreException {
    for (Map.Entry<StoreId, Snapshotting> each : stores.entrySet()) {
      each.getValue().tick(isMet(each.getKey()), nowMs);
    }
  }

  private boolean isMet(StoreId store) {
    for (Peer peer : peers) {
      if (peer.agrees(store)) {
        if (met.add(store)) {
          stores.get(store).lookAgain();
        }
      }
    }
    return met.contains(store);
  }

  /** When {@link #tick} has something to do; Long.MAX_VALUE for never. */
  long deadlineMs() {
    long deadline = Long.MAX_VALUE;
    for (Snapshotting each : stores.values()) {
      deadline = Math.min(deadline, each.deadlineMs());
    }
    return deadline;
  }
}
