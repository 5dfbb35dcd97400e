package dev.latticenano.core.session;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Cursor;
import dev.latticenano.core.frame.FrameWriter;
import dev.latticenano.core.frame.Message;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The sessions over one link, one a store that both ends hold, in the order found. */
final class Sessions {
  // Most peers share a store or two, and are many.
  private static final int FEW = 8;

  private final List<Session> inOrder = new ArrayList<>(1);
  private final Turns turns;
  private Map<StoreId, Session> byStore = Map.of();
  private List<Session> hoped = List.of();
  private boolean hoping;
  private boolean changed = true;
  private int[] peerPlaces = new int[1];
  private long frames;

  /** None yet, over a link whose frames of bulk aim at {@code frameBytes}. */
  Sessions(int frameBytes) {
    turns = new Turns(frameBytes);
  }

  /** The stores that have a session, in the order found. */
  List<StoreId> stores() {
    List<StoreId> stores = new ArrayList<>();
    inOrder.forEach(each -> stores.add(each.store()));
    return stores;
  }

  /** True once after {@link #stores} may have changed. */
  boolean takeChanged() {
    boolean was = changed;
    changed = false;
    return was;
  }

  /** True if the store has a session. */
  boolean contains(StoreId store) {
    return of(store) != null;
  }

  boolean isEmpty() {
    return inOrder.isEmpty();
  }

  /** The session of a store; null if there is none. */
  Session of(StoreId store) {
    if (inOrder.size() > FEW) {
      return byStore.get(store);
    }
    for (int i = 0; i < inOrder.size(); i++) {
      if (inOrder.get(i).store().equals(store)) {
        return inOrder.get(i);
      }
    }
    return null;
  }

  /** How far the session of a store has come; null if there is none. */
  Progress progress(StoreId store) {
    Session session = of(store);
    return session == null ? null : session.progress();
  }

  /** True if the peer showed a tip of our own chain that is not here. */
  boolean ownTipUnknown(StoreId store) throws StoreException {
    Session session = of(store);
    return session != null && session.lacking().ownTipUnknown();
  }

  /** True if both sides' digests of the store agree. */
  boolean agrees(StoreId store) {
    Session session = of(store);
    return session != null && session.agreed();
  }

  /** True if they agree apart from what one end keeps out. */
  boolean agreesApart(StoreId store) {
    Session session = of(store);
    return session != null && session.agreedApart();
  }

  /**
   * Which session a message is about, by the store's place in the peer's offer: its first field,
   * left out if it is 0.
   */
  static long place(byte[] bytes, int offset, int length) {
    Cursor fields = new Cursor().wrap(bytes, offset, length);
    return fields.nextField() && fields.is(1, Cursor.VARINT) ? fields.value() : 0;
  }

  /** The session of the store at that place of the peer's offer; null if none. */
  Session find(long peerPlace) {
    for (int i = 0; i < inOrder.size(); i++) {
      if (peerPlaces[i] == peerPlace) {
        return inOrder.get(i);
      }
    }
    return null;
  }

  /** The store at that place of the peer's offer; null if it has no session. */
  StoreId storeAt(long peerPlace) {
    Session found = find(peerPlace);
    return found == null ? null : found.store();
  }

  /** The messages that follow are of another frame. */
  void nextFrame() {
    frames++;
  }

  /** A message about a session. */
  Verdict receive(Session session, int message, byte[] bytes, int offset, int length, long nowMs)
      throws StoreException {
    return switch (message) {
      case Message.FRONTIER -> {
        PeerRounds rounds = session.sides().rounds();
        Verdict taken = rounds.begin(bytes, offset, length, frames, nowMs);
        Verdict verdict =
            taken == Verdict.OK ? session.frontier(bytes, offset, length, nowMs) : taken;
        if (verdict == Verdict.OK) {
          rounds.count();
        }
        yield verdict;
      }
      case Message.INTENTIONS -> {
        Verdict verdict = session.intentions(bytes, offset, length, nowMs);
        if (verdict == Verdict.INTENTIONS_WRONG) {
          session.halt(verdict);
        }
        yield verdict;
      }
      case Message.PUSH -> session.gossip().push(bytes, offset, length, nowMs);
      case Message.PUSHED -> session.gossip().pushed(bytes, offset, length, nowMs);
      case Message.BASE -> session.base(bytes, offset, length);
      case Message.ACK -> session.ack(bytes, offset, length, nowMs);
      default -> session.sides().receive(message, bytes, offset, length, nowMs);
    };
  }

