package dev.latticenano.core.relay;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.link.Ends;
import dev.latticenano.core.link.FullDisk;
import dev.latticenano.core.session.Peer;
import dev.latticenano.core.store.StoreException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;

/**
 * What happens where there is no room, on the disk or in a quota: whoever brought more is told and
 * waits, acknowledged is nothing that is not kept, and with room all goes on by itself.
 */
final class Rooms {
  private final Ends ends;
  private final Queue<RelayEvent> events;
  private final FullDisk fullDisk = new FullDisk();
  private final Set<Integer> halted = new LinkedHashSet<>();

  Rooms(Ends ends, Queue<RelayEvent> events) {
    this.ends = ends;
    this.events = events;
  }

  /** A guest brought something that found no room; what is left of its frame is taken in. */
  Verdict halt(Guest guest, StoreException full, byte[] frame, long nowMs) throws StoreException {
    Verdict first = halt(guest, full, nowMs);
    while (true) {
      try {
        peer(guest.link()).receiveRest(frame, nowMs);
        return first;
      } catch (StoreException again) {
        halt(guest, again, nowMs);
      }
    }
  }

  /**
   * A guest's link found no room.
   *
   * @return what keeps it from going on
   * @throws StoreException the disk failed otherwise
   */
  Verdict halt(Guest guest, StoreException full, long nowMs) throws StoreException {
    if (full instanceof NoRoomException none) {
      Holding holding = none.holding();
      if (holding.shortage(guest, none.verdict(), none.bytes())) {
        events.add(new RelayEvent.Short(holding.id(), none.verdict()));
      }
      guest.termsChanged();
      peer(guest.link()).halt(holding.id(), none.verdict());
      ends.stir(guest.link());
      return none.verdict();
    }
    tell(full);
    haltLink(guest.link(), nowMs);
    return Verdict.STORE_FULL;
  }

  private Peer peer(int link) {
    return ends.find(link).peer();
  }

  private void tell(StoreException full) throws StoreException {
    if (full.kind() != StoreException.Kind.FULL) {
      throw full;
    }
    events.add(new RelayEvent.Full(full.getMessage()));
  }

  private void haltLink(int link, long nowMs) {
    fullDisk.full(nowMs);
    halted.add(link);
    peer(link).halt(Verdict.STORE_FULL);
    ends.stir(link);
  }

  /** What guests brought of a store cannot be made durable. */
  void haltAll(Holding holding, StoreException full, long nowMs) throws StoreException {
    tell(full);
    for (int link : holding.links().toArray()) {
      if (peer(link).isHeldUp(holding.id())) {
        haltLink(link, nowMs);
      }
    }
  }

  /** A link is gone. */
  void forget(int link) {
    halted.remove(link);
  }

  /** There may be room for stores that share space with this one: they go on. */
  void look(Holding holding, long nowMs) throws StoreException {
    for (Holding each : List.copyOf(holding.account().holdings())) {
      boolean any = false;
      for (Guest guest = each.takeRoomy(); guest != null; guest = each.takeRoomy()) {
        peer(guest.link()).resume(each.id(), nowMs);
        guest.termsChanged();
        ends.stir(guest.link());
        any = true;
      }
      if (any) {
        events.add(new RelayEvent.Roomy(each.id()));
      }
    }
  }

  /** Tries a full disk again if it is time. */
  void tick(long nowMs) throws StoreException {
    if (!fullDisk.isDue(nowMs)) {
      return;
    }
    fullDisk.over(nowMs);
    List<Integer> again = List.copyOf(halted);
    halted.clear();
    for (int link : again) {
      try {
        peer(link).resume(nowMs);
        ends.stir(link);
      } catch (StoreException full) {
        tell(full);
        haltLink(link, nowMs);
      }
    }
    if (halted.isEmpty() && !again.isEmpty()) {
      events.add(new RelayEvent.Resumed());
    }
  }

  /** When {@link #tick} has something to do; Long.MAX_VALUE for never. */
  long deadlineMs() {
    return fullDisk.deadlineMs();
  }
}
