package dev.latticenano.core.relay;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.link.Ends;
import dev.latticenano.core.session.Peer;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * Hears frames of guests. Of one that brings more than is left of its store's portion of the turn
 * the rest is kept, and taken in the turns that follow, link by link: so no store's flood keeps
 * another waiting for longer than a portion takes. Source: docs/relay.md §5.
 */
final class Hearing {
  private final Ends ends;
  private final Rooms rooms;
  private final Turn turn;
  private final ArrayDeque<Guest> waiting = new ArrayDeque<>();
  private long keptBytes;
  private int turnsLeft;

  Hearing(Ends ends, Rooms rooms, Turn turn) {
    this.ends = ends;
    this.rooms = rooms;
    this.turn = turn;
  }

  /** A frame of a guest of which nothing is kept; OK, or the rule that it breaks. */
  Verdict hear(Guest guest, byte[] frame, int offset, int length, long nowMs)
      throws StoreException {
    if (keptBytes >= Limits.RELAY_KEPT_BYTES_MAX) {
      hurry(guest);
    }
    begin(guest, nowMs);
    Verdict verdict;
    try {
      verdict = ends.find(guest.link()).receive(frame, offset, length, nowMs);
    } catch (StoreException full) {
      verdict = rooms.halt(guest, full, frame, nowMs);
    }
    if (peer(guest).waitsFor() != null) {
      keep(guest, Arrays.copyOf(frame, offset + length));
    }
    return verdict;
  }

  private void keep(Guest guest, byte[] frame) {
    guest.kept(frame, peer(guest).waitsFor());
    keptBytes += frame.length + Limits.RELAY_KEPT_BESIDE_BYTES;
    waiting.add(guest);
  }

  private Peer peer(Guest guest) {
    return ends.find(guest.link()).peer();
  }

  private void begin(Guest guest, long nowMs) {
    turn.begin(guest, nowMs);
    for (Holding each : guest.sessions()) {
      each.bring(guest.key());
    }
  }

  /** More of the frame that is kept of a guest, as {@link #hear}. */
  Verdict more(Guest guest, long nowMs) throws StoreException {
    byte[] kept = guest.kept();
    forget(guest);
    Verdict verdict = Verdict.OK;
    if (peer(guest).waitsFor() == null) {
      // Another conversation has begun.
      return verdict;
    }
    begin(guest, nowMs);
    try {
      verdict = peer(guest).receiveRest(kept, nowMs);
    } catch (StoreException full) {
      verdict = rooms.halt(guest, full, kept, nowMs);
    }
    if (peer(guest).waitsFor() != null) {
      keep(guest, kept);
    }
    return verdict;
  }

  /** The stores of a guest have more than their portion of this turn: nobody can wait. */
  void hurry(Guest guest) {
    guest.sessions().forEach(each -> each.held().portion().begin(Integer.MAX_VALUE));
  }

  /** The guest is gone, or what is kept of it is not needed. */
  void forget(Guest guest) {
    if (guest.kept() != null) {
      keptBytes -= guest.kept().length + Limits.RELAY_KEPT_BESIDE_BYTES;
      guest.kept(null, null);
      waiting.remove(guest);
    }
  }

  /** Another turn begins. */
  void beginTurn() {
    turnsLeft = Limits.RELAY_TURN_STORES;
  }

  /** A guest of whose frame more is to be taken in this turn; null: no more is. */
  Guest next() {
    for (int i = turnsLeft == 0 ? 0 : waiting.size(); i > 0; i--) {
      Guest guest = waiting.peek();
      if (!guest.isSpent()) {
        turnsLeft--;
        return guest;
      }
      waiting.add(waiting.remove());
    }
    return null;
  }

  /** True if something waits for another turn. */
  boolean isAnyWaiting() {
    return !waiting.isEmpty();
  }
}