  /** True once after some peer's set was seen to be larger than before. */
  boolean takePeerGrew() {
    boolean any = false;
    for (int i = 0; i < inOrder.size(); i++) {
      any |= inOrder.get(i).takePeerGrew() | inOrder.get(i).gossip().takePeerGrew();
    }
    return any;
  }

  /** The peer is to be told what was wrong with bases that it handed over, once. */
  void refuseBases(Refusals refusals) {
    for (int i = 0; i < inOrder.size(); i++) {
      Verdict refused = inOrder.get(i).sides().bases().takeRefusal();
      if (refused != Verdict.OK) {
        refusals.refuse(refused, Message.BASE);
      }
    }
  }

  /** Begins the session of a store. */
  interface Beginning {
    Session of(Held store) throws StoreException;
  }

  /**
   * Begins sessions, once, about stores that the peer has met this end about before: it most likely
   * has them still, and so can be told what is new before it has offered them.
   */
  void hope(List<Held> stores, Granting granting, Beginning beginning, long nowMs)
      throws StoreException {
    if (hoping) {
      return;
    }
    hoping = true;
    for (Held store : stores) {
      if (granting.shows(store) && !store.meetings().of(granting.peerKey()).isEmpty()) {
        Session session = beginning.of(store);
        session.refresh(nowMs);
        hoped = hoped.isEmpty() ? new ArrayList<>(1) : hoped;
        hoped.add(session);
      }
    }
  }

  /** The peer offers these, too; true if there are new sessions. */
  boolean add(List<Offers.Shared> shared, Beginning beginning) throws StoreException {
    int before = inOrder.size();
    for (Offers.Shared each : shared) {
      if (!contains(each.store().id())) {
        Session session = hoped(each.store().id());
        add(each.place(), session == null ? beginning.of(each.store()) : session);
      }
    }
    hoped = List.of();
    return inOrder.size() > before;
  }

  private Session hoped(StoreId store) {
    for (Session each : hoped) {
      if (each.store().equals(store)) {
        return each;
      }
    }
    return null;
  }

  private void add(int peerPlace, Session session) {
    if (inOrder.size() == peerPlaces.length) {
      peerPlaces = Arrays.copyOf(peerPlaces, peerPlaces.length * 2);
    }
    peerPlaces[inOrder.size()] = peerPlace;
    inOrder.add(session);
    changed = true;
    if (inOrder.size() > FEW) {
      byStore = byStore.isEmpty() ? new HashMap<>() : byStore;
      inOrder.forEach(each -> byStore.putIfAbsent(each.store(), each));
    }
  }

  void clear() {
    inOrder.clear();
    changed = true;
    hoped = List.of();
    hoping = false;
    byStore = Map.of();
  }

  /** True while one pushes, or takes what is pushed, and both ends do not agree yet. */
  boolean isPushing() {
    for (int i = 0; i < inOrder.size(); i++) {
      if (inOrder.get(i).gossip().isLive() && !inOrder.get(i).agreed()) {
        return true;
      }
    }
    return false;
  }

  boolean isAtRest() {
    for (int i = 0; i < inOrder.size(); i++) {
      Session each = inOrder.get(i);
      if (!isAtRest(each) || !each.sides().isAtRest()) {
        return false;
      }
    }
    return true;
  }

  /** A session also rests while the peer's rounds are not answered any more. */
  private static boolean isAtRest(Session session) {
    return session.isAtRest() || session.sides().rounds().trouble() != Verdict.OK;
  }

  /** True if the peer owes something in some session. */
  boolean isAwaiting() {
    for (int i = 0; i < inOrder.size(); i++) {
      Session each = inOrder.get(i);
      boolean owes = !isAtRest(each) && !each.sides().isAtWork();
      if (owes || each.sides().isAwaiting()) {
        return true;
      }
    }
    return false;
  }

