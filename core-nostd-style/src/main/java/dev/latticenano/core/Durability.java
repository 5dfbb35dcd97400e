package dev.latticenano.core;

import dev.latticenano.core.dag.ReplayProgress;
import dev.latticenano.core.link.FullDisk;
import dev.latticenano.core.session.GroupCommit;
import dev.latticenano.core.session.Held;
import dev.latticenano.core.session.Peer;
import dev.latticenano.core.store.StoreException;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.function.BooleanSupplier;

/**
 * When what peers bring becomes durable, and what happens while the disk is full: who had more to
 * give is told and waits; the disk is tried again now and then; with room all goes on by itself.
 */
final class Durability {
  private final List<Held> stores;
  private final Collection<Peer> peers;
  private final Queue<Event> events;
  private final FullDisk fullDisk = new FullDisk();
  private GroupCommit commit = GroupCommit.MAINS;
  private BooleanSupplier room = () -> true;

  /** Of these stores and links; live, the node's. */
  Durability(List<Held> stores, Collection<Peer> peers, Queue<Event> events) {
    this.stores = stores;
    this.peers = peers;
    this.events = events;
  }

  void roomProbe(BooleanSupplier newRoom) {
    room = newRoom;
  }

  void groupCommit(GroupCommit newCommit) {
    commit = newCommit;
    stores.forEach(each -> each.groupCommit(newCommit));
  }

  /** A store stands where the last run stood; on a full disk for reading. */
  void begin(Held store, long nowMs, ReplayProgress progress) throws StoreException {
    try {
      store.replay(nowMs, progress);
      store.sync(nowMs);
    } catch (StoreException full) {
      tell(full);
    }
  }

  /** A store is about to be closed, with so many rows in state that no checkpoint knows of. */
  void end(Held store, int unkept, long nowMs) throws StoreException {
    try {
      store.sync(nowMs);
      store.checkpointForNextStart(unkept);
    } catch (StoreException full) {
      tell(full);
    }
  }

  void add(Held store) {
    store.groupCommit(commit);
    stores.add(store);
  }

  void remove(Held store) {
    stores.remove(store);
  }

  /** A failure that is a full disk becomes an event; any other goes on. */
  void tell(StoreException full) throws StoreException {
    if (full.kind() != StoreException.Kind.FULL) {
      throw full;
    }
    events.add(new Event.Full(full.getMessage()));
  }

  /** As {@link #tell}, and {@code peer} stops giving until there is room. */
  void halt(Peer peer, StoreException full, long nowMs) throws StoreException {
    tell(full);
    halt(peer, nowMs);
  }

  /** As above, in the middle of a frame: what is left of it is taken in all the same. */
  void halt(Peer peer, StoreException full, byte[] frame, long nowMs) throws StoreException {
    halt(peer, full, nowMs);
    boolean left = true;
    while (left) {
      try {
        peer.receiveRest(frame, nowMs);
        left = false;
      } catch (StoreException again) {
        halt(peer, again, nowMs);
      }
    }
  }

  private void halt(Peer peer, long nowMs) {
    fullDisk.full(nowMs);
    peer.halt(Verdict.STORE_FULL);
  }

  /** Time has come to {@code nowMs}. */
  void tick(long nowMs) throws StoreException {
    if (fullDisk.isDue(nowMs)) {
      tryAgain(nowMs);
    }
    for (Held store : stores) {
      try {
        store.tick(nowMs);
      } catch (StoreException full) {
        tell(full);
        haltHeldUp(store, nowMs);
      }
    }
  }

  // Nobody else is told of what is not durable, and nobody else has to stop.
  private void haltHeldUp(Held store, long nowMs) {
    for (Peer peer : peers) {
      if (peer.isHeldUp(store.id())) {
        halt(peer, nowMs);
      }
    }
  }

  private void tryAgain(long nowMs) throws StoreException {
    if (!isAnyHalted()) {
      fullDisk.over(nowMs);
      return;
    }
    if (!hasRoom(nowMs)) {
      fullDisk.stillFull(nowMs);
      return;
    }
    fullDisk.over(nowMs);
    events.add(new Event.Resumed());
    for (Peer peer : peers) {
      if (peer.isHalted()) {
        try {
          peer.resume(nowMs);
        } catch (StoreException full) {
          halt(peer, full, nowMs);
        }
      }
    }
  }

  private boolean hasRoom(long nowMs) throws StoreException {
    if (!room.getAsBoolean()) {
      return false;
    }
    try {
      for (Held store : stores) {
        store.sync(nowMs);
      }
      return true;
    } catch (StoreException full) {
      if (full.kind() != StoreException.Kind.FULL) {
        throw full;
      }
      return false;
    }
  }

  private boolean isAnyHalted() {
    for (Peer peer : peers) {
      if (peer.isHalted()) {
        return true;
      }
    }
    return false;
  }

  /** When {@link #tick} has something to do; Long.MAX_VALUE for never. */
  long deadlineMs() {
    long deadline = isAnyHalted() ? fullDisk.deadlineMs() : Long.MAX_VALUE;
    for (Held store : stores) {
      deadline = Math.min(deadline, store.deadlineMs());
    }
    return deadline;
  }
}