  /** The first thing that kept a session from completing; OK if nothing did. */
  Verdict trouble() {
    for (int i = 0; i < inOrder.size(); i++) {
      if (inOrder.get(i).trouble() != Verdict.OK) {
        return inOrder.get(i).trouble();
      }
    }
    for (int i = 0; i < inOrder.size(); i++) {
      if (inOrder.get(i).sides().trouble() != Verdict.OK) {
        return inOrder.get(i).sides().trouble();
      }
    }
    return Verdict.OK;
  }

  /** The peer does not know {@code message}: it is not sent again. */
  void unknownToPeer(int message) {
    for (Session each : inOrder) {
      each.sides().unknownToPeer(message);
      if (message == Message.PUSH) {
        each.gossip().unknownToPeer();
      }
    }
  }

  /** The peer has something new, and may know of more that stores need. */
  void peerGrew() {
    inOrder.forEach(each -> each.sides().peerGrew());
  }

  void halt(Verdict verdict) {
    hoped = List.of();
    for (Session each : inOrder) {
      Halting.halt(each, verdict);
    }
  }

  /** Those that were halted take more again. */
  void resume(long nowMs) throws StoreException {
    for (Session each : inOrder) {
      Halting.resume(each, nowMs);
    }
  }

  void tick(long nowMs) throws StoreException {
    for (int i = 0; i < inOrder.size(); i++) {
      Session each = inOrder.get(i);
      each.refresh(nowMs);
      each.tick(nowMs);
      each.sides().tick(each.isAnswered(), each.isAtRest(), nowMs);
    }
  }

  long deadlineMs() {
    long deadline = Long.MAX_VALUE;
    for (int i = 0; i < inOrder.size(); i++) {
      Session each = inOrder.get(i);
      deadline = Math.min(deadline, each.deadlineMs());
      deadline = Math.min(deadline, each.gossip().deadlineMs());
      deadline = Math.min(deadline, each.sides().deadlineMs(each.isAtRest()));
    }
    return deadline;
  }

  int transmitControl(FrameWriter writer, byte[] out, int offset) throws StoreException {
    int length = 0;
    for (Session each : hoped) {
      length = length == 0 ? each.transmitControl(writer, out, offset) : length;
    }
    for (int i = 0; i < inOrder.size() && length == 0; i++) {
      Session each = inOrder.get(i);
      length = each.transmitControl(writer, out, offset);
      length = length == 0 ? each.gossip().transmitAnswer(writer, out, offset) : length;
      length = length == 0 ? each.sides().transmit(writer, out, offset) : length;
    }
    return length;
  }

  /**
   * Writes what may be long, the next part of it: pieces of chunks and what each store has take
   * turns, so that none waits for all of another; returns its bytes or 0.
   *
   * @param room bytes to aim at
   * @param alone true if nothing stands before it: then it may be longer
   */
  int transmitBulk(
      ChunkExchange exchange,
      FrameWriter writer,
      byte[] out,
      int offset,
      int room,
      boolean alone,
      long nowMs)
      throws StoreException {
    turns.begin(inOrder.size() + 1);
    for (int lane = turns.next(); lane >= 0; lane = turns.next()) {
      int length = 0;
      if (lane < inOrder.size()) {
        Session each = inOrder.get(lane);
        length = alone ? each.sides().bases().transmit(writer, out, offset) : 0;
        length =
            length == 0 ? each.answer().transmit(writer, out, offset, room, alone, nowMs) : length;
        if (each.answer().takeOvertaken()) {
          each.sides().peerIsBelow(true, each.answer().next(), nowMs);
        }
        if (length == 0) {
          length = each.gossip().transmit(writer, out, offset, room, alone, nowMs);
        }
        boolean mends = length == 0 && alone;
        length = mends ? each.sides().transmitMended(writer, out, offset) : length;
      } else if (alone) {
        length = exchange.transmitPiece(writer, out, offset);
      }
      if (length > 0) {
        turns.sent(lane, length);
        return length;
      }
    }
    return 0;
  }
}
